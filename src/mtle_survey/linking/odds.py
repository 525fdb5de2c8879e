"""Is a code good enough? What chance would join, against what was joined."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mtle_survey.linking.chance import (
    chance_of_one_apart,
    chance_of_one_edit,
    chance_of_same,
    same_value_shares,
)
from mtle_survey.linking.codes import code_elements
from mtle_survey.linking.exact import Person
from mtle_survey.linking.fuzzy import eligible


@dataclass(frozen=True, slots=True)
class Odds:
    """The chance that two different people's codes agree, or are one slip apart.

    Attributes
    ----------
    same, near : float
        nan where people have assigned identifiers, which do not agree by chance.
    """

    same: float = math.nan
    near: float = math.nan

    def exact(self, earlier: int, later: int) -> float:
        """Expected number of agreeing codes between groups of these sizes that have nobody in common."""
        return self.same * earlier * later

    def fuzzy(self, earlier: int, later: int) -> float:
        """The same for codes that are one slip apart."""
        return self.near * earlier * later


def find_odds(people: Sequence[Person], fold: Callable[[str], str], *, elements: bool) -> Odds:
    """The odds from the codes that people gave, each person once."""
    names = [fold(next(iter(person.values()))) for person in people]
    if not names:
        return Odds(0.0, 0.0)
    if elements:
        shares = same_value_shares([code_elements(name) for name in names])
        return Odds(chance_of_same(shares), chance_of_one_apart(shares))
    longest = max(map(len, names))
    shares = same_value_shares([[*name, *[""] * (longest - len(name))] for name in names])
    return Odds(chance_of_same(shares), chance_of_one_edit(names))


def left_over(
    people: Sequence[Person], fold: Callable[[str], str], sheet: int, other: int, *, elements: bool
) -> int:
    """How many people of one sheet have no record in the other and a code that may be matched nearly."""
    return sum(
        1
        for person in people
        if sheet in person and other not in person and eligible(fold(person[sheet]), elements=elements)
    )
