"""Exploratory and confirmatory factor analysis from sums and tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from mtle_survey.aggregates.keying import keyed
from mtle_survey.aggregates.model import Aggregates, Block
from mtle_survey.aggregates.wanted import own_scales
from mtle_survey.counting import counted
from mtle_survey.errors import UsageError
from mtle_survey.evidence.confirmatory import ConfirmatoryEvidence, no_declared_factor
from mtle_survey.evidence.confirmatory_rows import fit_rows
from mtle_survey.evidence.declared_structure import DeclaredStructure
from mtle_survey.evidence.exploration import Exploration, ItemSet, StructureRequest, explored
from mtle_survey.evidence.item_correlations import (
    CONSTANT,
    ItemCorrelations,
    made_usable,
    no_correlations,
)
from mtle_survey.instrument.model import Instrument
from mtle_survey.stats.estimate import Array
from mtle_survey.stats.structure.cfa.cfa import ESTIMATORS, cfa_of_moments
from mtle_survey.stats.structure.cfa.result import Cfa, no_solution
from mtle_survey.stats.structure.correlation.choice import CorrelationChoice, choose_correlation_of
from mtle_survey.stats.structure.correlation.pearson import Moments, correlation_of
from mtle_survey.stats.structure.correlation.polychoric import polychoric_from_tables
from mtle_survey.stats.structure.retention.panel import FactorPanel, factor_panel_of
from mtle_survey.stats.structure.retention.parallel_analysis import parallel_analysis_of

LISTWISE = "listwise"
NO_TABLES = "the two-way tables, which polychoric correlations are made from, were withheld"
NEEDS_ROWS = "it needs the rows: tables hold complete answers added up, and no moments beyond the second"


def structure_block(
    instrument: Instrument, aggregates: Aggregates, wave: str | None, scales: Sequence[str]
) -> Block:
    """The block of the items whose structure is asked for, keyed.

    Raises
    ------
    UsageError
        There is no such wave, or these scales were not counted together.
    """
    waves = list(dict.fromkeys(block.wave for block in aggregates.blocks))
    if not waves:
        raise UsageError("the file of tables holds nothing")
    chosen = waves[0] if wave is None else wave
    if chosen not in waves:
        raise UsageError(f"there is no wave “{chosen}”; there are {', '.join(str(w) for w in waves)}")
    known = [scale.id for scale in own_scales(instrument)]
    about = None if not scales or set(scales) == set(known) else scales[0]
    if about is not None and len(scales) > 1:
        raise UsageError("tables hold single scales and all items together; name one scale, or none")
    for block in aggregates.blocks:
        if block.wave == chosen and block.scale == about:
            return keyed(block, instrument)
    raise UsageError(
        f"the file of tables has no scale “{about}”" if about else "it has no table of all items"
    )


def explored_tables(
    instrument: Instrument,
    block: Block,
    request: StructureRequest,
    progress: Callable[[str], None] = lambda _: None,
) -> Exploration:
    """Adequacy, number of factors and exploratory solutions of a block's items."""
    if request.correlation is None:
        choice = _choice(block)
    else:
        choice = CorrelationChoice(kind=request.correlation, reason="as asked for")
    correlations = _correlations(block, choice.kind)
    answers = None if block.withheld else block.distributions

    def panel() -> FactorPanel:
        R, cuts = _raw(block, choice.kind)
        parallel = parallel_analysis_of(
            R,
            block.n,
            answers,
            choice.kind,
            permutations=request.permutations,
            seed=request.seed,
        )
        return factor_panel_of(R, parallel, request.seed, cuts)

    these = ItemSet(
        wave=block.wave,
        items=block.items,
        n=block.n,
        choice=choice,
        correlations=correlations,
        panel=panel,
        complete=None,
        thresholds=lambda: _raw(block, choice.kind)[1],
    )
    return explored(instrument, these, request, progress=progress)


def _choice(block: Block) -> CorrelationChoice:
    answers = None if block.withheld else block.distributions
    if answers is None or block.cross_tables is None:
        return CorrelationChoice(kind="pearson", reason="two-way tables were withheld")
    return choose_correlation_of(answers, block.n)


def _correlations(block: Block, kind: str) -> ItemCorrelations:
    n, p = block.n, len(block.items)
    tables = block.cross_tables
    if block.withheld:
        return no_correlations(kind, LISTWISE, 0, p, block.withheld)
    if n < 2:
        return no_correlations(kind, LISTWISE, n, p, counted(n, "complete respondent"))
    if (np.diag(block.moments.covariance) <= 0).any():
        return no_correlations(kind, LISTWISE, n, p, CONSTANT)
    if kind == "pearson":
        return made_usable(correlation_of(block.moments.covariance), n, kind)
    if tables is None:
        return no_correlations(kind, LISTWISE, n, p, NO_TABLES)
    found = polychoric_from_tables(tables)
    upper = np.triu_indices(p, 1)
    empty, limit = int(found.zero_cells[upper].sum()), int(found.boundary[upper].sum())
    return made_usable(found.R, n, kind, LISTWISE, empty, limit)


def _raw(block: Block, kind: str) -> tuple[Array, tuple[Array, ...]]:
    """The correlations as they are, not made consistent, and the thresholds of polychoric ones."""
    tables = block.cross_tables
    if kind == "polychoric" and tables is not None:
        found = polychoric_from_tables(tables)
        return found.R, found.thresholds
    return correlation_of(block.moments.covariance), ()


def confirmed_tables(block: Block, declared: DeclaredStructure, level: float) -> ConfirmatoryEvidence:
    """The declared structure by maximum likelihood; the other estimators are refused."""
    if declared.model is None:
        return no_declared_factor(declared, block.n, block.wave)
    fits: dict[str, Cfa] = {}
    for estimator in ESTIMATORS:
        if block.withheld or estimator != "ml":
            fits[estimator] = no_solution(
                declared.model, f"cfa_{estimator}", block.n, block.withheld or NEEDS_ROWS
            )
        else:
            fits[estimator] = cfa_of_moments(_moments_of(block, declared.items), declared.model)
    return ConfirmatoryEvidence(
        declared=declared, fits=fits, table=fit_rows(fits, declared, block.wave, level)
    )


def _moments_of(block: Block, items: Sequence[str]) -> Moments:
    place = [block.items.index(i) for i in items]
    every = block.moments
    return Moments(n=every.n, mean=every.mean[place], covariance=every.covariance[np.ix_(place, place)])
