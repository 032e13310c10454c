"""How does a plan come in as a data package, and leave as one?"""

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import BadZipFile, ZipFile

import streamlit as st

from dashboard.choices import told_apart
from dashboard.defining.told import does, form
from dashboard.startup import author, public, store, utc_now
from dashboard.uploads import file_uploader
from dashboard.visit import Visit
from metrics.errors import YardstickError
from metrics.snapshot.plan import PlanAsked, take_plan
from metrics.store.load import load_package

_MB, _UNPACKED_MB = 20, 200


def load(visit: Visit) -> None:
    """A package to check and load."""
    st.caption(visit.says("define.add_help"))
    file = file_uploader(visit.says("define.package"), type="zip", key="define-file", max_upload_size=_MB)
    st.button(
        visit.says("define.load"), key="define-load", type="primary", on_click=form().once(does), disabled=file is None,
        args=(visit, lambda: _load(visit, file.getvalue() if file else b"")),
    )  # fmt: skip


def leave(visit: Visit) -> None:
    """A plan as a package of its own: as everybody may see it."""
    st.caption(visit.says("define.export_help"))
    if not visit.known.plans:
        return
    plans = told_apart({name: visit.name("plans", name) for name in visit.known.plans})
    plan = st.selectbox(
        visit.says("define.plan"), plans, format_func=plans.__getitem__, key="define-export"
    )  # fmt: skip
    values = st.checkbox(visit.says("define.with_values"), key=f"define-values-{form().done}")
    st.download_button(
        visit.says("define.export"), data=lambda: _packed(plan, values=values), file_name=f"{plan}.zip",
        mime="application/zip", icon=":material/download:", on_click="ignore", key="define-take-away",
    )  # fmt: skip


def _packed(plan: str, *, values: bool) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "plan.zip"
        take_plan(public(), PlanAsked(plan, utc_now(), values), path)
        return path.read_bytes()


def _load(visit: Visit, content: bytes) -> str:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "package.zip"
        path.write_bytes(content)
        _refuse_large(path)
        receipt = load_package(store(), path, author(), utc_now())
    return visit.says("define.loaded", count=receipt.total)


def _refuse_large(path: Path) -> None:
    """A small zip can hold what fills a disk."""
    with suppress(BadZipFile), ZipFile(path) as archive:
        if sum(one.file_size for one in archive.infolist()) > _UNPACKED_MB * 2**20:
            raise YardstickError("file_large", most=_UNPACKED_MB)
