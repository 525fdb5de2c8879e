"""Declared tests that are adjusted together, so that many tests do not make a finding."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from mtle_survey.stats.change.holm import holm
from mtle_survey.stats.estimate import Estimate, not_available
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
