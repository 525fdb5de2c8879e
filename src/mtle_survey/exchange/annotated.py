"""Questions joined with what an exported definition carries about them."""

from __future__ import annotations

from dataclasses import replace

from mtle_survey.exchange.annotation import Annotation
from mtle_survey.exchange.model import Option, Question


def annotated(question: Question, note: Annotation | None) -> Question:
    """The question with its annotation: original codes and the reasons of options that give no answer."""
    if note is None:
        return question
    return replace(
        question,
        kind="date" if note.type == "date" else question.kind,
        options=tuple(_option(option, note) for option in question.options),
        personal=question.personal or note.personal,
        note=note,
    )


def _option(option: Option, note: Annotation) -> Option:
    code = note.codes.get(option.code, option.code)
    return replace(option, code=code, reason=note.missing.get(code))
