"""What happens after an unclean stop: the files are set aside as they lay before anything reads them.

A damaged length field in the write-ahead log opens silently, drops every later commit and deletes the log;
the copies are the way back.
"""

import shutil
import sys
from datetime import datetime
from pathlib import Path

if sys.platform != "win32":
    import fcntl

_KEPT = 3


def set_aside(path: Path, now: datetime) -> Path | None:
    """Copy the data file and its log into a folder beside them, where a log shows that the last stop was unclean."""
    log = path.with_name(path.name + ".wal")
    if not log.exists() or _held_elsewhere(path):
        return None
    folder = path.with_name(f"{path.name}.aside-{now:%Y%m%dT%H%M%S%f}")
    folder.mkdir()
    for file in (path, log):
        shutil.copy2(file, folder)
    for old in sorted(path.parent.glob(f"{path.name}.aside-*"))[:-_KEPT]:
        shutil.rmtree(old)
    return folder


def _held_elsewhere(path: Path) -> bool:
    if sys.platform == "win32":  # no such locks there: opening the file itself will tell
        return False
    with path.open("rb+") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
    return False
