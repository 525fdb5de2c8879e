"""Imputation by chained equations against mice, and the tipping point of attrition."""

from __future__ import annotations

import numpy as np
import pytest

from mtle_survey.stats.estimate import Estimate, not_available
from mtle_survey.stats.linear_model import t_estimate
from mtle_survey.stats.missing.chained_equations import chained_equations
from mtle_survey.stats.missing.rubin import rubin
from mtle_survey.stats.missing.tipping_point import tipping_point
from tests.oracle.reference import load_cases

IMPUTED = load_cases("missing", "chained_equations")
TIPPED = load_cases("missing", "tipping_point")


@pytest.mark.parametrize("case", IMPUTED, ids=lambda case: case.name)
def test_the_pooled_change_is_that_of_mice_within_monte_carlo_error(case):
    m, expected = 300, case.expected
    full = chained_equations(case.data, m, seed=3)
    change = full[:, :, 4:].mean(axis=2) - full[:, :, :4].mean(axis=2)
    n = change.shape[1]
    pooled = rubin(change.mean(axis=1), change.var(axis=1, ddof=1) / n, n - 1, n=n)
    between = expected["between"]
    error = np.sqrt(between / m + expected["monte_carlo_error"] ** 2)
    assert pooled.estimate.value == pytest.approx(expected["value"], abs=4 * error)
    assert pooled.estimate.std_error == pytest.approx(expected["std_error"], rel=0.03)
    assert change.mean(axis=1).var(ddof=1) == pytest.approx(between, rel=0.35)


def gappy(n=40, seed=2):
    generator = np.random.default_rng(seed)
    trait = generator.normal(size=(n, 1))
    x = np.clip(np.rint(3 + trait + 0.5 * generator.normal(size=(n, 5))), 1, 5)
    x[generator.random(x.shape) < 0.15] = np.nan
    x[np.isnan(x).all(axis=1), 0] = 3.0
    return x


def test_answers_stay_and_only_given_answers_are_filled_in():
    x = gappy()
    full = chained_equations(x, 6, seed=4)
    known = np.isfinite(x)
    assert (full[:, known] == x[known]).all()
    assert np.isfinite(full).all()
    for j in range(x.shape[1]):
        assert set(full[:, :, j].ravel()) <= set(x[known[:, j], j])


def test_the_same_seed_fills_in_the_same_and_another_does_not():
    x = gappy()
    assert (chained_equations(x, 3, seed=4) == chained_equations(x, 3, seed=4)).all()
    assert (chained_equations(x, 3, seed=4) != chained_equations(x, 3, seed=5)).any()


def test_a_column_that_follows_from_another_is_filled_in_from_it():
    x = np.repeat(np.random.default_rng(1).integers(1, 6, (80, 1)), 2, axis=1).astype(float)
    x[:10, 1] = np.nan
    full = chained_equations(x, 20, seed=1)
    assert np.abs(full[:, :10, 1] - x[:10, 0]).mean() < 0.35


def test_complete_answers_are_returned_as_they_are():
    x = np.arange(12.0).reshape(6, 2)
    assert (chained_equations(x, 2) == x).all()


def test_nothing_is_made_up_about_people_or_items_without_an_answer():
    with pytest.raises(ValueError, match="no answer at all"):
        chained_equations(np.array([[1.0, np.nan], [2.0, np.nan]]))
    with pytest.raises(ValueError, match="no answer at all"):
        chained_equations(np.array([[1.0, 2.0], [np.nan, np.nan], [2.0, 1.0]]))


@pytest.mark.parametrize("case", TIPPED, ids=lambda case: case.name)
def test_the_tipping_point_is_where_the_interval_reaches_zero(case):
    a = case.args
    change = t_estimate(a["value"], a["std_error"], a["df"], n=a["people"], method="", level=0.95)
    found = tipping_point(change, a["lost"], a["people"])
    assert found.value == pytest.approx(case.expected["value"], rel=1e-8)
    assert found.value * a["value"] < 0


def test_there_is_nothing_to_tip_without_a_conclusion_or_without_loss():
    sure = t_estimate(0.5, 0.1, 20, n=30, method="", level=0.95)
    assert "nobody was lost" in tipping_point(sure, 0, 30).unavailable
    unsure = t_estimate(0.1, 0.1, 20, n=30, method="", level=0.95)
    assert "holds zero" in tipping_point(unsure, 5, 30).unavailable
    assert "why" in tipping_point(not_available("why", n=30), 5, 30).unavailable
    assert "no interval" in tipping_point(Estimate(value=1.0, n=30), 5, 30).unavailable
    with pytest.raises(ValueError, match="impossible"):
        tipping_point(sure, 31, 30)


def test_twenty_data_sets_are_usual_and_what_is_known_of_people_helps_to_fill_in():
    chance = np.random.default_rng(8)
    known = chance.normal(size=200)
    x = np.column_stack([known + 0.1 * chance.normal(size=200), chance.normal(size=200)])
    truth, x[:60, 0] = x[:60, 0].copy(), np.nan
    alone, helped = chained_equations(x), chained_equations(x, covariates=known[:, None])
    assert alone.shape == helped.shape == (20, 200, 2)
    off = [np.abs(filled[:, :60, 0].mean(axis=0) - truth).mean() for filled in (alone, helped)]
    assert off[1] < 0.3 * off[0]
