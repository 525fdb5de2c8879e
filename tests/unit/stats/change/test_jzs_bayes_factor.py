"""The Bayes factor against its integral in R, and BayesFactor's published value."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mtle_survey.stats.change.jzs_bayes_factor import jzs_bayes_factor, jzs_from_t
from tests.oracle.reference import CLOSED_FORM, load_cases


@pytest.mark.parametrize("case", load_cases("change", "jzs_bayes_factor"), ids=lambda case: case.name)
def test_equals_the_integral(case):
    assert jzs_from_t(**case.args) == pytest.approx(case.expected["value"], rel=CLOSED_FORM)


def test_sleep_data():
    """BayesFactor::ttestBF of R's sleep data, paired: 17.2589."""
    first = np.array([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0])
    second = np.array([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])
    estimate = jzs_bayes_factor(second, first)
    assert estimate.test_statistic == pytest.approx(-4.06213, abs=5e-6)
    assert estimate.value == pytest.approx(17.2589, abs=5e-5)
    assert jzs_bayes_factor(first, second).value == pytest.approx(estimate.value)


def test_evidence_grows_with_t_and_turns_against_a_change_when_there_is_none():
    factors = [jzs_from_t(t, 30, 29) for t in (0.0, 1.0, 2.0, 3.0, 10.0)]
    assert factors == sorted(factors)
    assert factors[0] < 1.0 / 3.0
    assert jzs_from_t(0.0, 3000, 2999) < factors[0]
    assert math.isinf(jzs_from_t(1e6, 100_000, 99_999))


def test_reasons_instead_of_numbers():
    assert "at least 5" in jzs_bayes_factor(np.arange(3.0), np.arange(3.0)).unavailable
    assert "same amount" in jzs_bayes_factor(np.arange(6.0), np.arange(6.0) + 1).unavailable
    with pytest.raises(ValueError, match="prior"):
        jzs_from_t(2.0, 10, 9, scale=0.0)
