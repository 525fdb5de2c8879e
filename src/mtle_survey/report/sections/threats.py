"""What else could make scores change, or keep them from changing."""

from __future__ import annotations

from collections.abc import Iterator

from mtle_survey.instrument.model import Scale
from mtle_survey.report.blocks import Block, Cell, Column, ListBlock, Note, Paragraph, TableBlock
from mtle_survey.report.cells import count, number_column, scale_name, value, value_with_interval
from mtle_survey.report.format import direction, estimate, unit_of
from mtle_survey.report.informant_words import both_groups
from mtle_survey.report.inline import Italic, Reference, Wording, listing, text
from mtle_survey.report.section import ReportSection
from mtle_survey.report.view import View
from mtle_survey.table import Row


def applies(view: View) -> bool:
    """Whether change is told of any leading outcome."""
    return any(_found(view, scale) for scale in view.leading_scales)


def blocks(view: View) -> tuple[Block, ...]:
    """Room to change, the end of the scale, starting level, people chosen for their scores, looking back."""
    return tuple(_blocks(view))


def _blocks(view: View) -> Iterator[Block]:
    scales = [scale for scale in view.leading_scales if _found(view, scale)]
    ended = any(row.available for s in scales if (row := _found(view, s).get("tobit_change")) is not None)
    yield Paragraph(
        text=text(
            both_groups(view),
            "Scores can move, or fail to move, for reasons that lie in the questionnaire. These are the ones "
            "that can be looked at with numbers.",
        )
    )
    yield TableBlock(
        id="table-threats",
        caption=text("Room to change, and change against starting level"),
        columns=(
            Column(label=("Scale",)),
            number_column(Italic("n")),
            number_column("At the best score", group="At the start"),
            number_column("Room, in ", Italic("SD"), group="At the start"),
            number_column("Change [CI]"),
            *((number_column("If the end stopped nobody [CI]"),) if ended else ()),
            number_column("Share of possible gain [CI]"),
            number_column("Change against level [CI]"),
        ),
        rows=tuple(_row(view, scale, ended=ended) for scale in scales),
        note=text(
            "At the best score = within half an answer of it; more than 15% there, or less than one ",
            Italic("SD"),
            " of room, is little room (Terwee et al., 2007), and only then the change is also given as if "
            "the end of the scale had stopped nobody (Tobit model; it takes scores to be normally "
            "distributed). "
            "Change against level (Oldham) is the correlation of a person's change with the mean of both "
            "scores. That of change with the starting score is not given: measurement error alone makes it "
            "negative.",
        ),
    )
    yield from _levels(view, scales)
    yield from _little(view)
    yield from _chosen(view, scales)
    if view.study.changes.retrospective.scales:
        yield Paragraph(
            text=text(
                "Whether people came to see their start in another light: ", Reference("retrospective"), "."
            )
        )


def _found(view: View, scale: Scale) -> dict[str, Row]:
    contrast = view.main_contrast
    if contrast is None:
        return {}
    table = view.shown(view.study.changes.threats.where(scale=scale.id, contrast=contrast.name))
    rows = {r.statistic: r for r in table}
    change = view.change.where(
        statistic="mean_change", scale=scale.id, contrast=contrast.name, headline=True
    ).rows
    if not change or not change[0].available or "at_best" not in rows:
        return {}
    return {**rows, "mean_change": change[0]}


def _row(view: View, scale: Scale, *, ended: bool) -> tuple[Cell, ...]:
    rows, unit = _found(view, scale), unit_of(scale)
    return (
        scale_name(scale),
        count(rows["mean_change"].n),
        value(rows["at_best"]),
        value(rows.get("headroom")),
        value_with_interval(rows["mean_change"], unit),
        *((value_with_interval(rows.get("tobit_change"), unit),) if ended else ()),
        value_with_interval(rows.get("share_of_possible_gain")),
        value_with_interval(rows.get("oldham")),
    )


def _levels(view: View, scales: list[Scale]) -> Iterator[Block]:
    """The scales on which change went along with level, in words."""
    for sign, told in ((1, "changed more"), (-1, "changed less")):
        named = [s for s in scales if direction(_found(view, s).get("oldham") or _NONE) == sign]
        if named:
            titles = listing([Wording(s.title) for s in named])
            yield Paragraph(text=text(f"People who stand higher {told} on ", titles, "."))


def _little(view: View) -> Iterator[Block]:
    """Numbers that are given although they rest on few people or sites."""
    points = tuple(text(caution.sentence) for caution in view.study.changes.cautions)
    if points:
        yield Paragraph(text=text("Some numbers rest on little:"))
        yield ListBlock(items=points)


_NONE = Row(statistic="oldham", unavailable="not computed")


def _chosen(view: View, scales: list[Scale]) -> Iterator[Note]:
    for scale in scales:
        expected = _found(view, scale).get("regression_to_mean")
        if expected is not None and expected.available:
            yield Note(
                kind="caution",
                title=text("People were chosen for their scores"),
                paragraphs=(
                    text(
                        "On ",
                        Wording(scale.title),
                        f" a change of {estimate(expected, unit_of(scale))} is to be expected though nobody "
                        "changed: those who score low (or high) once score nearer the middle the next time.",
                    ),
                ),
            )
        elif expected is not None:
            yield Note(
                kind="caution",
                title=text("People were chosen for their scores"),
                paragraphs=(
                    text(
                        "How much change that alone makes cannot be given for ",
                        Wording(scale.title),
                        f": {expected.unavailable}.",
                    ),
                ),
            )


SECTION = ReportSection(
    name="threats", title="What else could move scores", order=49, applies=applies, blocks=blocks
)
