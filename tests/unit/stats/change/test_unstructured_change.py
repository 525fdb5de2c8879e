"""Wave means with any covariance, against nlme, and when they cannot be had."""

from __future__ import annotations

import numpy as np
import pytest

from mtle_survey.stats.change.lmm_change import lmm_change
from mtle_survey.stats.change.mean_change import mean_change
from mtle_survey.stats.change.unstructured_change import unstructured_change
from tests.oracle.reference import ITERATIVE, load_cases

CASES = load_cases("change", "unstructured_change")
LAST = np.array([[-1.0, 0.0, 1.0]])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_it_equals_gls(case):
    """gls takes the covariance as known; Kenward and Roger's standard error is a little larger."""
    found = unstructured_change(case.data, np.array(case.args["contrasts"]))
    expected = case.expected
    for one, value, error in zip(found, expected["value"], expected["model_std_error"], strict=True):
        assert one.value == pytest.approx(value, abs=ITERATIVE)
        assert 1.0 < one.std_error / error < 1.015


def complete(n=40, seed=4):
    rng = np.random.default_rng(seed)
    return (
        rng.normal(3, 0.6, (n, 1)) + rng.normal(0.3, 0.5, (n, 1)) * np.arange(3) + rng.normal(0, 0.3, (n, 3))
    )


def test_of_complete_scores_it_is_the_paired_t():
    scores = complete()
    (found,), paired = unstructured_change(scores, LAST), mean_change(scores[:, 0], scores[:, 2])
    assert found.value == pytest.approx(paired.value, abs=1e-8)
    assert found.std_error == pytest.approx(paired.std_error, rel=1e-6)
    assert found.df == pytest.approx(paired.df, rel=1e-4)


def test_it_is_less_bold_about_waves_far_apart_where_paces_differ():
    scores = complete()
    assert unstructured_change(scores, LAST)[0].std_error > 1.1 * lmm_change(scores)[1].std_error


def test_reasons_instead_of_numbers():
    scores = complete()
    assert (
        "need at least 18 respondents, and there are 17"
        in unstructured_change(scores[:17], LAST)[0].unavailable
    )
    apart = scores.copy()
    apart[:20, 2], apart[20:, 0] = np.nan, np.nan
    assert "no two people" in unstructured_change(apart, LAST)[0].unavailable
    same = np.repeat(scores[:, :1], 3, axis=1)
    assert "cannot be estimated" in unstructured_change(same, LAST)[0].unavailable
    with pytest.raises(ValueError, match="three or more"):
        unstructured_change(scores[:, :2], np.array([[-1.0, 1.0]]))


def test_what_cannot_be_estimated_is_said_of_every_contrast_and_the_unit_of_the_score_does_not_matter():
    scores = np.random.default_rng(6).multivariate_normal([2.0, 2.5, 3.0], 0.5 + 0.5 * np.eye(3), 40)
    contrasts = np.array([[-1.0, 1.0, 0.0], [-1.0, 0.0, 1.0]])
    for singular in (scores[:17], scores[:, [0, 0, 1]]):
        assert [found.available for found in unstructured_change(singular, contrasts)] == [False, False]
    for one, thousand in zip(
        unstructured_change(scores, contrasts), unstructured_change(1000 * scores, contrasts), strict=True
    ):
        assert thousand.value == pytest.approx(1000 * one.value, rel=1e-6)
        assert thousand.std_error == pytest.approx(1000 * one.std_error, rel=1e-6)
