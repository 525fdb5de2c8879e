"""What is needed most: importance less adequacy by area, group and topic, and how alike groups rank it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mtle_survey.evidence.rule_numbers import Ruled, numbers
from mtle_survey.instrument.model import Instrument, ScoreRule
from mtle_survey.responses import Responses
from mtle_survey.scores import Scores
from mtle_survey.stats.agreement.kendall_w import kendall_w
from mtle_survey.stats.change.direction import share
from mtle_survey.stats.description.mean import mean
from mtle_survey.stats.estimate import Array, not_available
from mtle_survey.table import About, Row, Table, row

MODEL = "needs"
RULE = "need"
FEWEST_IN_GROUP = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One item that was rated for importance and for adequacy.

    Attributes
    ----------
    base : str
        Id of the item before its aspects.
    importance, adequacy : str
        Ids of the two ratings.
    """

    base: str
    importance: str
    adequacy: str


def declared_needs(instrument: Instrument) -> tuple[ScoreRule, ...]:
    """The scores that the instrument declares as needs."""
    return tuple(score for score in instrument.scores if score.rule == RULE)


def topics(instrument: Instrument, declared: ScoreRule) -> tuple[Topic, ...]:
    """The topics of an area, in declared order."""
    rated = {
        side: {instrument.item[i].base or i: i for i in _items(instrument, declared, side)}
        for side in ("importance", "adequacy")
    }
    return tuple(
        Topic(base=base, importance=item, adequacy=rated["adequacy"][base])
        for base, item in rated["importance"].items()
        if base in rated["adequacy"]
    )


def needs(
    instrument: Instrument,
    waves: Mapping[str | None, Responses],
    scores: Mapping[str | None, Scores],
    ruled: Ruled,
    groups: Sequence[str],
    level: float,
) -> Table:
    """Mean need of every area for everyone and by group, Kendall's W of the groups, and agreement on topics.

    The judges of W are the groups of a field that have at least five members, the objects the areas about
    which each of them was asked: an area that a group never saw is not a missing answer and is left out.
    ``rated_high`` is the share of those asked whose importance rating lies in the upper half of the options.
    """
    declared = declared_needs(instrument)
    rows: list[Row] = []
    for wave, columns in ruled.items():
        found = {score.id: numbers(columns[score.id]) for score in declared if score.id in columns}
        if not found:
            continue
        for score in declared:
            if score.id in found:
                rows += _area(score, found[score.id], scores[wave], level)
        for field in groups:
            if field in waves[wave].fields:
                rows += _by_group(found, waves[wave].fields[field], field, wave, level)
        for score in declared:
            for topic in topics(instrument, score) if score.id in found else ():
                rows += _topic(instrument, waves[wave], topic, level)
    return Table.of(rows)


def _area(declared: ScoreRule, values: Array, scores: Scores, level: float) -> Iterator[Row]:
    """The mean need, and importance and adequacy (``factor``) of the people it rests on."""
    about: About = {"model": MODEL, "scale": declared.id, "wave": scores.wave}
    yield row("mean", mean(values, level)[0], **about)
    for side in ("importance", "adequacy"):
        source = declared.inputs[side]
        if isinstance(source, str) and source in scores.scales:
            of_side: About = {**about, "factor": side}
            yield row("mean", mean(scores.of(source)[np.isfinite(values)], level)[0], **of_side)


def _items(instrument: Instrument, declared: ScoreRule, side: str) -> tuple[str, ...]:
    source = declared.inputs[side]
    sources = (source,) if isinstance(source, str) else source
    return tuple(
        item
        for one in sources
        for item in (instrument.scale_items(one) if one in instrument.scale else (one,))
    )


def _by_group(
    found: Mapping[str, Array], members: NDArray[np.object_], field: str, wave: str | None, level: float
) -> Iterator[Row]:
    judged: dict[str, dict[str, float]] = {}
    for group in sorted({str(m) for m in members if m is not None}):
        here = np.array([m is not None and str(m) == group for m in members], dtype=bool)
        for area, values in found.items():
            estimate = mean(values[here], level)[0]
            if estimate.n:
                about: About = {"model": MODEL, "scale": area, "wave": wave, "group": f"{field}={group}"}
                yield row("mean", estimate, **about)
                if estimate.n >= FEWEST_IN_GROUP:
                    judged.setdefault(group, {})[area] = estimate.value
    yield _concordance(judged, tuple(found), field, wave)


def _concordance(
    judged: Mapping[str, Mapping[str, float]], areas: Sequence[str], field: str, wave: str | None
) -> Row:
    """Kendall's W; rows of ``with`` name the areas that every judge ranks."""
    common = [area for area in areas if judged and all(area in given for given in judged.values())]
    about: About = {"model": MODEL, "factor": field, "with_": ", ".join(common) or None, "wave": wave}
    if len(judged) < 2 or len(common) < 2:
        reason = (
            f"groups of at least {FEWEST_IN_GROUP} people: {len(judged)}; areas that each of them was asked "
            f"about: {len(common)}; at least 2 of both are needed"
        )
        return row("kendall_w", not_available(reason, n=len(judged)), **about)
    return row("kendall_w", kendall_w(np.array([[g[a] for a in common] for g in judged.values()])), **about)


def _topic(instrument: Instrument, responses: Responses, topic: Topic, level: float) -> Iterator[Row]:
    if topic.importance not in responses.items:
        return
    ratings = responses.values[:, responses.items.index(topic.importance)]
    given = ratings[np.isfinite(ratings)]
    codes = np.sort(instrument.format_of(topic.importance).codes)
    high = codes[(len(codes) + 1) // 2 :]
    agreed = share(int(np.isin(given, high).sum()), len(given), level)
    yield row("rated_high", agreed, model=MODEL, item=topic.importance, wave=responses.wave)
