"""How many factors: reference values, known truths, and the honesty of the consensus."""

from __future__ import annotations

import numpy as np
import pytest

from mtle_survey.stats.structure.retention.empirical_kaiser import empirical_kaiser
from mtle_survey.stats.structure.retention.hull import hull, hull_caf, hull_cfi
from mtle_survey.stats.structure.retention.maximum_likelihood_fits import likelihood_fits
from mtle_survey.stats.structure.retention.minimum_average_partial import minimum_average_partial
from mtle_survey.stats.structure.retention.next_eigenvalue import (
    next_eigenvalue,
    sample_correlations,
    sample_polychoric,
)
from mtle_survey.stats.structure.retention.panel import METHODS, VOTERS, _agree, factor_panel
from mtle_survey.stats.structure.retention.parallel_analysis import leading, parallel_analysis
from mtle_survey.stats.structure.retention.sequential_tests import sequential_tests
from tests.oracle.reference import CLOSED_FORM, load_cases


def holzinger() -> np.ndarray:
    return load_cases("structure", "map_tr2")[0].data[:, :9]


def two_factors(
    n: int = 400, seed: int = 0, cuts: tuple[float, ...] | None = (-1.0, -0.2, 0.5, 1.2)
) -> np.ndarray:
    rng = np.random.default_rng(seed)
    factors = rng.standard_normal((n, 2)) @ np.linalg.cholesky([[1, 0.3], [0.3, 1]]).T
    latent = factors @ np.kron(np.eye(2), np.full((1, 4), 0.75)) + np.sqrt(1 - 0.75**2) * rng.standard_normal(
        (n, 8)
    )
    return latent if cuts is None else np.digitize(latent, cuts).astype(float)


@pytest.mark.parametrize("case", load_cases("structure", "map_tr2"), ids=lambda c: c.name)
def test_map_agrees_with_psych_from_one_component_on(case) -> None:
    found = minimum_average_partial(np.corrcoef(case.data[:, : case.args["columns"]].T))
    expected = np.array(case.expected["from_one"])
    np.testing.assert_allclose(found.tr2[1 : 1 + expected.size], expected, rtol=0, atol=CLOSED_FORM)


def test_map_matches_the_printed_values_and_starts_at_zero() -> None:
    found = minimum_average_partial(np.corrcoef(holzinger().T))
    np.testing.assert_allclose(found.tr2[:4], [0.10188, 0.08023, 0.06342, 0.06823], rtol=0, atol=5e-6)
    np.testing.assert_allclose(
        found.tr4[:5], [1.51637, 1.01581, 0.54117, 0.37758, 1.06805], rtol=0, atol=1.5e-5
    )
    assert (found.n_factors_tr2, found.n_factors_tr4) == (2, 3)
    none = minimum_average_partial(np.corrcoef(np.random.default_rng(0).standard_normal((300, 6)).T))
    assert (none.n_factors_tr2, none.n_factors_tr4) == (0, 0)


def test_empirical_kaiser_matches_the_printed_values() -> None:
    found = empirical_kaiser(np.corrcoef(holzinger().T), 301)
    np.testing.assert_allclose(found.observed[:4], [3.2163, 1.6387, 1.3652, 0.6989], rtol=0, atol=5e-5)
    np.testing.assert_allclose(found.reference[:3], [1.3757, 1, 1], rtol=0, atol=5e-5)
    assert found.n_factors == 3


def test_parallel_analysis_finds_three_factors_in_holzinger() -> None:
    found = parallel_analysis(holzinger(), permutations=300)
    assert (found.n_factors, found.n, found.permutations) == (3, 301, 300)
    assert found.n_factors_mean >= found.n_factors
    assert (found.percentile > found.mean).all()


@pytest.mark.parametrize("correlation", ["pearson", "polychoric"])
def test_parallel_analysis_may_answer_none_or_two(correlation) -> None:
    noise = np.random.default_rng(3).integers(1, 6, (250, 8)).astype(float)
    assert parallel_analysis(noise, correlation, permutations=100).n_factors == 0
    assert parallel_analysis(two_factors(), correlation, permutations=100).n_factors == 2


