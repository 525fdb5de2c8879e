"""The report for programs: every number by its id, and where it comes from."""

from __future__ import annotations

import json
from typing import Any

from mtle_survey.report.document import Document
from mtle_survey.report.number_ids import number_ids
from mtle_survey.report.writer import Writer
from mtle_survey.table import Row

SCHEMA = "mtle-report/1"


def write(document: Document) -> bytes:
    """The numbers and their manifest as JSON; the same document gives the same bytes."""
    content = {
        "schema": SCHEMA,
        "title": document.title,
        "date": document.date or None,
        "edition": document.marking,
        "manifest": document.manifest,
        "numbers": {name: _record(row) for name, row in number_ids(document.numbers).items()},
    }
    return (json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode("utf-8")


def _record(row: Row) -> dict[str, Any]:
    """The columns that apply."""
    return {name: value for name, value in row.to_record().items() if value is not None}


WRITER = Writer(suffix="json", write=write, draws=False)
