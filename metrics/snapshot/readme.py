"""What a snapshot says of itself to a reader, in both languages."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from metrics.assessment import View
from metrics.version import VERSION
from metrics.words import Language, say

README = "README.md"
# What decides how a value is judged: a change of any of them is another version.
_DEFINING = ("metrics", "items", "parts", "milestones", "units", "profiles")


def definitions_version(folder: Path) -> str:
    """A name for exactly these definitions: the same files have the same one."""
    content = b"".join((folder / f"{name}.csv").read_bytes() for name in _DEFINING)
    return hashlib.sha256(content).hexdigest()[:12]


def readme(view: View, version: str, rows: Mapping[str, int]) -> str:
    """The text, Chinese first. `rows` is how many rows each table has."""
    filled = {
        "as_of": view.as_of,
        "known_at": f"{view.known_at.isoformat()}Z",
        "profile": view.profile,
        "program": VERSION,
        "version": version,
    }
    parts = []
    for language in Language:
        lines = [
            say("readme.title", language),
            say("readme.what", language, **filled),
            say("readme.tables", language),
            *(f"- `{name}.csv`{say('readme.rows', language, count=count)}" for name, count in rows.items()),
            say("readme.assessments", language),
            say("readme.columns", language),
            say("readme.unknown", language),
            say("readme.load", language),
            say("readme.verify", language),
            say("readme.license", language),
        ]
        parts.append("\n".join(lines))
    return "\n".join(parts)