@pytest.mark.parametrize("correlation", ["pearson", "polychoric"])
def test_parallel_analysis_is_seeded(correlation) -> None:
    x = two_factors(120)
    first = parallel_analysis(x, correlation, permutations=30, seed=4)
    again = parallel_analysis(x, correlation, permutations=30, seed=4)
    other = parallel_analysis(x, correlation, permutations=30, seed=5)
    np.testing.assert_array_equal(first.percentile, again.percentile)
    assert not np.array_equal(first.percentile, other.percentile)
    assert first.percentile.sum() > 0 and np.isclose(first.mean.sum(), 8)


def test_parallel_analysis_keeps_polychoric_references_for_skewed_items() -> None:
    # Skewed rare categories make polychoric eigenvalues spread: a Pearson reference would find factors.
    x = two_factors(150, seed=1, cuts=(1.0, 1.5))
    pearson = parallel_analysis(x, "pearson", permutations=60)
    polychoric = parallel_analysis(x, "polychoric", permutations=60)
    assert polychoric.percentile[0] > pearson.percentile[0] + 0.1


def test_parallel_analysis_says_what_it_needs() -> None:
    x = two_factors(50)
    x[:, 2] = 1
    found = parallel_analysis(x)
    assert "variance" in found.unavailable and found.n_factors == -1
    assert found.observed.shape == (8,) and np.isnan(found.observed).all()
    assert "at least 3" in parallel_analysis(two_factors(2)).unavailable
    with pytest.raises(ValueError, match="correlation must be"):
        parallel_analysis(x, "spearman")


def test_leading_stops_at_the_first_failure() -> None:
    assert leading([True, False, True]) == 1
    assert leading([False, True]) == 0
    assert leading([True, True]) == 2


def test_hull_takes_the_elbow_and_drops_what_lies_below_the_line() -> None:
    found = hull(np.array([0.0, 0.5, 0.9, 0.89, 0.92]), np.array([36.0, 27, 19, 12, 6]))
    assert found.n_factors == 2
    assert found.on_hull.tolist() == [True, True, True, False, True]
    before, after = (0.9 - 0.5) / 8, (0.92 - 0.9) / 13
    assert found.gain[2] == pytest.approx(before / after)
    assert hull(np.array([0.0, 0.5]), np.array([10.0, 5])).n_factors is None


def test_hull_finds_three_factors_in_holzinger() -> None:
    R = np.corrcoef(holzinger().T)
    assert hull_cfi(likelihood_fits(R, 301, 4), 4).n_factors == 3
    assert hull_caf(R, 5).n_factors == 3
    assert hull_caf(R, 5).fit[0] == pytest.approx(1 - 0.7522, abs=5e-5)  # no factor: 1 - KMO


def test_sequential_tests_follow_the_chi_squares() -> None:
    fits = likelihood_fits(np.corrcoef(holzinger().T), 301, 5)
    found = sequential_tests(fits, 301)
    assert round(fits.chi2[3], 3) == 22.377 and round(found.p_value[3], 4) == 0.0335
    assert found.n_factors_chi2 == 4 and found.n_factors_rmsea == 3
    assert fits.chi2[0] == pytest.approx(904.097, abs=5e-4)  # no factor: Bartlett's sphericity
    always = sequential_tests(likelihood_fits(np.corrcoef(holzinger().T), 301, 2), 30_000)
    assert always.n_factors_chi2 is None


def test_next_eigenvalue_finds_the_truth() -> None:
    x = two_factors(500, cuts=None)
    found = next_eigenvalue(np.corrcoef(x.T), 500, samples=200)
    assert found.n_factors == 2 and found.observed.size == 3
    assert found.observed[2] <= found.reference[2]
    assert next_eigenvalue(np.eye(6), 300, samples=100).n_factors == 0


