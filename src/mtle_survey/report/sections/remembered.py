"""Now against the start as people remember it, where nobody was asked at the start."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mtle_survey.report.blocks import Block, Column, FigureBlock, Note, Paragraph, TableBlock
from mtle_survey.report.cells import count, number_column, scale_name, value, value_with_interval
from mtle_survey.report.changes import ScaleChange, change_of
from mtle_survey.report.computed import computed
from mtle_survey.report.figures.dumbbell import dumbbell_figure
from mtle_survey.report.format import count_of, plain_number
from mtle_survey.report.inline import Italic, Text, text
from mtle_survey.report.looking_back import NOW, THEN, adjacent_caution
from mtle_survey.report.scale_figures import movement
from mtle_survey.report.section import ReportSection
from mtle_survey.report.view import View


def applies(view: View) -> bool:
    """Whether people were asked once, and looked back on some scale."""
    return view.remembered is not None and bool(_changes(view))


def blocks(view: View) -> tuple[Block, ...]:
    """What such a change can tell, the numbers, and the figure."""
    return tuple(_blocks(view))


def _blocks(view: View) -> Iterator[Block]:
    changes = _changes(view)
    yield Paragraph(text=_introduction())
    yield Note(kind="caution", title=text("A memory is not a measurement"), paragraphs=(_caution(),))
    yield from adjacent_caution(view)
    yield _table(changes)
    yield computed(
        view,
        ("mean", "sd", "mean_change", "improved", "declined"),
        "the people with both scores, now and looking back",
    )
    if not view.study.questions:
        yield from _figure(changes)


def _introduction() -> Text:
    return text(
        "People were asked once. They rated themselves as they are now, and as they remember themselves at "
        "the start. The change told here is now less then, of the same people."
    )


def _caution() -> Text:
    return text(
        "Looking back has one strength: then and now are judged with one understanding of the words (Howard, "
        "1980). It has one weakness: people who know that growth is hoped for tend to put their start lower "
        "than they would have put it at the time (Hill & Betz, 2005). A rise here says that people see "
        "themselves as having grown; it does not show that they would have answered lower at the start."
    )


def _changes(view: View) -> list[ScaleChange]:
    contrast = view.remembered
    if contrast is None:
        return []
    found = (change_of(view, scale, contrast) for scale in view.scales_of_kind("outcome"))
    return [c for c in found if c is not None]


def _table(changes: Sequence[ScaleChange]) -> TableBlock:
    steps = sorted({c.step for c in changes})
    return TableBlock(
        id="table-remembered",
        caption=text("Now, and the start as people remember it"),
        columns=(
            Column(label=("Scale",)),
            number_column(Italic("n")),
            *(number_column(Italic(head), group=when) for when in (THEN, NOW) for head in ("M", "SD")),
            number_column("Change [CI]"),
            *(number_column(side, group="People who rate now") for side in ("higher", "alike", "lower")),
        ),
        rows=tuple(
            (
                scale_name(c.scale),
                count(c.change.n),
                *(value(row, c.unit) for row in (c.mean_earlier, c.sd_earlier, c.mean_later, c.sd_later)),
                value_with_interval(c.change, c.unit),
                *(count(count_of(row) if row.available else None) for row in (c.rose, c.same, c.fell)),
            )
            for c in changes
        ),
        note=text(
            Italic("n"),
            " = people with both scores; ",
            Italic("M"),
            " = mean; ",
            Italic("SD"),
            " = standard deviation; CI = confidence interval. Higher, lower: by more than ",
            " or ".join(plain_number(round(step, 4)) for step in steps),
            " points of the own score. No test is made of a remembered change.",
        ),
    )


def _figure(changes: Sequence[ScaleChange]) -> Iterator[FigureBlock]:
    drawn = [movement(c) for c in changes if c.change.available]
    if drawn:
        yield dumbbell_figure(
            "figure-remembered",
            text("Where people put their start, and where they see themselves now"),
            drawn,
            (THEN, NOW),
            note=text("Each line is the whole range of possible scores."),
        )


SECTION = ReportSection(
    name="remembered", title="Now, and looking back", order=40, applies=applies, blocks=blocks
)
