"""The instrument, for people and for machines: what was asked, how it is coded, keyed and scored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from mtle_survey.errors import UsageError
from mtle_survey.instrument.model import Instrument

if TYPE_CHECKING:
    from mtle_survey.evidence.content_validity import JudgeRatings
    from mtle_survey.report.writer import Writer
    from mtle_survey.responses import Responses


def codebook_bytes(
    instrument: Instrument,
    form: str,
    waves: Sequence[Responses] = (),
    judges: JudgeRatings | None = None,
) -> bytes:
    """The codebook as a file's bytes; the same instrument gives the same bytes.

    Parameters
    ----------
    instrument : Instrument
    form : str
        For machines ``csv`` (a data dictionary), ``jsonld`` (schema.org metadata) or ``jsonschema`` (a JSON
        schema of one response); for people ``html`` and
        whatever else a report can be written as.
    waves : sequence of Responses
        Answers to count, item by item; for people alone.
    judges : JudgeRatings, optional
        Ratings of relevance by experts; for people alone.

    Raises
    ------
    UsageError
        If the form is none of these, or a form for machines is asked to show answers or ratings.
    """
    machines: dict[str, Callable[[Instrument], bytes]] = {
        "csv": _dictionary,
        "jsonld": _json_ld,
        "jsonschema": _json_schema,
    }
    if form in machines:
        if waves or judges is not None:
            raise UsageError(f"A {form} codebook holds the definition alone; show answers in html or docx.")
        return machines[form](instrument)
    from mtle_survey.codebook.document import codebook_document
    from mtle_survey.plugins import discover

    writers: dict[str, Writer] = discover("mtle_survey.report.writers", "WRITER")
    if form not in writers:
        known = ", ".join([*writers, *machines])
        raise UsageError(f"A codebook is written as {known}; not as “{form}”.")
    return writers[form].write(codebook_document(instrument, waves, judges))


def _dictionary(instrument: Instrument) -> bytes:
    from mtle_survey.codebook.dictionary import data_dictionary

    return data_dictionary(instrument).encode("utf-8")


def _json_ld(instrument: Instrument) -> bytes:
    from mtle_survey.codebook.json_ld import json_ld_text

    return json_ld_text(instrument).encode("utf-8")


def _json_schema(instrument: Instrument) -> bytes:
    from mtle_survey.codebook.json_schema import json_schema_text

    return json_schema_text(instrument).encode("utf-8")
