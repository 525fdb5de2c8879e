"""Each factor as one trait: how its items follow it, how precisely, and whether groups answer them alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

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
from mtle_survey.table import Row, Table, row

MODEL = "irt"
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
    fitted, n = trait.fitted, trait.fitted.n
    if fitted.unavailable or trait.precision is None:
        refused = not_available(fitted.unavailable, n=n, method="graded_response")
        for statistic in ("marginal_reliability", "empirical_reliability"):
            yield row(statistic, refused, model=MODEL, factor=trait.factor, wave=wave)
        return
    z = z_critical(level)

    def number(value: float, error: float = float("nan")) -> Estimate:
        limits = Interval(low=value - z * error, high=value + z * error, level=level)
        return Estimate(
            value=value,
            n=n,
            method="graded_response",
            std_error=error,
            interval=limits if np.isfinite(error) else None,
        )

    for statistic in ("marginal_reliability", "empirical_reliability"):
        value = float(getattr(trait.precision, statistic))
        yield row(statistic, number(value), model=MODEL, factor=trait.factor, wave=wave)
    for j, item in enumerate(trait.items):
        slope = number(float(fitted.slope[j]), float(fitted.slope_se[j]))
        yield row("discrimination", slope, model=MODEL, factor=trait.factor, item=item, wave=wave)
        for k, (b, error) in enumerate(zip(fitted.difficulty[j], fitted.difficulty_se[j], strict=True)):
            step = f"{fitted.categories[j][k + 1]}"
            cut = number(float(b), float(error))
            yield row(
                "category_difficulty", cut, model=MODEL, factor=trait.factor, item=item, with_=step, wave=wave
            )
        yield row("item_fit", trait.fit[j], model=MODEL, factor=trait.factor, item=item, wave=wave)
    for theta in SHOWN_TRAIT:
        place = int(np.argmin(np.abs(trait.precision.theta - theta)))
        yield row(
            "test_information",
            number(float(trait.precision.test[place])),
            model=MODEL,
            factor=trait.factor,
            with_=f"{theta:g}",
            wave=wave,
        )
    compared = trait.items if trait.bias else ()
    for item, found, p in zip(compared, trait.bias, trait.bias_holm, strict=True):
        yield from _bias_rows(found, p, item, trait.factor, wave, column)


def _bias_rows(
    found: ItemBias, p: float, item: str, factor: str, wave: str | None, column: str | None
) -> Iterator[Row]:
    for estimate in (found.total, found.uniform, found.non_uniform):
        yield row("dif", estimate, model=MODEL, factor=factor, item=item, wave=wave, with_=column,
                  headline=estimate.method == "total")  # fmt: skip
    if found.total.available:
        n = found.total.n
        for statistic, value in (("dif_p_holm", p), ("dif_explained", found.explained)):
            estimate = Estimate(value=value, n=n, method="total")
            yield row(statistic, estimate, model=MODEL, factor=factor, item=item, wave=wave, with_=column)
