"""Counts of some people beside the same counts of others: what adding and subtracting them tells of parts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mtle_survey.report.disclosure import SMALL_STUDY, Disclosure
from mtle_survey.report.privacy.people import Mask

EXACT = 1e-9


def parts_may_be_told(sets: Sequence[Mask], counts: NDArray[np.int64], rule: Disclosure) -> bool:
    """Whether the counts of every part of some sets of people may themselves be shown, where they follow.

    The parts are the people who are in the same of the sets. What can be had of them by adding and
    subtracting is what lies in the space that the sets span.

    Parameters
    ----------
    sets : sequence of (p,) bool array
        The people of each table.
    counts : (s, a) int array
        What each table counts.
    rule : Disclosure
    """
    member = np.array(sets).T
    packed = np.packbits(member[member.any(axis=1)], axis=1)
    patterns, sizes = np.unique(packed, axis=0, return_counts=True)
    incidence = np.unpackbits(patterns, axis=1, count=len(sets)).T.astype(np.float64)
    inverse = np.linalg.pinv(incidence)
    follows = np.abs(np.diagonal(inverse @ incidence) - 1.0) < EXACT
    each = np.rint(inverse @ counts)[follows].astype(np.int64)
    return all(
        size >= SMALL_STUDY or None not in rule.counts(part.tolist())
        for size, part in zip(sizes[follows], each, strict=True)
    )
