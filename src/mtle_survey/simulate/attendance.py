"""Who answers which wave: attrition, late joiners, and answering twice."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mtle_survey.simulate.recipe import Recipe
from mtle_survey.simulate.streams import stream


def respondents_in_all(recipe: Recipe) -> int:
    """Everyone who answers at least once."""
    return recipe.n + sum(plan.late_joiners for plan in recipe.waves[1:])


def attendance(recipe: Recipe) -> dict[str, NDArray[np.int64]]:
    """Respondents of each wave, in the order in which their records stand in the file.

    A respondent who leaves never comes back; ``attrition`` takes an exact share, rounded.
    """
    present = np.arange(recipe.n)
    joined = recipe.n
    by_wave = {}
    for place, plan in enumerate(recipe.waves):
        rng = stream(recipe.seed, "attendance", plan.wave)
        if place:
            lost = round(plan.attrition * len(present))
            stay = np.sort(rng.permutation(len(present))[lost:])
            present = np.concatenate([present[stay], np.arange(joined, joined + plan.late_joiners)])
            joined += plan.late_joiners
        by_wave[plan.wave] = rng.permutation(present)
    return by_wave


def second_attempts(
    recipe: Recipe, wave: str, share: float, respondents: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Places of the records whose respondents answer once more."""
    rng = stream(recipe.seed, "second attempts", wave)
    return np.sort(rng.permutation(len(respondents))[: round(share * len(respondents))])
