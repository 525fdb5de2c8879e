"""Scores as records: what every column holds, and one row per response (wide) or per score (long)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from mtle_survey.counting import counted
from mtle_survey.instrument.model import Instrument, Scale
from mtle_survey.matching.options import code_text
from mtle_survey.responses import Responses
from mtle_survey.rules import Column, apply_rules
from mtle_survey.scores import Method, Scores, score
from mtle_survey.stats.estimate import Array
from mtle_survey.study import Study

Wave = str | None
ABOUT_THE_RESPONSE = {
    "row": "Row of the response in its export",
    "id": "Identifier of the respondent",
    "wave": "Wave",
}
OF_A_SCORE = {
    "scale": "Scale, or score by a rule",
    "score": "Score",
    "category": "Result of a rule that is a word",
    "answered": "Items answered",
    "applicable": "Items asked that apply to the respondent",
}
_METHODS = {"mean": "mean", "sum": "number of items × mean", "pomp": "percent of the possible maximum"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreColumn:
    """One column of the scores.

    Attributes
    ----------
    name : str
    kind : str
        ``response``, ``field``, ``scale``, ``rule`` or ``count``.
    label : str
    low, high : float or None
        The possible range of a score.
    items : tuple of str
        What a score was made of.
    rule : str
        How, in words.
    options : mapping of code to label
        Of a field with options; cells hold the labels.
    number : bool
        Whether a field is declared as a number; cells hold the text all the same.
    """

    name: str
    kind: str
    label: str
    low: float | None = None
    high: float | None = None
    items: tuple[str, ...] = ()
    rule: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    number: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """Responses of one wave, or a part of them, with their scores.

    Attributes
    ----------
    responses : Responses
    scores : Scores
        In the metric to be shown.
    ruled : mapping of column to (n,) object array
        Scores by rules, which read the declared metric whatever is shown.
    """

    responses: Responses
    scores: Scores
    ruled: Mapping[str, Column]


def scored_waves(study: Study, metric: Method | None = None) -> dict[Wave, Scored]:
    """Every wave of a study, scored."""
    return {
        wave: scored(responses, study.scores[wave], study.common_items, metric)
        for wave, responses in study.shown_waves.items()
    }


def scored(
    responses: Responses,
    declared: Scores,
    only: Mapping[str, tuple[str, ...]] | None,
    metric: Method | None,
) -> Scored:
    """Responses with their scores, in another metric where one is asked for."""
    shown = declared if metric is None else score(responses, only, metric)
    return Scored(responses=responses, scores=shown, ruled=apply_rules(responses, declared))


def wide_columns(
    instrument: Instrument, waves: Mapping[Wave, Scored], metric: Method | None = None
) -> tuple[ScoreColumn, ...]:
    """``row id wave``, fields, scales, scores by rules, and how many items were answered.

    Personal fields other than the respondent's id are left out.
    """
    scales = [s for s in instrument.scales if any(s.id in w.scores.scales for w in waves.values())]
    ruled = dict.fromkeys(name for w in waves.values() for name in w.ruled)
    return (
        *_about_the_response(instrument, waves),
        *(_scale_column(instrument, s, waves, metric or s.score.method) for s in scales),
        *(_rule_column(instrument, name) for name in ruled),
        *(
            ScoreColumn(name=f"{s.id}_answered", kind="count", label=f"{s.title}: items answered")
            for s in scales
        ),
    )


def long_columns(instrument: Instrument, waves: Mapping[Wave, Scored]) -> tuple[ScoreColumn, ...]:
    """``row id wave``, fields, and then which score it is, its value, and what it rests on."""
    return (
        *_about_the_response(instrument, waves),
        *(ScoreColumn(name=name, kind="response", label=label) for name, label in OF_A_SCORE.items()),
    )


def wide_rows(columns: Sequence[ScoreColumn], part: Scored) -> Iterator[tuple[Any, ...]]:
    """One row per response."""
    return zip(*(_wide_cells(column, part) for column in columns), strict=True)


def long_rows(columns: Sequence[ScoreColumn], part: Scored) -> Iterator[tuple[Any, ...]]:
    """One row per response and score; a response has a row for each score of its wave."""
    about = [_wide_cells(c, part) for c in columns if c.kind == "field" or c.name in ABOUT_THE_RESPONSE]
    scores = [
        (
            s,
            _numbers(part.scores.of(s)),
            part.scores.answered[:, k].tolist(),
            part.scores.applicable[:, k].tolist(),
        )
        for k, s in enumerate(part.scores.scales)
    ]
    ruled = {name: _plain(values) for name, values in part.ruled.items()}
    for i, first in enumerate(zip(*about, strict=True)):
        for name, values, answered, applicable in scores:
            yield (*first, name, values[i], None, answered[i], applicable[i])
        for name, results in ruled.items():
            result = results[i]
            word = isinstance(result, str)
            yield (*first, name, None if word else result, result if word else None, None, None)


def score_sheet(
    study: Study, metric: Method | None = None, *, long: bool = False
) -> tuple[tuple[ScoreColumn, ...], list[tuple[Any, ...]]]:
    """Columns and rows of every response of every wave."""
    waves = scored_waves(study, metric)
    if long:
        columns = long_columns(study.instrument, waves)
        return columns, [row for part in waves.values() for row in long_rows(columns, part)]
    columns = wide_columns(study.instrument, waves, metric)
    return columns, [row for part in waves.values() for row in wide_rows(columns, part)]


def _about_the_response(instrument: Instrument, waves: Mapping[Wave, Scored]) -> Iterator[ScoreColumn]:
    for name, label in ABOUT_THE_RESPONSE.items():
        yield ScoreColumn(name=name, kind="response", label=label)
    for definition in instrument.fields:
        if not definition.personal and any(definition.id in w.responses.fields for w in waves.values()):
            yield ScoreColumn(
                name=definition.id,
                kind="field",
                label=definition.title,
                options=dict(zip(definition.codes, definition.labels, strict=False)),
                number=definition.type == "number",
            )


def _scale_column(
    instrument: Instrument, scale: Scale, waves: Mapping[Wave, Scored], method: Method
) -> ScoreColumn:
    scores = next(w.scores for w in waves.values() if scale.id in w.scores.scales)
    items = scores.administered[scale.id]
    against = [i for i in items if i in instrument.reverse_keyed(scale.id)]
    reversal = f"; reversed: {', '.join(against)}" if against else ""
    lacking = scores.left_out[scale.id]
    without = f"; not scored: {', '.join(lacking)}" if lacking else ""
    return ScoreColumn(
        name=scale.id,
        kind="scale",
        label=scale.title,
        low=scores.low[scale.id],
        high=scores.high[scale.id],
        items=items,
        rule=f"{_METHODS[method]} of {counted(len(items), 'item')}, "
        f"{_minimum(scale, len(items))}{reversal}{without}",
    )


def _minimum(scale: Scale, k: int) -> str:
    minimum = scale.score.min_answered
    if isinstance(minimum, float):
        return f"when at least {minimum:.0%} of those that apply are answered"
    if minimum is not None:
        return f"when at least {minimum} are answered"
    needed = min(k, 2) if k <= 3 else (k + 1) // 2
    return f"when at least half of those that apply are answered ({needed} of {k})"


def _rule_column(instrument: Instrument, name: str) -> ScoreColumn:
    declared = max(
        (s for s in instrument.scores if name == s.id or name.startswith(f"{s.id}_")), key=lambda s: len(s.id)
    )
    part = name.removeprefix(declared.id).strip("_").replace("_", " ")
    title = declared.title or declared.id
    settings = ", ".join(f"{key} {value}" for key, value in declared.params.items())
    return ScoreColumn(
        name=name,
        kind="rule",
        label=f"{title}: {part}" if part else title,
        items=tuple(
            i
            for source in declared.inputs.values()
            for i in ([source] if isinstance(source, str) else source)
        ),
        rule=f"rule {declared.rule}" + (f" ({settings})" if settings else ""),
    )


def _wide_cells(column: ScoreColumn, part: Scored) -> Sequence[Any]:
    responses, scores, n = part.responses, part.scores, len(part.responses)
    name = column.name
    if name == "row":
        return list(responses.rows.tolist())
    if name == "id":
        return [None] * n if responses.ids is None else list(responses.ids)
    if name == "wave":
        return [responses.wave] * n
    if column.kind == "field":
        return list(responses.fields[name]) if name in responses.fields else [None] * n
    if column.kind == "scale":
        return _numbers(scores.of(name)) if name in scores.scales else [None] * n
    if column.kind == "rule":
        return _plain(part.ruled[name]) if name in part.ruled else [None] * n
    scale = name.removesuffix("_answered")
    return (
        list(scores.answered[:, scores.scales.index(scale)].tolist())
        if scale in scores.scales
        else [None] * n
    )


def _numbers(values: Array) -> list[float | None]:
    return [None if math.isnan(v) else v for v in values.tolist()]


def _plain(values: Column) -> list[Any]:
    """Python's own numbers, so that every writer shows them alike."""
    return [v.item() if isinstance(v, np.generic) else v for v in values.tolist()]


def range_text(column: ScoreColumn) -> str:
    """``1 to 5``; empty where there is no range."""
    if column.low is None or column.high is None:
        return ""
    return f"{code_text(column.low)} to {code_text(column.high)}"
