"""What became of the reader's last click? It is told until they do something else."""

from typing import Any

import streamlit as st

_UNASKED, _SHOWN = "last-unasked", "last-shown"


def last(key: str) -> Any:
    """What the last click left under a key, None where nothing. What was shown is gone with the next run, unless
    that is one which nobody asked for.
    """
    left = st.session_state.get(key)
    shown: dict[str, Any] = st.session_state.setdefault(_SHOWN, {})
    if left is not None and shown.get(key) is left and not st.session_state.get(_UNASKED):
        del st.session_state[key], shown[key]
        return None
    shown[key] = left
    return left


def unasked() -> None:
    """Say from a callback that the reader did nothing: others wrote, or it is the second half of a double click."""
    st.session_state[_UNASKED] = True


def told_all() -> None:
    """The page is drawn: the next run is one that the reader asked for, unless a callback says otherwise."""
    st.session_state.pop(_UNASKED, None)
