"""Covariances of many rows: exact, and without a copy of them."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from mtle_survey.stats import moments
from mtle_survey.stats.moments import covariance, sample_moments


@pytest.fixture
def many():
    rng = np.random.default_rng(1)
    x = rng.integers(1, 6, size=(120_001, 3)).astype(float)
    x[:, 1] += 1e6  # sums of squares alone would lose the digits
    x[:, 2] = 4.0
    return x


def test_parts_add_up_to_the_covariance_of_all_rows(many):
    S, n = sample_moments(many)
    assert n == 120_001
    np.testing.assert_allclose(S[:2, :2], np.cov(many[:, :2], rowvar=False), rtol=1e-10)
    assert (S[2] == 0).all()
    assert (S[:, 2] == 0).all()


def test_many_rows_are_not_copied(many):
    tracemalloc.start()
    try:
        covariance(np.tile(many, (4, 1)))
        copied = many.nbytes * 4
        assert tracemalloc.get_traced_memory()[1] - copied < 0.6 * many.nbytes * 4
    finally:
        tracemalloc.stop()


def test_a_gap_anywhere_is_refused(many):
    many[-1, 0] = np.nan
    assert len(many) > moments.PART
    with pytest.raises(ValueError, match="complete rows"):
        covariance(many)
