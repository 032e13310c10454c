"""What programs may ask for, as OpenAPI 3.1 describes it."""

from functools import cache
from typing import Any

from dashboard.server.api.parameters import FILTERS, INSTANT, LANGUAGE, REPORT, SINCE, Parameter
from metrics.report.write import Paper
from metrics.snapshot.asked import Form, What
from metrics.snapshot.schema import described
from metrics.version import VERSION

MEDIA_TYPES = {
    Form.CSV: "text/csv; charset=utf-8",
    Form.EXCEL: "text/csv; charset=utf-8",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.LINES: "application/jsonl; charset=utf-8",
    Form.PARQUET: "application/vnd.apache.parquet",
    "zip": "application/zip",
    Paper.PDF: "application/pdf",
    Paper.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_TITLES = {
    What.ASSESSMENTS: "How each metric stands",
    What.OBSERVATIONS: "Values, the latest revision of each",
    What.REVISIONS: "Values, every revision",
    What.DEFINITIONS: "Metric definitions in force on the day",
    What.VERSIONS: "Metric definitions, every version",
    What.SERIES: "The values of one metric, in its unit",
    What.CHANGES: "What is not the same between two instants",
}
_REQUIRED = {What.SERIES: "metric", What.CHANGES: "since"}
_FORMS = {
    Form.CSV: "CSV: UTF-8 without a byte-order mark, ISO dates, raw numbers, nothing for what is unknown.",
    Form.EXCEL: "CSV for Excel: with a byte-order mark; a text that begins like a formula has a ' before it.",
    Form.XLSX: "Excel workbook.",
    Form.LINES: "JSON lines.",
    Form.PARQUET: "Parquet.",
}
_REPORT = (
    "Summary, statuses against the period before, each category, what lags and why, revisions, sources. "
    "Judged when the period is over, on the day after its last one; one that still runs, today."
)
_REFUSED = {
    "400": "The request can't be read.",
    "404": "There is nothing of that name.",
    "412": "It is not what If-Match names.",
    "416": "There is no such part.",
}
_ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message", "message_zh"],
            "properties": {name: {"type": "string"} for name in ("code", "message", "message_zh")},
        }
    },
}


@cache
def description() -> dict[str, Any]:
    """The whole description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "标尺 Yardstick",
            "version": VERSION,
            "description": "Snapshots of public-plan targets. The same as_of and known_at give the same bytes at any "
            "later time; the ETag is made of the content.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": _tables() | _others(),
        "components": {"schemas": {"Error": _ERROR}},
    }


# A report judges on the day after its period, or today.
REPORT_PARAMETERS = (*REPORT, *(one for one in INSTANT if one.name != "as_of"), *LANGUAGE)


def parameters_of(what: What) -> tuple[Parameter, ...]:
    """What an address for a table takes."""
    return (*FILTERS, *INSTANT, *(SINCE if what is What.CHANGES else ()), *LANGUAGE)


def _tables() -> dict[str, Any]:
    paths = {}
    for what in What:
        for form in Form:
            parameters = [_parameter(one) for one in parameters_of(what)]
            for one in parameters:
                one["required"] = one["name"] == _REQUIRED.get(what)
            told = f"{_FORMS[form]} Columns: /api/schemas/{what.schema}.json. {described(what.schema)['description']}"
            paths[f"/api/{what}.{form}"] = _path(_TITLES[what], told, MEDIA_TYPES[form], parameters)
    return paths


def _others() -> dict[str, Any]:
    instants = [_parameter(one) for one in (*INSTANT, *LANGUAGE)]
    names = sorted({what.schema for what in What})
    name = {"name": "name", "in": "path", "required": True, "schema": {"type": "string", "enum": names}}
    told = "A Frictionless Data Package (v2): every version and revision, and the assessments."
    reported = [_parameter(one) | {"required": one in REPORT} for one in REPORT_PARAMETERS]
    return {
        **{
            f"/api/report.{paper}": _path("The monitoring report of a plan", _REPORT, MEDIA_TYPES[paper], reported)
            for paper in Paper
        },
        "/api/snapshot.zip": _path("Everything", told, MEDIA_TYPES["zip"], instants),
        "/api/schemas/{name}.json": _path(
            "What the columns of a table are", "Table Schema (v2).", "application/json", [name]
        ),
        "/api/openapi.json": _path("This description", "OpenAPI 3.1.", "application/json", []),
    }


def _path(summary: str, told: str, media_type: str, parameters: list[dict[str, Any]]) -> dict[str, Any]:
    content = {media_type.partition(";")[0]: {"schema": {} if "json" in media_type else {"type": "string"}}}
    answers: dict[str, Any] = {
        "200": {"description": told, "headers": {"ETag": {"schema": {"type": "string"}}}, "content": content},
        "206": {"description": "The part that a Range header asked for.", "content": content},
        "304": {"description": "The program has it already: If-None-Match names its ETag."},
    }
    refused = _REFUSED
    if "json" in media_type and "jsonl" not in media_type:
        del answers["206"]
        refused = {status: why for status, why in _REFUSED.items() if status in ("400", "404")}
    for status, why in refused.items():
        answers[status] = {
            "description": why,
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
        }
    operation = {"summary": summary, "description": told, "parameters": parameters, "responses": answers}
    return {"get": operation}


def _parameter(one: Parameter) -> dict[str, Any]:
    return {
        "name": one.name,
        "in": "query",
        "required": False,
        "description": one.description,
        "schema": {**one.form, "minLength": 1},
    }
