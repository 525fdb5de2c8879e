"""Read any survey export: the one entrance to all readers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

from mtle_survey.errors import MtleError, problem
from mtle_survey.raw_table import RawTable
from mtle_survey.readers.common.damage import damage_problems
from mtle_survey.readers.common.open import open_source
from mtle_survey.readers.common.personal import without_personal_data
from mtle_survey.readers.common.select import only_records
from mtle_survey.readers.common.source import Options
from mtle_survey.readers.detect import detect

THROUGH_SPREADSHEETS = ("delimited", "workbook")


def read_table(
    path: str | Path,
    *,
    platform: str | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
    keep_preview: bool = False,
    definition: str | Path | None = None,
    only: Mapping[str, str] | None = None,
    keep: Collection[str] | None = None,
    remember_personal: bool = False,
) -> RawTable:
    """Read a survey export into a raw table, without any knowledge of the instrument.

    Parameters
    ----------
    path : str or Path
    platform : str, optional
        Which platform wrote it; found from the content if None.
    encoding : str, optional
        Of a text file; found from the content if None.
    sheet : str, optional
        Of a workbook; the first visible one that holds anything if None.
    keep_preview : bool
        Keep responses that the platform marks as preview, test or spam.
    definition : str or Path, optional
        The platform's own definition of the questionnaire: a Qualtrics survey (QSF), a REDCap
        data dictionary, a LimeSurvey structure (LSS or .txt), a formr item table.
    only : mapping of header to value, optional
        Keep only the records in which these columns have these values (one event, one collector).
    keep : collection of str, optional
        Names, stable ids or wordings of columns that are not to be emptied although they look
        personal: the respondent's identifier, and what the instrument declares.
    remember_personal : bool
        Keep what stood in emptied columns apart, so that comments can be freed of it.

    Returns
    -------
    RawTable
        Its ``problems`` may hold errors about single rows or cells; the caller decides whether they
        stop the work.

    Raises
    ------
    MtleError
        If there is nothing that could be returned, with an R-code saying why.
    UsageError
        If there is no such platform.
    """
    source = open_source(path, encoding=encoding, sheet=sheet)
    reader, verdict = detect(source, platform)
    if definition is not None and not reader.takes_definition:
        found = f"read as {reader.label}, for which no definition is used"
        raise MtleError([problem("R038", file=str(definition), found=found)])
    options = Options(
        keep_preview=keep_preview,
        definition=None if definition is None else open_source(definition),
        only=only or {},
    )
    table = only_records(reader.read(source, verdict, options), only or {})
    table = without_personal_data(table, keep or (), remember=remember_personal)
    table = replace(table, sheet=sheet or "")
    if source.kind not in THROUGH_SPREADSHEETS:
        return table
    return replace(table, problems=(*table.problems, *damage_problems(table)))
