"""Indices of careless answers among respondents who are all careful."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from mtle_survey.screening.screen import RARE
from mtle_survey.stats.careless.concentration import concentration
from mtle_survey.stats.careless.mahalanobis import mahalanobis, mahalanobis_p
from tests.simulation.intervals.populations import CUTS, MEDIUM, NORMAL, SIZES, answers, one_factor
from tests.simulation.intervals.situation import Found, Situation, false_alarms_of

LOADINGS = np.full(8, 0.7)


def situations() -> Iterator[Situation]:
    for n in SIZES[2:]:
        for name in (NORMAL, *CUTS):
            yield distance(name, n)
    for n in SIZES:
        yield flags(n)


def distance(name: str, n: int) -> Situation:
    """Eight items; whether one respondent, any of them, is flagged."""
    cuts = CUTS.get(name)

    def sample(rng: np.random.Generator) -> Mapping[str, Found]:
        latent = one_factor(rng, n, LOADINGS)
        found = mahalanobis(latent if cuts is None else answers(latent, cuts))
        p = float(mahalanobis_p(found.values[:1], np.array([LOADINGS.size]))[0])
        return {"usual": p, "rare": p}

    questions = {
        "usual": false_alarms_of("careless/mahalanobis", "a respondent"),
        "rare": false_alarms_of("careless/mahalanobis", "a respondent, as the program flags", RARE),
    }
    return Situation(f"{name}; 8 items", n, MEDIUM * 2, questions, sample)


def flags(n: int) -> Situation:
    """One in ten is flagged, whichever of three groups they are in."""
    sizes = np.array([n // 2, n // 3, n - n // 2 - n // 3])

    def sample(rng: np.random.Generator) -> Mapping[str, Found]:
        return {"p": float(concentration(rng.binomial(sizes, 0.1), sizes)[0])}

    questions = {"p": false_alarms_of("careless/concentration", "one group")}
    return Situation("1 in 10 flagged in each of three groups", n, MEDIUM * 2, questions, sample)
