"""The fields of the entry form: the period, the value of each kind of metric, where it was published."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from dashboard.draft import EXACT, field_key, keep
from dashboard.visit import Visit, reader_today
from metrics.checks.text import ADDRESS, NOTE, TITLE
from metrics.definitions import Metric
from metrics.periods import Grain, parse_period, periods_between
from metrics.vocabulary import Basis, ObsStatus, Qualifier
from metrics.words import Language

_FIRST = date(1949, 1, 1)


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields for one metric."""

    visit: Visit
    metric: Metric

    def says(self, key: str, **filled: object) -> str:
        """A phrase of the form."""
        return self.visit.says(f"enter.{key}", **filled)

    def kept(self, name: str) -> dict[str, Any]:
        """What every field has: its key, and that it is kept as it is typed."""
        return {
            "key": field_key(name),
            "on_change": keep,
            "args": (self.metric.metric_id, self.visit.language),
        }

    def named(self, row: Any) -> str:
        """The name of something in the reader's language."""
        return str(row["name" if self.visit.language is Language.ZH else "name_en"])


def show_fields(fields: Fields) -> None:
    """All of them, what is measured on the left and where it stands on the right."""
    left, right = st.columns(2)
    with left:
        _period(fields)
        _value(fields)
    with right:
        st.text_input(fields.says("source"), max_chars=TITLE, **fields.kept("source"))
        when, where = st.columns(2)
        when.date_input(
            fields.says("published_on"), value=None, format="YYYY-MM-DD", min_value=_FIRST, **fields.kept("published")
        )
        where.text_input(fields.says("url"), max_chars=ADDRESS, **fields.kept("url"))
        hint = fields.says("note_help")
        st.text_area(fields.says("note"), placeholder=hint, height=110, max_chars=NOTE, **fields.kept("note"))


def _period(fields: Fields) -> None:
    visit, metric = fields.visit, fields.metric
    usual = Grain.DAY if metric.basis is Basis.CHECKLIST else metric.frequency or Grain.YEAR
    st.session_state.setdefault(field_key("grain"), usual)
    grain, period = st.columns(2)
    grain.selectbox(
        fields.says("grain"), [*Grain], format_func=lambda name: visit.says(f"grain.{name}"), **fields.kept("grain")
    )
    if st.session_state[field_key("grain")] == Grain.DAY:
        st.session_state.setdefault(field_key("day"), _last_day(fields))
        period.date_input(fields.says("period"), format="YYYY-MM-DD", min_value=_FIRST, **fields.kept("day"))
        return
    begun = _periods(fields)
    if st.session_state.get(field_key("period")) not in begun:
        ended = [name for name in begun if parse_period(name).end <= reader_today()]
        st.session_state[field_key("period")] = next(iter(ended or begun), None)
    period.selectbox(fields.says("period"), begun, **fields.kept("period"))


def _periods(fields: Fields) -> list[str]:
    """The periods that have begun, the newest first: those of the plan, and the ones of the baseline before it."""
    plan = fields.visit.known.plans[fields.metric.plan_id]
    first = date(plan["period_start"].year - 1, 1, 1)
    found = periods_between(first, _last_day(fields), Grain(st.session_state[field_key("grain")]))
    return [period.name for period in reversed(found)]


def _last_day(fields: Fields) -> date:
    """The last day for which a value can matter by now."""
    end = fields.metric.due or fields.visit.known.plans[fields.metric.plan_id]["period_end"]
    return min(reader_today(), end or reader_today())


def _value(fields: Fields) -> None:
    visit, metric = fields.visit, fields.metric
    if metric.basis is Basis.CHECKLIST:
        items = {row["item_id"]: fields.named(row) for row in visit.known.items[metric.metric_id]}
        if st.session_state.get(field_key("item")) not in items:
            st.session_state[field_key("item")] = None
        st.selectbox(
            fields.says("item"), items, format_func=items.__getitem__, placeholder=fields.says("pick_one"),
            **fields.kept("item"),
        )  # fmt: skip
        st.session_state.setdefault(field_key("done"), True)
        st.checkbox(fields.says("done"), **fields.kept("done"))
    elif metric.basis is Basis.GRADE:
        st.session_state.setdefault(field_key("grade"), None)
        st.selectbox(
            fields.says("grade"), metric.grades, placeholder=fields.says("pick_one"), **fields.kept("grade")
        )  # fmt: skip
    else:
        _number(fields)
    st.selectbox(
        fields.says("obs_status"),
        [*ObsStatus],
        format_func=lambda code: visit.says(f"obs_status.{code}"),
        **fields.kept("status"),
    )


def _number(fields: Fields) -> None:
    unit = fields.metric.unit_id or ""
    shown = unit if fields.visit.language is Language.ZH else fields.visit.known.units[unit]["name_en"]
    value, exact = st.columns(2)
    value.text_input(
        fields.says("value_in", unit=shown), placeholder=fields.says("value_help"), max_chars=60, **fields.kept("value")
    )
    exact.selectbox(fields.says("qualifier"), [EXACT, *Qualifier], format_func=fields.says, **fields.kept("qualifier"))
