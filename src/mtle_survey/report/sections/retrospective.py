"""Looking back: what people said at the end about where they had started."""

from __future__ import annotations

from collections.abc import Iterator

from mtle_survey.report.blocks import Block, Cell, Column, Note, Paragraph, TableBlock
from mtle_survey.report.cells import number_column, scale_name, value, value_with_interval
from mtle_survey.report.changes import ScaleChange, change_of
from mtle_survey.report.inline import Italic, text
from mtle_survey.report.section import ReportSection
from mtle_survey.report.view import View
from mtle_survey.table import Row


def applies(view: View) -> bool:
    """Whether people looked back, and can be found in the other waves."""
    return view.study.retrospective is not None and view.main_contrast is not None


def blocks(view: View) -> tuple[Block, ...]:
    """Before, looking back, and after, side by side."""
    return tuple(_blocks(view))


def _blocks(view: View) -> Iterator[Block]:
    retro, main = view.study.retrospective, view.main_contrast
    if retro is None or main is None:
        return
    yield Paragraph(
        text=text(
            f"In {main.later} people were also asked where they had stood at the start. What they say then "
            "often differs from "
            "what they said at the start: people learn what the words mean, or see their former selves in "
            "another light. "
            "The two starting points are shown side by side; they are never put together, and neither "
            "replaces the other."
        )
    )
    changes = {
        (c.earlier, c.later): [x for s in view.scales if (x := change_of(view, s, c)) is not None]
        for c in view.study.contrasts
        if retro in (c.earlier, c.later) or c == main
    }
    looking_back = changes.get((retro, main.later), [])
    if looking_back:
        yield _table(view, retro, looking_back, changes)
    yield from _adjacent(view)
    yield from _contradictions(changes.get((main.earlier, main.later), []), looking_back)


def _table(
    view: View, retro: str, looking_back: list[ScaleChange], changes: dict[tuple[str, str], list[ScaleChange]]
) -> TableBlock:
    main = view.main_contrast
    if main is None:
        raise ValueError("no contrast")
    asked = {c.scale.id: c for c in changes.get((main.earlier, main.later), [])}
    shift = {c.scale.id: c for c in changes.get((main.earlier, retro), [])}
    rows = tuple(_row(c, asked.get(c.scale.id), shift.get(c.scale.id)) for c in looking_back)
    group = "Change [CI], n"
    return TableBlock(
        id="table-retrospective",
        caption=text("Start as asked then, start as remembered, and end"),
        columns=(
            Column(label=("Scale",)),
            number_column(Italic("M"), f" {main.earlier}, asked then"),
            number_column(Italic("M"), f" {main.earlier}, looking back"),
            number_column(Italic("M"), f" {main.later}"),
            number_column(f"{main.later} against {main.earlier}", group=group),
            number_column(f"{main.later} against looking back", group=group),
            number_column(f"looking back against {main.earlier}", group=group),
        ),
        rows=rows,
        note=text(
            "Each change is about those who have both scores, so the three counts may differ. The means are "
            "those of "
            "the people behind the first change; the mean looking back is that of the second. The last "
            "change is the shift between the two starting points."
        ),
    )


def _row(c: ScaleChange, asked: ScaleChange | None, shift: ScaleChange | None) -> tuple[Cell, ...]:
    unit = c.unit
    changes = [change.change if change else None for change in (asked, c, shift)]
    return (
        scale_name(c.scale),
        value(asked.mean_earlier if asked else None, unit),
        value(c.mean_earlier, unit),
        value(asked.mean_later if asked else c.mean_later, unit),
        *(_with_n(value_with_interval(row, unit), row) for row in changes),
    )


def _with_n(cell: Cell, row: Row | None) -> Cell:
    return cell if row is None else Cell(text=text(cell.text, f", {row.n}"), value=cell.value)


def _adjacent(view: View) -> Iterator[Note]:
    if any(form.format == "adjacent" for form in view.instrument.forms if form.occasion):
        yield Note(
            kind="caution",
            title=text("Then and now were asked next to each other"),
            paragraphs=(
                text(
                    "That layout invites people to show growth. The change against looking back may be too "
                    "large."
                ),
            ),
        )


def _contradictions(asked: list[ScaleChange], looking_back: list[ScaleChange]) -> Iterator[Paragraph]:
    by_scale = {c.scale.id: c for c in asked}
    opposed = [
        c.scale.title
        for c in looking_back
        if c.scale.id in by_scale and c.direction * by_scale[c.scale.id].direction < 0
    ]
    if opposed:
        yield Paragraph(
            text=text(
                f"The two ways of asking point in opposite directions for {', '.join(opposed)}: inconclusive."
            )
        )


SECTION = ReportSection(
    name="retrospective", title="Looking back at the start", order=50, applies=applies, blocks=blocks
)
