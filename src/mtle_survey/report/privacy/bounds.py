"""What follows about one person from published sums, when everybody's score lies in a known range.

A mean close to an end of the scale says that nobody is far from that end. The largest and the smallest
possible score of a person, given everything published, are found by linear programming; a person is safe
only while every score of the scale is still possible.

References
----------
Fischetti & Salazar (2000). Models and algorithms for optimizing cell suppression in tabular data with linear
constraints. Journal of the American Statistical Association 95, 916-928.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mtle_survey.stats.estimate import Array

TOLERANCE = 1e-6


def any_score_possible(sets: Sequence[NDArray[np.bool_]], scores: Array, low: float, high: float) -> bool:
    """Whether everybody's score could still be any score of the scale.

    Parameters
    ----------
    sets : sequence of (p,) bool array
        The people of each published sum.
    scores : (p,) float array
        What each person scored; only sums over ``sets`` are used.
    low, high : float
        The possible range of a score.
    """
    distinct = list({chosen.tobytes(): chosen for chosen in sets}.values())
    member = np.array(distinct).T
    anywhere = member.any(axis=1)
    patterns, place = np.unique(member[anywhere], axis=0, return_inverse=True)
    sizes = np.bincount(place.ravel(), minlength=len(patterns)).astype(np.float64)
    as_they_are = np.zeros(len(patterns))
    np.add.at(as_they_are, place.ravel(), scores[anywhere])
    if _open(as_they_are, as_they_are, sizes, low, high):
        return True
    told = np.array([scores[chosen].sum() for chosen in distinct])
    if len(distinct) == 1:
        return False
    least, most = _extremes(patterns.T.astype(np.float64), told, low * sizes, high * sizes)
    return _open(least, most, sizes, low, high)


def _open(least: Array, most: Array, sizes: Array, low: float, high: float) -> bool:
    """Whether the sums of all classes leave one person of each any score, the others making up for it."""
    return bool(
        (most >= high + (sizes - 1) * low - TOLERANCE).all()
        and (least <= low + (sizes - 1) * high + TOLERANCE).all()
    )


def _extremes(member: Array, told: Array, low: Array, high: Array) -> Array:
    """(2, c) the smallest and the largest possible sum of each class of people."""
    from scipy.optimize import linprog

    found = np.empty((2, len(low)))
    limits = np.column_stack([low, high])
    for k in range(len(low)):
        aim = np.zeros(len(low))
        for row, sign in enumerate((1.0, -1.0)):
            aim[k] = sign
            # sums are told to the last digit that a computer keeps, so they are taken within a hair
            solved = linprog(
                aim,
                A_ub=np.vstack([member, -member]),
                b_ub=np.concatenate([told + TOLERANCE, TOLERANCE - told]),
                bounds=limits,
                method="highs",
            )
            found[row, k] = sign * solved.fun
    return found
