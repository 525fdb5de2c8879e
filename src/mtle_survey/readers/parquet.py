"""Parquet: a plain table with typed columns, where pyarrow is installed."""

from __future__ import annotations

import io
from importlib.util import find_spec
from typing import Any

import numpy as np

from mtle_survey.errors import MtleError, problem
from mtle_survey.raw_table import RawColumn, RawTable
from mtle_survey.readers.common.assemble import assemble
from mtle_survey.readers.common.source import Options, Reader, Source, Verdict
from mtle_survey.readers.common.texts import value_text
from mtle_survey.readers.common.unrowed import grid_of_cells

SEVERAL = ";"
INDEX = "__index_level_"


def sniff(source: Source) -> Verdict | None:
    """Accept Parquet files."""
    if source.kind != "parquet":
        return None
    return Verdict(confidence=0.5, dialect="parquet", reason="the file begins as Parquet does")


def read(source: Source, verdict: Verdict, _options: Options) -> RawTable:
    """Read values as people would type them; a list in a cell is a multi-select."""
    if source.kind != "parquet":
        raise MtleError([problem("R005", file=source.file, found=f"a {source.kind} file, not Parquet")])
    names, values = _columns(source)
    cells = np.empty((len(values[0]) if values else 0, len(names)), dtype=object)
    for place, column in enumerate(values):
        cells[:, place] = [_text(value) for value in column]
    return assemble(
        source,
        grid_of_cells(cells),
        platform="plain",
        dialect=verdict.dialect or "parquet",
        reason=verdict.reason,
        columns=[
            RawColumn(position=place, name=name, metadata=name.startswith(INDEX))
            for place, name in enumerate(names)
        ],
        header_records=0,
        choice_separator=SEVERAL,
    )


def _columns(source: Source) -> tuple[list[str], list[list[Any]]]:
    if find_spec("pyarrow") is None:
        raise MtleError([problem("R050", file=source.file, found="pyarrow is not installed")])
    import pyarrow
    import pyarrow.parquet

    try:
        table = pyarrow.parquet.read_table(io.BytesIO(source.data), use_threads=False)
        return [str(name) for name in table.column_names], [column.to_pylist() for column in table.columns]
    except (pyarrow.ArrowException, OSError, ValueError, OverflowError, KeyError, TypeError) as failure:
        reason = str(failure).splitlines()[0] if str(failure) else type(failure).__name__
        raise MtleError([problem("R051", file=source.file, found=reason[:200])]) from None


def _text(value: object) -> str:
    return SEVERAL.join(map(value_text, value)) if isinstance(value, list) else value_text(value)


READER = Reader(name="parquet", label="Parquet", sniff=sniff, read=read)
