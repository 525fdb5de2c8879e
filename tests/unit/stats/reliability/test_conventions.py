"""Other software's numbers, held to that software, and where it differs from what is right."""

from __future__ import annotations

import numpy as np
import pytest

from mtle_survey.stats.moments import sample_moments
from mtle_survey.stats.reliability.alpha import alpha
from mtle_survey.stats.reliability.conventions.alpha_wald import alpha_wald
from mtle_survey.stats.reliability.conventions.lambda2_standardized import lambda2_standardized
from mtle_survey.stats.reliability.conventions.omega_minres import omega_minres
from mtle_survey.stats.reliability.conventions.reversal import mean_under_reversal
from tests.oracle.reference import CLOSED_FORM, HERE, ITERATIVE, load_cases
from tests.unit.stats.held_to import assert_held_to

RULES = ("declared", "observed_overall", "observed_item", "observed_item_complete")


@pytest.mark.parametrize("case", load_cases("reliability", "alpha_wald"), ids=lambda c: c.name)
def test_the_symmetric_interval_is_psychs(case):
    assert_held_to(alpha_wald(*sample_moments(case.data)), case.expected, CLOSED_FORM)


@pytest.mark.parametrize("case", load_cases("reliability", "omega_minres"), ids=lambda c: c.name)
def test_omega_of_one_and_of_three_factors_is_psychs(case):
    S, n = sample_moments(case.data)
    assert omega_minres(S, n).value == pytest.approx(case.expected["one"], abs=ITERATIVE)
    three = omega_minres(S, n, 3)
    if case.expected["three"] is None:
        assert "do not identify 3 factors" in three.unavailable
    else:
        assert three.value == pytest.approx(case.expected["three"], abs=ITERATIVE)


@pytest.mark.parametrize("case", load_cases("reliability", "lambda2_standardized"), ids=lambda c: c.name)
def test_lambda2_of_correlations_is_psychs(case):
    assert_held_to(lambda2_standardized(*sample_moments(case.data)), case.expected, CLOSED_FORM)


def test_the_mean_under_each_rule_of_reversal_is_that_softwares():
    (case,) = load_cases("reliability", "mean_under_reversal")
    raw = np.genfromtxt(HERE / "data" / "reversed_items.csv", delimiter=",", skip_header=1)
    against = np.array(case.args["keys"]) < 0
    low, high = np.full(5, case.args["low"]), np.full(5, case.args["high"])
    found = {rule: mean_under_reversal(raw, against, rule, low, high) for rule in RULES}
    for rule in RULES:
        assert found[rule].value == pytest.approx(case.expected[rule], abs=CLOSED_FORM), rule
        assert found[rule].n == int(np.isfinite(raw).all(axis=1).sum())
    assert len({round(e.value, 9) for e in found.values()}) == 4


def test_our_mean_does_not_depend_on_which_answers_happen_to_occur():
    """Adding a person moves the declared rule's mean by that person alone; the others shift everyone."""
    rng = np.random.default_rng(1)
    raw = rng.integers(2, 6, size=(30, 4)).astype(float)
    against = np.array([False, True, False, True])
    low, high = np.full(4, 1.0), np.full(4, 5.0)
    more = np.vstack([raw, [3, 1, 3, 1]])

    def of_the_first_thirty(rule):
        before = mean_under_reversal(raw, against, rule, low, high).value
        newcomer = 4.0
        return (mean_under_reversal(more, against, rule, low, high).value * 31 - newcomer) / 30 - before

    assert of_the_first_thirty("declared") == pytest.approx(0.0, abs=1e-12)
    assert of_the_first_thirty("observed_item") == pytest.approx(-0.5, abs=0.1)


def test_alpha_is_the_same_under_every_rule_of_reversal():
    rng = np.random.default_rng(2)
    x = np.clip(np.rint(3 + rng.normal(size=(40, 1)) + rng.normal(size=(40, 4))), 2, 5)
    declared, observed = x.copy(), x.copy()
    declared[:, 1], observed[:, 1] = 6 - x[:, 1], x[:, 1].min() + x[:, 1].max() - x[:, 1]
    assert alpha(declared).value == pytest.approx(alpha(observed).value, abs=1e-12)


def test_the_symmetric_interval_can_pass_one_and_ours_cannot():
    rng = np.random.default_rng(3)
    x = rng.normal(size=(8, 1)) + 0.05 * rng.normal(size=(8, 2))
    x[:, 1] += rng.normal(size=8) * 0.6
    S, n = sample_moments(x)
    assert alpha_wald(S, n).interval.high > 1.0
    assert alpha(x).interval.high < 1.0


def test_what_other_software_cannot_do_is_said():
    S, n = sample_moments(np.column_stack([np.arange(9.0), np.arange(9.0) % 4, np.full(9, 2.0)]))
    assert "same answer" in omega_minres(S, n).unavailable
    assert "same answer" in lambda2_standardized(S, n).unavailable
    assert "at least 2 items" in alpha_wald(S[:1, :1], n).unavailable
    nobody = mean_under_reversal(
        np.array([[np.nan, 2.0]]), np.array([True, False]), "declared", np.ones(2), np.full(2, 5.0)
    )
    assert "nobody" in nobody.unavailable
    assert nobody.n == 0
    assert "at least 3 items" in omega_minres(S[:2, :2], n).unavailable
