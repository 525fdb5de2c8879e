"""What is kept about intervals and tests can be had again, and is what the pages say."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from mtle_survey.stats.agreement.ac1 import ac1
from mtle_survey.stats.agreement.kappa_quadratic import kappa_quadratic
from mtle_survey.stats.clusters.cluster_icc import cluster_icc
from mtle_survey.stats.estimate import Estimate, Interval
from tests.architecture.test_statistics import STATISTICS
from tests.oracle.measure import EXPECTED
from tests.simulation.intervals.agreement import coders
from tests.simulation.intervals.families import FAMILIES
from tests.simulation.intervals.growth import HOURS, PER_HOUR, rank_correlation
from tests.simulation.intervals.page import PAGE, page
from tests.simulation.intervals.populations import FAST, MEDIUM, score_pairs
from tests.simulation.intervals.remedies import REMEDIES
from tests.simulation.intervals.shortfalls import by_statistic, error_of, too_bold
from tests.simulation.intervals.situation import Situation, coverage_of, false_alarms_of
from tests.simulation.intervals.tally import FIRST, Row, count, read_rows
from tests.support import REPOSITORY

ROWS = read_rows()
KEPT = {(r.statistic, r.of, r.kind, r.nominal, r.population, r.n): r for r in ROWS}
CHEAP = 1000  # samples; situations that are given fewer take seconds for ten


def key(row: Row) -> tuple[object, ...]:
    return (row.statistic, row.of, row.kind, row.nominal, row.population, row.n)


def first_of_each_statistic(family: str) -> list[Situation]:
    """As few situations as show every statistic of a family, the smallest samples first."""
    chosen, seen = [], set()
    for situation in sorted(FAMILIES[family](), key=lambda s: (s.replicates < CHEAP, s.n)):
        asked = {question.statistic for question in situation.questions.values()}
        if not asked <= seen:
            chosen.append(situation)
            seen |= asked
    return chosen


@pytest.mark.parametrize("family", FAMILIES)
def test_the_first_samples_of_every_statistic_can_be_had_again(family):
    for situation in first_of_each_statistic(family):
        for row in count(situation, FIRST):
            kept = KEPT[key(row)]
            where = (row.statistic, row.of, row.population, row.n)
            assert (row.first_given, row.first_hits) == (kept.first_given, kept.first_hits), where
            assert row.truth == pytest.approx(kept.truth, rel=1e-5, abs=1e-12, nan_ok=True), where


@pytest.mark.parametrize("family", FAMILIES)
def test_every_situation_is_kept_with_all_its_samples(family):
    for situation in FAMILIES[family]():
        for question in situation.questions.values():
            kind, nominal = "interval" if question.truth else "test", question.nominal
            about = (question.statistic, question.of, kind, nominal, situation.population, situation.n)
            assert KEPT[about].replicates == situation.replicates, about


def test_nothing_is_kept_that_no_situation_asks():
    asked = {
        (q.statistic, q.of, s.population, s.n)
        for situations in FAMILIES.values()
        for s in situations()
        for q in s.questions.values()
    }
    assert {(r.statistic, r.of, r.population, r.n) for r in ROWS} == asked


def test_counts_are_those_of_the_samples():
    answers = iter([(0.0, 2.0), (1.5, 2.0), (-1.0, 0.5), None])

    def sample(rng):
        found = next(answers)
        interval = None if found is None else Interval(low=found[0], high=found[1], level=0.95)
        p = math.nan if found is None else abs(found[0]) / 20
        return {"interval": interval, "test": Estimate(value=0.0, n=1, p_value=p)}

    questions = {"interval": coverage_of("a/b", 1.0), "test": false_alarms_of("a/b")}
    interval, test = count(Situation("made up", 1, 4, questions, sample))
    assert (interval.given, interval.hits, interval.above, interval.below) == (3, 1, 1, 1)
    assert (interval.width, interval.rate) == (1.5, 1 / 3)
    assert (test.given, test.hits) == (3, 2)


def test_the_page_is_what_was_counted():
    assert PAGE.read_text(encoding="utf-8") == page(ROWS)


def test_whatever_is_too_bold_says_what_the_program_does():
    short = {name for name, rows in by_statistic(ROWS).items() if any(too_bold(row) for row in rows)}
    assert short == set(REMEDIES)


@pytest.mark.parametrize("name", STATISTICS)
def test_no_interval_or_test_of_a_statistic_goes_uncounted(name, monkeypatch):
    monkeypatch.syspath_prepend(str(REPOSITORY / "docs" / "tools"))
    from page_dossier import simulation

    document = json.loads((EXPECTED / f"{name}.json").read_text(encoding="utf-8"))
    assert not simulation(name, document).startswith("none; its")


def test_rates_of_formulas_are_known_to_half_a_percentage_point():
    known = [r for r in ROWS if r.replicates >= MEDIUM and r.given >= 0.95 * r.replicates]
    assert len(known) > 0.7 * len(ROWS)
    near = [r for r in known if r.replicates >= FAST and not too_bold(r)]
    assert max(round(error_of(r), 3) for r in near) <= 0.005


def test_the_joint_distribution_of_scores_is_that_of_its_sample():
    people = score_pairs(4.3)
    pre, post = people.sample(np.random.default_rng(1), 400_000)
    assert (post - pre).mean() == pytest.approx(people.mean(lambda a, b: b - a), abs=0.003)
    assert (post - pre).var() == pytest.approx(people.variance(lambda a, b: b - a), rel=0.01)
    assert np.mean(post == 5.0) == pytest.approx(people.joint[:, -1].sum(), abs=0.003)


def test_truths_are_what_very_large_samples_show():
    rng = np.random.default_rng(2)
    seen = coders("five-point ratings, raters right in 7 of 10", 12).questions
    truth = {name: question.truth.value for name, question in seen.items()}
    codes, right = np.arange(1.0, 6.0), rng.random((200_000, 2)) < 0.7
    shares = [0.05, 0.1, 0.25, 0.35, 0.25]
    true = rng.choice(codes, size=(200_000, 1), p=shares)
    rated = np.where(right, true, rng.choice(codes, size=(200_000, 2), p=shares))
    assert kappa_quadratic(rated, codes).value == pytest.approx(truth["kappa_quadratic"], abs=0.01)
    assert ac1(rated, codes).value == pytest.approx(truth["ac1"], abs=0.006)

    groups = [score_pairs(3.2, PER_HOUR * hours) for hours in HOURS]
    moved = [np.subtract(*g.sample(rng, 50_000)[::-1]) for g in groups]
    from scipy.stats import spearmanr

    hours = np.repeat(HOURS, 50_000)
    assert spearmanr(hours, np.round(np.concatenate(moved), 6))[0] == pytest.approx(
        rank_correlation(groups), abs=0.01
    )


def test_the_icc_of_scales_at_sites_is_that_of_many_sites():
    from tests.simulation.intervals.clusters import LEVELS, SITE_SD, scales_at_sites
    from tests.simulation.intervals.populations import normal_points

    truth = scales_at_sites("five-point scales, middle", 3.2, 24, 6).questions["icc"].truth.value
    rng = np.random.default_rng(3)
    points, weights = normal_points(LEVELS)
    level = rng.choice(LEVELS, size=8000, p=weights)
    change = np.empty((8000, 5))
    for k in range(LEVELS):
        people = score_pairs(3.2, 0.3 + SITE_SD * float(points[k]))
        pre, post = people.sample(rng, 5 * int((level == k).sum()))
        change[level == k] = (post - pre).reshape(-1, 5)
    found = cluster_icc(change.ravel(), np.repeat(np.arange(8000), 5))
    assert found.value == pytest.approx(truth, abs=0.015)
