"""Program and comparison groups: against R, the What Works Clearinghouse, and common sense."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy.special import ndtri

from mtle_survey.stats.comparison.adjusted import adjusted_g
from mtle_survey.stats.comparison.ancova_effect import ancova_effect
from mtle_survey.stats.comparison.arms import wwc_omega
from mtle_survey.stats.comparison.attrition_boundary import CAUTIOUS, OPTIMISTIC, attrition_boundary
from mtle_survey.stats.comparison.baseline_g import baseline_band, baseline_g
from mtle_survey.stats.comparison.cluster_correction import cluster_correction
from mtle_survey.stats.comparison.conclusion import conclusion_of, sensitive_to_model
from mtle_survey.stats.comparison.cox_index import cox_index
from mtle_survey.stats.comparison.did_effect import did_effect
from mtle_survey.stats.comparison.lmm_effect import lmm_effect
from tests.oracle.reference import CLOSED_FORM, ITERATIVE, load_cases
from tests.unit.stats.held_to import assert_held_to

EFFECTS = {"ancova_effect": ancova_effect, "did_effect": did_effect}
FAMILY = [(name, case) for name in EFFECTS for case in load_cases("comparison", name)]
PRE, POST, PROGRAM, SITE, YEARS = FAMILY[0][1].data.T


@pytest.mark.parametrize(("name", "case"), FAMILY, ids=[f"{n}-{c.name}" for n, c in FAMILY])
def test_effects_equal_r(name, case):
    estimate = EFFECTS[name](
        PRE,
        POST,
        PROGRAM,
        covariates=YEARS[:, None] if case.args["covariates"] else None,
        cluster=SITE if case.args["cluster"] else None,
    )
    assert_held_to(estimate, case.expected)
    assert estimate.method == ("CR2" if case.args["cluster"] else "ols")


def test_baseline_g_equals_effectsize_with_the_clearinghouse_correction():
    (case,) = load_cases("comparison", "baseline_g")
    assert_held_to(baseline_g(PRE, PROGRAM), case.expected)


def test_baseline_g_by_hand():
    """5, 6, 7 against 4, 5, 6: one standard deviation, times 1 - 3/15."""
    estimate = baseline_g(np.array([5.0, 6, 7, 4, 5, 6]), [True] * 3 + [False] * 3)
    assert estimate.value == pytest.approx(0.8)
    assert estimate.test_statistic == pytest.approx(math.sqrt(1.5))
    assert (estimate.df, round(estimate.p_value, 4)) == (4, 0.2879)  # R: t.test(x, y, var.equal = TRUE)


def test_cox_index_equals_published():
    (case,) = load_cases("comparison", "cox_index")
    estimate = cox_index(**case.args)
    assert estimate.value / wwc_omega(6) == pytest.approx(case.expected["uncorrected"], abs=5e-5)
    assert estimate.value == pytest.approx(0.6721, abs=5e-5)
    assert "no odds" in cox_index(3, 3, 1, 3).unavailable
    assert "no odds" in cox_index(1, 1, 1, 3).unavailable
    assert cox_index(1, 3, 2, 3).value == pytest.approx(-estimate.value)


def test_cox_index_is_as_uncertain_as_the_log_odds_ratio():
    """30 of 50 against 20 of 50: log odds ratio 2 ln 1.5 with variance 1/30 + 1/20 + 1/20 + 1/30 = 1/6."""
    estimate = cox_index(30, 50, 20, 50)
    unit = estimate.value / (2 * math.log(1.5))
    assert estimate.std_error == pytest.approx(unit * math.sqrt(1 / 6))
    assert estimate.interval.low == pytest.approx(estimate.value - 1.959963985 * estimate.std_error)
    assert estimate.interval.high == pytest.approx(estimate.value + 1.959963985 * estimate.std_error)
    assert estimate.test_statistic == pytest.approx(2 * math.log(1.5) * math.sqrt(6))
    assert estimate.p_value == pytest.approx(0.0470, abs=5e-5)


@pytest.mark.parametrize("case", load_cases("comparison", "attrition_boundary"), ids=lambda case: case.name)
def test_attrition_boundary_equals_the_table(case):
    rating = attrition_boundary(**case.args)
    for name, value in case.expected.items():
        assert getattr(rating, name) == pytest.approx(value, rel=CLOSED_FORM), name


def test_attrition_between_two_rows_takes_the_stricter_one():
    """12.5 percent lies between 6.2 and 6.1 points; above 57 percent nothing is low."""
    rating = attrition_boundary(80, 70, 80, 70)
    assert rating.overall == 0.125
    assert (rating.cautious_limit, rating.optimistic_limit) == (0.061, 0.109)
    assert attrition_boundary(2000, 1689, 2000, 1811).cautious_low  # 6.1 points apart: on the limit is low
    assert attrition_boundary(2000, 1641, 2000, 1859).optimistic_low  # 10.9 points
    lost = attrition_boundary(100, 40, 100, 40)
    assert math.isnan(lost.cautious_limit)
    assert not lost.cautious_low
    assert not lost.optimistic_low
    with pytest.raises(ValueError, match="impossible"):
        attrition_boundary(10, 11, 10, 9)


def test_both_boundaries_cover_58_rows_and_the_optimistic_one_allows_more():
    assert len(CAUTIOUS) == len(OPTIMISTIC) == 58
    assert all(cautious < optimistic for cautious, optimistic in zip(CAUTIOUS, OPTIMISTIC, strict=True))
    for limits in (CAUTIOUS, OPTIMISTIC):  # rise to a peak and fall, never by more than 0.3 points
        steps = np.diff(limits)
        peak = int(np.argmax(limits))
        assert (steps[:peak] >= 0.0).all() and (steps[peak:] <= 0.0).all()
        assert np.abs(steps).max() < 0.31


@pytest.mark.parametrize(
    ("limits", "program", "comparison", "rounding"),
    [(CAUTIOUS, 0.45, 0.39, 0.1), (OPTIMISTIC, 0.27, 0.22, 0.3)],
)
def test_the_boundaries_are_those_of_the_model_they_were_computed_from(limits, program, comparison, rounding):
    """Deke and Chiang (2017): those who stay have the higher propensities; how strongly these go along with
    the outcome is given for each arm, to two digits, and the bias may be what rounds to .05 standard
    deviations."""

    def bias(lost, told):
        cut = ndtri(lost)
        return told * np.exp(-(cut**2) / 2.0) / math.sqrt(2.0 * math.pi) / (1.0 - lost)

    for percent in range(8, 58):
        apart = np.arange(0.0, 0.15, 0.0005)
        more, less = percent / 100.0 + apart / 2.0, percent / 100.0 - apart / 2.0
        worse = np.maximum(
            np.abs(bias(more, program) - bias(less, comparison)),
            np.abs(bias(less, program) - bias(more, comparison)),
        )
        allowed = 100.0 * apart[worse <= 0.055].max(initial=0.0)
        assert abs(limits[percent] - allowed) <= rounding, percent


@pytest.mark.parametrize(
    ("program_n", "comparison_n", "clusters", "icc"),
    [
        (50, 50, 10, 1.0),
        (50, 50, 10, -0.1),
        (0, 50, 10, 0.1),
        (50, 0, 10, 0.1),
        (50, 50, 2, 0.1),
        (5, 5, 11, 0.1),
    ],
)
def test_each_impossible_number_alone_is_refused(program_n, comparison_n, clusters, icc):
    with pytest.raises(ValueError, match="impossible"):
        cluster_correction(0.3, program_n, comparison_n, clusters, icc)
    assert cluster_correction(0.3, 50, 50, 3, 0.1).available


def test_cluster_correction_equals_published_formulas():
    (case,) = load_cases("comparison", "cluster_correction")
    estimate = cluster_correction(**case.args)
    assert estimate.test_statistic == pytest.approx(case.expected["test_statistic"], abs=5e-5)
    assert estimate.df == pytest.approx(case.expected["df"], abs=5e-3)
    assert estimate.p_value == pytest.approx(case.expected["p_value"], abs=5e-5)


def test_cluster_correction_without_clustering_is_the_plain_test():
    estimate = cluster_correction(0.3, 50, 50, 10, 0.0)
    assert estimate.df == pytest.approx(98)
    assert estimate.test_statistic == pytest.approx(0.3 / math.sqrt(0.04 + 0.09 / 200))


@pytest.mark.parametrize(
    ("g", "band"),
    [
        (0.05, "satisfied"),
        (-0.05, "satisfied"),
        (0.051, "adjust"),
        (-0.25, "adjust"),
        (0.2501, "not_satisfied"),
    ],
)
def test_bands(g, band):
    assert baseline_band(g) == band


def test_exchanging_the_arms_flips_the_sign():
    for effect in EFFECTS.values():
        one, other = effect(PRE, POST, PROGRAM), effect(PRE, POST, 1 - PROGRAM)
        assert other.value == pytest.approx(-one.value, rel=CLOSED_FORM)
        assert other.p_value == pytest.approx(one.p_value, rel=CLOSED_FORM)
    assert baseline_g(PRE, 1 - PROGRAM).value == pytest.approx(
        -baseline_g(PRE, PROGRAM).value, rel=CLOSED_FORM
    )


def test_adjusted_effect_is_standardised_by_the_unadjusted_spread():
    effect = ancova_effect(PRE, POST, PROGRAM)
    g = adjusted_g(effect, POST, PROGRAM)
    spread = math.sqrt(
        sum(((POST[arm == PROGRAM] - POST[arm == PROGRAM].mean()) ** 2).sum() for arm in (0, 1))
        / (POST.size - 2)
    )
    assert g.value == pytest.approx(effect.value / spread * wwc_omega(POST.size))
    assert g.method == "wwc/ols"
    assert g.interval.low < g.value < g.interval.high


def test_few_sites_make_the_standardised_effect_as_uncertain_as_the_effect():
    rng = np.random.default_rng(7)
    site = np.repeat([0, 1, 2, 3], 10)
    program, pre = (site < 2).astype(float), rng.normal(3, 1, 40)
    post = pre + 0.4 * program + 0.05 * site + rng.normal(0, 0.5, 40)
    effect = ancova_effect(pre, post, program, cluster=site)
    g = adjusted_g(effect, post, program)
    assert effect.df < 4.0
    assert (g.df, g.p_value) == (effect.df, effect.p_value)
    assert (g.interval.low > 0.0) == (effect.interval.low > 0.0)
    half, raw_half = g.interval.high - g.value, effect.interval.high - effect.value
    assert half / g.value == pytest.approx(raw_half / effect.value, rel=0.15)


def test_one_unit_per_arm_is_refused():
    lonely = np.zeros(10, dtype=bool)
    lonely[0] = True
    assert "program group has 1" in ancova_effect(PRE[:10], POST[:10], lonely).unavailable
    one_site = did_effect(PRE, POST, SITE == 1, cluster=SITE)
    assert "clusters in each arm" in one_site.unavailable
    assert adjusted_g(one_site, POST, PROGRAM).unavailable == one_site.unavailable
    assert "in each arm" in baseline_g(PRE, np.ones(PRE.size)).unavailable


def test_models_that_disagree_are_reported_as_such():
    ancova, did = ancova_effect(PRE, POST, PROGRAM), did_effect(PRE, POST, PROGRAM)
    assert not sensitive_to_model(ancova, ancova)
    turned = did_effect(POST, PRE, PROGRAM)
    assert ancova.value > 0.0 > turned.value
    assert not sensitive_to_model(ancova, turned), "neither of them says anything"
    above = replace(ancova, interval=replace(ancova.interval, low=0.05, high=0.25))
    below = replace(did, interval=replace(did.interval, low=-0.25, high=-0.05))
    assert sensitive_to_model(above, below), "small as both may be"
    assert sensitive_to_model(above, replace(did, interval=replace(did.interval, low=-0.08, high=0.12)))
    assert not sensitive_to_model(above, replace(did, interval=replace(did.interval, low=0.4, high=0.9)))


def test_estimates_on_either_side_of_zero_that_say_nothing_do_not_disagree():
    a, b = ancova_effect(PRE, POST, PROGRAM), did_effect(PRE, POST, PROGRAM)
    up = replace(a, value=0.01, interval=replace(a.interval, low=-0.30, high=0.32))
    down = replace(b, value=-0.01, interval=replace(b.interval, low=-0.35, high=0.33))
    assert not sensitive_to_model(up, down)
    assert sensitive_to_model(up, replace(down, interval=replace(down.interval, high=-0.001)))


@pytest.mark.parametrize(
    ("low", "high", "conclusion"),
    [(0.1, 0.5, "higher"), (-0.1, 0.5, "uncertain"), (0.0, 0.5, "uncertain"), (-0.5, -0.1, "lower")],
)
def test_what_an_interval_lets_one_conclude(low: float, high: float, conclusion: str) -> None:
    assert conclusion_of(low, high) == conclusion


def test_arms_are_true_or_false():
    with pytest.raises(ValueError, match="true or 1"):
        baseline_g(PRE, PROGRAM + 1)
    with pytest.raises(ValueError, match="one arm for each"):
        baseline_g(PRE, PROGRAM[1:])


def test_what_has_no_answer_says_so():
    few = np.array([1.0, 2.0, 3.0, 2.0]), np.array([2.0, 2.0, 4.0, 3.0]), [1, 1, 0, 0]
    terms = ancova_effect(*few, covariates=np.array([[1.0], [2.0], [2.0], [5.0]]))
    assert "more respondents than the 4 terms" in terms.unavailable
    with pytest.raises(ValueError, match="both effects"):
        sensitive_to_model(terms, did_effect(PRE, POST, PROGRAM))


MIXED = load_cases("comparison", "lmm_effect")


@pytest.mark.parametrize("case", MIXED, ids=lambda case: case.name)
def test_the_difference_of_everyone_s_changes_equals_r(case):
    program, waves = case.data[:, 0], case.data[:, 1 : 1 + case.args["columns"]]
    estimate = lmm_effect(waves, program)
    assert_held_to(estimate, case.expected, ITERATIVE)
    assert estimate.n == int(np.isfinite(waves).any(axis=1).sum())
    swapped = lmm_effect(waves, 1 - program)
    assert swapped.value == pytest.approx(-estimate.value, abs=1e-9)


def test_with_complete_scores_everyone_s_difference_is_that_of_the_changes():
    everyone = lmm_effect(np.column_stack([PRE, POST]), PROGRAM)
    changes = did_effect(PRE, POST, PROGRAM)
    assert everyone.value == pytest.approx(changes.value, abs=1e-8)
    assert everyone.std_error / changes.std_error == pytest.approx(1.0, rel=1e-5)


def test_why_there_is_no_difference_of_everyone_s_changes():
    both = np.column_stack([PRE, POST])
    assert "at least 10 respondents" in lmm_effect(both[:8], PROGRAM[:8]).unavailable
    absent = np.where((PROGRAM == 1)[:, None] & np.array([False, True]), np.nan, both)
    assert "no score in one of the waves" in lmm_effect(absent, PROGRAM).unavailable
    first = np.arange(PRE.size)[:, None] % 2 == np.array([0, 1])
    assert "fewer than 2 respondents" in lmm_effect(np.where(first, both, np.nan), PROGRAM).unavailable
    one_arm = np.where(first & (PROGRAM == 0)[:, None], both, np.nan)
    one_arm[PROGRAM == 1] = both[PROGRAM == 1]
    assert "fewer than 2 respondents" in lmm_effect(one_arm, PROGRAM).unavailable
    alike = np.column_stack([PRE, PRE + PROGRAM])
    assert "do not vary beyond" in lmm_effect(alike, PROGRAM).unavailable
    with pytest.raises(ValueError, match="two or more waves"):
        lmm_effect(PRE[:, None], PROGRAM)
