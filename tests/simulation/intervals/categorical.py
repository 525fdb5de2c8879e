"""Moves between categories, and shares that change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from mtle_survey.stats.categorical.bhapkar import bhapkar
from mtle_survey.stats.categorical.bowker import bowker
from mtle_survey.stats.categorical.direction_of_moves import direction_of_moves
from mtle_survey.stats.categorical.mcnemar import mcnemar
from mtle_survey.stats.categorical.stuart_maxwell import stuart_maxwell
from mtle_survey.stats.categorical.transitions import Transitions
from tests.simulation.intervals.populations import FAST, SIZES, SLOW
from tests.simulation.intervals.situation import Found, Situation, coverage_of, false_alarms_of

DRAWS = 999

# Share of a two-category characteristic that is gained and lost between two waves.
SHARES = {
    "3 in 10 gain, 1 in 10 lose a characteristic": (0.3, 0.1),
    "6 in 10 gain, 1 in 50 lose a characteristic": (0.6, 0.02),
    "1 in 10 gain and 1 in 10 lose a characteristic": (0.1, 0.1),
    "1 in 4 gain and 1 in 4 lose a characteristic": (0.25, 0.25),
}
FIVE = tuple(range(1, 6))


def situations() -> Iterator[Situation]:
    for n in SIZES:
        for name in SHARES:
            yield share(name, n)
        yield moves("upwards", n, up=0.35, down=0.15)
        yield unchanged(n, 3)
        yield unchanged(n, 5)


def share(name: str, n: int) -> Situation:
    """A yes-or-no characteristic of n people in two waves."""
    gain, lose = SHARES[name]

    def sample(rng: np.random.Generator) -> Mapping[str, Found]:
        gained, lost, _ = rng.multinomial(n, [gain, lose, 1.0 - gain - lose])
        exact = mcnemar(int(gained), int(lost), n)
        return {
            "interval": exact,
            "exact": exact,
            "mid_p": mcnemar(int(gained), int(lost), n, p_method="mid_p"),
        }

    questions = {"interval": coverage_of("categorical/mcnemar", gain - lose, "Bonett and Price")}
    if gain == lose:
        questions["exact"] = false_alarms_of("categorical/mcnemar", "exact")
        questions["mid_p"] = false_alarms_of("categorical/mcnemar", "mid-p")
    return Situation(name, n, FAST, questions, sample)


def moves(name: str, n: int, up: float, down: float) -> Situation:
    """Five ordered categories, more moving one way than the other."""
    joint = np.diag(np.full(5, (1.0 - up - down) / 5.0))
    joint[np.arange(4), np.arange(1, 5)] = up / 4.0
    joint[np.arange(1, 5), np.arange(4)] = down / 4.0

    def sample(rng: np.random.Generator) -> Mapping[str, Found]:
        table = rng.multinomial(n, joint.ravel()).reshape(5, 5)
        return {"moves": direction_of_moves(Transitions(categories=FIVE, counts=table))}

    questions = {"moves": coverage_of("categorical/direction_of_moves", up - down)}
    return Situation(f"five categories, moves mostly {name}", n, FAST, questions, sample)


def unchanged(n: int, k: int) -> Situation:
    """Answers in k ordered categories in two waves, as likely to move one way as the other."""
    apart = np.abs(np.arange(k)[:, None] - np.arange(k))
    joint = 0.4**apart * np.sqrt(np.outer(np.arange(1, k + 1), np.arange(1, k + 1)))
    joint /= joint.sum()

    def sample(rng: np.random.Generator) -> Mapping[str, Found]:
        table = rng.multinomial(n, joint.ravel()).reshape(k, k)
        seed = int(rng.integers(2**31))
        return {
            "bowker": bowker(table, seed=seed, draws=DRAWS),
            "stuart_maxwell": stuart_maxwell(table, seed=seed, draws=DRAWS),
            "bhapkar": bhapkar(table),
            "direction_of_moves": direction_of_moves(Transitions(categories=FIVE[:k], counts=table)),
        }

    tests = ("bowker", "stuart_maxwell", "bhapkar", "direction_of_moves")
    questions = {name: false_alarms_of(f"categorical/{name}") for name in tests}
    return Situation(f"{k} ordered categories, moves alike both ways", n, SLOW * 2, questions, sample)
