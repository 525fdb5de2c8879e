"""What a report on few people shows in another way: counts for bars, and figures off the paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtle_survey.instrument.model import Scale
from mtle_survey.report.answers import ShownAnswers, item_answers
from mtle_survey.report.blocks import Block, Cell, Column, Details, FigureBlock, TableBlock
from mtle_survey.report.cells import count, number_column, words
from mtle_survey.report.figures.likert import Answers, ItemAnswers
from mtle_survey.report.format import wave_name
from mtle_survey.report.informant_words import everyone_together
from mtle_survey.report.inline import Inline, Italic, Text, Wording, commas, text
from mtle_survey.report.view import View, Wave


def beside(view: View, *figures: FigureBlock) -> tuple[Block, ...]:
    """Figures as they are or, on few people, folded on the web page and not on paper."""
    if not view.few:
        return figures
    return tuple(Details(title=figure.title, blocks=(figure,)) for figure in figures)


def answer_counts(
    view: View, name: str, scales: Sequence[Scale], ends: Sequence[Sequence[Wave]]
) -> Iterator[TableBlock]:
    """How many people gave each answer, in a table for each response format.

    Parameters
    ----------
    name : str
        What the ids of the tables begin with.
    scales : sequence of Scale
        Those that have items of their own.
    ends : sequence of sequence of wave
        The waves to show of each scale, in time order.
    """
    alike: dict[tuple[tuple[str, ...], tuple[Wave, ...]], list[ShownAnswers]] = {}
    for scale, waves in zip(scales, ends, strict=True):
        by_format: dict[tuple[object, ...], list[str]] = {}
        for item in view.study.scores[waves[0]].administered[scale.id]:
            form = view.instrument.format_of(item)
            by_format.setdefault((form.codes, form.labels), []).append(item)
        for items in by_format.values():
            shown = item_answers(view, scale.id, items, waves)
            if shown.items:
                alike.setdefault((shown.labels, tuple(waves)), []).append(shown)
    for place, ((labels, waves), members) in enumerate(alike.items(), start=1):
        yield _table(
            f"{name}{f'-{place}' if place > 1 else ''}", labels, waves, members, everyone_together(view)
        )


def _table(
    name: str, labels: Sequence[str], waves: Sequence[Wave], members: Sequence[ShownAnswers], who: str
) -> TableBlock:
    headings: list[Inline] = [Italic("n"), *(str(place) for place in range(1, len(labels) + 1))]
    columns = [number_column(heading, group=wave_name(wave)) for wave in waves for heading in headings]
    remarks = dict.fromkeys(shown.remark for shown in members if shown.remark)
    return TableBlock(
        id=name,
        caption=text("How many people gave each answer"),
        columns=(Column(label=("Question",)), *columns),
        rows=tuple(_row(item) for shown in members for item in shown.items),
        note=text(who, _key(labels), *(f" {remark}" for remark in remarks)),
    )


def _key(labels: Sequence[str]) -> Text:
    """Which answer stands in which column."""
    named = [text(f"{place} = ", Wording(label)) for place, label in enumerate(labels, start=1)]
    return text("Answers: ", commas(named), ".")


def _row(item: ItemAnswers) -> tuple[Cell, ...]:
    return (words(Wording(item.wording)), *(cell for answers in item.answers for cell in _cells(answers)))


def _cells(answers: Answers) -> Iterator[Cell]:
    yield count(answers.n)
    yield from (count(people) for people in answers.counts)