def test_sampled_correlations_have_the_population_as_their_mean() -> None:
    R = np.array([[1, 0.5, 0.2], [0.5, 1, 0.3], [0.2, 0.3, 1]])
    drawn = sample_correlations(R, 100, 4000, np.random.default_rng(1))
    np.testing.assert_allclose(drawn.mean(axis=0), R, rtol=0, atol=0.01)
    np.testing.assert_allclose(drawn[:, 0, 1].std(), (1 - 0.25) / 10, rtol=0.1)


def test_sampled_correlations_of_few_respondents_spread_as_theory_says() -> None:
    # squared correlations of unrelated normal items have the mean 1/(n - 1); 20,000 pairs err by .001
    drawn = sample_correlations(np.eye(3), 10, 20_000, np.random.default_rng(2))
    pairs = drawn[:, [0, 0, 1], [1, 2, 2]]
    np.testing.assert_allclose((pairs**2).mean(axis=0), 1 / 9, rtol=0, atol=0.004)


def test_the_panel_shows_every_rule_and_how_it_agrees() -> None:
    panel = factor_panel(holzinger(), permutations=200)
    assert tuple(panel.counts) == METHODS
    assert panel.consensus.value == 3 and panel.consensus.n == 301
    votes = {m: panel.counts[m].value for m in VOTERS}
    assert votes == {"parallel_analysis": 3, "map_tr4": 3, "ekc": 3, "hull_cfi": 3, "nest": 3}
    assert panel.candidates == (3,)
    assert panel.counts["map_tr2"].value == 2 and panel.counts["smt_chi2"].value == 4
    assert "parallel analysis" in panel.rule


def test_the_panel_offers_neighbours_where_the_rules_differ() -> None:
    bfi = load_cases("structure", "map_tr2")[1].data
    panel = factor_panel(bfi, permutations=50)
    named = {int(panel.counts[m].value) for m in VOTERS}
    assert max(named) - min(named) > 1
    k = int(panel.consensus.value)
    assert panel.candidates == (k - 1, k, k + 1)
    assert "rejected" in panel.counts["smt_chi2"].unavailable or panel.counts["smt_chi2"].available


def test_the_panel_can_answer_none() -> None:
    panel = factor_panel(np.random.default_rng(2).standard_normal((300, 8)), permutations=100)
    assert panel.consensus.value == 0 and panel.candidates == (0,)


@pytest.mark.parametrize("case", load_cases("structure", "nest"), ids=lambda c: c.name)
def test_next_eigenvalue_expects_what_simulation_in_r_expects(case) -> None:
    x = case.data[:, : case.args["columns"]]
    found = next_eigenvalue(np.corrcoef(x.T), len(x), samples=4000, seed=1)
    assert found.n_factors == case.expected["n_factors"]
    np.testing.assert_allclose(found.observed, case.expected["observed"], rtol=0, atol=CLOSED_FORM)
    # three standard errors of a difference of two simulated 95th percentiles of 4,000 eigenvalues
    np.testing.assert_allclose(found.reference, case.expected["reference"], rtol=0, atol=0.012)


def test_next_eigenvalue_of_answers_in_many_categories_is_that_of_numbers() -> None:
    x = two_factors(500, cuts=None)
    R, cuts = np.corrcoef(x.T), (np.linspace(-2, 2, 9),) * 8
    numbers, ordered = next_eigenvalue(R, 500), next_eigenvalue(R, 500, cuts, samples=60)
    assert ordered.n_factors == numbers.n_factors == 2
    np.testing.assert_allclose(ordered.reference, numbers.reference, rtol=0, atol=0.05)


def test_the_polychoric_panel_asks_every_rule() -> None:
    panel = factor_panel(two_factors(), "polychoric", permutations=40)
    assert panel.counts["nest"].value == 2
    assert panel.counts["parallel_analysis"].value == 2 and panel.consensus.value == 2


