"""Scores beyond means, by name: the instrument names a rule, its code lives here, one rule per file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mtle_survey.instrument.model import Instrument, NumberRange
from mtle_survey.normalise import number_in
from mtle_survey.plugins import discover
from mtle_survey.responses import Responses
from mtle_survey.scores import Scores

Column = NDArray[np.object_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Categories:
    """What a score or field that is not a number can be.

    Attributes
    ----------
    values : tuple of str
        In their order.
    ordered : bool
        Whether a later category is a higher one.
    undecided : frozenset of str
        Those that stand for "not known yet".
    """

    values: tuple[str, ...]
    ordered: bool = False
    undecided: frozenset[str] = frozenset()


NO_OR_YES = Categories(values=("0", "1"))


def apply_rules(responses: Responses, scores: Scores) -> dict[str, Column]:
    """Every rule score of a wave whose inputs were asked.

    Returns
    -------
    dict
        Column name to (n,) object array; the first column of a rule bears the id of its score, further
        ones the id, an underscore and what they hold. None where the rule gives no answer.
    """
    rules = discover(__name__, "RULE")
    keyed = discover(__name__, "READS_KEY")
    columns: dict[str, Column] = {}
    for declared in responses.instrument.scores:
        read = _right_or_wrong if declared.rule in keyed else _input
        inputs = {name: _inputs(source, responses, scores, read) for name, source in declared.inputs.items()}
        rule = rules.get(declared.rule)
        if rule is None or all(values is None for values in inputs.values()):
            continue
        for name, values in rule(inputs, declared.params, len(responses)).items():
            columns[f"{declared.id}_{name}" if name else declared.id] = values
    return columns


def rule_categories(instrument: Instrument) -> dict[str, Categories]:
    """The columns of ``apply_rules`` that hold categories, and what these are."""
    declaring = discover(__name__, "CATEGORIES")
    return {
        f"{declared.id}_{name}" if name else declared.id: categories
        for declared in instrument.scores
        if declared.rule in declaring
        for name, categories in declaring[declared.rule](declared.inputs).items()
    }


def compared_scores(instrument: Instrument) -> tuple[str, ...]:
    """Ids of the scores by rule that are numbers whose change is of interest."""
    compared = discover(__name__, "COMPARED")
    return tuple(declared.id for declared in instrument.scores if declared.rule in compared)


def _inputs(
    source: str | Sequence[str],
    responses: Responses,
    scores: Scores,
    read: Callable[[str, Responses, Scores], Column | None],
) -> Column | None:
    """The values that a rule reads: (n,), or (n, m) where a list of m ids is declared."""
    if isinstance(source, str):
        return read(source, responses, scores)
    found = {one: read(one, responses, scores) for one in source}
    if all(values is None for values in found.values()):
        return None
    return np.column_stack([lacking(found, one, len(responses)) for one in source])


def _input(source: str, responses: Responses, scores: Scores) -> Column | None:
    """The values of a scale, an item or a field; None if it was not asked."""
    if source in scores.scales:
        return _numbers(scores.of(source))
    if source in responses.items:
        return _numbers(responses.values[:, responses.items.index(source)])
    if source in responses.texts and responses.instrument.item[source].type == "number":
        return _numbers(in_range(responses.texts[source], responses.instrument.item[source].range))
    if source in responses.texts and responses.instrument.item[source].type == "multiple":
        return _chosen(responses.texts[source], responses.instrument.item[source].options)
    if source in responses.texts and responses.instrument.item[source].type == "text":
        return responses.texts[source]
    return responses.fields.get(source)


def chosen_options(text: object, options: Sequence[str]) -> tuple[str, ...]:
    """The options that a cell holds, divided by commas, semicolons or bars, in declared order."""
    given = "" if text is None else str(text)
    parts = {part.strip() for part in re.split(r"[,;|\n]", given)}
    return tuple(o for o in options if o in parts or (re.search(r"[,;|]", o) and o in given))


def _chosen(texts: Column, options: Sequence[str]) -> Column:
    cells = np.full(len(texts), None, dtype=object)
    for place, text in enumerate(texts):
        if text is not None:
            cells[place] = chosen_options(text, options)
    return cells


def _right_or_wrong(source: str, responses: Responses, _scores: Scores) -> Column | None:
    """1, 0 or None for an item with a declared right answer; None if it was not asked."""
    from mtle_survey.rules.correct_answers import correctness

    right = correctness(responses, source) if source in responses.instrument.item else None
    return None if right is None else _numbers(right)


def in_range(texts: Column, limits: NumberRange | None) -> NDArray[np.float64]:
    """Numbers as people write them; nan for other text and outside the declared range."""
    numbers = np.array([_number(text) for text in texts], dtype=np.float64)
    low = -np.inf if limits is None or limits.low is None else limits.low
    high = np.inf if limits is None or limits.high is None else limits.high
    return np.where((numbers >= low) & (numbers <= high), numbers, np.nan)


def _number(text: object) -> float:
    number = number_in(str(text).strip().replace(",", "."))
    return np.nan if number is None else number


def _numbers(values: NDArray[np.float64]) -> Column:
    numbers = values.astype(object)
    numbers[np.isnan(values)] = None
    return numbers


def lacking(inputs: Mapping[str, Column | None], name: str, n: int) -> Column:
    """An input, or n times None when it was not asked."""
    values = inputs.get(name)
    return np.full(n, None, dtype=object) if values is None else values


def truth(answer: object) -> bool | None:
    """Whether a Yes or No question was answered Yes; None for anything else."""
    text = str(answer).strip().casefold()
    return True if text in ("yes", "1", "true") else False if text in ("no", "0", "false") else None
