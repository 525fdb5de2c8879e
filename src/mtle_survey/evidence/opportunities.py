"""Where informants agree that something matters and is missing: joint priorities and opportunities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mtle_survey.evidence.informant_forms import collect_forms
from mtle_survey.instrument.model import Instrument, ScoreRule
from mtle_survey.responses import Responses
from mtle_survey.stats.change.direction import share
from mtle_survey.stats.estimate import Array
from mtle_survey.table import Row, Table, row

MODEL = "opportunities"
RULE = "priority_gaps"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opportunities:
    """What the informants about each unit mark together, in one wave.

    Attributes
    ----------
    score : str
        The score that declares ratings and priorities.
    wave : str or None
    at_most : float
        Highest mean rating of an opportunity.
    ratings : tuple of str
        Ids of the rated indicators.
    units : tuple of str
        Those about which every kind of informant answered.
    asked, priority, opportunity : (u, k) bool array
        Whether every informant of the unit answered both questions; whether each marks the indicator as a
        priority; and whether the mean of their ratings is low as well.
    """

    score: str
    wave: str | None
    at_most: float
    ratings: tuple[str, ...]
    units: tuple[str, ...]
    asked: NDArray[np.bool_]
    priority: NDArray[np.bool_]
    opportunity: NDArray[np.bool_]

    def of_unit(self, unit: str) -> tuple[str, ...]:
        """The indicators that are an opportunity at one unit."""
        place = self.units.index(unit)
        return tuple(r for r, here in zip(self.ratings, self.opportunity[place], strict=True) if here)


def opportunities(
    instrument: Instrument, waves: Mapping[str | None, Responses], unit: str, informant: str
) -> tuple[Opportunities, ...]:
    """Joint priorities of every wave and declared score; units without a form of every kind are left out."""
    found = []
    for declared in instrument.scores:
        for responses in waves.values() if declared.rule == RULE else ():
            one = _of_wave(declared, responses, unit, informant)
            if one is not None:
                found.append(one)
    return tuple(found)


def opportunity_table(found: tuple[Opportunities, ...], level: float) -> Table:
    """For every indicator the share of units where it is a joint priority, and where it is an opportunity."""
    return Table.of(r for one in found for r in _rows(one, level))


def _of_wave(declared: ScoreRule, responses: Responses, unit: str, informant: str) -> Opportunities | None:
    forms = collect_forms(responses, unit, informant)
    ratings, priorities = (_listed(declared.inputs[name]) for name in ("rating", "priority"))
    if forms is None or len(forms.kinds) < 2 or not {*ratings, *priorities} <= set(responses.items):
        return None
    rated = responses.values[:, [responses.items.index(i) for i in ratings]]
    wanted = responses.values[:, [responses.items.index(i) for i in priorities]]
    rows = [[r for kind in forms.kinds for r in forms.rows[u, kind]] for u in forms.complete]
    shape = (len(rows), len(ratings))
    asked, priority, low = (np.zeros(shape, dtype=np.bool_) for _ in range(3))
    at_most = float(declared.params["at_most"])
    for place, of_unit in enumerate(rows):
        mine, marks = rated[of_unit], wanted[of_unit]
        asked[place] = np.isfinite(mine).all(axis=0) & np.isfinite(marks).all(axis=0)
        priority[place] = asked[place] & (marks == 1).all(axis=0)
        low[place] = priority[place] & (_means(mine) <= at_most)
    return Opportunities(
        score=declared.id,
        wave=responses.wave,
        at_most=at_most,
        ratings=ratings,
        units=forms.complete,
        asked=asked,
        priority=priority,
        opportunity=low,
    )


def _means(ratings: Array) -> Array:
    """Means of complete columns; nan for the others."""
    means: Array = ratings.mean(axis=0)
    return means


def _listed(source: str | tuple[str, ...]) -> tuple[str, ...]:
    return (source,) if isinstance(source, str) else tuple(source)


def _rows(one: Opportunities, level: float) -> Iterator[Row]:
    for k, item in enumerate(one.ratings):
        n = int(one.asked[:, k].sum())
        for statistic, marks in (("joint_priority", one.priority), ("opportunity", one.opportunity)):
            found = share(int(marks[:, k].sum()), n, level)
            yield row(statistic, found, model=MODEL, item=item, factor=one.score, wave=one.wave)
