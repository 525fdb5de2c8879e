"""Each factor as one trait: how its items follow it, how precisely, and whether groups answer them alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from mtle_survey.evidence.declared_structure import DeclaredStructure
from mtle_survey.evidence.structure import StructureData
from mtle_survey.responses import Responses
from mtle_survey.stats.change.holm import holm
from mtle_survey.stats.distributions import z_critical
from mtle_survey.stats.estimate import Array, Estimate, Interval, not_available
from mtle_survey.stats.structure.irt.graded_response import GradedResponse, graded_response
from mtle_survey.stats.structure.irt.item_bias import ItemBias, item_bias
from mtle_survey.stats.structure.irt.item_fit import item_fit
from mtle_survey.stats.structure.irt.precision import TraitPrecision, trait_precision
from mtle_survey.table import About, Row, Table, row

MODEL = "irt"
METHOD = "graded_response"
SHOWN_TRAIT = (-2.0, -1.0, 0.0, 1.0, 2.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class TraitEvidence:
    """One factor's graded response model.

    Attributes
    ----------
    factor : str
    items : tuple of str
    fitted : GradedResponse
    precision : TraitPrecision or None
        None where there is no model.
    fit : tuple of Estimate
        S-X2 of each item.
    bias : tuple of ItemBias
        Of each item between the groups; empty where none were named.
    bias_holm : tuple of float
        p-values of the total test, by Holm's correction within the factor.
    """

    factor: str
    items: tuple[str, ...]
    fitted: GradedResponse
    precision: TraitPrecision | None
    fit: tuple[Estimate, ...]
    bias: tuple[ItemBias, ...]
    bias_holm: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemResponseEvidence:
    """All factors.

    Attributes
    ----------
    traits : tuple of TraitEvidence
    groups : str or None
        The field whose groups were compared.
    table : Table
    """

    traits: tuple[TraitEvidence, ...]
    groups: str | None
    table: Table


def groups_of(responses: Responses, column: str, answered: Array) -> Array:
    """(m,) group of each respondent with an answer, numbered from 0; -1 where unknown."""
    values = np.array([None if v is None else str(v) for v in responses.fields[column]], dtype=object)
    known = sorted({v for v in values if v is not None})
    codes = np.array([-1 if v is None else known.index(v) for v in values], dtype=float)
    return codes[np.isfinite(answered).any(axis=1)]


def item_response(
    data: StructureData,
    declared: DeclaredStructure,
    groups: Array | None,
    column: str | None,
    level: float,
    progress: Callable[[str], None] = lambda _: None,
) -> ItemResponseEvidence:
    """Fit a graded response model to each declared factor.

    Parameters
    ----------
    data : StructureData
    declared : DeclaredStructure
    groups : (m,) float array, optional
        Group of each row of ``data.all_rows``, -1 where unknown.
    column : str, optional
        The field that they come from.
    level : float
        Confidence level.
    progress : callable
        Told what is being computed.
    """
    traits = []
    for factor, members in zip(
        declared.names, declared.model.factors if declared.model is not None else (), strict=True
    ):
        progress(f"graded response model of {factor}")
        traits.append(_trait(data, factor, tuple(declared.items[i] for i in members), groups))
    rows = [r for trait in traits for r in _rows(trait, data.wave, column, level)]
    return ItemResponseEvidence(traits=tuple(traits), groups=column, table=Table.of(rows))


def _trait(data: StructureData, factor: str, items: tuple[str, ...], groups: Array | None) -> TraitEvidence:
    x = data.all_rows[:, [data.items.index(i) for i in items]]
    anyone = np.isfinite(x).any(axis=1)
    fitted = graded_response(x[anyone])
    if fitted.unavailable:
        return TraitEvidence(
            factor=factor, items=items, fitted=fitted, precision=None, fit=(), bias=(), bias_holm=()
        )
    precision = trait_precision(fitted)
    bias = (
        tuple(item_bias(x[anyone, j], precision.trait, groups[anyone]) for j in range(len(items)))
        if groups is not None
        else ()
    )
    return TraitEvidence(
        factor=factor,
        items=items,
        fitted=fitted,
        precision=precision,
        fit=item_fit(fitted),
        bias=bias,
        bias_holm=tuple(holm(np.array([found.total.p_value for found in bias])).tolist()),
    )


def _rows(trait: TraitEvidence, wave: str | None, column: str | None, level: float) -> Iterator[Row]:
    fitted = trait.fitted
    about: About = {"model": MODEL, "factor": trait.factor, "wave": wave}
    if fitted.unavailable or trait.precision is None:
        refused = not_available(fitted.unavailable, n=fitted.n, method=METHOD)
        for statistic in ("marginal_reliability", "empirical_reliability"):
            yield row(statistic, refused, **about)
        return
    for statistic in ("marginal_reliability", "empirical_reliability"):
        yield row(statistic, _number(float(getattr(trait.precision, statistic)), fitted.n), **about)
    for j, item in enumerate(trait.items):
        yield from _item_rows(trait, j, level, {**about, "item": item})
    for theta in SHOWN_TRAIT:
        place = int(np.argmin(np.abs(trait.precision.theta - theta)))
        information = _number(float(trait.precision.test[place]), fitted.n)
        at: About = {**about, "with_": f"{theta:g}"}
        yield row("test_information", information, **at)
    compared = trait.items if trait.bias else ()
    for item, found, p in zip(compared, trait.bias, trait.bias_holm, strict=True):
        yield from _bias_rows(found, p, {**about, "item": item, "with_": column})


def _item_rows(trait: TraitEvidence, j: int, level: float, about: About) -> Iterator[Row]:
    """How sharply an item tells people apart, where its steps lie, and how it fits."""
    fitted = trait.fitted
    slope = _estimated(float(fitted.slope[j]), float(fitted.slope_se[j]), fitted.n, level)
    yield row("discrimination", slope, **about)
    steps = zip(fitted.difficulty[j], fitted.difficulty_se[j], fitted.categories[j][1:], strict=True)
    for difficulty, error, answer in steps:
        step = _estimated(float(difficulty), float(error), fitted.n, level)
        at: About = {**about, "with_": f"{answer}"}
        yield row("category_difficulty", step, **at)
    yield row("item_fit", trait.fit[j], **about)


def _number(value: float, n: int) -> Estimate:
    return Estimate(value=value, n=n, method=METHOD)


def _estimated(value: float, error: float, n: int, level: float) -> Estimate:
    """A number of the model with its interval, where its standard error is known."""
    if not np.isfinite(error):
        return replace(_number(value, n), std_error=error)
    margin = z_critical(level) * error
    interval = Interval(low=value - margin, high=value + margin, level=level)
    return replace(_number(value, n), std_error=error, interval=interval)


def _bias_rows(found: ItemBias, p: float, about: About) -> Iterator[Row]:
    for estimate in (found.total, found.uniform, found.non_uniform):
        yield row("dif", estimate, headline=estimate.method == "total", **about)
    if found.total.available:
        n = found.total.n
        for statistic, value in (("dif_p_holm", p), ("dif_explained", found.explained)):
            estimate = Estimate(value=value, n=n, method="total")
            yield row(statistic, estimate, **about)
