"""How does one metric stand, how did it get there, and who says so?"""

import streamlit as st

from dashboard.drawing.facts import Fact, draw_facts, draw_table, draw_value, draw_verdict
from dashboard.drawing.gauges import draw_gauges, of_metric
from dashboard.drawing.status import mark
from dashboard.drawing.trend import draw_trend
from dashboard.frame import visit_or_stop
from dashboard.sheet import sheet
from dashboard.visit import Visit, choose
from metrics.assessment import Assessment, SeriesValue
from metrics.explanation import reason
from metrics.snapshot import cell
from metrics.words import Language, figures, say


def _page(visit: Visit) -> None:
    if not visit.address.metric:
        _pick(visit)
        return
    one = next(one for one in visit.assessments if one.metric_id == visit.address.metric)
    values = visit.series(one.metric_id)
    st.markdown(f"## {_name(one, visit.language)}")
    st.caption(
        " · ".join(
            (
                visit.name("areas", one.area_id),
                visit.name("plans", one.plan_id),
                visit.name("categories", one.category_id),
            )
        )
    )
    _standing(visit, one)
    if values:
        st.markdown(f"## {visit.says('metric.trend')}")
        st.plotly_chart(
            draw_trend(one, values, visit.language), theme=None, config={"displayModeBar": False}, key="trend"
        )
    _records(visit, values)
    st.markdown(f"## {visit.says('metric.definition')}")
    sheet(draw_facts(_definition(visit, one)), visit.language, "definition")
    st.page_link(
        "views/enter.py",
        label=visit.says("metric.enter"),
        icon=":material/edit:",
        query_params=visit.address.query(),
    )


def _pick(visit: Visit) -> None:
    names = {
        one.metric_id: f"{_name(one, visit.language)} · {visit.name('areas', one.area_id)}" for one in visit.assessments
    }
    st.selectbox(
        visit.says("metric.pick"), names, format_func=names.__getitem__, index=None, key="pick",
        placeholder=visit.says("metric.search"), on_change=_picked,
    )  # fmt: skip


def _picked() -> None:
    choose("metric", st.session_state["pick"] or "")


def _name(one: Assessment, language: Language) -> str:
    return one.name if language is Language.ZH else one.name_en


def _standing(visit: Visit, one: Assessment) -> None:
    why = reason(one, visit.known.profiles[visit.view.profile], visit.language)
    flags = [say(f"flag.{flag}", visit.language) for flag in one.flags]
    verdict = draw_verdict(mark(one.status, visit.language), why, flags)
    if one.comparator is None:
        sheet(
            draw_value(figures.value(one, visit.language), one.period or "") + verdict,
            visit.language,
            "verdict",
        )
        return
    dial, beside = st.columns([2, 5], vertical_alignment="center")
    with dial:
        sheet(draw_gauges([of_metric("", one, visit.language)], large=True), visit.language, "gauge")
    with beside:
        sheet(verdict, visit.language, "verdict")


def _records(visit: Visit, values: tuple[SeriesValue, ...]) -> None:
    st.markdown(f"## {visit.says('metric.values')}")
    if not values:
        st.info(visit.says("metric.no_values"), icon=":material/edit_note:")
        return
    headings = [
        visit.says(f"metric.{name}") for name in ("period", "value", "obs_status", "source", "note", "recorded")
    ]
    rows = [_record(visit, value) for value in reversed(values)]
    sheet(draw_table(headings, rows, visit.says("metric.values")), visit.language, "values")


def _record(visit: Visit, value: SeriesValue) -> list[Fact]:
    source = visit.known.sources.get(value.source_id or "", {})
    entered = value.grade or (cell(value.entered) + (value.entered_unit or ""))
    if value.qualifier:
        entered = say(f"qualifier.{value.qualifier}", visit.language, value=entered)
    period = " ".join(part for part in (value.period, value.item_id) if part)
    who = visit.says(
        "metric.by", who=value.recorded_by, at=f"{value.recorded_at:%Y-%m-%d %H:%M}", revision=value.revision
    )
    return [
        Fact("period", period),
        Fact("number", entered or figures.NONE),
        Fact("kind", visit.says(f"obs_status.{value.obs_status}")),
        Fact("source", source.get("title", ""), source.get("url") or ""),
        Fact("note", value.note or ""),
        Fact("recorded", who),
    ]


def _definition(visit: Visit, one: Assessment) -> list[Fact]:
    source = visit.known.sources[one.source_id]
    baseline = "" if one.baseline is None else figures.amount(float(one.baseline), one, visit.language)
    document = " ".join(part for part in (source["title"], source["document_number"]) if part)
    named = {
        "target": figures.target(one, visit.language) if one.comparator else "",
        "due": cell(one.due),
        "basis": visit.says(f"basis.{one.basis}"),
        "baseline": f"{baseline} ({one.baseline_period})" if one.baseline_period else baseline,
        "cluster": visit.name("clusters", one.cluster_id) if one.cluster_id else "",
        "owner": visit.name("owners", one.owner_id) if one.owner_id else "",
        "frequency": visit.says(f"frequency.{one.frequency}") if one.frequency else "",
    }
    facts = [Fact(visit.says(f"metric.{name}"), text) for name, text in named.items()]
    facts.append(Fact(visit.says("metric.source"), document, source["url"] or ""))
    facts.append(Fact(visit.says("metric.section"), one.section))
    if one.breaks_from:
        other = next(each for each in visit.assessments if each.metric_id == one.breaks_from)
        facts.append(
            Fact(
                visit.says("metric.breaks_from"),
                _name(other, visit.language),
                visit.address.href("metric", metric=other.metric_id),
            )
        )
    return [
        *facts,
        Fact(visit.says("metric.note"), one.note or ""),
        Fact(visit.says("metric.id"), one.metric_id),
    ]


_page(visit_or_stop())
