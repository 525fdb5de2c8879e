"""Who agreed that the answers are used; everyone else is counted and never scored."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mtle_survey.counting import counted
from mtle_survey.decisions.ledger import Decision
from mtle_survey.decisions.set_aside import field_cells, set_aside
from mtle_survey.errors import Problem, problem
from mtle_survey.instrument.model import Instrument
from mtle_survey.linking.identifiers import comparable_names
from mtle_survey.normalise import normalise_label
from mtle_survey.responses import Responses

NEGATIVE = re.compile(
    r"(?:no|not|0|false|decline[ds]?|disagree|refused?)\b|(?:i )?(?:do not|don't|will not|would rather not)\b"
)
KIND = "not_consented"

Waves = Mapping[str | None, Responses]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRule:
    """The column that asks for consent and the answers that give it."""

    column: str
    values: tuple[str, ...]

    @property
    def text(self) -> str:
        """The rule in words."""
        return f"“{self.column}” is not {' or '.join(f'“{value}”' for value in self.values)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consented:
    """The outcome of the rule.

    Attributes
    ----------
    waves : mapping of wave to Responses
        Without the responses of those who did not agree.
    counts : mapping of wave to int
        Responses that may be used.
    decisions : tuple of Decision
    problems : tuple of Problem
    """

    waves: Waves
    counts: Mapping[str | None, int]
    decisions: tuple[Decision, ...]
    problems: tuple[Problem, ...]


def apply_consent(waves: Waves, rule: ConsentRule, study_file: str) -> Consented:
    """Leave out every response whose owner did not agree.

    In a wave that did not ask, those who refused in another wave are left out by their ID.
    """
    agreed = {wave: _agreed(responses, rule) for wave, responses in waves.items()}
    asked = {wave: yes for wave, yes in agreed.items() if yes is not None}
    problems: list[Problem] = []
    if not asked:
        headers = ", ".join(sorted({f for r in waves.values() for f in r.fields})) or "none"
        problems.append(problem("T106", file=study_file, column=rule.column, found=f"fields {headers}"))
        return Consented(waves=waves, counts={}, decisions=(), problems=tuple(problems))
    refused = {
        name
        for wave, yes in asked.items()
        for name, granted in zip(comparable_names(waves[wave]), yes, strict=True)
        if name is not None and not granted
    }
    kept: dict[str | None, Responses] = {}
    decisions = []
    for wave, responses in waves.items():
        yes = asked.get(wave)
        if yes is None:
            yes = np.array([name not in refused for name in comparable_names(responses)], dtype=bool)
            problems.append(
                problem(
                    "T107",
                    file=responses.sources[0].file,
                    column=rule.column,
                    found=f"{counted(len(responses), 'response')} of {wave}",
                    count=len(responses),
                )
            )
        kept[wave] = set_aside(responses, ~yes, KIND, rule.text)
        if not yes.all():
            left_out = int((~yes).sum())
            decisions.append(
                Decision(
                    what="left out for want of consent", where=str(wave), count=left_out, reason=rule.text
                )
            )
    counts = {wave: len(responses) for wave, responses in kept.items() if wave in asked}
    return Consented(waves=kept, counts=counts, decisions=tuple(decisions), problems=tuple(problems))


def unheeded_refusals(waves: Waves, instrument: Instrument) -> list[Problem]:
    """Where a field for consent holds a refusal and the study says nothing about it."""
    field = instrument.field_with_role("consent")
    if field is None:
        return []
    found = []
    for wave, responses in waves.items():
        cells = responses.fields.get(field.id)
        if cells is None:
            continue
        refusals = {text for text in set(cells) if text is not None and _is_refusal(text)}
        refusing = np.array([text in refusals for text in cells], dtype=bool)
        if refusing.any():
            found.append(
                problem(
                    "T108",
                    file=responses.sources[responses.source_index[refusing][0]].file,
                    row=int(responses.rows[refusing][0]),
                    column=responses.columns.get(field.id),
                    item=field.id,
                    count=int(refusing.sum()),
                    found=f"“{cells[refusing][0]}” in {wave or 'this file'}",
                    yes=field.labels[0] if field.labels else "Yes",
                    field=field.id,
                )
            )
    return found


def _agreed(responses: Responses, rule: ConsentRule) -> NDArray[np.bool_] | None:
    cells = field_cells(responses, rule.column)
    if cells is None:
        return None
    field = responses.instrument.field.get(rule.column)
    wanted = {normalise_label(value) for value in rule.values}
    if field is not None:
        labels = dict(zip(map(normalise_label, field.codes), field.labels, strict=False))
        wanted |= {normalise_label(labels[value]) for value in wanted if value in labels}
    granting = {text for text in set(cells) if text is not None and normalise_label(text) in wanted}
    return np.array([text in granting for text in cells], dtype=bool)


def _is_refusal(text: str) -> bool:
    return NEGATIVE.match(normalise_label(text)) is not None
