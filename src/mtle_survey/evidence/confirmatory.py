"""Does the declared structure fit? Every estimator's row, the ineligible ones with their reason."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mtle_survey.evidence.structure import StructureData
from mtle_survey.instrument.model import Instrument
from mtle_survey.stats.distributions import z_critical
from mtle_survey.stats.estimate import Array, Estimate, Interval, not_available
from mtle_survey.stats.structure.cfa.cfa import ESTIMATORS, cfa
from mtle_survey.stats.structure.cfa.result import Cfa
from mtle_survey.stats.structure.cfa.structure import FactorStructure
from mtle_survey.stats.structure.cfa.tailored import SAMPLES, Tailored, tailored_cut_offs
from mtle_survey.stats.structure.correlation.polychoric import polychoric
from mtle_survey.stats.structure.fit.rmsea import close_fit_power
from mtle_survey.stats.structure.gates import CFA_WARNED_BELOW
from mtle_survey.table import Row, Table, row

FEWEST_ITEMS = 2
LISTED_INDICES = 10
LISTED_RESIDUAL = 0.10
INDICES = (
    "chi2", "chi2_scaled", "cfi", "cfi_scaled", "cfi_robust", "tli", "tli_scaled", "tli_robust",
    "rmsea", "rmsea_scaled", "rmsea_robust", "srmr",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredStructure:
    """What is to be tested on the items at hand.

    Attributes
    ----------
    names : tuple of str
        Factors: scale ids, or the names the instrument gives them.
    model : FactorStructure or None
        None where no factor has two items here.
    items : tuple of str
        Items of the model, in the order of its columns.
    left_out : tuple of str
        Factors with fewer than two items in this wave.
    """

    names: tuple[str, ...]
    model: FactorStructure | None
    items: tuple[str, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmatoryEvidence:
    """All estimators on one structure.

    Attributes
    ----------
    declared : DeclaredStructure
    fits : mapping of estimator to Cfa
    table : Table
    """

    declared: DeclaredStructure
    fits: Mapping[str, Cfa]
    table: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class TailoredEvidence:
    """Cut-offs made for the declared structure.

    Attributes
    ----------
    estimator : str
    result : Tailored
    table : Table
    """

    estimator: str
    result: Tailored
    table: Table


def declared_structure(instrument: Instrument, items: Sequence[str]) -> DeclaredStructure:
    """The instrument's structure on the items at hand; by default one factor per scale that has items."""
    own = instrument.structure
    by_scale = {s.id: s.items for s in instrument.scales if s.items}
    factors = by_scale if own is None else dict(own.factors)
    here = {name: tuple(i for i in members if i in items) for name, members in factors.items()}
    usable = {name: members for name, members in here.items() if len(members) >= FEWEST_ITEMS}
    left_out = tuple(name for name, members in here.items() if 0 < len(members) < FEWEST_ITEMS)
    if not usable:
        return DeclaredStructure(names=(), model=None, items=(), left_out=left_out)
    columns = tuple(dict.fromkeys(i for members in usable.values() for i in members))
    place, names = {item: k for k, item in enumerate(columns)}, tuple(usable)
    higher = {} if own is None else own.second_order
    model = FactorStructure(
        n_items=len(columns),
        factors=tuple(tuple(place[i] for i in members) for members in usable.values()),
        second_order=tuple(tuple(names.index(f) for f in fs if f in names) for fs in higher.values()),
        bifactor=own is not None and own.bifactor,
        residuals=tuple(
            (place[pair.items[0]], place[pair.items[1]])
            for pair in (() if own is None else own.residuals)
            if pair.items[0] in place and pair.items[1] in place
        ),
    )
    return DeclaredStructure(names=names, model=model, items=columns, left_out=left_out)


def declared_target(declared: DeclaredStructure, items: Sequence[str]) -> Array:
    """(p, k) loadings that a target rotation aims at: 0 off the declared factors, nan (free) on them."""
    target = np.zeros((len(items), len(declared.names)))
    for j, members in enumerate(declared.model.factors if declared.model is not None else ()):
        target[[items.index(declared.items[i]) for i in members], j] = np.nan
    return target


def tailored(
    data: StructureData, found: ConfirmatoryEvidence, estimator: str, seed: int, samples: int = SAMPLES
) -> TailoredEvidence:
    """Cut-offs tailored to one estimator's fit; items are cut into their observed categories."""
    x = data.x[:, [data.items.index(i) for i in found.declared.items]]
    fit = found.fits[estimator]
    cuts = polychoric(x).thresholds if fit.admissible else ()
    result = tailored_cut_offs(fit, cuts, samples=samples, seed=seed)
    model, rows = fit.estimator, []
    for statistic in ("cut_off_srmr", "cut_off_rmsea", "cut_off_cfi") if result.unavailable else ():
        rows.append(row(statistic, not_available(result.unavailable, n=fit.n), model=model, wave=data.wave))
    for level in result.levels:
        for index, cut in level.cut_offs.items():
            rows.append(row(f"cut_off_{index.split('_')[0]}", cut, model=model, wave=data.wave))
    return TailoredEvidence(estimator=estimator, result=result, table=Table.of(rows))


def confirm(
    data: StructureData, declared: DeclaredStructure, level: float, progress: Callable[[str], None]
) -> ConfirmatoryEvidence:
    """Fit the declared structure by every estimator."""
    if declared.model is None:
        return no_declared_factor(declared, len(data.all_rows), data.wave)
    x = data.all_rows[:, [data.items.index(i) for i in declared.items]]
    fits: dict[str, Cfa] = {}
    for estimator in ESTIMATORS:
        progress(f"confirmatory factor analysis: {estimator}")
        fits[estimator] = cfa(x, declared.model, estimator)
    return ConfirmatoryEvidence(
        declared=declared, fits=fits, table=fit_rows(fits, declared, data.wave, level)
    )


