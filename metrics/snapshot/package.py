"""The whole as one zip: every version and revision that was known, the assessments of one view, and what it all is."""

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from metrics.assessment import View
from metrics.package.archive import pack
from metrics.package.history import historic, history_of
from metrics.package.schema import tables
from metrics.package.seal import DESCRIPTOR, HISTORY, sealed
from metrics.snapshot.asked import Asked, Form, What
from metrics.snapshot.forms import read_rows
from metrics.snapshot.readme import README, definitions_version, readme
from metrics.snapshot.schema import described
from metrics.snapshot.take import take
from metrics.store import Store
from metrics.store.export import SOURCES, export_csv, history_query
from metrics.version import VERSION

_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_ASSESSMENTS = str(What.ASSESSMENTS)
_LICENSE = {
    "name": "Apache-2.0",
    "path": "https://www.apache.org/licenses/LICENSE-2.0",
    "title": "Apache License 2.0 (the compilation; the documents and their figures belong to their publishers)",
}


def take_package(store: Store, view: View, path: Path) -> None:
    """Write the zip. `python -m metrics load` makes the same store of it; `verify` says whether it is whole."""
    with TemporaryDirectory(dir=path.parent) as inside:
        folder = Path(inside)
        write_package(store, view, folder)
        pack(folder, path, first=(DESCRIPTOR, README))


def write_package(store: Store, view: View, folder: Path) -> None:
    """Write the same as a folder."""
    rows = {name: _write_table(store, name, view, folder) for name in tables()}
    take(store, Asked(What.ASSESSMENTS, Form.CSV, view), folder / f"{_ASSESSMENTS}.csv")
    schemas = {name: history_of(name) for name in tables()} | {_ASSESSMENTS: described(_ASSESSMENTS)}
    (folder / "schemas").mkdir()
    for name, schema in schemas.items():
        _write_json(folder / "schemas" / f"{name}.json", schema)
    version = definitions_version(folder)
    (folder / README).write_text(readme(view, version, rows), encoding="utf-8", newline="\n")
    _write_json(folder / DESCRIPTOR, _description(store, view, version, folder))


def _write_table(store: Store, name: str, view: View, folder: Path) -> int:
    return export_csv(store, history_query(name, view.known_at), historic(name), folder / f"{name}.csv")


def _description(store: Store, view: View, version: str, folder: Path) -> dict[str, Any]:
    moment = f"{view.known_at.isoformat()}Z"
    return {
        "$schema": _PROFILE,
        "name": "yardstick-snapshot",
        "title": f"Yardstick (标尺) snapshot: judged on {view.as_of}, as known at {moment}",
        "description": "Everything that was known, with every version and revision, and how each metric stood.",
        "version": version,
        "created": moment,
        "licenses": [_LICENSE],
        "sources": list(_sources(store, view)),
        HISTORY: {
            "as_of": str(view.as_of),
            "known_at": moment,
            "profile": view.profile,
            "program": VERSION,
            "definitions": version,
            "files": [{"path": name, **sealed(folder / name)} for name in _others(folder)],
        },
        "resources": [_resource(folder, name) for name in (*tables(), _ASSESSMENTS)],
    }


def _sources(store: Store, view: View) -> Iterator[dict[str, str]]:
    sql = f"SELECT DISTINCT title, url FROM ({SOURCES}) ORDER BY title, url"  # noqa: S608 - a query of ours
    for row in store.read(sql, {"known_at": view.known_at}):
        yield {"title": row["title"], "path": row["url"]} if row["url"] else {"title": row["title"]}


def _others(folder: Path) -> list[str]:
    return [README, *(file.relative_to(folder).as_posix() for file in sorted((folder / "schemas").iterdir()))]


def _resource(folder: Path, name: str) -> dict[str, Any]:
    told: dict[str, Any] = {"name": name, "type": "table", "path": f"{name}.csv", "format": "csv"}
    told |= {"mediatype": "text/csv", "encoding": "utf-8", "schema": f"schemas/{name}.json"}
    if name == _ASSESSMENTS:
        told["derived"] = True  # follows from the rest and isn't loaded
    path = folder / f"{name}.csv"
    return told | {"rows": sum(1 for _ in read_rows(path))} | sealed(path)


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")
