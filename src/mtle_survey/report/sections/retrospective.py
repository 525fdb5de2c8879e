"""Looking back: what people said at the end about where they had started."""

from __future__ import annotations

from collections.abc import Iterator

from mtle_survey.report.blocks import Block, Cell, Column, ListBlock, Paragraph, TableBlock
from mtle_survey.report.cells import count, number_column, scale_name, value, value_with_interval
from mtle_survey.report.format import unit_of
from mtle_survey.report.inline import Italic, Wording, listing, text
from mtle_survey.report.looking_back import adjacent_caution
from mtle_survey.report.section import ReportSection
from mtle_survey.report.view import View

_MODEL = "retrospective"


def applies(view: View) -> bool:
    """Whether people looked back, and can be found in the other waves."""
    return view.main_contrast is not None and bool(view.study.changes.retrospective.scales)


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
            "often differs from what they said at the start: people learn what the words mean, or see their "
            "former selves in another light. The two starting points are shown side by side; they are never "
            "put together, and neither replaces the other."
        )
    )
    group = "Change [CI]"
    yield TableBlock(
        id="table-retrospective",
        caption=text("Start as asked then, start as remembered, and end"),
        columns=(
            Column(label=("Scale",)),
            number_column(Italic("n")),
            number_column(Italic("M"), f" {main.earlier}, asked then"),
            number_column(Italic("M"), f" {main.earlier}, looking back"),
            number_column(Italic("M"), f" {main.later}"),
            number_column(f"{main.later} against {main.earlier}", group=group),
            number_column(f"{main.later} against looking back", group=group),
            number_column(f"looking back against {main.earlier}", group=group),
        ),
        rows=tuple(_rows(view, retro)),
        note=text(
            "People with all three scores. The last change is the shift between the two starting points."
        ),
    )
    yield _in_words(view)
    yield from adjacent_caution(view)


def _in_words(view: View) -> ListBlock:
    """What the two starting points say together, and for which scales."""
    scales: dict[str, list[str]] = {}
    for looking_back in view.study.changes.retrospective.scales:
        if view.instrument.scale[looking_back.scale] in view.scales and view.disclosure.shows(looking_back.n):
            title = view.instrument.scale[looking_back.scale].title
            scales.setdefault(looking_back.sentence, []).append(title)
    return ListBlock(
        items=tuple(
            text(listing([Wording(title) for title in titles]), f": {sentence}")
            for sentence, titles in scales.items()
        )
    )


def _rows(view: View, retro: str) -> Iterator[tuple[Cell, ...]]:
    found, main = view.study.changes.retrospective, view.main_contrast
    if main is None:
        return
    table = view.shown(found.table)
    for looking_back in found.scales:
        scale = view.instrument.scale[looking_back.scale]
        if scale not in view.scales:
            continue
        about = {"model": _MODEL, "scale": scale.id}
        means = (
            table.one(statistic="mean", wave=wave, **about) for wave in (main.earlier, retro, main.later)
        )
        changes = (
            table.one(statistic="mean_change", contrast=contrast, **about)
            for contrast in (main.name, f"{main.later} - {retro}", f"{retro} - {main.earlier}")
        )
        yield (
            scale_name(scale),
            count(looking_back.n),
            *(value(row, unit_of(scale)) for row in means),
            *(value_with_interval(row, unit_of(scale)) for row in changes),
        )


SECTION = ReportSection(
    name="retrospective", title="Looking back at the start", order=50, applies=applies, blocks=blocks
)
