"""What judges say about the relevance of items: a file of ratings, and indices by item and scale."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mtle_survey.counting import counted
from mtle_survey.errors import MtleError, Problem, problem
from mtle_survey.instrument.lint import MIN_ITEM_CVI, MIN_RATERS
from mtle_survey.instrument.model import Instrument
from mtle_survey.instrument.suggest import did_you_mean
from mtle_survey.readers.common.open import open_source
from mtle_survey.stats.content_validity.aiken_v import aiken_v
from mtle_survey.stats.content_validity.item_cvi import item_cvi
from mtle_survey.stats.content_validity.ratings import HIGH, LOW
from mtle_survey.stats.content_validity.scale_cvi_average import scale_cvi_average
from mtle_survey.stats.content_validity.scale_cvi_universal import scale_cvi_universal
from mtle_survey.stats.estimate import Array
from mtle_survey.table import Row, Table, row

JUDGE_COLUMNS = frozenset({"judge", "expert", "rater", "name"})


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeRatings:
    """Relevance of items, 1 to 4, by judges.

    Attributes
    ----------
    items : tuple of str
        Declared items; one with several aspects stands once.
    values : (r, k) float array
        nan where a judge gave none.
    """

    items: tuple[str, ...]
    values: Array


def read_ratings(path: str | Path, instrument: Instrument) -> JudgeRatings:
    """Ratings from a table: one row per judge, one column per item id; a column of names is set aside.

    Raises
    ------
    MtleError
        X030, for every column and cell that cannot be used; R-codes, if the file cannot be read.
    """
    source = open_source(path)
    file = str(path)
    if source.grid is None:
        raise MtleError([problem("X030", file=file, found=source.kind, reason="It is no table")])
    declared = list(dict.fromkeys(item.base or item.id for item in instrument.items))
    header = [name.strip() for name in source.grid.record(0)]
    places = [p for p, name in enumerate(header) if name and name.casefold() not in JUDGE_COLUMNS]
    problems = [
        problem(
            "X030",
            file=file,
            column=header[p],
            found=f"column “{header[p]}”",
            reason=f"There is no such item. {did_you_mean(header[p], declared)}".rstrip(" .?"),
        )
        for p in places
        if header[p] not in declared
    ]
    places = [p for p in places if header[p] in declared]
    rows = range(1, len(source.grid.rows))
    values = np.full((len(rows), len(places)), math.nan)
    for i, place in enumerate(rows):
        record = source.grid.record(place)
        for k, p in enumerate(places):
            rating = _rating(record[p])
            if rating is None:
                reason = f"A rating is one of {LOW:g}, 2, 3, {HIGH:g}, or empty"
                problems.append(
                    problem(
                        "X030",
                        file=file,
                        row=int(source.grid.rows[place]),
                        column=header[p],
                        found=f"“{record[p]}”",
                        reason=reason,
                    )
                )
            else:
                values[i, k] = rating
    if not problems and (not places or not len(rows)):
        problems.append(problem("X030", file=file, found="nothing", reason="It has no judge, or no item"))
    if problems:
        raise MtleError(problems)
    return JudgeRatings(items=tuple(header[p] for p in places), values=values)


def content_validity(ratings: JudgeRatings, instrument: Instrument, level: float = 0.95) -> Table:
    """I-CVI and Aiken's V of every rated item; S-CVI of every scale, and of all rated items together."""
    rows: list[Row] = []
    for statistic, estimates in (
        ("item_cvi", item_cvi(ratings.values, level)),
        ("aiken_v", aiken_v(ratings.values, level=level)),
    ):
        rows += [row(statistic, e, item=i) for i, e in zip(ratings.items, estimates, strict=True)]
    rows += _scale_rows(ratings.values, None)
    for scale in instrument.scored_scales():
        members = _members(instrument, scale.id)
        if any(item in ratings.items for item in members):
            values = np.full((ratings.values.shape[0], len(members)), math.nan)
            for k, item in enumerate(members):
                if item in ratings.items:
                    values[:, k] = ratings.values[:, ratings.items.index(item)]
            rows += _scale_rows(values, scale.id)
    return Table.of(rows)


def content_problems(ratings: JudgeRatings, instrument: Instrument) -> tuple[Problem, ...]:
    """Items below the bar, items that nobody rated, and too few judges."""
    found: list[Problem] = []
    for item, estimate in zip(ratings.items, item_cvi(ratings.values), strict=True):
        if estimate.available and estimate.value < MIN_ITEM_CVI:
            relevant = round(estimate.value * estimate.n)
            reason = f"{relevant} of {estimate.n} judges find it relevant; {MIN_ITEM_CVI:.0%} are wanted"
            found.append(problem("X031", item=item, found=f"{item}: {estimate.value:.2f}", reason=reason))
    rated = set(ratings.items)
    scored = dict.fromkeys(i for scale in instrument.scored_scales() for i in _members(instrument, scale.id))
    unrated = [item for item in scored if item not in rated]
    if unrated:
        found.append(problem("X032", found=", ".join(unrated[:6]), count=len(unrated)))
    if ratings.values.shape[0] < MIN_RATERS:
        missing = f"only {counted(ratings.values.shape[0], 'judge')}; at least {MIN_RATERS} are needed"
        found.append(problem("I100", found=instrument.id, missing=missing))
    return tuple(found)


def review_text(ratings: JudgeRatings) -> str:
    """The lines that record the ratings in the instrument file."""
    shares = ", ".join(
        f"{item}: {estimate.value:.2f}"
        for item, estimate in zip(ratings.items, item_cvi(ratings.values), strict=True)
        if estimate.available
    )
    return f"review:\n  content_validity: {{raters: {ratings.values.shape[0]}, ratings: {{{shares}}}}}"


def _scale_rows(values: Array, scale: str | None) -> Iterator[Row]:
    yield row("scale_cvi_average", scale_cvi_average(values), scale=scale)
    yield row("scale_cvi_universal", scale_cvi_universal(values), scale=scale)


def _members(instrument: Instrument, scale: str) -> Sequence[str]:
    """Declared items of a scale, each once."""
    items = (instrument.item[item] for item in instrument.scale_items(scale))
    return list(dict.fromkeys(item.base or item.id for item in items))


def _rating(cell: str) -> float | None:
    """The rating, nan for an empty cell, None for anything else."""
    if not cell.strip():
        return math.nan
    return float(cell) if cell.strip() in {"1", "2", "3", "4"} else None
