"""Program group against comparison group."""

from __future__ import annotations

from collections.abc import Iterator

from mtle_survey.instrument.model import Scale
from mtle_survey.report.bands import ADJUSTABLE, ALIKE, band
from mtle_survey.report.blocks import Block, Cell, Column, Note, Paragraph, TableBlock
from mtle_survey.report.cells import count, number_column, scale_name, value_with_interval, words
from mtle_survey.report.format import direction, unit_of
from mtle_survey.report.inline import Italic, Strong, Text, Wording, listing, text
from mtle_survey.report.section import ReportSection
from mtle_survey.report.view import View
from mtle_survey.table import Row

_BETWEEN = "program - comparison"


def applies(view: View) -> bool:
    """Whether the study has a comparison group whose change is known."""
    return view.main_contrast is not None and any(_rows(view, s) for s in view.scales_of_kind("outcome"))


def blocks(view: View) -> tuple[Block, ...]:
    """How they started, the adjusted difference and the difference of changes, and what to make of it."""
    outcomes = [s for s in view.scales_of_kind("outcome") if _rows(view, s)]
    return (
        Paragraph(
            text=text(
                "The groups are compared in two ways: by their scores at the end for people who started "
                "alike, and by how much more one changed than the other. Neither makes up for groups that "
                "differed in other ways."
            )
        ),
        TableBlock(
            id="table-comparison",
            caption=text("Program group against comparison group"),
            columns=(
                Column(label=("Scale",)),
                number_column(Italic("n")),
                number_column(Italic("g"), " [CI]", group="At the start"),
                Column(label=("In words",), group="At the start"),
                number_column("Adjusted difference [CI]", group="At the end"),
                number_column(Italic("g"), " [CI]", group="At the end"),
                number_column("Difference of changes [CI]"),
            ),
            rows=tuple(_row(view, scale) for scale in outcomes),
            note=text(
                f"Above zero, the program group is higher. In words: up to {ALIKE} alike, up to {ADJUSTABLE} "
                "somewhat apart, beyond that far apart; not clear: the interval reaches beyond one of "
                "these. ",
                Italic("g"),
                " = difference in standard deviations. Adjusted for the first score. People with both "
                "scores who belong to one of the groups. The What Works Clearinghouse rates the observed ",
                Italic("g"),
                " itself, whatever its interval: up to .05 as alike, up to .25 as alike once adjusted, "
                "beyond that as not comparable.",
            ),
        ),
        *_cautions(view, outcomes),
        Paragraph(text=_claim(view)),
    )


def _claim(view: View) -> Text:
    """How strongly a difference may be worded, and why."""
    claims = view.study.claims
    if claims.verb == "impact":
        said = "an effect of the program may be spoken of"
    elif claims.verb == "difference":
        said = "the groups may be said to differ, and nothing is said of why"
    else:
        said = "change can be told, and nothing is said of why"
    told = [Wording(s.title) for s in view.scales if s.id in claims.scales]
    why = "" if view.disclosure.public else f" {_with_titles(view, claims.reason)}"
    if claims.verb == "impact":
        some = text(" This holds for ", listing(told), ", and for no other scale.")
    else:
        some = text(" The start was close enough for ", listing(told), ".") if told else ()
    return text(Strong(f"What may be said: {said}."), why, some)


def _with_titles(view: View, reason: str) -> str:
    """The reason with scales by their titles."""
    for scale in view.leading_scales:
        reason = reason.replace(f"{scale.id}: ", f"{scale.title}: ")
    return reason


def _rows(view: View, scale: Scale) -> dict[str, Row]:
    contrast = view.main_contrast
    if contrast is None:
        return {}
    table = view.shown(view.study.comparison).where(scale=scale.id)
    wanted = (_BETWEEN, f"({contrast.name}) x ({_BETWEEN})")
    rows = {
        r.statistic: r
        for r in table
        if r.contrast in wanted and r.wave in (None, contrast.earlier, contrast.later)
    }
    return rows if {"baseline_g", "ancova_effect", "adjusted_g", "did_effect"} <= set(rows) else {}


def _row(view: View, scale: Scale) -> tuple[Cell, ...]:
    rows, unit = _rows(view, scale), unit_of(scale)
    return (
        scale_name(scale),
        count(rows["did_effect"].n),
        value_with_interval(rows["baseline_g"]),
        words(band(rows["baseline_g"])),
        value_with_interval(rows["ancova_effect"], unit),
        value_with_interval(rows["adjusted_g"]),
        value_with_interval(rows["did_effect"], unit),
    )


def _cautions(view: View, outcomes: list[Scale]) -> Iterator[Note]:
    apart = [s for s in outcomes if abs(_rows(view, s)["baseline_g"].estimate or 0.0) > ADJUSTABLE]
    if apart:
        clear = all(band(_rows(view, s)["baseline_g"]) == "far apart" for s in apart)
        yield Note(
            kind="caution",
            title=text(f"The groups {'started' if clear else 'may have started'} far apart"),
            paragraphs=(
                text(
                    "For ",
                    listing([Wording(s.title) for s in apart]),
                    f" they differ by more than {ADJUSTABLE} standard deviations in these answers and "
                    "cannot be taken as comparable.",
                ),
            ),
        )
    differing = [
        s
        for s in outcomes
        if direction(_rows(view, s)["ancova_effect"]) != direction(_rows(view, s)["did_effect"])
    ]
    if differing:
        yield Note(
            kind="caution",
            title=text("The two ways disagree"),
            paragraphs=(
                text(
                    "For ",
                    listing([Wording(s.title) for s in differing]),
                    " the conclusion depends on the way of comparing; treat it as open.",
                ),
            ),
        )


SECTION = ReportSection(
    name="comparison", title="Program and comparison group", order=42, applies=applies, blocks=blocks
)
