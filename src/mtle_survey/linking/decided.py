"""Pairs of records that the evaluator has decided on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedPair:
    """Two records that are, or are not, the same person.

    Attributes
    ----------
    waves : tuple of two str
    ids : tuple of two str
        As written in the exports.
    same : bool
        True joins them, False keeps them apart.
    file, row : str, int
        Where the decision is written.
    reason : str
    """

    waves: tuple[str, str]
    ids: tuple[str, str]
    same: bool
    file: str
    row: int
    reason: str