def no_declared_factor(declared: DeclaredStructure, n: int, wave: str | None) -> ConfirmatoryEvidence:
    """What stands in place of fits where no factor has two items."""
    refused = not_available("no declared factor has two items in this wave", n=n)
    rows = [row("chi2", refused, model=f"cfa_{e}", wave=wave) for e in ESTIMATORS]
    return ConfirmatoryEvidence(declared=declared, fits={}, table=Table.of(rows))


def fit_rows(fits: Mapping[str, Cfa], declared: DeclaredStructure, wave: str | None, level: float) -> Table:
    """Indices, loadings and modification indices of every estimator."""
    return Table.of(r for found in fits.values() for r in _rows(found, declared, wave, level))


def _rows(found: Cfa, declared: DeclaredStructure, wave: str | None, level: float) -> Iterator[Row]:
    model, n = found.estimator, found.n
    for statistic in INDICES:
        if statistic in found.fit:
            yield row(statistic, found.fit[statistic], model=model, wave=wave)
    yield row("close_fit_power", close_fit(found), model=model, wave=wave)
    solution = found.standardised
    for j, (factor, members) in enumerate(zip(declared.names, found.structure.factors, strict=True)):
        for i in members:
            estimate = (
                _refused(found)
                if solution is None
                else _number(solution.loading[i, j], solution.loading_se[i, j], n, found, level)
            )
            yield row("loading_std", estimate, model=model, item=declared.items[i], factor=factor, wave=wave)
        ave = (
            _refused(found)
            if solution is None
            else _number(found.average_variance_extracted[j], math.nan, n, found, level)
        )
        yield row("ave", ave, model=model, factor=factor, wave=wave)
        for other in range(j + 1, len(declared.names)):
            correlation = (
                _refused(found)
                if solution is None
                else _number(
                    solution.factor_correlation[j, other],
                    solution.factor_correlation_se[j, other],
                    n,
                    found,
                    level,
                )
            )
            yield row(
                "factor_correlation",
                correlation,
                model=model,
                factor=factor,
                with_=declared.names[other],
                wave=wave,
            )
            if solution is not None:
                yield row(
                    "htmt",
                    _number(found.htmt[j, other], math.nan, n, found, level),
                    model=model,
                    factor=factor,
                    with_=declared.names[other],
                    wave=wave,
                )
    for a, b in residuals_beyond(found, LISTED_RESIDUAL) if found.admissible else ():
        yield row(
            "residual_correlation",
            Estimate(value=float(found.residual_correlation[a, b]), n=n),
            model=model,
            item=declared.items[a],
            with_=declared.items[b],
            wave=wave,
        )
    for index in found.modification[:LISTED_INDICES] if found.admissible else ():
        loading = index.kind == "loading"
        estimate = Estimate(
            value=index.index, n=n, method=f"{index.kind}; expected change {index.expected_change:.3f}"
        )
        yield row(
            "modification_index",
            estimate,
            model=model,
            item=declared.items[index.item],
            factor=declared.names[index.other] if loading and index.other < len(declared.names) else None,
            with_=None if loading else declared.items[index.other],
            wave=wave,
        )


def _refused(found: Cfa) -> Estimate:
    return not_available(found.unavailable or "there is no solution", n=found.n)


def _number(value: float, error: float, n: int, found: Cfa, level: float) -> Estimate:
    if not math.isfinite(value):
        return not_available(found.unavailable or "not determined by this solution", n=n)
    if found.unavailable:
        return not_available(f"improper solution: {found.unavailable}", n=n)
    z = z_critical(level)
    interval = (
        Interval(low=value - z * error, high=value + z * error, level=level) if math.isfinite(error) else None
    )
    return Estimate(value=float(value), n=n, std_error=float(error), interval=interval)


def close_fit(found: Cfa) -> Estimate:
    """Power of the test of close fit (RMSEA .05) if the truth is .08, or why there is none.

    References
    ----------
    MacCallum, R. C., Browne, M. W., & Sugawara, H. M. (1996). Power analysis and determination of sample
    size for covariance structure modeling. Psychological Methods, 1, 130-149.
    https://doi.org/10.1037/1082-989X.1.2.130
    """
    if not found.admissible:
        return _refused(found)
    if found.df <= 0:
        return not_available("the model has no degrees of freedom, so its fit cannot be tested", n=found.n)
    return Estimate(
        value=close_fit_power(found.df, found.n), n=found.n, method=".05 against .08", df=found.df
    )


def shown_fit(found: ConfirmatoryEvidence, estimator: str | None = None) -> tuple[str, Cfa] | None:
    """The estimator to look at, asked for or suitable; None where none has a solution.

    Ordered items are for ``wlsmv`` from 200 respondents on; below, ``mlr`` is steadier.
    """
    usable = {name: fit for name, fit in found.fits.items() if fit.admissible}
    if not usable:
        return None
    if estimator in usable:
        return estimator, usable[estimator]
    ordered = usable.get("wlsmv")
    first = "wlsmv" if ordered is not None and ordered.n >= CFA_WARNED_BELOW else "mlr"
    chosen = first if first in usable else next(iter(usable))
    return chosen, usable[chosen]


def residuals_beyond(found: Cfa, limit: float) -> NDArray[np.int64]:
    """(m, 2) pairs of items whose residual correlation exceeds a limit in size."""
    size = np.abs(np.triu(np.nan_to_num(found.residual_correlation), 1))
    return np.argwhere(size > limit).astype(np.int64)
