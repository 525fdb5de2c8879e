"""A questionnaire as an LSS file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape

from mtle_survey.exchange.limesurvey.structure import structured
from mtle_survey.exchange.model import Export, Questionnaire

DATABASE_VERSION = "365"


def write(questionnaire: Questionnaire) -> Export:
    """An .lss file: a group per page, an array per grid; the attribute ``mtle`` carries keys and scales."""
    found = structured(questionnaire)
    language = escape(questionnaire.language)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        "<document>",
        " <LimeSurveyDocType>Survey</LimeSurveyDocType>",
        f" <DBVersion>{DATABASE_VERSION}</DBVersion>",
        " <languages>",
        f"  <language>{language}</language>",
        " </languages>",
        *(line for name, rows in found.tables.items() if rows for line in _table(name, rows)),
        "</document>",
    ]
    content = ("\n".join(lines) + "\n").encode("utf-8")
    return Export(content=content, headers=found.headers, problems=found.problems)


def _table(name: str, rows: Iterable[Mapping[str, str]]) -> list[str]:
    rows = list(rows)
    columns = list(rows[0])
    lines = [f" <{name}>", "  <fields>", *(f"   <fieldname>{column}</fieldname>" for column in columns)]
    lines += ["  </fields>", "  <rows>"]
    for row in rows:
        cells = "".join(f"<{column}>{escape(row[column])}</{column}>" for column in columns)
        lines.append(f"   <row>{cells}</row>")
    return [*lines, "  </rows>", f" </{name}>"]
