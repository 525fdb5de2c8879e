"""Read any survey export: the one entrance to all readers."""

from __future__ import annotations

from pathlib import Path

from mtle_survey.raw_table import RawTable
from mtle_survey.readers.common.open import open_source
from mtle_survey.readers.common.source import Options
from mtle_survey.readers.detect import detect


def read_table(
    path: str | Path,
    *,
    platform: str | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
    keep_preview: bool = False,
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
    return reader.read(source, verdict, Options(keep_preview=keep_preview))
