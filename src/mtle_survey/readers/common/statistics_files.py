"""SPSS and Stata files: codes as text, labels and declared missing values beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mtle_survey.errors import MtleError, problem
from mtle_survey.raw_table import RawColumn
from mtle_survey.readers.common.html import plain_text
from mtle_survey.readers.common.source import Source
from mtle_survey.readers.common.texts import value_text

KINDS = ("spss", "spss_portable", "stata")


@dataclass(frozen=True, slots=True)
class StatisticsFile:
    """What a statistics file holds: columns and text cells."""

    columns: list[RawColumn]
    cells: NDArray[np.object_]


def read_statistics_file(source: Source) -> StatisticsFile:
    """Read codes, never labels, and keep declared missing values as codes.

    Raises
    ------
    MtleError
        R005 (another kind of file), R040 (damaged).
    """
    if source.kind not in KINDS:
        raise MtleError(
            [problem("R005", file=source.file, found=f"a {source.kind} file, not one of statistics")]
        )
    frame, meta = _parsed(source)
    cells = np.empty((len(frame), len(meta.column_names)), dtype=object)
    columns = []
    for position, name in enumerate(meta.column_names):
        texts = [value_text(value).rstrip() for value in frame.iloc[:, position].tolist()]
        cells[:, position] = texts
        labels = {value_text(c): str(label) for c, label in meta.variable_value_labels.get(name, {}).items()}
        label = meta.column_names_to_labels.get(name)
        columns.append(
            RawColumn(
                position=position,
                name=str(name or ""),
                question=plain_text(label) or None if label else None,
                value_labels=labels,
                missing_codes=_missing_codes(name, meta, texts, labels),
            )
        )
    return StatisticsFile(columns, cells)


def _parsed(source: Source) -> tuple[Any, Any]:
    import pyreadstat

    path = str(Path(source.file))
    try:
        if source.kind == "spss":
            return pyreadstat.read_sav(path, user_missing=True, encoding=source.encoding)
        if source.kind == "spss_portable":
            return pyreadstat.read_por(path)
        return pyreadstat.read_dta(path, user_missing=True, encoding=source.encoding)
    except (
        pyreadstat.ReadstatError,
        pyreadstat.PyreadstatError,
        ValueError,
        OSError,
        OverflowError,
    ) as failure:
        raise MtleError([problem("R040", file=source.file, found=str(failure))]) from None


def _missing_codes(name: str, meta: Any, texts: Sequence[str], labels: Mapping[str, str]) -> dict[str, str]:
    """Codes declared as missing, with their label; of a range, those that occur or are labelled."""
    found = {value_text(code): "" for code in meta.missing_user_values.get(name, [])}
    known = dict.fromkeys([*labels, *texts])
    for span in meta.missing_ranges.get(name, []):
        low, high = span["lo"], span["hi"]
        if isinstance(low, str):
            found[low] = ""
        elif low == high:
            found[value_text(low)] = ""
        else:
            found.update({text: "" for text in known if _between(text, low, high)})
    return {code: labels.get(code, "") for code in found}


def _between(text: str, low: float, high: float) -> bool:
    try:
        return low <= float(text) <= high
    except ValueError:
        return False
