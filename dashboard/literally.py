"""How does text from people stand in Streamlit's Markdown? As it was written: no link, no picture, no formula of it."""

import re

_ACTIVE = re.compile(r"[\\\[\]<$]")
# An address becomes a link by itself, whatever stands before it; a space that nobody sees keeps it a text.
_ADDRESS = re.compile(r"(:(?=//)|\bwww(?=\.))", re.IGNORECASE)
_UNSEEN = "\u200b"


def literally(text: str) -> str:
    """A sentence with words of people in it, for whatever takes Markdown; its lines and our own marks stay."""
    return _ADDRESS.sub(rf"\1{_UNSEEN}", _ACTIVE.sub(r"\\\g<0>", text))
