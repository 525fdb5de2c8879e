"""What was declared is what comes out: recovered from many respondents within Monte Carlo error."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from mtle_survey.simulate import Recipe, Simulation, WavePlan, simulate
from tests.unit.simulate.demo import demo_instrument

N = 20_000
RECIPE = Recipe(
    n=N,
    seed=7,
    waves=(
        WavePlan(wave="pre", date=dt.date(2025, 9, 1)),
        WavePlan(wave="post", date=dt.date(2026, 5, 4), forms=()),
    ),
    sites=400,
    site_share=0.15,
    stability=0.6,
    loadings={"a1": 0.8, "a2": 0.75, "a3": 0.6, "a4": 0.5, "c1": 0.85, "c2": 0.7, "c3": 0.55},
    factor_correlation=0.3,
    factor_correlations=(("a", "b", 0.6),),
    growth=0.4,
    dose_growth=0.5,
    wave_means={"post": {"c": -0.3}},
    difficulty_spread=0.5,
)
MONTE_CARLO = 5 / np.sqrt(N)
SITES = 5 * np.sqrt(0.15 / 400)
"""Five standard errors of a mean of the site effects, in latent standard deviations."""


@pytest.fixture(scope="module")
def large() -> Simulation:
    return simulate(demo_instrument(), RECIPE)


def keyed(large: Simulation, wave: str, scale: str) -> np.ndarray:
    """Keyed codes of a scale's items, rows by true respondent."""
    simulated = large.wave(wave)
    order = np.argsort(simulated.respondents)
    reverse = large.instrument.reverse_keyed(scale)
    columns = []
    for k, column in enumerate(simulated.rated):
        if column.target in large.instrument.scale_items(scale):
            response_format = large.instrument.format_of(column.target)
            codes = simulated.codes[order, k]
            columns.append(
                response_format.low + response_format.high - codes if column.target in reverse else codes
            )
    return np.column_stack(columns)


def scored(large: Simulation, wave: str, scale: str) -> np.ndarray:
    x = keyed(large, wave, scale)
    if scale == "c":
        return x.sum(axis=1)
    return (x.mean(axis=1) - 1) * 25 if scale == "total" else x.mean(axis=1)


@pytest.mark.parametrize("wave", ["pre", "post"])
@pytest.mark.parametrize("scale", ["a", "b", "c", "total"])
def test_means_and_spreads_of_scores_are_the_declared_ones(large, wave, scale):
    truth = next(s for s in large.truth.scores if s.occasion == wave and s.scale == scale)
    score = scored(large, wave, scale)
    assert abs(score.mean() - truth.mean) < (MONTE_CARLO + SITES) * truth.sd
    assert abs(score.std() / truth.sd - 1) < 0.03


@pytest.mark.parametrize("scale", ["a", "b", "c", "total"])
def test_change_is_the_declared_one(large, scale):
    truth = next(c for c in large.truth.changes if c.scale == scale)
    change = scored(large, "post", scale) - scored(large, "pre", scale)
    assert truth.contrast == "post - pre"
    assert abs(change.mean() - truth.mean_change) < MONTE_CARLO * truth.sd_change
    assert abs(change.std() / truth.sd_change - 1) < 0.03


def test_a_condition_does_not_grow_and_an_outcome_does(large):
    change = {c.scale: c.mean_change for c in large.truth.changes}
    assert change["b"] == pytest.approx(0, abs=1e-12)
    assert change["a"] > 0.2
    assert change["c"] < -0.1


@pytest.mark.parametrize("scale", ["a", "c", "total"])
def test_alpha_is_the_declared_one(large, scale):
    truth = next(s for s in large.truth.scores if s.occasion == "pre" and s.scale == scale)
    x = keyed(large, "pre", scale)
    covariance = np.cov(x.T)
    k = x.shape[1]
    assert truth.alpha == pytest.approx(
        k / (k - 1) * (1 - np.trace(covariance) / covariance.sum()), abs=0.015
    )


def tetrachoric_at_medians(x: np.ndarray, y: np.ndarray) -> float:
    """Sheppard (1898): the normal correlation behind two variables cut at their medians."""
    return float(np.sin(2 * np.pi * (np.mean((x > 0) & (y > 0)) - 0.25)))


