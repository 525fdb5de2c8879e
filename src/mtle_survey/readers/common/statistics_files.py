"""SPSS and Stata files: codes as text, labels and declared missing values beside them."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mtle_survey.errors import MtleError, problem
from mtle_survey.raw_table import RawColumn
from mtle_survey.readers.common import statistics_child
from mtle_survey.readers.common.html import plain_text
from mtle_survey.readers.common.source import Source
from mtle_survey.readers.common.texts import value_text

KINDS = ("spss", "spss_portable", "stata")
PATIENCE = 60
"""Seconds that parsing a small file may take."""
SLOWEST = 200_000
"""Bytes that are parsed in a second on a slow machine."""
SPARE_MEMORY = 4_000_000_000
"""Bytes that parsing a small file may use, most of them room that is only reserved."""
MEMORY_PER_BYTE = 300
"""Compressed files grow: so many bytes of memory for a byte of the file."""


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
    content = _parsed(source)
    names, cells = content["names"], content["cells"]
    height = len(cells[0]) if cells else 0
    table = np.empty((height, len(names)), dtype=object)
    columns = []
    for position, (name, column) in enumerate(zip(names, cells, strict=True)):
        if len(column) != height:
            raise MtleError([problem("R040", file=source.file, found="columns of different lengths")])
        spelled = {value: value_text(value).rstrip() for value in set(column)}
        texts = [spelled[value] for value in column]
        table[:, position] = texts
        labels = {value_text(c): str(label) for c, label in content["labels"].get(name, {}).items()}
        wording = content["wordings"].get(name)
        columns.append(
            RawColumn(
                position=position,
                name=str(name or ""),
                question=plain_text(wording) or None if wording else None,
                value_labels=labels,
                missing_codes=_missing_codes(name, content, texts, labels),
            )
        )
    return StatisticsFile(columns, table)


def _parsed(source: Source) -> dict[str, Any]:
    """What the file holds, parsed in a process of its own that a damaged file cannot take along."""
    size = len(source.data)
    memory = SPARE_MEMORY + MEMORY_PER_BYTE * size
    asked = [source.kind, source.file, source.encoding or "", str(memory)]
    try:
        done = subprocess.run(
            [sys.executable, "-P", statistics_child.__file__, *asked],
            capture_output=True,
            timeout=PATIENCE + size / SLOWEST,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _unreadable(source, "reading it does not come to an end") from None
    if done.returncode == statistics_child.REFUSED:
        raise _unreadable(source, str(pickle.loads(done.stdout)))
    if done.returncode != 0:
        raise _unreadable(source, "the program that reads such files broke down over it")
    content: dict[str, Any] = pickle.loads(done.stdout)
    return content


def _unreadable(source: Source, reason: str) -> MtleError:
    return MtleError([problem("R040", file=source.file, found=reason)])


def _missing_codes(
    name: str, content: Mapping[str, Any], texts: Sequence[str], labels: Mapping[str, str]
) -> dict[str, str]:
    """Codes declared as missing, with their label; of a range, those that occur or are labelled."""
    found = {value_text(code): "" for code in content["missing"].get(name, [])}
    known = dict.fromkeys([*labels, *texts])
    for span in content["ranges"].get(name, []):
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
