"""JSON or NDJSON of no known platform: each flat object is a response."""

from __future__ import annotations

from mtle_survey.errors import MtleError, problem
from mtle_survey.raw_table import RawTable
from mtle_survey.readers.common.assemble import assemble
from mtle_survey.readers.common.one_row import one_row_columns
from mtle_survey.readers.common.source import Options, Reader, Source, Verdict
from mtle_survey.readers.common.texts import value_text
from mtle_survey.readers.common.unrowed import cells_of_records, grid_of_cells

LEAST_CONFIDENCE = 0.05
SEVERAL = ";"


def sniff(source: Source) -> Verdict | None:
    """Accept any list of objects, with the least confidence of all readers."""
    if not _is_records(source.document):
        return None
    reason = "a list of objects without the marks of any known platform"
    return Verdict(confidence=LEAST_CONFIDENCE, dialect="json", reason=reason)


def read(source: Source, verdict: Verdict, _options: Options) -> RawTable:
    """Read each object as a record; a list of texts or numbers in it is a multi-select."""
    if not _is_records(source.document):
        raise MtleError(
            [problem("R005", file=source.file, found=f"a {source.kind} file, not a list of objects")]
        )
    records = [{str(name): _text(value) for name, value in record.items()} for record in source.document]
    names, cells = cells_of_records(records)
    return assemble(
        source,
        grid_of_cells(cells),
        platform="plain",
        dialect=verdict.dialect or "json",
        reason=verdict.reason,
        columns=one_row_columns(names),
        header_records=0,
        choice_separator=SEVERAL,
    )


def _is_records(document: object) -> bool:
    return (
        isinstance(document, list)
        and any(document)
        and all(isinstance(record, dict) for record in document)
        and not any(isinstance(value, dict) for record in document for value in record.values())
    )


def _text(value: object) -> str:
    return SEVERAL.join(map(value_text, value)) if isinstance(value, list) else value_text(value)


READER = Reader(name="json", label="JSON", sniff=sniff, read=read, aliases=("ndjson", "jsonl"))
