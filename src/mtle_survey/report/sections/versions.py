"""Waves that were asked with another version of the instrument, and what of them could be compared."""

from __future__ import annotations

from collections.abc import Iterator

from mtle_survey.report.blocks import Block, Cell, Column, Paragraph, TableBlock
from mtle_survey.report.cells import words
from mtle_survey.report.inline import Code, Text, Wording, listing, text
from mtle_survey.report.section import ReportSection
from mtle_survey.report.view import View
from mtle_survey.versions import AskedWith


def applies(view: View) -> bool:
    """Whether any wave was asked with another version."""
    return bool(view.study.versions)


def blocks(view: View) -> tuple[Block, ...]:
    """Which version each wave was asked with, and the items that it asked otherwise."""
    return tuple(block for told in view.study.versions for block in _wave(view, told))


def _wave(view: View, told: AskedWith) -> Iterator[Block]:
    current = view.instrument
    both = f"{told.wave} was asked with version {told.version} of the questionnaire"
    if not told.differences:
        yield Paragraph(
            text=text(
                f"{both}. It asks every item in the same way as version {current.version}, by which all "
                "waves are scored."
            )
        )
        return
    yield Paragraph(
        text=text(
            f"{both}; all waves are scored by version {current.version}. The two versions ask "
            f"{len(told.differences)} of the items otherwise. Answers to different questions cannot be "
            "compared, so these items count in no score: every scale rests on the items that all its waves "
            "asked alike."
        )
    )
    yield TableBlock(
        id=f"table-versions-{told.wave}",
        caption=text(f"What {told.wave} asked otherwise"),
        columns=tuple(
            Column(label=(label,))
            for label in (
                "Item",
                "What differs",
                f"Version {told.version}",
                f"Version {current.version}",
                "Scales",
            )
        ),
        rows=tuple(_row(view, told, place) for place in range(len(told.differences))),
    )


def _row(view: View, told: AskedWith, place: int) -> tuple[Cell, ...]:
    one = told.differences[place]
    return (
        words(Code(one.item)),
        words(one.what),
        words(Wording(one.before) if one.before else "nothing"),
        words(Wording(one.after) if one.after else "nothing"),
        words(_scales(view, one.item)),
    )


def _scales(view: View, item: str) -> Text:
    scales = [s for s in view.instrument.scales if item in view.instrument.scale_items(s.id)]
    return listing([Wording(scale.title) for scale in scales]) if scales else text("none")


SECTION = ReportSection(
    name="versions", title="Waves asked in different versions", order=35, applies=applies, blocks=blocks
)
