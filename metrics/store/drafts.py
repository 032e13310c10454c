"""What was typed and isn't saved yet: it survives a reload, a dropped connection and a restart of the server."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from metrics.store.connection import Store


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft: its fields, and when the last of them was typed."""

    fields: Mapping[str, Any]
    saved_at: datetime


def keep_draft(store: Store, author: str, form: str, fields: Mapping[str, object], now: datetime) -> None:
    """Keep some fields of a form; the others stay as they are. A field is whatever JSON holds, or a date."""
    with store.jot() as jotting:
        for field, content in fields.items():
            jotting.run(
                "INSERT OR REPLACE INTO drafts VALUES ($author, $form, $field, $content, $now)",
                {"author": author, "form": form, "field": field, "content": _packed(content), "now": now},
            )


def read_draft(store: Store, author: str, form: str) -> Kept | None:
    """What somebody has typed into a form, or nothing."""
    sql = "SELECT field, content, saved_at FROM drafts WHERE author = $author AND form = $form ORDER BY field"
    rows = store.read(sql, {"author": author, "form": form})
    if not rows:
        return None
    fields = {row["field"]: json.loads(row["content"], object_hook=_unpacked) for row in rows}
    return Kept(fields, max(row["saved_at"] for row in rows))


def drop_draft(store: Store, author: str, form: str, fields: Sequence[str] | None = None) -> None:
    """Forget what was typed into a form, or into some of its fields, since it is saved or not wanted."""
    kept = read_draft(store, author, form)
    if kept is None:
        return
    with store.jot() as jotting:
        for field in kept.fields if fields is None else fields:
            sql = "DELETE FROM drafts WHERE author = $author AND form = $form AND field = $field"
            jotting.run(sql, {"author": author, "form": form, "field": field})


def _packed(content: object) -> str:
    return json.dumps({"day": content.isoformat()} if isinstance(content, date) else content, ensure_ascii=False)


def _unpacked(found: dict[str, Any]) -> Any:
    return date.fromisoformat(found["day"]) if set(found) == {"day"} else found
