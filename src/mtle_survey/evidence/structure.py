"""Which structure the answers have: adequacy, number of factors, exploratory solutions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from mtle_survey.instrument.model import Instrument
from mtle_survey.responses import Responses
from mtle_survey.stats.estimate import Array, Estimate, not_available
from mtle_survey.stats.structure.adequacy.bartlett_chi2 import bartlett_chi2
from mtle_survey.stats.structure.adequacy.correlation_determinant import correlation_determinant
from mtle_survey.stats.structure.adequacy.kmo import kmo
from mtle_survey.stats.structure.correlation.choice import CorrelationChoice, choose_correlation
from mtle_survey.stats.structure.correlation.pearson import pearson
from mtle_survey.stats.structure.correlation.polychoric import polychoric
from mtle_survey.stats.structure.correlation.smoothing import smooth
from mtle_survey.stats.structure.efa.solution import Efa, efa
from mtle_survey.stats.structure.gates import too_few_for_efa
from mtle_survey.stats.structure.linear_algebra import is_singular
from mtle_survey.stats.structure.retention.panel import FactorPanel, factor_panel
from mtle_survey.table import Row, Table, row

EXPLORATORY = "exploratory"
CONSTANT = "an item was answered alike by everyone, so nothing correlates with it"


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
    """

    wave: str | None
    items: tuple[str, ...]
    x: Array
    all_rows: Array
    answered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureEvidence:
    """What was found, with the steps of the argument.

    Attributes
    ----------
    data : StructureData
    choice : CorrelationChoice
        Kind of correlation and why.
    panel : FactorPanel or None
        How many factors; None where exploration is refused.
    solutions : tuple of Efa
        The chosen number of factors first, then its neighbours where the rules disagree.
    refusal : str
        Why there is no exploration; empty where there is.
    table : Table
    """

    data: StructureData
    choice: CorrelationChoice
    panel: FactorPanel | None
    solutions: tuple[Efa, ...]
    refusal: str
    table: Table


def structure_data(instrument: Instrument, responses: Responses, scales: Sequence[str]) -> StructureData:
    """Keyed complete answers to the items of some scales, or of all that are not mere totals."""
    items, x = keyed_answers(instrument, responses, scales)
    return StructureData(
        wave=responses.wave,
        items=items,
        x=x[np.isfinite(x).all(axis=1)],
        all_rows=x[np.isfinite(x).any(axis=1)],
        answered=int(responses.answered.sum()),
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
    data: StructureData,
    *,
    factors: int | None,
    correlation: str | None,
    estimator: str,
    seed: int,
    permutations: int,
    progress: Callable[[str], None] = lambda _: None,
) -> StructureEvidence:
    """Adequacy, number of factors and exploratory solutions of one wave.

    Parameters
    ----------
    data : StructureData
    factors : int, optional
        The number to extract; by default what the rules agree on, with its neighbours when they do not.
    correlation : {"pearson", "polychoric"}, optional
        By default what suits the answers.
    estimator : {"minres", "ml", "paf"}
    seed, permutations : int
        Of parallel analysis.
    progress : callable
        Told what is being computed.
    """
    choice = (
        choose_correlation(data.x)
        if correlation is None
        else CorrelationChoice(kind=correlation, reason="as asked for")
    )
    n, p = data.x.shape
    refusal = too_few_for_efa(n, p) if p >= 3 else f"{p} items; exploratory factor analysis needs at least 3"
    R, unusable = _correlations(data.x, choice.kind)
    if n <= p:
        unusable = (
            f"{n} complete respondents for {p} items; correlations of all items need more people than items"
        )
    if R is None or unusable:
        rows = list(_refused_adequacy(data, unusable))
        return StructureEvidence(
            data=data,
            choice=choice,
            panel=None,
            solutions=(),
            refusal=refusal or unusable,
            table=Table.of(rows),
        )
    rows = list(_adequacy_rows(data, R))
    if refusal:
        rows += _refused_number(data, refusal)
        return StructureEvidence(
            data=data, choice=choice, panel=None, solutions=(), refusal=refusal, table=Table.of(rows)
        )
    progress("number of factors")
    panel = factor_panel(data.x, choice.kind, permutations=permutations, seed=seed)
    rows += _number_rows(data, panel)
    chosen = factors if factors is not None else _first(panel)
    wanted = [chosen] if factors is not None else [chosen, *(k for k in panel.candidates if k != chosen)]
    solutions = []
    for k in [k for k in wanted if k >= 1]:
        progress(f"solution with {k} factor{'s' if k > 1 else ''}")
        fitted = efa(R, n, k, estimator, "oblimin" if k > 1 else "none", seed=seed)
        solutions.append(fitted)
        rows += _solution_rows(data, fitted, k, "efa" if k == chosen else f"efa/{k}")
    return StructureEvidence(
        data=data, choice=choice, panel=panel, solutions=tuple(solutions), refusal="", table=Table.of(rows)
    )


