"""Who may send a file? Only a page that asks for one: Streamlit would keep in memory whatever any visitor sends."""

from collections import OrderedDict
from threading import Lock
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

_MOST = 10_000
_asking: OrderedDict[str, None] = OrderedDict()
_guard = Lock()


def file_uploader(label: str, **told: Any) -> Any:
    """Streamlit's, on a page that only people who may enter or define something come to see."""
    context = get_script_run_ctx()
    if context is not None:
        with _guard:
            _asking[context.session_id] = None
            _asking.move_to_end(context.session_id)
            if len(_asking) > _MOST:
                _asking.popitem(last=False)
    return st.file_uploader(label, **told)


def asks(session_id: str) -> bool:
    """Whether a page of this session has asked for a file."""
    return session_id in _asking
