"""Shares of people, judges and answers, and plain means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from mtle_survey.stats.content_validity.aiken_v import aiken_v
from mtle_survey.stats.content_validity.item_cvi import item_cvi
from mtle_survey.stats.description.mean import mean
from mtle_survey.stats.description.missing import missing
from mtle_survey.stats.description.near_ceiling import near_ceiling
from mtle_survey.stats.description.near_floor import near_floor
from mtle_survey.stats.description.not_applicable import not_applicable
from mtle_survey.stats.items.difficulty import difficulty
from tests.simulation.intervals.populations import CENTRES, FAST, NORMAL, SCORES, SIZES, score_pairs
from tests.simulation.intervals.situation import Found, Situation, coverage_of

SHARES = (0.02, 0.1, 0.3, 0.5, 0.8, 0.95)
JUDGES = (5, 8, 12, 24)

# How often judges choose 1 to 4 about an item.
RELEVANCE = {
    "judges divided": np.array([0.1, 0.25, 0.4, 0.25]),
    "judges nearly of one mind": np.array([0.0, 0.05, 0.25, 0.7]),
    "judges at both ends": np.array([0.4, 0.1, 0.1, 0.4]),
}


def situations() -> Iterator[Situation]:
    for n in SIZES:
        for share in SHARES:
            yield shares(n, share)
        yield normal_mean(n)
        for name, centre in CENTRES.items():
            yield scale(name, centre, n)
    for n in JUDGES:
        for name in RELEVANCE:
            yield judges(name, n)


def shares(n: int, share: float) -> Situation:
    """Yes or no, independently."""

    def sample(rng: np.random.Generator) -> Mapping[str, Found]:
        flags = rng.random(n) < share
        return {
            "missing": missing(np.where(flags, np.nan, 1.0))[0],
            "not_applicable": not_applicable(flags)[0],
            "difficulty": difficulty(flags.astype(float))[0],
        }

    questions = {
        "missing": coverage_of("description/missing", share),
        "not_applicable": coverage_of("description/not_applicable", share),
        "difficulty": coverage_of("items/difficulty", share),
    }
    return Situation(f"a share of {share:.0%}", n, FAST, questions, sample)


def normal_mean(n: int) -> Situation:
    def sample(rng: np.random.Generator) -> Mapping[str, Found]:
        return {"mean": mean(rng.normal(size=n))[0]}

    return Situation(NORMAL, n, FAST, {"mean": coverage_of("description/mean", 0.0)}, sample)


def scale(name: str, centre: float, n: int) -> Situation:
    """Mean scores of eight five-point questions at one wave."""
    people = score_pairs(centre)
    of_score = people.joint.sum(axis=1)

    def sample(rng: np.random.Generator) -> Mapping[str, Found]:
        scores, _ = people.sample(rng, n)
        return {
            "mean": mean(scores)[0],
            "near_ceiling": near_ceiling(scores, 5.0)[0],
            "near_floor": near_floor(scores, 1.0)[0],
        }

    questions = {
        "mean": coverage_of("description/mean", of_score @ SCORES),
        "near_ceiling": coverage_of("description/near_ceiling", of_score @ (SCORES >= 4.5)),
        "near_floor": coverage_of("description/near_floor", of_score @ (SCORES <= 1.5)),
    }
    return Situation(name, n, FAST, questions, sample)


def judges(name: str, n: int) -> Situation:
    """Judges who rate an item from 1 to 4."""
    chosen = RELEVANCE[name]
    ratings = np.arange(1.0, 5.0)

    def sample(rng: np.random.Generator) -> Mapping[str, Found]:
        table = rng.choice(ratings, size=(n, 1), p=chosen)
        return {"v": aiken_v(table)[0], "cvi": item_cvi(table)[0]}

    questions = {
        "v": coverage_of("content_validity/aiken_v", float(chosen @ (ratings - 1.0)) / 3.0),
        "cvi": coverage_of("content_validity/item_cvi", chosen[2:].sum()),
    }
    return Situation(name, n, FAST, questions, sample)
