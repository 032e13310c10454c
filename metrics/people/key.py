"""What signs the cookies: a key in a file of its own, which no backup and no log holds."""

import os
import secrets
from pathlib import Path

from metrics.errors import YardstickError


def signing_key(file: Path) -> str:
    """The key in a file that only its owner reads; a new one where there is none yet."""
    try:
        return _read(file) or _made(file)
    except OSError as error:
        raise YardstickError("file_unwritable", path=file, reason=error.strerror) from error


def _read(file: Path) -> str:
    return file.read_text(encoding="ascii").strip() if file.exists() else ""


def _made(file: Path) -> str:
    file.parent.mkdir(parents=True, exist_ok=True)
    key = secrets.token_urlsafe(48)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:
        out.write(key)
    return key
