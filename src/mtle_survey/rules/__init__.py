"""Scores beyond means, by name: the instrument names a rule, its code lives here, one rule per file."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from mtle_survey.plugins import discover
from mtle_survey.responses import Responses
from mtle_survey.scores import Scores

Column = NDArray[np.object_]


def apply_rules(responses: Responses, scores: Scores) -> dict[str, Column]:
    """Every rule score of a wave whose inputs were asked.

    Returns
    -------
    dict
        Column name to (n,) object array; the first column of a rule bears the id of its score, further
        ones the id, an underscore and what they hold. None where the rule gives no answer.
    """
    rules = discover(__name__, "RULE")
    columns: dict[str, Column] = {}
    for declared in responses.instrument.scores:
        inputs = {name: _input(source, responses, scores) for name, source in declared.inputs.items()}
        rule = rules.get(declared.rule)
        if rule is None or all(values is None for values in inputs.values()):
            continue
        for name, values in rule(inputs, declared.params, len(responses)).items():
            columns[f"{declared.id}_{name}" if name else declared.id] = values
    return columns


def _input(source: str, responses: Responses, scores: Scores) -> Column | None:
    if source in scores.scales:
        values = scores.of(source).astype(object)
        values[np.isnan(scores.of(source))] = None
        return values
    return responses.fields.get(source)


def lacking(inputs: Mapping[str, Column | None], name: str, n: int) -> Column:
    """An input, or n times None when it was not asked."""
    values = inputs.get(name)
    return np.full(n, None, dtype=object) if values is None else values
