"""Which structure the answers have: adequacy, number of factors, exploratory solutions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mtle_survey.evidence.exploratory import ExploratorySolution, exploratory_solution
from mtle_survey.evidence.exploratory_rows import solution_rows
from mtle_survey.evidence.item_correlations import ItemCorrelations, item_correlations
from mtle_survey.instrument.model import Instrument
from mtle_survey.responses import Responses
from mtle_survey.stats.estimate import Array, Estimate, not_available
from mtle_survey.stats.structure.adequacy.bartlett_chi2 import bartlett_chi2
from mtle_survey.stats.structure.adequacy.correlation_determinant import correlation_determinant
from mtle_survey.stats.structure.adequacy.kmo import kmo
from mtle_survey.stats.structure.correlation.choice import CorrelationChoice, choose_correlation
from mtle_survey.stats.structure.gates import too_few_for_efa
from mtle_survey.stats.structure.retention.panel import FactorPanel, factor_panel
from mtle_survey.table import Row, Table, row


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureData:
    """The answers whose structure is asked for.

    Attributes
    ----------
    wave : str or None
        One wave; waves are never stacked.
    items : tuple of str
    x : (n, p) float array
        Keyed answers of those who answered every item.
    all_rows : (m, p) float array
        Keyed answers of those who answered any of them; nan where missing.
    answered : int
        Respondents with any rated answer.
    rows : (n,) int array
        Spreadsheet row of each of those who answered every item.
    ids : tuple of str or None
        Their identifiers, where the export has them.
    """

    wave: str | None
    items: tuple[str, ...]
    x: Array
    all_rows: Array
    answered: int
    rows: NDArray[np.int64]
    ids: tuple[str | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureRequest:
    """How an exploration is to be done.

    Attributes
    ----------
    factors : int or None
        The number to extract; by default what the rules agree on, with its neighbours when they do not.
    correlation : {"pearson", "polychoric"} or None
        By default what suits the answers.
    estimator : {"minres", "ml", "paf"}
    rotation : str
        A preset of rotations.
    missing : {"listwise", "pairwise", "fiml"}
        Whose answers the solutions use; the number of factors always rests on complete respondents.
    seed, permutations, refits : int
        Of the simulations: seed, samples of parallel analysis, bootstrap samples.
    level : float
        Confidence level.
    """

    factors: int | None = None
    correlation: str | None = None
    estimator: str = "minres"
    rotation: str = "oblimin"
    missing: str = "listwise"
    seed: int = 1
    permutations: int = 1_000
    refits: int = 2_000
    level: float = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureEvidence:
    """What was found, with the steps of the argument.

    Attributes
    ----------
    data : StructureData
    choice : CorrelationChoice
        Kind of correlation and why.
    correlations : ItemCorrelations
    panel : FactorPanel or None
        How many factors; None where exploration is refused.
    solutions : tuple of ExploratorySolution
        The chosen number of factors first, then its neighbours where the rules disagree.
    refusal : str
        Why there is no exploration; empty where there is.
    table : Table
    """

    data: StructureData
    choice: CorrelationChoice
    correlations: ItemCorrelations
    panel: FactorPanel | None
    solutions: tuple[ExploratorySolution, ...]
    refusal: str
    table: Table


def structure_data(instrument: Instrument, responses: Responses, scales: Sequence[str]) -> StructureData:
    """Keyed complete answers to the items of some scales, or of all that are not mere totals."""
    items, x = keyed_answers(instrument, responses, scales)
    complete = np.isfinite(x).all(axis=1)
    return StructureData(
        wave=responses.wave,
        items=items,
        x=x[complete],
        all_rows=x[np.isfinite(x).any(axis=1)],
        answered=int(responses.answered.sum()),
        rows=responses.rows[complete],
        ids=tuple(responses.ids[complete]) if responses.ids is not None else (None,) * int(complete.sum()),
    )


def keyed_answers(
    instrument: Instrument, responses: Responses, scales: Sequence[str]
) -> tuple[tuple[str, ...], Array]:
    """Items of some scales, or of all, and everyone's keyed answers to them; nan where missing.

    An item that several of the scales share stands once, keyed as the first of them keys it.
    """
    keyed: dict[str, bool] = {}
    for scale in scales or [s.id for s in instrument.scored_scales() if not s.parts]:
        for item in instrument.scale_items(scale):
            if item in responses.items:
                keyed.setdefault(item, item in instrument.reverse_keyed(scale))
    items = tuple(keyed)
    raw = responses.values[:, [responses.items.index(i) for i in items]]
    ends = np.array([instrument.format_of(i).low + instrument.format_of(i).high for i in items])
    return items, np.where(np.array(list(keyed.values()), dtype=bool), ends - raw, raw)


def explore(
    instrument: Instrument,
    data: StructureData,
    request: StructureRequest,
    target: Array | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> StructureEvidence:
    """Adequacy, number of factors and exploratory solutions of one wave.

    Parameters
    ----------
    instrument : Instrument
    data : StructureData
    request : StructureRequest
    target : (p, k) float array, optional
        Of a target rotation.
    progress : callable
        Told what is being computed.
    """
    choice = (
        choose_correlation(data.x)
        if request.correlation is None
        else CorrelationChoice(kind=request.correlation, reason="as asked for")
    )
    if request.missing == "fiml" and choice.kind == "polychoric" and request.correlation is None:
        choice = CorrelationChoice(kind="pearson", reason="maximum likelihood of incomplete answers")
    found = item_correlations(data.x, data.all_rows, choice.kind, request.missing)
    n, p = found.n, len(data.items)
    refusal = too_few_for_efa(n, p) if p >= 3 else f"{p} items; exploratory factor analysis needs at least 3"

    def refused(rows: list[Row], reason: str) -> StructureEvidence:
        return StructureEvidence(
            data=data, choice=choice, correlations=found, panel=None, solutions=(), refusal=reason,
            table=Table.of(rows),
        )  # fmt: skip

    if found.unusable:
        return refused(list(_refused_adequacy(data, found)), refusal or found.unusable)
    rows = list(_adequacy_rows(data, found))
    if refusal:
        return refused(rows + list(_refused_number(data, refusal)), refusal)
    progress("number of factors")
    panel = factor_panel(data.x, choice.kind, permutations=request.permutations, seed=request.seed)
    rows += _number_rows(data, panel)
    chosen = request.factors if request.factors is not None else _first(panel)
    wanted = (
        [chosen] if request.factors is not None else [chosen, *(k for k in panel.candidates if k != chosen)]
    )
    solutions = []
    for k in [k for k in wanted if k >= 1]:
        progress(f"solution with {k} factor{'s' if k > 1 else ''}")
        solution = exploratory_solution(
            found,
            data.x,
            k,
            estimator=request.estimator,
            rotation=request.rotation,
            members=_members(instrument, data.items),
            target=target,
            seed=request.seed,
            refits=request.refits,
            level=request.level,
        )
        solutions.append(solution)
        rows += solution_rows(solution, data.items, "efa" if k == chosen else f"efa/{k}", data.wave)
    return StructureEvidence(
        data=data,
        choice=choice,
        correlations=found,
        panel=panel,
        solutions=tuple(solutions),
        refusal="",
        table=Table.of(rows),
    )


def _first(panel: FactorPanel) -> int:
    return int(panel.consensus.value) if panel.consensus.available else max(panel.candidates, default=0)


def _members(instrument: Instrument, items: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """Positions of the items of each declared scale that has two or more of them here."""
    place = {item: k for k, item in enumerate(items)}
    found = {s.id: tuple(place[i] for i in s.items if i in place) for s in instrument.scales if s.items}
    return {scale: members for scale, members in found.items() if len(members) > 1}


def _adequacy_rows(data: StructureData, found: ItemCorrelations) -> Iterator[Row]:
    R, n = found.R, found.n
    adequacy = kmo(R, n)
    yield row("kmo", adequacy.overall, model="items", wave=data.wave)
    for item, estimate in zip(data.items, adequacy.items, strict=True):
        yield row("kmo", estimate, model="items", item=item, wave=data.wave)
    yield row("bartlett_chi2", bartlett_chi2(R, n), model="items", wave=data.wave)
    yield row("correlation_determinant", correlation_determinant(R, n), model="items", wave=data.wave)
    if found.smoothed is None:
        return
    numbers = {
        ("smallest_eigenvalue", found.kind): found.smoothed.smallest_before,
        ("smoothing_change", found.kind): found.smoothed.largest_change,
    }
    if found.kind == "polychoric":
        numbers["empty_cells", found.kind] = found.empty_cells
        numbers["correlations_at_limit", found.kind] = found.at_limit
    for (statistic, method), value in numbers.items():
        yield row(statistic, Estimate(value=float(value), n=n, method=method), model="items", wave=data.wave)


def _refused_adequacy(data: StructureData, found: ItemCorrelations) -> Iterator[Row]:
    for statistic in ("kmo", "bartlett_chi2", "correlation_determinant", "n_factors"):
        yield row(statistic, not_available(found.unusable, n=found.n), model="items", wave=data.wave)


def _refused_number(data: StructureData, reason: str) -> Iterator[Row]:
    refused = not_available(reason, n=data.x.shape[0])
    yield row("n_factors", refused, model="items", wave=data.wave)
    yield row("rmsr", refused, model="efa", wave=data.wave)


def _number_rows(data: StructureData, panel: FactorPanel) -> Iterator[Row]:
    yield row("n_factors", panel.consensus.with_method("consensus"), model="items", wave=data.wave)
    for method, estimate in panel.counts.items():
        yield row("n_factors", estimate.with_method(method), headline=False, model="items", wave=data.wave)
    parallel = panel.parallel
    for place in range(len(parallel.observed)):
        for method, values in (
            ("observed", parallel.observed),
            ("reference", parallel.percentile),
            ("reference_mean", parallel.mean),
        ):
            estimate = Estimate(value=float(values[place]), n=panel.n, method=method)
            yield row(
                "eigenvalue",
                estimate,
                headline=method == "observed",
                model="items",
                factor=str(place + 1),
                wave=data.wave,
            )
