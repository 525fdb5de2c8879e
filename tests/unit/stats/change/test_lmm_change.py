"""The mixed model of waves: against lme4, lmerTest and pbkrtest, and what must hold always."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtle_survey.stats.change.lmm_change import fit_waves, lmm_any_change, lmm_change
from mtle_survey.stats.change.mean_change import mean_change
from tests.oracle.reference import ITERATIVE, load_cases
from tests.unit.stats.held_to import assert_held_to

CASES = load_cases("change", "lmm_change")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_variances_and_criterion_equal_lme4(case):
    fit = fit_waves(case.data)
    assert fit.variance_group == pytest.approx(case.expected["variance_group"], rel=ITERATIVE, abs=1e-9)
    assert fit.variance_residual == pytest.approx(case.expected["variance_residual"], rel=ITERATIVE)
    assert fit.criterion == pytest.approx(case.expected["criterion"], rel=1e-8)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
@pytest.mark.parametrize("method", ["kenward_roger", "satterthwaite"])
def test_every_wave_equals_r(case, method):
    estimates = lmm_change(case.data, df_method=method)
    assert len(estimates) == len(case.expected[method]) == case.data.shape[1] - 1
    for estimate, expected in zip(estimates, case.expected[method], strict=True):
        assert_held_to(estimate, expected, ITERATIVE)
        assert estimate.method == f"reml/{method}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_f_test_of_all_waves_equals_pbkrtest(case):
    test = lmm_any_change(case.data)
    assert test.f == pytest.approx(case.expected["f"], rel=ITERATIVE)
    assert test.df2 == pytest.approx(case.expected["f_df"], rel=ITERATIVE)
    assert test.p_value == pytest.approx(case.expected["f_p"], rel=ITERATIVE, abs=1e-12)


@given(st.integers(10, 25), st.integers(0, 2**32 - 1))
@settings(max_examples=30)
def test_complete_pairs_give_the_paired_t_test(n, seed):
    rng = np.random.default_rng(seed)
    trait = rng.normal(size=n)
    scores = np.column_stack([trait + rng.normal(0, 0.5, n), trait + 0.3 + rng.normal(0, 0.5, n)])
    (estimate,) = lmm_change(scores)
    paired = mean_change(scores[:, 0], scores[:, 1])
    if fit_waves(scores).variance_group > 0.0:
        for name in ("value", "std_error", "df", "p_value"):
            assert getattr(estimate, name) == pytest.approx(getattr(paired, name), rel=1e-6)


def test_reordering_waves_changes_signs_only():
    scores = CASES[0].data
    (forward,), (backward,) = lmm_change(scores), lmm_change(scores[:, ::-1])
    assert backward.value == pytest.approx(-forward.value)
    assert backward.p_value == pytest.approx(forward.p_value)
    assert backward.df == pytest.approx(forward.df)


def test_someone_without_any_score_counts_for_nothing():
    scores = CASES[0].data
    padded = np.vstack([scores, np.full((5, 2), np.nan)])
    assert lmm_change(padded)[0].value == pytest.approx(lmm_change(scores)[0].value, rel=1e-12)
    assert lmm_change(padded)[0].n == 24


def test_reasons_instead_of_numbers():
    few = np.random.default_rng(1).normal(size=(9, 2))
    assert "at least 10" in lmm_change(few)[0].unavailable
    singles = np.full((12, 2), np.nan)
    singles[:6, 0], singles[6:, 1] = np.arange(6), np.arange(6)
    assert "nobody" in lmm_change(singles)[0].unavailable
    empty = np.column_stack([np.arange(12.0), np.arange(12.0) + 1, np.full(12, np.nan)])
    assert [e.unavailable for e in lmm_change(empty)] == ["one of the waves has no score"] * 2
    constant = np.tile(np.array([3.0, 3.5]), (12, 1))
    assert "do not vary" in lmm_change(constant)[0].unavailable
    with pytest.raises(ValueError, match="two or more waves"):
        lmm_change(np.ones((12, 1)))


@pytest.mark.parametrize("gap", [None, 3])
def test_the_same_change_in_people_who_differ_has_no_error_to_test_against(gap):
    """Rounding alone would give an interval, and a p of about 1 in 10 to the 30th."""
    before = np.arange(12.0)
    alike = np.column_stack([before, before + 0.5, before + 0.7])
    if gap is not None:
        alike[gap, 2] = np.nan
    assert all("do not vary beyond the waves" in change.unavailable for change in lmm_change(alike))
    alike[5, 1] += 0.25
    assert lmm_change(alike)[0].available
