"""Declared tests that are adjusted together, so that many tests do not make a finding."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from mtle_survey.stats.change.holm import holm
from mtle_survey.stats.estimate import Estimate, not_available
from mtle_survey.stats.gates import CLUSTER_DF_WARNED_BELOW, CLUSTERS_WARNED_BELOW
from mtle_survey.table import Row, row


def holm_rows(statistic: str, family: Sequence[Row], untested: Callable[[Row], str]) -> Iterator[Row]:
    """The p of each test of a family, adjusted after Holm, as rows about what the tests are about.

    Parameters
    ----------
    statistic : str
        What the new rows are called.
    family : sequence of Row
        The tests; the method of the new rows says how many they are.
    untested : callable
        Why a test is not available, or its p not to be relied on; empty where it is. Such a test keeps its
        row, with the reason, and still counts as one of the hypotheses.
    """
    reasons = [untested(test) for test in family]
    p = [1.0 if reason else test.p_value for test, reason in zip(family, reasons, strict=True)]
    method = f"holm/{len(family)}"
    for test, reason, value in zip(family, reasons, holm(np.array(p, dtype=float)), strict=True):
        n = test.n or 0
        found = (
            not_available(reason, n=n, method=method)
            if reason
            else Estimate(value=float(value), n=n, method=method)
        )
        yield row(statistic, found, scale=test.scale, wave=test.wave, contrast=test.contrast)


def number_of_tests(adjusted: Row | None) -> int:
    """How many tests a p was adjusted together with, its own among them; 0 where there is none."""
    return 0 if adjusted is None else int((adjusted.method or "").rpartition("/")[2])


def by_chance(adjusted: Row | None, level: float | None) -> bool:
    """Whether one of several primary scales can stand out like this by chance.

    The p adjusted for their number is not below what an interval leaves to chance (.05 at 95%), or there is
    none that could tell. Never where only one scale is primary, or this one is none.

    Parameters
    ----------
    adjusted : Row or None
        The p of the scale, adjusted together with those of the others.
    level : float or None
        Confidence level of its interval.
    """
    if adjusted is None or level is None:
        return False
    if adjusted.estimate is None:
        return number_of_tests(adjusted) > 1
    return adjusted.estimate >= round(1.0 - level, 9)


def cluster_p_refused(found: Row) -> str:
    """Why the p of a cluster-robust number is not to be given; empty where it may be."""
    if found.method != "CR2" or found.df is None or found.df >= CLUSTER_DF_WARNED_BELOW:
        return ""
    return (
        f"the sites leave {found.df:.1f} degrees of freedom; below {CLUSTER_DF_WARNED_BELOW} a p is "
        f"not to be relied on, and about {CLUSTERS_WARNED_BELOW} sites of like size are enough"
    )
