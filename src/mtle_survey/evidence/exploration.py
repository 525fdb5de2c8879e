"""Adequacy, number of factors and exploratory solutions, from how items correlate."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from mtle_survey.counting import counted
from mtle_survey.evidence.correlation_rows import correlation_rows
from mtle_survey.evidence.exploratory import ExploratorySolution, exploratory_solution
from mtle_survey.evidence.exploratory_rows import solution_rows
from mtle_survey.evidence.item_correlations import ItemCorrelations
from mtle_survey.instrument.model import Instrument
from mtle_survey.stats.estimate import Array, Estimate, not_available
from mtle_survey.stats.structure.adequacy.bartlett_chi2 import bartlett_chi2
from mtle_survey.stats.structure.adequacy.correlation_determinant import correlation_determinant
from mtle_survey.stats.structure.adequacy.kmo import kmo
from mtle_survey.stats.structure.correlation.choice import CorrelationChoice
from mtle_survey.stats.structure.gates import too_few_for_efa
from mtle_survey.stats.structure.retention.panel import FactorPanel
from mtle_survey.table import Row, Table, row


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
class ItemSet:
    """Items of one wave and what is known of how they go together.

    Attributes
    ----------
    wave : str or None
    items : tuple of str
    n : int
        Respondents who answered every item.
    choice : CorrelationChoice
        Kind of correlation and why.
    correlations : ItemCorrelations
    panel : callable
        Makes the panel of rules for the number of factors, which takes a while.
    complete : (n, p) float array or None
        The complete answers, for sampling errors; None where only sums and tables are at hand.
    thresholds : callable
        Gives the thresholds of each item among complete respondents; nothing for Pearson correlations.
    """

    wave: str | None
    items: tuple[str, ...]
    n: int
    choice: CorrelationChoice
    correlations: ItemCorrelations
    panel: Callable[[], FactorPanel]
    complete: Array | None
    thresholds: Callable[[], Sequence[Array]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exploration:
    """What was found, with the steps of the argument.

    Attributes
    ----------
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

    choice: CorrelationChoice
    correlations: ItemCorrelations
    panel: FactorPanel | None
    solutions: tuple[ExploratorySolution, ...]
    refusal: str
    table: Table


def explored(
    instrument: Instrument,
    these: ItemSet,
    request: StructureRequest,
    target: Array | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Exploration:
    """Adequacy, number of factors and exploratory solutions of some items.

    Parameters
    ----------
    instrument : Instrument
    these : ItemSet
    request : StructureRequest
    target : (p, k) float array, optional
        Of a target rotation.
    progress : callable
        Told what is being computed.
    """
    found = these.correlations
    refusal = _refusal(found.n, len(these.items))
    if found.unusable:
        return _without(these, list(_refused_adequacy(these, found)), refusal or found.unusable)
    rows = list(_adequacy_rows(these, found))
    if refusal:
        return _without(these, rows + list(_refused_number(these, refusal)), refusal)
    rows += correlation_rows(found, these.items, these.complete, these.thresholds(), these.n, these.wave)
    progress("number of factors")
    panel = these.panel()
    rows += _number_rows(these, panel)
    chosen, *others = _numbers_of_factors(request, panel)
    solutions = {}
    for k in filter(None, (chosen, *others)):
        progress(f"solution with {counted(k, 'factor')}")
        solutions[k] = exploratory_solution(
            found,
            these.complete,
            k,
            estimator=request.estimator,
            rotation=request.rotation,
            members=_members(instrument, these.items),
            target=target,
            seed=request.seed,
            refits=request.refits,
            level=request.level,
        )
        rows += solution_rows(solutions[k], these.items, "efa" if k == chosen else f"efa/{k}", these.wave)
    return Exploration(
        choice=these.choice,
        correlations=found,
        panel=panel,
        solutions=tuple(solutions.values()),
        refusal="",
        table=Table.of(rows),
    )


def _refusal(n: int, items: int) -> str:
    """Why so few people or items are not explored; empty where they are."""
    if items < 3:
        return f"{counted(items, 'item')}; exploratory factor analysis needs at least 3"
    return too_few_for_efa(n, items)


def _without(these: ItemSet, rows: Sequence[Row], refusal: str) -> Exploration:
    """What there is to say where nothing is explored."""
    return Exploration(
        choice=these.choice,
        correlations=these.correlations,
        panel=None,
        solutions=(),
        refusal=refusal,
        table=Table.of(rows),
    )


def _numbers_of_factors(request: StructureRequest, panel: FactorPanel) -> list[int]:
    """The number asked for; else the one the rules agree on, then others that some name; 0 is none."""
    if request.factors is not None:
        return [request.factors]
    first = int(panel.consensus.value) if panel.consensus.available else max(panel.candidates, default=0)
    return [first, *(k for k in panel.candidates if k != first)]


def _members(instrument: Instrument, items: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """Positions of the items of each declared scale that has two or more of them here."""
    place = {item: k for k, item in enumerate(items)}
    found = {s.id: tuple(place[i] for i in s.items if i in place) for s in instrument.scales if s.items}
    return {scale: members for scale, members in found.items() if len(members) > 1}


def _adequacy_rows(these: ItemSet, found: ItemCorrelations) -> Iterator[Row]:
    R, n = found.R, found.n
    adequacy = kmo(R, n)
    yield row("kmo", adequacy.overall, model="items", wave=these.wave)
    for item, estimate in zip(these.items, adequacy.items, strict=True):
        yield row("kmo", estimate, model="items", item=item, wave=these.wave)
    yield row("bartlett_chi2", bartlett_chi2(R, n), model="items", wave=these.wave)
    yield row("correlation_determinant", correlation_determinant(R, n), model="items", wave=these.wave)
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
        yield row(statistic, Estimate(value=float(value), n=n, method=method), model="items", wave=these.wave)


def _refused_adequacy(these: ItemSet, found: ItemCorrelations) -> Iterator[Row]:
    for statistic in ("kmo", "bartlett_chi2", "correlation_determinant", "n_factors"):
        yield row(statistic, not_available(found.unusable, n=found.n), model="items", wave=these.wave)


def _refused_number(these: ItemSet, reason: str) -> Iterator[Row]:
    refused = not_available(reason, n=these.n)
    yield row("n_factors", refused, model="items", wave=these.wave)
    yield row("rmsr", refused, model="efa", wave=these.wave)


def _number_rows(these: ItemSet, panel: FactorPanel) -> Iterator[Row]:
    yield row("n_factors", panel.consensus.with_method("consensus"), model="items", wave=these.wave)
    for method, estimate in panel.counts.items():
        yield row("n_factors", estimate.with_method(method), headline=False, model="items", wave=these.wave)
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
                wave=these.wave,
            )
