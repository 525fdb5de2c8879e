"""Cut-offs tailored to one structure: against published ones, and what they must obey."""

from __future__ import annotations

import numpy as np
import pytest

from mtle_survey.stats.structure.cfa.cfa import cfa
from mtle_survey.stats.structure.cfa.misspecified import misspecifications
from mtle_survey.stats.structure.cfa.structure import FactorStructure
from mtle_survey.stats.structure.cfa.tailored import _order_limits, tailored_cut_offs
from tests.oracle.reference import load_cases

THREE = FactorStructure(n_items=9, factors=((0, 1, 2), (3, 4, 5), (6, 7, 8)))


def holzinger() -> np.ndarray:
    return load_cases("structure", "map_tr2")[0].data[:, :9]


@pytest.fixture(scope="module")
def found():
    return cfa(holzinger(), THREE, "ml")


def test_the_misspecification_is_the_published_one(found) -> None:
    truth, first, second = misspecifications(THREE, found.standardised)
    # the weakest item, x2 (.424), on the most reliable other factor; then the weakest of another factor, x7
    assert first.cross_loadings == ((1, 1),)
    assert second.cross_loadings == ((1, 1), (6, 1))
    loading, phi = found.standardised.loading, found.standardised.factor_correlation
    overlooked = first.correlation - truth.correlation
    assert overlooked[1, 3] == pytest.approx(loading[1, 0] * loading[3, 1], abs=1e-10)
    assert overlooked[1, 0] == pytest.approx(loading[1, 0] * phi[0, 1] * loading[0, 0], abs=1e-10)


def test_holzinger_and_swineford_as_published(found) -> None:
    """Vignette of R package dynamic (Wolf & McNeish): SRMR .040, RMSEA .044, CFI .984, from 500 samples.

    That version takes the 10th percentile of the misspecified samples where the 5th does not do. Margins:
    three standard errors of the difference of both simulations' percentiles.
    """
    level = tailored_cut_offs(found, samples=300, seed=2).levels[0]
    for k, (value, margin) in enumerate(((0.040, 0.002), (0.044, 0.005), (0.984, 0.004))):
        share = 0.90 if k == 2 else 0.10
        assert np.quantile(level.simulated[:, k], share) == pytest.approx(value, abs=margin)
    assert level.cut_offs["srmr"].value == pytest.approx(0.040, abs=0.003)
    for cut in level.cut_offs.values():
        assert cut.interval.low <= cut.value <= cut.interval.high
        assert 0 < cut.std_error < 0.004
    assert all(0.5 <= power <= 0.95 for power in level.power.values())
    for k, name in enumerate(level.cut_offs):
        cut, wrong = level.cut_offs[name], level.simulated[:, k]
        beyond = wrong <= cut.value if name.startswith("cfi") else wrong >= cut.value
        assert beyond.mean() == pytest.approx(level.power[name], abs=0.01)
        # limits of a percentile of 300 samples: 1.96 binomial standard errors to each side
        within = ((cut.interval.low <= wrong) & (wrong <= cut.interval.high)).mean()
        power = level.power[name]
        assert within == pytest.approx(2 * 1.96 * np.sqrt(power * (1 - power) / 300), abs=0.02)


def test_more_people_tell_nearly_all_misspecified_samples_apart(found) -> None:
    rng = np.random.default_rng(1)
    population = misspecifications(THREE, found.standardised)[0].correlation
    x = rng.standard_normal((1200, 9)) @ np.linalg.cholesky(population).T
    many = tailored_cut_offs(cfa(x, THREE, "ml"), samples=60, seed=1).levels[0]
    assert many.power["srmr"] == pytest.approx(0.95)


def test_one_factor_is_misspecified_by_correlated_residuals() -> None:
    six = FactorStructure(n_items=6, factors=((0, 1, 2, 3, 4, 5),))
    rng = np.random.default_rng(3)
    x = rng.standard_normal((400, 1)) + rng.standard_normal((400, 6))
    found = cfa(x, six, "ml")
    truth, *levels = misspecifications(six, found.standardised)
    assert [level.residuals for level in levels] == [((0, 1),), ((0, 1), (2, 3)), ((0, 1), (2, 3), (4, 5))]
    unexplained = 1.0 - found.standardised.loading[:, 0] ** 2
    extra = levels[0].correlation - truth.correlation
    assert extra[0, 1] == pytest.approx(0.30 * np.sqrt(unexplained[0] * unexplained[1]))


def test_ordered_items_are_cut_into_their_categories() -> None:
    four = FactorStructure(n_items=4, factors=((0, 1, 2, 3),))
    rng = np.random.default_rng(4)
    latent = 0.8 * rng.standard_normal((300, 1)) + 0.6 * rng.standard_normal((300, 4))
    cuts = (np.array([-1.0, 0.0, 1.0]),) * 4
    x = np.column_stack([np.searchsorted(cut, latent[:, j]) for j, cut in enumerate(cuts)]) + 1.0
    result = tailored_cut_offs(cfa(x, four, "wlsmv"), cuts, samples=40, seed=1)
    assert set(result.levels[0].cut_offs) == {"srmr", "rmsea_scaled", "cfi_scaled"}


def test_what_cannot_be_judged_says_why(found) -> None:
    refused = tailored_cut_offs(cfa(holzinger()[:60], THREE, "ml"))
    assert "100" in refused.unavailable and (refused.samples, refused.lost) == (0, 0)
    assert "complete" in tailored_cut_offs(cfa(holzinger(), THREE, "fiml")).unavailable
    saturated = FactorStructure(n_items=3, factors=((0, 1, 2),))
    assert "degrees of freedom" in tailored_cut_offs(cfa(holzinger()[:, :3], saturated, "ml")).unavailable


def test_limits_of_a_percentile_are_those_of_a_share() -> None:
    # of 101 evenly spaced values the q-th percentile is q: .5 and .02 with 1.96 sqrt(q (1 - q) / 101)
    values = np.linspace(0, 1, 101)
    np.testing.assert_allclose(_order_limits(values, 0.5), (0.5 - 0.0975137, 0.5 + 0.0975137), atol=1e-6)
    np.testing.assert_allclose(_order_limits(values, 0.02), (0.0, 0.02 + 0.0273038), atol=1e-6)
