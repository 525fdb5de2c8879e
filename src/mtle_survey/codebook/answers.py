"""How each item was answered: counts of every option, reasons of missing answers, and a small figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from mtle_survey.codebook.rows import code_text
from mtle_survey.codebook.words import REASONS, asked_words
from mtle_survey.counting import counted
from mtle_survey.instrument.model import Item, Reason
from mtle_survey.report.blocks import Block, Cell, Column, FigureBlock, Heading, Section, TableBlock
from mtle_survey.report.figures.likert import Answers, ItemAnswers, likert_figure
from mtle_survey.report.inline import Code, Wording, text
from mtle_survey.responses import Missing, Responses

ITEMS_PER_FIGURE = 12
NOTE = (
    "Responses by answer, then by reason of a missing one, among those who answered any rated item. Small "
    "counts can tell who answered: not for publication."
)


def answers_section(waves: Sequence[Responses]) -> Section:
    """Items of one response format together: a table of counts and a figure for every wave."""
    blocks: list[Block] = []
    for number, responses in enumerate(waves):
        name = "" if responses.wave is None else f": {responses.wave}"
        n = int(responses.answered.sum())
        blocks.append(Heading(text=text(f"{counted(n, 'response')}{name}")))
        for place, group in enumerate(_alike(responses)):
            key = f"answers-{number + 1}-{place + 1}"
            blocks.append(_counts(key, group, responses))
            blocks.append(_figure(f"figure-{key}", group, responses))
        others = [item for item in responses.instrument.items if item.id in responses.texts]
        if others:
            blocks.append(_others(f"answers-{number + 1}-others", others, responses))
    return Section(id="answers", title=text("How the items were answered"), blocks=tuple(blocks))


def _alike(responses: Responses) -> Iterator[list[str]]:
    """Rated items with the same options, a figure's worth at a time, in administered order."""
    groups: dict[object, list[str]] = {}
    for item in responses.items:
        declared = responses.instrument.format_of(item)
        groups.setdefault((declared.codes, declared.labels, tuple(declared.nonresponse)), []).append(item)
    for group in groups.values():
        for start in range(0, len(group), ITEMS_PER_FIGURE):
            yield group[start : start + ITEMS_PER_FIGURE]


def _counts(key: str, items: Sequence[str], responses: Responses) -> TableBlock:
    declared = responses.instrument.format_of(items[0])
    here = responses.answered
    reasons = [
        reason
        for reason in Reason
        if any((responses.reasons[here, _column(responses, i)] == Missing.of(reason)).any() for i in items)
    ]
    heads = [label or code_text(code) for code, label in zip(declared.codes, declared.labels, strict=True)]
    columns = (
        Column(label=text("Item")),
        Column(label=text("Wording")),
        *(
            Column(label=text(f"{code_text(c)} ", Wording(h)), align="number", group="Answers")
            for c, h in zip(declared.codes, heads, strict=True)
        ),
        *(Column(label=text(REASONS[reason]), align="number", group="Missing") for reason in reasons),
    )
    rows = []
    for item_id in items:
        item, column = responses.instrument.item[item_id], _column(responses, item_id)
        values, states = responses.values[here, column], responses.reasons[here, column]
        counts = [int(np.count_nonzero(values == code)) for code in declared.codes]
        counts += [int(np.count_nonzero(states == Missing.of(reason))) for reason in reasons]
        rows.append(
            (
                Cell(text=text(Code(item_id))),
                Cell(text=text(Wording(asked_words(item.text, item.aspect)))),
                *(Cell(text=text(str(count)), value=count) for count in counts),
            )
        )
    return TableBlock(
        id=key, caption=text("Answers to each item"), columns=columns, rows=tuple(rows), note=text(NOTE)
    )


def _figure(name: str, items: Sequence[str], responses: Responses) -> FigureBlock:
    declared = responses.instrument.format_of(items[0])
    labels = [label or code_text(code) for code, label in zip(declared.codes, declared.labels, strict=True)]
    drawn = []
    for item_id in items:
        item = responses.instrument.item[item_id]
        values = responses.values[:, _column(responses, item_id)]
        counts = tuple(int(np.count_nonzero(values == code)) for code in declared.codes)
        shown = f"{item_id}: {asked_words(item.text, item.aspect)}"
        drawn.append(ItemAnswers(wording=shown, answers=(Answers(wave=responses.wave or "", counts=counts),)))
    return likert_figure(
        name,
        text("Answers to each item"),
        drawn,
        labels,
        two_sided=False,
        note=text("Percentages of those who answered; shares below 5% are not labelled."),
    )


def _others(key: str, items: Sequence[Item], responses: Responses) -> TableBlock:
    """How many answered items that are not rated; what they wrote stays in the data."""
    rows = []
    for item in items:
        given = sum(text_ is not None for text_ in responses.texts[item.id][responses.answered])
        rows.append(
            (
                Cell(text=text(Code(item.id))),
                Cell(text=text(Wording(item.text))),
                Cell(text=text(item.type)),
                Cell(text=text(str(given)), value=given),
            )
        )
    columns = ("Item", "Wording", "Type", "Answered")
    return TableBlock(
        id=key,
        caption=text("Items that are not rated"),
        columns=tuple(
            Column(label=text(label), align="number" if label == "Answered" else "text") for label in columns
        ),
        rows=tuple(rows),
        note=text("Who wrote anything. The answers themselves are not shown."),
    )


def _column(responses: Responses, item: str) -> int:
    return responses.items.index(item)