def test_loadings_are_recovered_from_the_coded_answers():
    """Two-code items without difficulty are cut at their medians, so r between them has a closed form."""
    loadings = {"c1": 0.85, "c2": 0.7, "c3": 0.55}
    one = Recipe(
        n=60_000,
        seed=3,
        loadings=loadings,
        difficulty_spread=0.0,
        waves=(WavePlan(wave="only", date=dt.date(2025, 9, 1)),),
    )
    wave = simulate(demo_instrument(), one).waves[0]
    place = {column.target: k for k, column in enumerate(wave.rated)}
    c1, c2, c3 = (wave.codes[:, place[item]] for item in ("c1", "c2", "c3"))
    r12, r13, r23 = (tetrachoric_at_medians(x, y) for x, y in ((c1, c2), (c1, c3), (c2, c3)))
    assert np.sqrt(r12 * r13 / r23) == pytest.approx(0.85, abs=0.03)
    assert np.sqrt(r12 * r23 / r13) == pytest.approx(0.70, abs=0.03)
    assert np.sqrt(r13 * r23 / r12) == pytest.approx(0.55, abs=0.03)


def test_reverse_keyed_items_run_the_other_way(large):
    wave = large.wave("pre")
    place = {column.target: k for k, column in enumerate(wave.rated)}
    r = np.corrcoef(wave.codes[:, place["a1"]], wave.codes[:, place["a4"]])[0, 1]
    assert r < -0.2
    assert large.truth.loadings["a4"] == -0.5


def test_factors_correlate_as_declared(large):
    """Scores of equal-loading scales at the level of the factors: disattenuated by the declared alpha."""
    recipe = Recipe(n=N, seed=5, factor_correlation=0.3, factor_correlations=(("a", "b", 0.6),), loading=0.7)
    simulation = simulate(demo_instrument(), recipe)
    alpha = {s.scale: s.alpha for s in simulation.truth.scores if s.occasion == "pre"}
    r = np.corrcoef(scored(simulation, "pre", "a"), scored(simulation, "pre", "b"))[0, 1]
    assert r / np.sqrt(alpha["a"] * alpha["b"]) == pytest.approx(0.6, abs=0.03)


def test_sites_differ_by_the_declared_share(large):
    """Between-site share of a scale's true-score variance: ICC over alpha."""
    wave = large.wave("pre")
    order = np.argsort(wave.respondents)
    site = np.array(wave.texts["site"])[order]
    score = scored(large, "pre", "b")
    names, index = np.unique(site, return_inverse=True)
    size = N / len(names)
    means = np.bincount(index, score) / np.bincount(index)
    within = ((score - means[index]) ** 2).sum() / (N - len(names))
    between = size * means.var(ddof=1)
    icc = (between - within) / (between + (size - 1) * within)
    alpha = next(s.alpha for s in large.truth.scores if s.occasion == "pre" and s.scale == "b")
    assert icc / alpha == pytest.approx(0.15, abs=0.04)


def test_who_was_there_more_grew_more(large):
    change = scored(large, "post", "a") - scored(large, "pre", "a")
    dose = np.array([r.dose for r in large.truth.respondents])
    slope = np.cov(dose, change)[0, 1] / dose.var()
    mean = next(c for c in large.truth.changes if c.scale == "a").mean_change
    assert slope == pytest.approx(0.5 * mean, rel=0.15)
    hours = np.array(large.wave("post").texts["hours"], dtype=float)[
        np.argsort(large.wave("post").respondents)
    ]
    assert np.corrcoef(hours, dose)[0, 1] > 0.98


def test_a_retrospective_page_has_its_own_truth():
    recipe = Recipe(
        n=5000,
        waves=(
            WavePlan(wave="pre", date=dt.date(2025, 9, 1), forms=("short",)),
            WavePlan(wave="post", date=dt.date(2026, 5, 4), forms=("short", "then")),
        ),
        growth=0.5,
        wave_means={"then": {"a": -0.6}},
    )
    simulation = simulate(demo_instrument(), recipe)
    post = simulation.wave("post")
    assert [c.header for c in post.rated] == ["Q1_1", "a2", "a3", "a4", "R_a1", "R_a2"]
    then = next(s for s in simulation.truth.scores if s.occasion == "then" and s.scale == "a")
    assert then.items == ("a1", "a2")
    assert post.codes[:, 4:].mean() == pytest.approx(then.mean, abs=0.05)
    contrasts = {(c.contrast, c.scale): c.mean_change for c in simulation.truth.changes}
    assert contrasts["then - pre", "a"] < -0.2 < 0.2 < contrasts["post - pre", "a"]
