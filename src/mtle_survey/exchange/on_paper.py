"""Signs and words that paper forms share."""

from __future__ import annotations

from collections.abc import Sequence

from mtle_survey.exchange.model import Option, Question

HEAD = ("title", "language", "version")
CIRCLE, BOX = "○", "□"
LINE = "_" * 40
LINES_FOR_TEXT = 3


def grid_headers(options: Sequence[Option]) -> list[str]:
    """The words above a grid's columns; an option that has none shows nothing but its circle."""
    return ["" if option.label == option.code else option.label for option in options]


def answer_hint(question: Question) -> str:
    """Room to write: one line, or several for an open answer; the limits of a number stand beside it."""
    if question.kind == "number":
        limits = [f"{limit:g}" for limit in (question.low, question.high) if limit is not None]
        return f"{LINE[:12]}  ({' – '.join(limits)})" if len(limits) == 2 else LINE[:12]
    if question.kind == "text" and question.note is not None and question.note.kind == "item":
        return "\n".join([LINE * 2] * LINES_FOR_TEXT)
    return LINE
