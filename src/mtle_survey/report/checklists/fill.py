"""From checklists and a study to a document of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mtle_survey.plugins import discover
from mtle_survey.report.blocks import Cell, Column, Paragraph, Section, TableBlock
from mtle_survey.report.cells import words
from mtle_survey.report.checklists.checklist import Checklist
from mtle_survey.report.document import Document
from mtle_survey.report.inline import Strong, Text, text
from mtle_survey.report.languages.choose import in_language_of

if TYPE_CHECKING:
    from mtle_survey.report.view import View

BLANK = "________________"
_COLUMNS = ("What to report", "Answer", "What to write")


def checklists(view: View, *, date: str = "") -> Document:
    """The guidelines that apply to a study, each with what is known and with blanks for the rest.

    Parameters
    ----------
    view : View
    date : str
        The date to print; the clock is never read.
    """
    found: list[Checklist] = sorted(
        discover("mtle_survey.report.checklists", "CHECKLIST").values(), key=lambda c: c.order
    )
    applying = [checklist for checklist in found if checklist.applies(view)]
    return in_language_of(
        view.study,
        lambda: _in_english(applying, view, date),
        names=[checklist.source for checklist in applying],
    )


def _in_english(applying: Sequence[Checklist], view: View, date: str) -> Document:
    return Document(
        title=f"Reporting checklists: {view.study.title}",
        subtitle="Filled in from the study; lines are for what only its authors know",
        sections=tuple(_section(checklist, view) for checklist in applying),
        brand=view.study.brand,
        wording_language=view.instrument.language,
        date=date,
        marking=view.disclosure.marking,
    )


def _section(checklist: Checklist, view: View) -> Section:
    answers = [item.answer(view) for item in checklist.items]
    known = sum(bool(answer) for answer in answers)
    opening = Paragraph(
        text=text(
            "What is asked is told in the words of this program; the publication holds the original. "
            f"{known} of {len(answers)} points are answered from the study and its data: check them, and "
            "write on the lines. Source: ",
            checklist.source,
        )
    )
    rows = tuple(
        (
            words(Strong(f"{item.id}: "), item.asks),
            Cell(text=_answer(answer)),
            words(item.write),
        )
        for item, answer in zip(checklist.items, answers, strict=True)
    )
    table = TableBlock(
        id=f"table-{checklist.name}",
        caption=text(checklist.title),
        columns=tuple(Column(label=(label,)) for label in _COLUMNS),
        rows=rows,
    )
    return Section(id=checklist.name, title=text(checklist.title), blocks=(opening, table))


def _answer(answer: str | Text) -> Text:
    return text(answer or Strong(BLANK))
