"""How what was asked for becomes a file."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from metrics.assessment import SeriesValue, View
from metrics.snapshot.asked import Asked, What
from metrics.snapshot.assessments import assessment_rows
from metrics.snapshot.cells import cell
from metrics.snapshot.changes import Judge, change_rows, changes
from metrics.snapshot.forms import write_csv, write_form
from metrics.snapshot.schema import table
from metrics.store import Store
from metrics.store.export import Wanted, definitions_query, export_csv, observations_query
from metrics.store.queries import Known, assess, known, series
from metrics.vocabulary import ObsStatus

Know = Callable[[Store, datetime], Known]


def take(store: Store, asked: Asked, path: Path, judge: Judge = assess, know: Know = known) -> None:
    """Write the file. Raises `YardstickError` where it doesn't fit its form, or for a profile that wasn't known.

    `judge` gives the assessments and `know` what is defined, for whoever has kept them. A large table is never held in
    memory: it goes from the store into a plain CSV, and from there into its form.
    """
    with TemporaryDirectory(dir=path.parent) as folder:
        cells = Path(folder) / "cells.csv"
        _write_cells(store, asked, cells, judge, know)
        write_form(store, asked, cells, path)


def _write_cells(store: Store, asked: Asked, path: Path, judge: Judge, know: Know) -> None:
    names: list[str] | None = None
    columns, view = table(asked.what.schema), asked.view
    if asked.what is What.SERIES:
        rows = series_rows(store, asked.selection.metric, view, know)
        write_csv(path, columns.names, rows)
        return
    if asked.since is not None:
        found = changes(store, asked.since, view, asked.selection, judge)
        write_csv(path, columns.names, change_rows(found, asked.since, view))
        return
    if asked.what is What.ASSESSMENTS or not asked.selection.everything:
        defined = know(store, view.known_at)
        chosen = asked.selection.of(judge(store, view), defined)
        if asked.what is What.ASSESSMENTS:
            write_csv(path, columns.names, assessment_rows(chosen, view))
            return
        names = [one.metric_id for one in chosen]
    wanted = Wanted(view, every=asked.what in (What.REVISIONS, What.VERSIONS), metrics=names)
    query = observations_query if asked.what.schema == "observations" else definitions_query
    export_csv(store, query(wanted), columns, path)


def series_rows(store: Store, metric_id: str, view: View, know: Know) -> Iterator[list[str]]:
    """A metric's values of periods that have ended by the day, and forecasts, as rows of `schemas/series.json`."""
    defined = know(store, view.known_at)
    for one in series(store, metric_id, view.known_at):
        if one.period_end <= view.as_of or one.obs_status == ObsStatus.FORECAST:
            told = _told(one, defined)
            yield [cell(told.get(name, getattr(one, name, None))) for name in table("series").names]


def _told(one: SeriesValue, defined: Known) -> dict[str, object]:
    metric = defined.metrics[one.metric_id]
    return {
        "metric": metric["name"],
        "metric_en": metric["name_en"],
        "unit": metric["unit_id"],
        "source": defined.sources[one.source_id]["title"] if one.source_id else None,
    }