def _first(panel: FactorPanel) -> int:
    return int(panel.consensus.value) if panel.consensus.available else max(panel.candidates, default=0)


def _correlations(x: Array, kind: str) -> tuple[Array | None, str]:
    if x.shape[0] < 2 or (x.std(axis=0) == 0).any():
        return None, CONSTANT if x.shape[0] >= 2 else f"{x.shape[0]} complete respondents"
    R = polychoric(x).R if kind == "polychoric" else pearson(x).R
    if not np.isfinite(R).all():
        return None, "some pairs of items have no correlation"
    return (smooth(R).R if kind == "polychoric" and is_singular(R) else R), ""


def _adequacy_rows(data: StructureData, R: Array) -> Iterator[Row]:
    n = data.x.shape[0]
    adequacy = kmo(R, n)
    yield row("kmo", adequacy.overall, model="items", wave=data.wave)
    for item, estimate in zip(data.items, adequacy.items, strict=True):
        yield row("kmo", estimate, model="items", item=item, wave=data.wave)
    yield row("bartlett_chi2", bartlett_chi2(R, n), model="items", wave=data.wave)
    yield row("correlation_determinant", correlation_determinant(R, n), model="items", wave=data.wave)


def _refused_adequacy(data: StructureData, reason: str) -> Iterator[Row]:
    for statistic in ("kmo", "bartlett_chi2", "correlation_determinant", "n_factors"):
        yield row(statistic, not_available(reason, n=data.x.shape[0]), model="items", wave=data.wave)


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


def _solution_rows(data: StructureData, fitted: Efa, k: int, model: str) -> Iterator[Row]:
    method = f"{EXPLORATORY}/{fitted.method}/{fitted.rotation}"
    if fitted.unavailable:
        yield row(
            "rmsr", not_available(fitted.unavailable, n=fitted.n, method=method), model=model, wave=data.wave
        )
        return
    names = [f"F{j + 1}" for j in range(k)]

    def number(value: float) -> Estimate:
        return Estimate(value=float(value), n=fitted.n, method=method)

    for i, item in enumerate(data.items):
        for j, factor in enumerate(names):
            yield row(
                "loading", number(fitted.pattern[i, j]), model=model, item=item, factor=factor, wave=data.wave
            )
            yield row(
                "structure",
                number(fitted.structure[i, j]),
                model=model,
                item=item,
                factor=factor,
                wave=data.wave,
            )
        yield row("communality", number(fitted.communality[i]), model=model, item=item, wave=data.wave)
        yield row("uniqueness", number(fitted.uniqueness[i]), model=model, item=item, wave=data.wave)
    for j in range(k):
        for other in range(j + 1, k):
            yield row(
                "factor_correlation",
                number(fitted.factor_correlation[j, other]),
                model=model,
                factor=names[j],
                with_=names[other],
                wave=data.wave,
            )
    yield row("rmsr", fitted.rmsr.with_method(method), model=model, wave=data.wave)
