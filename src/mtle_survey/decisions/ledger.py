"""One entry for every decision that was carried out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
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
    outside : str
        What a public report says instead, all alike counted together, where this is about single people.
    """

    what: str
    where: str
    count: int
    reason: str
    outside: str = ""


def told_outside(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """The decisions as a public report tells them: no cell, row or reason that is about one person."""
    everything = list(decisions)
    counts: Counter[str] = Counter()
    for decision in everything:
        counts[decision.outside] += decision.count
    kept = [decision for decision in everything if not decision.outside]
    together = [
        Decision(what=what, where="", count=n, reason="", outside=what) for what, n in counts.items() if what
    ]
    return (*kept, *together)
