"""Gaps, differences, single scores, sites, and planning."""

import numpy as np
import pytest

from mtle_survey.stats.reliability.alpha import alpha
from mtle_survey.stats.reliability.alpha_intervals import bonett, feldt
from mtle_survey.stats.reliability.alpha_pairwise import alpha_pairwise, pairwise_covariance
from mtle_survey.stats.reliability.conditional_sem import conditional_sem
from mtle_survey.stats.reliability.difference_score_reliability import difference_score_reliability
from mtle_survey.stats.reliability.incomplete import incomplete_moments
from mtle_survey.stats.reliability.multilevel_reliability import multilevel_reliability
from mtle_survey.stats.reliability.planning import items_for_reliability, respondents_for_alpha_interval
from mtle_survey.stats.reliability.sem import sem
from tests.oracle.reference import CLOSED_FORM, load_cases

rng = np.random.default_rng(23)
ONE_FACTOR = rng.normal(size=(60, 1)) + rng.normal(size=(60, 4))


def test_pairwise_alpha_agrees_with_psych():
    (case,) = load_cases("reliability", "alpha_pairwise")
    S, pairs = pairwise_covariance(case.data)
    np.testing.assert_allclose(S, case.expected["covariance"], rtol=0, atol=CLOSED_FORM)
    result = alpha_pairwise(case.data)
    assert result.value == pytest.approx(case.expected["value"], abs=CLOSED_FORM)
    assert (result.n, result.method) == (int(pairs.min()), "pairwise/feldt")
    assert result.interval == feldt(result.value, int(pairs.min()), 6, 0.95)


def test_without_gaps_pairwise_is_listwise():
    pairwise, listwise = alpha_pairwise(ONE_FACTOR), alpha(ONE_FACTOR)
    assert pairwise.value == pytest.approx(listwise.value, abs=1e-12)
    assert pairwise.n == listwise.n


def test_items_that_nobody_answered_together_have_no_alpha():
    apart = np.array([[1.0, np.nan], [2.0, np.nan], [np.nan, 1.0], [np.nan, 2.0]])
    assert "only 0 respondents" in alpha_pairwise(apart).unavailable
    assert "at least 2 items" in alpha_pairwise(apart[:, :1]).unavailable
    with pytest.raises(ValueError, match="finite"):
        alpha_pairwise(np.array([[np.inf, 1.0]]))


def test_two_people_who_answered_both_items_have_a_covariance_and_one_has_none():
    x = np.array([[1.0, 2.0, np.nan], [3.0, 6.0, 1.0], [np.nan, 1.0, np.nan]])
    S, pairs = pairwise_covariance(x)
    assert (pairs[0, 1], S[0, 1]) == (2, 4.0)
    assert (pairs[0, 2], np.isnan(S[0, 2])) == (1, True)


def test_reliability_of_a_difference():
    (case,) = load_cases("reliability", "difference_score_reliability")
    result = difference_score_reliability(**case.args, n=40)
    assert result.value == pytest.approx(case.expected["value"], abs=CLOSED_FORM)
    assert difference_score_reliability(1, 1, 0.8, 0.8, 0.8, 40).value == pytest.approx(0.0)
    assert difference_score_reliability(1, 1, 0.8, 0.8, 0.0, 40).value == pytest.approx(0.8)
    assert difference_score_reliability(1, 1, 0.7, 0.7, 0.9, 40).value < 0.0
    assert "does not vary" in difference_score_reliability(1, 1, 0.8, 0.8, 1.0, 40).unavailable
    assert "both reliabilities" in difference_score_reliability(1, 1, np.nan, 0.8, 0.5, 40).unavailable
    with pytest.raises(ValueError, match="at most 1"):
        difference_score_reliability(1, 1, 0.8, 0.8, 1.3, 40)


@pytest.mark.parametrize("case", load_cases("reliability", "conditional_sem"), ids=lambda case: case.name)
def test_conditional_standard_errors_agree_with_lm(case):
    found = conditional_sem(case.data, case.args["at"])
    np.testing.assert_allclose([e.value for e in found], case.expected["mean"], rtol=0, atol=CLOSED_FORM)
    summed = conditional_sem(case.data, np.array(case.args["at"]) * case.data.shape[1], "sum")
    np.testing.assert_allclose(
        [e.value for e in summed], np.array(case.expected["mean"]) * case.data.shape[1], rtol=0, atol=1e-7
    )
    assert sem(case.data).value == pytest.approx(case.expected["overall"], abs=CLOSED_FORM)
    assert sem(case.data).value == pytest.approx(case.expected["sem_of_alpha"], abs=CLOSED_FORM)


def test_no_standard_error_where_nobody_scored():
    outside, inside = conditional_sem(ONE_FACTOR, [99.0, 0.0])
    assert "nobody scored" in outside.unavailable
    assert inside.available
    scores = ONE_FACTOR.mean(axis=1)
    lowest, highest = conditional_sem(ONE_FACTOR, [scores.min(), scores.max()])
    assert "nobody scored" not in lowest.unavailable + highest.unavailable
    assert "at least 2 items" in conditional_sem(ONE_FACTOR[:, :1], [0.0])[0].unavailable
    assert "different scores" in conditional_sem(np.ones((9, 3)), [1.0])[0].unavailable


