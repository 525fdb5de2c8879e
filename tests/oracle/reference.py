"""Reads reference values that this project did not compute, and refuses stale ones."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).parent

# Tolerances by kind of computation; every entry of every matrix is compared.
CLOSED_FORM = 1e-8  # one formula, double precision on both sides
ITERATIVE = 1e-5  # both sides run an optimiser to convergence
PUBLISHED = None  # use the last printed digit: half a unit of it


@dataclass(frozen=True)
class Case:
    """One reference case: its input matrix (or None), arguments, and expected numbers."""

    name: str
    data: np.ndarray | None
    args: dict[str, Any]
    expected: dict[str, Any]


def load_cases(family: str, statistic: str) -> list[Case]:
    """The cases of one statistic; a changed input file fails here."""
    document = json.loads((HERE / "expected" / family / f"{statistic}.json").read_text(encoding="utf-8"))
    for name, sha in (document.get("input_sha256") or {}).items():
        actual = hashlib.sha256((HERE / "data" / name).read_bytes()).hexdigest()
        if actual != sha:
            raise AssertionError(
                f"{name} changed since the reference was made: rerun {document['generator']}"
            )
    return [
        Case(
            name=case["name"],
            data=_matrix(case["input"]) if case.get("input") else None,
            args=case.get("args") or {},
            expected=case["expected"],
        )
        for case in document["cases"]
    ]


def _matrix(name: str) -> np.ndarray:
    return np.genfromtxt(HERE / "data" / name, delimiter=",", skip_header=1, ndmin=2)
