"""One entry for every decision that was carried out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionFile:
    """A file of decisions or records: its key in the study file, its path, and the hash of its bytes."""

    key: str
    path: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was done to the data because the evaluator said so.

    Attributes
    ----------
    what : str
        In plain words, such as ``cell corrected``.
    where : str
        The wave, or the file and the cell.
    count : int
        How many records or cells it concerns.
    reason : str
        As the evaluator gave it, or the stated rule.
    """

    what: str
    where: str
    count: int
    reason: str