def test_a_curve_below_zero_gives_no_standard_error():
    """No disagreement at either end and much in the middle bends the cubic below zero between."""
    x = np.array([[1.0, 1]] * 20 + [[2, 2]] * 20 + [[1, 5]] * 10 + [[4, 4]] * 20 + [[5, 5]] * 20)
    assert any("not positive" in e.unavailable for e in conditional_sem(x, np.linspace(1, 5, 21)))


@pytest.mark.parametrize(
    "case", load_cases("reliability", "multilevel_reliability"), ids=lambda case: case.name
)
def test_levels_agree_with_manova(case):
    found = multilevel_reliability(np.array(case.args["x"]), case.args["site"])
    for name in ("within", "between", "site_means"):
        assert getattr(found, name).value == pytest.approx(case.expected[name], abs=CLOSED_FORM), name
    assert found.within.n == len(case.args["x"])
    assert (found.between.n, found.site_means.n) == (6, 6)
    assert found.within.interval.low < found.within.value < found.within.interval.high
    assert found.site_means.interval.low < found.site_means.value < found.site_means.interval.high


def test_site_differences_alone_raise_alpha_of_everyone_but_not_within_sites():
    sites = np.repeat(np.arange(10), 12)
    generator = np.random.default_rng(1)
    noise, own = generator.normal(size=(120, 5)), generator.normal(size=(10, 5))
    x = noise + (np.linspace(-3, 3, 10)[:, None] + own)[sites]
    found = multilevel_reliability(x, sites)
    assert alpha(x).value > 0.85
    assert abs(found.within.value) < 0.3
    assert found.between.value > 0.9


def test_more_covariance_between_sites_than_variance_is_refused():
    sites = np.repeat(np.arange(10), 12)
    x = np.random.default_rng(1).normal(size=(120, 5)) + np.linspace(-3, 3, 10)[sites][:, None]
    assert "10 sites are too few" in multilevel_reliability(x, sites).between.unavailable


def test_levels_say_why_they_cannot_be_given():
    everyone_alone = multilevel_reliability(ONE_FACTOR, np.arange(60))
    assert "at least 2 sites" in everyone_alone.within.unavailable
    assert "at least 2 sites" in multilevel_reliability(ONE_FACTOR, np.zeros(60)).between.unavailable
    assert "at least 2 items" in multilevel_reliability(ONE_FACTOR[:, :1], np.zeros(60)).within.unavailable
    two = multilevel_reliability(ONE_FACTOR, np.repeat([0, 1], 30))
    assert "at least 3 sites; there are 2" in two.between.unavailable
    assert two.within.available
    same_means = np.vstack([ONE_FACTOR[:20]] * 3)
    flat = multilevel_reliability(same_means, np.repeat([0, 1, 2], 20))
    assert "vary no more between sites" in flat.between.unavailable
    assert "does not vary" in flat.site_means.unavailable
    steps = np.repeat([1.0, 2.0, 4.0], 4)[:, None] * np.ones(3)
    assert "within sites" in multilevel_reliability(steps, np.repeat([0, 1, 2], 4)).within.unavailable


def test_respondents_for_an_interval():
    n = respondents_for_alpha_interval(0.85, 5, 0.10)
    assert n == 89
    for which, bounds in (("feldt", feldt),):
        assert bounds(0.85, n, 5, 0.95).high - bounds(0.85, n, 5, 0.95).low <= 0.10
        assert bounds(0.85, n - 1, 5, 0.95).high - bounds(0.85, n - 1, 5, 0.95).low > 0.10
        assert respondents_for_alpha_interval(0.85, 5, 0.05, interval=which) > 3 * n
    with pytest.raises(ValueError, match="width > 0"):
        respondents_for_alpha_interval(0.85, 5, 0.0)
    with pytest.raises(ValueError, match="takes more than"):
        respondents_for_alpha_interval(0.5, 5, 1e-5)
    with pytest.raises(ValueError, match="k >= 2"):
        respondents_for_alpha_interval(0.5, 1, 0.2)
    assert respondents_for_alpha_interval(0.5, 2, 1.0) > 2
    with pytest.raises(ValueError, match="alpha < 1"):
        respondents_for_alpha_interval(1.0, 5, 0.2)


@pytest.mark.parametrize("interval", ["feldt", "bonett"])
@pytest.mark.parametrize("width", [300.0, 30.0, 5.0, 2.0, 1.0])
def test_no_fewer_respondents_would_do(width, interval):
    def wide(n):
        found = {"feldt": feldt, "bonett": bonett}[interval](0.9, n, 8, 0.95)
        return found is None or found.high - found.low > width

    least = next(n for n in range(1, 200) if not wide(n))
    assert respondents_for_alpha_interval(0.9, 8, width, interval=interval) == least


def test_items_by_the_spearman_brown_prophecy():
    assert items_for_reliability(0.60, 4, 0.75) == 8
    assert items_for_reliability(0.80, 10, 0.80) == 10
    assert items_for_reliability(0.90, 10, 0.80) == 5
    with pytest.raises(ValueError, match="between 0 and 1"):
        items_for_reliability(1.0, 4, 0.8)


def test_five_answers_to_every_pair_are_enough_for_maximum_likelihood():
    x = np.random.default_rng(6).normal(size=(9, 2)) + np.arange(9.0)[:, None]
    x[:2, 0], x[7:, 1] = np.nan, np.nan
    assert incomplete_moments(x).moments is not None
    x[2, 0] = np.nan
    assert "only 4 respondents; 5 are needed" in incomplete_moments(x).unavailable
