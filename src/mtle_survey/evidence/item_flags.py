"""What is worth a look in items and scales; nothing is ever dropped because of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeGuard

import numpy as np

from mtle_survey.evidence.cut_offs import CUT_OFFS, CutOff, cut_off
from mtle_survey.evidence.scale_answers import ScaleAnswers
from mtle_survey.instrument.model import Instrument
from mtle_survey.stats.gates import RELIABILITY_REFUSED_BELOW
from mtle_survey.stats.moments import correlation, sample_moments
from mtle_survey.stats.reliability.alpha import alpha_of_covariance
from mtle_survey.table import Row, Table

Weight = Literal["look", "serious"]
Place = tuple[str | None, str | None, str | None]

SHORT: Mapping[str, str] = {
    "mean_correlation_low": "items have little in common",
    "mean_correlation_high": "items say nearly the same",
    "near_floor": "many people at the bottom",
    "near_ceiling": "many people at the top",
    "item_rest_very_weak": "hardly goes with the scale",
    "item_rest_weak": "goes weakly with the scale",
    "alpha_gain": "alpha rises without it",
    "one_category": "nearly everyone gave one answer",
    "unused_answers": "{unused} of {asked} answers unused",
    "missing_much": "often left out",
    "missing": "left out by some",
    "skewness": "answers lean to one side",
    "kurtosis": "answers pile up",
    "redundant_pair": "nearly the same as {other}",
}
"""What each kind of remark says, in a few words."""
SERIOUS = frozenset({"item_rest_very_weak", "missing_much"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """One remark.

    Attributes
    ----------
    kind : str
        Stable id; ``flag_<kind>`` is the statistic in the table.
    weight : {"look", "serious"}
    short : str
        A few words for a table cell.
    value : float
        The number that led to it.
    n : int
        The count behind that number.
    cut_off : CutOff
        What it was held against, with its source.
    scale, item, with_, wave : str or None
        What it is about.
    """

    kind: str
    weight: Weight
    short: str
    value: float
    n: int
    cut_off: CutOff
    scale: str | None = None
    item: str | None = None
    with_: str | None = None
    wave: str | None = None


def item_flags(
    instrument: Instrument, answers: Iterable[ScaleAnswers], items: Table, description: Table, use: Table
) -> tuple[Flag, ...]:
    """Every remark about the items of each scale and about the scale itself.

    Parameters
    ----------
    instrument : Instrument
    answers : iterable of ScaleAnswers
    items : Table
        Item-rest correlations and alpha without each item.
    description : Table
        Description of items and scales.
    use : Table
        Shares of each answer.

    Notes
    -----
    Items are remarked on in the scales that name them, not again in totals over several scales. Two items
    share one correlation, so neither is remarked on for it. Nothing is remarked on from fewer than ten
    people. A wrongly keyed item is not a remark but an error, found elsewhere.
    """
    described = _by_place(description)
    rest = _by_place(items)
    used = _shares(use)
    found: list[Flag] = []
    for scale in answers:
        found += _of_scale(scale, described.get((scale.scale, None, scale.wave), {}))
        if instrument.scale[scale.scale].parts:
            continue
        for item in scale.items:
            found += _of_item(scale, item, rest.get((scale.scale, item, scale.wave), {}))
            found += _of_answers(
                scale, item, described.get((None, item, scale.wave), {}), used.get((item, scale.wave), [])
            )
        found += _redundant(scale)
    return tuple(found)


def flag_rows(flags: Sequence[Flag]) -> Table:
    """The remarks in the one table grammar: the estimate is the number that led to each."""
    return Table.of(
        Row(
            statistic=f"flag_{f.kind}",
            scale=f.scale,
            item=f.item,
            with_=f.with_,
            wave=f.wave,
            estimate=f.value,
            n=f.n,
            method=f"cut_off/{f.cut_off.value:g}",
            headline=True,
        )
        for f in flags
    )


def _of_scale(scale: ScaleAnswers, described: Mapping[str, Row]) -> Iterator[Flag]:
    S, n = sample_moments(scale.complete)
    k = len(scale.items)
    if n >= RELIABILITY_REFUSED_BELOW and k > 1:
        R = correlation(S)
        mean = float(R[np.triu_indices(k, 1)].mean())
        if mean < cut_off("mean_correlation_low"):
            yield _flag("mean_correlation_low", mean, n, scale)
        if mean > cut_off("mean_correlation_high"):
            yield _flag("mean_correlation_high", mean, n, scale)
    for end in ("near_floor", "near_ceiling"):
        share = described.get(end)
        if _carries(share) and _value(share) > cut_off(end):
            yield _shown(end, share, scale)


def _of_item(scale: ScaleAnswers, item: str, found: Mapping[str, Row]) -> Iterator[Flag]:
    rest, dropped = found.get("item_rest_correlation"), found.get("alpha_if_dropped")
    if _carries(rest) and len(scale.items) > 2:
        if _value(rest) < cut_off("item_rest_very_weak"):
            yield _shown("item_rest_very_weak", rest, scale, item)
        elif _value(rest) < cut_off("item_rest_weak"):
            yield _shown("item_rest_weak", rest, scale, item)
    if _carries(dropped):
        S, n = sample_moments(scale.complete)
        gain = _value(dropped) - float(alpha_of_covariance(S))
        if gain > cut_off("alpha_gain"):
            yield _flag("alpha_gain", gain, n, scale, item)


def _of_answers(
    scale: ScaleAnswers, item: str, described: Mapping[str, Row], shares: Sequence[Row]
) -> Iterator[Flag]:
    largest = max(shares, key=_value, default=None)
    if _carries(largest):
        unused = sum(share.estimate == 0.0 for share in shares)
        if _value(largest) >= cut_off("one_category"):
            yield _shown("one_category", largest, scale, item)
        if unused:
            flag = _flag("unused_answers", float(unused), largest.n or 0, scale, item)
            yield replace(flag, short=flag.short.format(unused=unused, asked=len(shares)))
    missing = described.get("missing")
    if _carries(missing) and _value(missing) > cut_off("missing_much"):
        yield _shown("missing_much", missing, scale, item)
    elif _carries(missing) and _value(missing) > cut_off("missing"):
        yield _shown("missing", missing, scale, item)
    for statistic in ("skewness", "kurtosis"):
        shape = described.get(statistic)
        if _carries(shape) and abs(_value(shape)) > cut_off(statistic):
            yield _shown(statistic, shape, scale, item)


def _redundant(scale: ScaleAnswers) -> Iterator[Flag]:
    S, n = sample_moments(scale.complete)
    if n < RELIABILITY_REFUSED_BELOW:
        return
    R = correlation(S)
    for i, j in zip(*np.triu_indices(len(scale.items), 1), strict=True):
        if abs(R[i, j]) > cut_off("redundant_pair"):
            other = scale.items[j]
            flag = _flag("redundant_pair", float(R[i, j]), n, scale, scale.items[i])
            yield replace(flag, short=flag.short.format(other=other), with_=other)


def _flag(kind: str, value: float, n: int, scale: ScaleAnswers, item: str | None = None) -> Flag:
    return Flag(
        kind=kind,
        weight="serious" if kind in SERIOUS else "look",
        short=SHORT[kind],
        value=value,
        n=n,
        cut_off=CUT_OFFS[kind],
        scale=scale.scale,
        item=item,
        wave=scale.wave,
    )


def _shown(kind: str, row: Row, scale: ScaleAnswers, item: str | None = None) -> Flag:
    """A remark about a number that stands in the table."""
    return _flag(kind, _value(row), row.n or 0, scale, item)


def _carries(row: Row | None) -> TypeGuard[Row]:
    """Whether there is a number from enough people to remark on."""
    return row is not None and row.available and (row.n or 0) >= RELIABILITY_REFUSED_BELOW


def _value(row: Row) -> float:
    return 0.0 if row.estimate is None else row.estimate


def _by_place(table: Table) -> dict[Place, dict[str, Row]]:
    found: dict[Place, dict[str, Row]] = defaultdict(dict)
    for row in table:
        if row.headline:
            found[row.scale, row.item, row.wave][row.statistic] = row
    return found


def _shares(use: Table) -> dict[tuple[str | None, str | None], list[Row]]:
    found: dict[tuple[str | None, str | None], list[Row]] = defaultdict(list)
    for row in use:
        found[row.item, row.wave].append(row)
    return found
