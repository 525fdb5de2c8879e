"""Keyed answers and scale scores of one wave."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mtle_survey.instrument.model import Instrument, Scale
from mtle_survey.responses import Missing, Responses

Method = Literal["mean", "sum", "pomp"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """Scale scores of one wave and what they were made from.

    Attributes
    ----------
    wave : str or None
    items : tuple of str
        The rated items of the wave, as in its ``Responses``.
    scales : tuple of str
        Scales that can be scored from these items, in declared order.
    values : (n, s) float array
        Scores in the scale's metric; nan below the minimum answered.
    answered, applicable : (n, s) int array
        Items answered, and items administered that apply to the respondent.
    required : (n, s) int array
        Answers that the rule asks for.
    administered : mapping of scale to tuple of item ids
        The items each scale was scored on.
    left_out : mapping of scale to tuple of item ids
        Items of the scale that were not administered, or not in every wave.
    low, high, step, unit : mapping of scale to float
        The possible range of the score, what one response step is in its metric, and the score's units per
        unit of the mean of the items.
    keyed : mapping of scale to (n, k) float array
        Answers after reversal over the declared range, in the order of ``administered``.
    """

    wave: str | None
    items: tuple[str, ...]
    scales: tuple[str, ...]
    values: NDArray[np.float64]
    answered: NDArray[np.int64]
    applicable: NDArray[np.int64]
    required: NDArray[np.int64]
    administered: Mapping[str, tuple[str, ...]]
    left_out: Mapping[str, tuple[str, ...]]
    low: Mapping[str, float]
    high: Mapping[str, float]
    step: Mapping[str, float]
    unit: Mapping[str, float]
    keyed: Mapping[str, NDArray[np.float64]]

    def of(self, scale: str) -> NDArray[np.float64]:
        """The (n,) scores of one scale."""
        return self.values[:, self.scales.index(scale)]


def administered_items(instrument: Instrument, present: frozenset[str]) -> dict[str, tuple[str, ...]]:
    """The items that each scale can be scored on when only ``present`` items were asked.

    A scale made of parts is scored only where each of its parts has at least one item; a scale of two or
    more items needs at least two of them.
    """
    scored = {}
    for scale in instrument.scored_scales():
        items = tuple(i for i in instrument.scale_items(scale.id) if i in present)
        declared = instrument.scale_items(scale.id)
        if len(items) >= min(2, len(declared)) and _every_part_present(instrument, scale, present):
            scored[scale.id] = items
    return scored


def score(
    responses: Responses,
    only: Mapping[str, tuple[str, ...]] | None = None,
    method: Method | None = None,
) -> Scores:
    """Score one wave.

    Reversed answers are low + high − answer over the *declared* range. A mean is taken over the answered
    items when at least the required number is answered: half of the items, rounded up, and 2 when there
    are 2 or 3, unless the scale declares a share or a count. Items that do not apply to the respondent
    reduce the number of items, never below 2. A sum is items × mean, so that it means the same for
    everyone; POMP is 100 × (mean − low) / (high − low).

    Parameters
    ----------
    responses : Responses
    only : mapping of scale to item ids, optional
        Score these scales on these items, such as those common to several waves.
    method : str, optional
        ``mean``, ``sum`` or ``pomp`` for every scale, whatever it declares.
    """
    instrument = responses.instrument
    place = {item: k for k, item in enumerate(responses.items)}
    administered = administered_items(instrument, frozenset(responses.items))
    if only is not None:
        administered = {s: only[s] for s in administered if s in only}
    scales = tuple(administered)
    shape = (len(responses), len(scales))
    values, answered = np.full(shape, np.nan), np.zeros(shape, dtype=np.int64)
    applicable, required = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    low, high, step, unit, keyed = {}, {}, {}, {}, {}
    for s, scale_id in enumerate(scales):
        scale, items = instrument.scale[scale_id], administered[scale_id]
        columns = [place[i] for i in items]
        key = _keyed(instrument, scale_id, items, responses.values[:, columns])
        away = responses.reasons[:, columns] == Missing.NOT_APPLICABLE
        answered[:, s] = np.isfinite(key).sum(axis=1)
        applicable[:, s] = len(items) - away.sum(axis=1)
        required[:, s] = required_answers(len(items), applicable[:, s], scale.score.min_answered)
        enough = answered[:, s] >= required[:, s]
        means = np.full(len(responses), np.nan)
        means[enough] = np.nansum(key[enough], axis=1) / answered[enough, s]
        low[scale_id], high[scale_id], step[scale_id], unit[scale_id], offset = _metric(
            instrument, method or scale.score.method, items
        )
        values[:, s] = offset + unit[scale_id] * means
        keyed[scale_id] = key
    return Scores(
        wave=responses.wave,
        items=responses.items,
        scales=scales,
        values=values,
        answered=answered,
        applicable=applicable,
        required=required,
        administered=administered,
        left_out={s: tuple(i for i in instrument.scale_items(s) if i not in administered[s]) for s in scales},
        low=low,
        high=high,
        step=step,
        unit=unit,
        keyed=keyed,
    )


def required_answers(k: int, applicable: NDArray[np.int64], minimum: int | float | None) -> NDArray[np.int64]:
    """How many answers each respondent must have given.

    Parameters
    ----------
    k : int
        Items administered.
    applicable : (n,) int array
        Items that apply to each respondent.
    minimum : int, float or None
        A count (int), a share (float; met when answered / k, at two decimals, reaches it), or None for the
        default rule.
    """
    effective = np.maximum(applicable, min(2, k))
    if minimum is None:
        return np.asarray(np.maximum((effective + 1) // 2, np.minimum(effective, 2)))
    if isinstance(minimum, int):
        return np.full(len(applicable), minimum, dtype=np.int64)
    needed = np.array([_needed_for_share(size, minimum) for size in range(k + 1)], dtype=np.int64)
    return needed[effective]


def _needed_for_share(size: int, share: float) -> int:
    return next((a for a in range(size) if math.floor(a / size * 100 + 0.5) >= round(share * 100)), size)


def _keyed(
    instrument: Instrument, scale_id: str, items: tuple[str, ...], raw: NDArray[np.float64]
) -> NDArray[np.float64]:
    against = instrument.reverse_keyed(scale_id)
    flip = np.array([i in against for i in items])
    ends = np.array([instrument.format_of(i).low + instrument.format_of(i).high for i in items])
    return np.where(flip, ends - raw, raw)


def units(instrument: Instrument, scale: str, items: tuple[str, ...]) -> float:
    """Units of a scale's score to one unit of the mean of the items it is scored on."""
    return _metric(instrument, instrument.scale[scale].score.method, items)[3]


def _metric(
    instrument: Instrument, method: Method, items: tuple[str, ...]
) -> tuple[float, float, float, float, float]:
    """Low, high, one response step, units per unit of the items' mean, and the score of a mean of 0."""
    formats = [instrument.format_of(i) for i in items]
    low = sum(f.low for f in formats) / len(items)
    high = sum(f.high for f in formats) / len(items)
    step = sum(f.step for f in formats) / len(items)
    if method == "sum":
        factor, offset = float(len(items)), 0.0
    elif method == "pomp":
        factor = 100.0 / (high - low)
        offset = -factor * low
    else:
        factor, offset = 1.0, 0.0
    return offset + factor * low, offset + factor * high, factor * step, factor, offset


def _every_part_present(instrument: Instrument, scale: Scale, present: frozenset[str]) -> bool:
    return all(any(i in present for i in instrument.scale_items(part)) for part in scale.parts)
