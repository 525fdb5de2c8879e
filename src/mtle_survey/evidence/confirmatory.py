"""Does the declared structure fit? Every estimator's row, the ineligible ones with their reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mtle_survey.evidence.confirmatory_rows import fit_rows
from mtle_survey.evidence.declared_structure import DeclaredStructure
from mtle_survey.evidence.structure import StructureData
from mtle_survey.stats.estimate import not_available
from mtle_survey.stats.structure.cfa.cfa import ESTIMATORS, cfa
from mtle_survey.stats.structure.cfa.result import Cfa
from mtle_survey.stats.structure.cfa.tailored import SAMPLES, Tailored, tailored_cut_offs
from mtle_survey.stats.structure.correlation.polychoric import polychoric
from mtle_survey.stats.structure.gates import CFA_WARNED_BELOW
from mtle_survey.table import Table, row


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