def test_a_panel_below_the_gate_is_all_unavailable() -> None:
    panel = factor_panel(two_factors(49), permutations=10)
    assert all("at least 50" in panel.counts[m].unavailable for m in METHODS)
    assert "at least 50" in panel.consensus.unavailable and panel.candidates == ()


def test_a_singular_matrix_leaves_the_rules_that_need_no_inverse() -> None:
    x = two_factors(200, cuts=None)
    panel = factor_panel(np.column_stack([x, x[:, 0] + x[:, 1]]), permutations=30)
    assert panel.counts["ekc"].available and panel.counts["parallel_analysis"].available
    assert "positive definite" in panel.counts["nest"].unavailable


def test_unrelated_items_have_one_reference_for_every_eigenvalue() -> None:
    found = empirical_kaiser(np.eye(6), 150)
    np.testing.assert_allclose(found.reference, (1 + np.sqrt(6 / 150)) ** 2, rtol=0, atol=1e-12)
    assert found.n_factors == 0


def test_a_solution_that_fits_better_but_lies_below_the_line_is_not_on_the_hull() -> None:
    # from 0 to 2 factors the line stands at .9 x 9 / 17 = .48 where one factor fits .1
    found = hull(np.array([0.0, 0.1, 0.9, 0.92]), np.array([36.0, 27, 19, 12]))
    assert found.on_hull.tolist() == [True, False, True, True]
    assert found.gain[2] == pytest.approx((0.9 / 17) / (0.02 / 7)) and np.isnan(found.gain[1])


def test_as_many_samples_of_answers_are_drawn_as_asked_for() -> None:
    drawn = sample_polychoric(np.eye(3), 80, (np.array([0.0]),) * 3, 7, np.random.default_rng(1))
    assert drawn.shape == (7, 3, 3) and np.isfinite(drawn).all()


def test_every_rule_of_the_polychoric_panel_reads_polychoric_correlations() -> None:
    # One factor; half of the items are agreed to by few, half by most: Pearson correlations split them.
    rng = np.random.default_rng(2)
    latent = 0.8 * rng.standard_normal((400, 1)) + 0.6 * rng.standard_normal((400, 8))
    x = np.column_stack([np.digitize(latent[:, :4], (1.0, 1.6)), np.digitize(latent[:, 4:], (-1.6, -1.0))])
    counted = {
        kind: factor_panel(x.astype(float), kind, permutations=20).counts
        for kind in ("pearson", "polychoric")
    }
    for method in ("parallel_analysis", "map_tr4", "ekc"):
        assert (counted["pearson"][method].value, counted["polychoric"][method].value) == (2, 1), method


def test_map_stops_where_an_item_has_no_variance_left() -> None:
    # three items that correlate .5 and one that correlates with none: the second component is that item
    R = np.eye(4)
    R[:3, :3] += 0.5 * (np.ones((3, 3)) - np.eye(3))
    found = minimum_average_partial(R)
    # with no component 3 pairs of .25 among 6; with one, they correlate -.5 again
    np.testing.assert_allclose(found.tr2, [0.125, 0.125], rtol=0, atol=1e-12)


def test_every_factor_that_can_be_told_apart_may_be_needed() -> None:
    # signs that no single factor gives; with three items there is no second one to fit
    R = np.array([[1.0, 0.6, 0.6], [0.6, 1.0, -0.2], [0.6, -0.2, 1.0]])
    found = next_eigenvalue(R, 500, samples=100)
    assert found.n_factors == 2 and found.observed.size == found.reference.size == 2
    assert (found.observed > found.reference).all()


@pytest.mark.parametrize(
    ("votes", "preferred", "agreed"), [([3, 3, 2, 1], 2, 3), ([3, 3, 2, 2, 1], 2, 2), ([3, 3, 2, 2, 1], 1, 2)]
)
def test_the_commonest_number_wins_then_parallel_analysis_then_the_smallest(votes, preferred, agreed) -> None:
    assert _agree(votes, preferred) == agreed
