"""Spellings that the evaluator declares to be one site or group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from mtle_survey.decisions.ledger import Decision
from mtle_survey.errors import Problem, problem
from mtle_survey.responses import Responses

Spellings = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Field: the name to use, and the other spellings of it."""
Waves = Mapping[str | None, Responses]

REASON = "declared as spellings in the study file"


def apply_spellings(
    waves: Waves, declared: Spellings, study_file: str
) -> tuple[dict[str | None, Responses], list[Decision], list[Problem]]:
    """Put the declared name in the place of every other spelling, in all waves.

    A spelling is compared as it stands in the export, surrounding spaces set aside.
    """
    now = dict(waves)
    decisions: list[Decision] = []
    unmet: list[Problem] = []
    for field, names in declared.items():
        for name, others in names.items():
            for spelling in others:
                changed = {wave: _rewritten(r, field, spelling, name) for wave, r in now.items()}
                done = {wave: count for wave, (_, count) in changed.items() if count}
                now = {wave: responses for wave, (responses, _) in changed.items()}
                what = f"“{spelling}” in {field} counted as “{name}”"
                decisions += [
                    Decision(
                        what=what,
                        where=str(wave),
                        count=count,
                        reason=REASON,
                        outside="other spellings of a name put together",
                    )
                    for wave, count in done.items()
                ]
                if not done:
                    unmet.append(_nobody(now, field, spelling, study_file))
    return now, decisions, unmet


def spelling_faults(declared: Spellings) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """Spellings that stand for two names: place in the file, what was found, and the reason."""
    for field, names in declared.items():
        owner: dict[str, str] = {}
        for name, others in names.items():
            for spelling in others:
                if spelling in names or owner.setdefault(spelling, name) != name:
                    reason = "One spelling cannot stand for two names."
                    yield ("spellings", field, name), f"“{spelling}”", reason


def _rewritten(responses: Responses, field: str, spelling: str, name: str) -> tuple[Responses, int]:
    """The responses with the name in place of a spelling, and in how many of them."""
    values = responses.fields.get(field)
    if values is None:
        return responses, 0
    meant = np.equal(values, spelling).astype(bool)
    if not meant.any():
        return responses, 0
    fields = {**responses.fields, field: np.where(meant, name, values)}
    return replace(responses, fields=fields), int(meant.sum())


def _nobody(waves: Waves, field: str, spelling: str, study_file: str) -> Problem:
    known = sorted({str(v) for r in waves.values() for v in r.fields.get(field, ()) if v is not None})
    there = ", ".join(f"“{value}”" for value in known[:10]) or "nothing"
    return problem("T118", file=study_file, found=f"“{spelling}” under {field}", field=field, known=there)
