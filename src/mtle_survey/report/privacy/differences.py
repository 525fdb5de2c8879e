"""Counts of some people beside the same counts of others: of which parts of them the differences tell."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mtle_survey.report.privacy.people import Mask

EXACT = 1e-9


def parts_that_follow(sets: Sequence[Mask]) -> list[Mask]:
    """The parts of some sets of people whose counts follow from those of the sets.

    The parts are the people who are in the same of the sets. What can be had of them by adding and
    subtracting is what lies in the space that the sets span.

    Parameters
    ----------
    sets : sequence of (p,) bool array
        The people of each table.
    """
    member = np.array(sets).T
    packed = np.packbits(member, axis=1)
    patterns, part = np.unique(packed, axis=0, return_inverse=True)
    incidence = np.unpackbits(patterns, axis=1, count=len(sets)).T.astype(np.float64)
    follows = np.abs(np.diagonal(np.linalg.pinv(incidence) @ incidence) - 1.0) < EXACT
    return [part.ravel() == k for k in np.flatnonzero(follows & incidence.any(axis=0))]


def parts_told(sets: Sequence[Mask]) -> NDArray[np.int64]:
    """How many people are in each part that follows (``parts_that_follow``)."""
    return np.array([int(part.sum()) for part in parts_that_follow(sets)], dtype=np.int64)
