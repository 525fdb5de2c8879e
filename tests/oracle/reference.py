"""Reads reference values that this project did not compute, and refuses stale ones."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).parent

# Tolerances by kind of computation; every entry of every matrix is compared.
CLOSED_FORM = 1e-8  # one formula, double precision on both sides
ITERATIVE = 1e-5  # both sides run an optimiser to convergence
PUBLISHED = None  # use the last printed digit: half a unit of it

on_load: Callable[[str, str], None] | None = None  # told which test file reads which oracle


@dataclass(frozen=True)
class Case:
    """One reference case: its input matrix (or None), arguments, expected numbers, and whose they are."""

    name: str
    data: np.ndarray | None
    args: dict[str, Any]
    expected: dict[str, Any]
    statistic: str = ""


def load_cases(family: str, statistic: str) -> list[Case]:
    """The cases of one statistic; a changed input file fails here."""
    document = json.loads((HERE / "expected" / family / f"{statistic}.json").read_text(encoding="utf-8"))
    for name, sha in (document.get("input_sha256") or {}).items():
        actual = hashlib.sha256((HERE / "data" / name).read_bytes()).hexdigest()
        if actual != sha:
            raise AssertionError(
                f"{name} changed since the reference was made: rerun {document['generator']}"
            )
    if on_load is not None:
        on_load(f"{family}/{statistic}", _reading_test())
    return [
        Case(
            name=case["name"],
            data=_matrix(case["input"]) if case.get("input") else None,
            args=case.get("args") or {},
            expected=case["expected"],
            statistic=f"{family}/{statistic}",
        )
        for case in document["cases"]
    ]


def _matrix(name: str) -> np.ndarray:
    return np.genfromtxt(HERE / "data" / name, delimiter=",", skip_header=1, ndmin=2)


def _reading_test() -> str:
    """The test file, relative to the repository, that is being imported or run."""
    frame = sys._getframe()
    while frame.f_back is not None and not Path(frame.f_code.co_filename).name.startswith("test_"):
        frame = frame.f_back
    path = Path(frame.f_code.co_filename)
    root = HERE.parents[1]
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else ""
