"""Which structure the answers have: adequacy, number of factors, exploratory solutions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mtle_survey.evidence.exploration import Exploration, ItemSet, StructureRequest, explored
from mtle_survey.evidence.item_correlations import item_correlations
from mtle_survey.instrument.model import Instrument
from mtle_survey.responses import Responses
from mtle_survey.stats.estimate import Array
from mtle_survey.stats.structure.correlation.choice import CorrelationChoice, choose_correlation
from mtle_survey.stats.structure.correlation.polychoric import polychoric
from mtle_survey.stats.structure.retention.panel import factor_panel

__all__ = [
    "StructureData",
    "StructureEvidence",
    "StructureRequest",
    "explore",
    "keyed_answers",
    "structure_data",
]


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
class StructureEvidence(Exploration):
    """What was found, with the answers it was found in.

    Attributes
    ----------
    data : StructureData
    """

    data: StructureData


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
    these = ItemSet(
        wave=data.wave,
        items=data.items,
        n=data.x.shape[0],
        choice=choice,
        correlations=item_correlations(data.x, data.all_rows, choice.kind, request.missing),
        panel=lambda: factor_panel(data.x, choice.kind, permutations=request.permutations, seed=request.seed),
        complete=data.x,
        thresholds=lambda: polychoric(data.x).thresholds if choice.kind == "polychoric" else (),
    )
    found = explored(instrument, these, request, target, progress)
    return StructureEvidence(
        data=data,
        choice=found.choice,
        correlations=found.correlations,
        panel=found.panel,
        solutions=found.solutions,
        refusal=found.refusal,
        table=found.table,
    )
