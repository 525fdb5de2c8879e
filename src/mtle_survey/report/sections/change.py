"""What changed between waves among those who answered both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from mtle_survey.report.blocks import Block, Cell, Column, Details, Paragraph, TableBlock
from mtle_survey.report.cells import (
    count,
    number_column,
    p_cell,
    scale_name,
    value,
    value_with_interval,
    words,
)
from mtle_survey.report.changes import ScaleChange, change_of
from mtle_survey.report.computed import computed
from mtle_survey.report.few import beside
from mtle_survey.report.figures.dumbbell import dumbbell_figure
from mtle_survey.report.figures.forest import Change, forest_figure
from mtle_survey.report.format import (
    DASH,
    NO_BREAK,
    count_of,
    interval_in_words,
    level,
    number,
    p_value,
    plain_number,
)
from mtle_survey.report.glossary import display
from mtle_survey.report.inline import Inline, Italic, Reference, Text, Wording, commas, text
from mtle_survey.report.scale_figures import movement
from mtle_survey.report.section import ReportSection
from mtle_survey.report.view import View
from mtle_survey.stats.gates import PAIRS_EXACT_ONLY_BELOW
from mtle_survey.table import Row

if TYPE_CHECKING:
    from mtle_survey.evidence.pairs import Contrast


def applies(view: View) -> bool:
    """Whether anybody can be followed from one wave to another."""
    return view.main_contrast is not None


def blocks(view: View) -> tuple[Block, ...]:
    """The main contrast, outcomes and conditions, with figures; then other waves against the first."""
    return tuple(_blocks(view))


def _blocks(view: View) -> Iterator[Block]:
    if view.main_contrast is None:
        return
    yield Paragraph(text=_introduction(view))
    for contrast in _contrasts(view):
        main = contrast == view.main_contrast
        found = tuple(_tables(view, contrast, main=main))
        if main and view.compares_groups:
            yield Details(title=text("Everyone taken together"), blocks=found)
        elif main:
            yield from found
        elif found:
            yield Details(title=text(f"From {contrast.earlier} to {contrast.later}"), blocks=found)


def _tables(view: View, contrast: Contrast, *, main: bool) -> Iterator[Block]:
    """The outcomes, then what surrounds the work; figures of the outcomes last."""
    suffix = "" if main else f"-{contrast.later}-{contrast.earlier}"
    outcomes = _changes(view, contrast, "outcome")
    if outcomes:
        yield change_table(outcomes, f"table-change{suffix}", verdicts=True)
    if main and outcomes:
        yield computed(
            view,
            ("mean", "sd", "mean_change", "d_av", "improved", "declined"),
            "the people who have a score in both waves",
        )
    if main:
        yield from _exact_tests(view, outcomes)
    others = _changes(view, contrast, "condition", "background")
    if others:
        yield change_table(others, f"table-change-conditions{suffix}", verdicts=False)
    if main:
        yield from _figures(view, [c for c in outcomes if c.change.available])


def _introduction(view: View) -> Text:
    counted_for = (
        "Change is counted for people who have a score in both waves, so that the same people are compared "
        "with themselves. "
    )
    if view.compares_groups:
        return text(
            "Here everyone is taken together, in the program group or not: this says how scores moved, and "
            "nothing of the program (",
            Reference("comparison"),
            "). ",
            counted_for,
            "What concerns everyone together is not tested. The tables stand on the web page and in the "
            "workbook.",
        )
    return text(counted_for, _tests(view))


def _tests(view: View) -> Text:
    """Which scales are tested, or why none is."""
    declared = len(view.study.primary)
    if not declared:
        return text(
            "No scale was declared as primary before the analysis. Change is therefore described with "
            "intervals, and no ",
            Italic("p"),
            "-values are given.",
        )
    return text(
        f"{declared} scale{'s were' if declared != 1 else ' was'} declared as primary before the analysis; ",
        *(
            ("only these are tested, and their ", Italic("p"), "-values are adjusted together (Holm).")
            if _anything_tested(view)
            else ("none could be tested.",)
        ),
    )


def _anything_tested(view: View) -> bool:
    return any(_tested(c) for contrast in _contrasts(view) for c in _changes(view, contrast, "outcome"))


def _tested(c: ScaleChange) -> bool:
    return c.p_holm is not None and c.p_holm.available


def _sites_weigh(c: ScaleChange) -> bool:
    """Whether a scale is judged by another p than that of the paired test."""
    return c.together is not None and c.p_holm is not None and c.together.estimate != c.p_holm.estimate


def _contrasts(view: View) -> list[Contrast]:
    between = [c for c in view.study.contrasts if _between_waves(view, c)]
    return sorted(between, key=lambda c: c != view.main_contrast)


def _between_waves(view: View, contrast: Contrast) -> bool:
    """Whether both waves of a contrast are about the time of asking."""
    return contrast.earlier in view.waves and contrast.later in view.waves


def _changes(view: View, contrast: Contrast, *kinds: str) -> list[ScaleChange]:
    found = (change_of(view, scale, contrast) for scale in view.scales_of_kind(*kinds))
    return [c for c in found if c is not None]


def change_table(changes: Sequence[ScaleChange], name: str, *, verdicts: bool) -> TableBlock:
    """Means, change, standardized change and, for outcomes, who rose and fell."""
    first = changes[0]
    tested = verdicts and any(_tested(c) for c in changes)
    columns = [
        Column(label=("Scale",)),
        number_column(Italic("n")),
        number_column(Italic("M"), group=first.earlier),
        number_column(Italic("SD"), group=first.earlier),
        number_column(Italic("M"), group=first.later),
        number_column(Italic("SD"), group=first.later),
        number_column(f"Change [{_level(changes)} CI]"),
    ]
    if verdicts:
        columns.append(number_column(*display("d_av").symbol, f" [{_level(changes)} CI]"))
        columns += [number_column(label, group="People who") for label in ("rose", "stayed", "fell")]
    if tested:
        columns.append(number_column(Italic("p"), " / Holm"))
    return TableBlock(
        id=name,
        caption=_caption(first, verdicts=verdicts),
        columns=tuple(columns),
        rows=tuple(_row(c, verdicts=verdicts, tested=tested) for c in changes),
        note=_note(changes, verdicts=verdicts, tested=tested),
    )


def _level(changes: Sequence[ScaleChange]) -> str:
    return next((level(c.change) for c in changes if c.change.conf_level is not None), "95%")


def _caption(first: ScaleChange, *, verdicts: bool) -> Text:
    what = "Change of outcomes" if verdicts else "Conditions and background, described"
    return text(f"{what} from {first.earlier} to {first.later}")


def _row(c: ScaleChange, *, verdicts: bool, tested: bool) -> tuple[Cell, ...]:
    cells = [
        scale_name(c.scale),
        count(c.change.n),
        value(c.mean_earlier, c.unit),
        value(c.sd_earlier, c.unit),
        value(c.mean_later, c.unit),
        value(c.sd_later, c.unit),
        value_with_interval(c.change, c.unit),
    ]
    if verdicts:
        cells += [value_with_interval(c.standardized), *(_people(row) for row in (c.rose, c.same, c.fell))]
    if tested:
        cells.append(p_cell(c.change, c.p_holm))
    return tuple(cells)


def _people(row: Row) -> Cell:
    return count(count_of(row)) if row.available else words(DASH)


def _note(changes: Sequence[ScaleChange], *, verdicts: bool, tested: bool) -> Text:
    steps = sorted({c.step for c in changes})
    parts: list[Text | Inline] = [
        Italic("n"),
        " = people with a score in both waves; ",
        Italic("M"),
        " = mean; ",
        Italic("SD"),
        " = standard deviation; CI = confidence interval.",
    ]
    if verdicts:
        parts += [
            " ",
            text(*display("d_av").symbol),
            " = change divided by the average standard deviation, not corrected for small samples. People "
            "rose or fell when their own score moved by more than ",
            " or ".join(plain_number(round(s, 4)) for s in steps),
            " points.",
        ]
    if tested:
        parts += [
            " Only primary scales are tested: ",
            Italic("p"),
            " of the paired test, then adjusted after Holm.",
        ]
        if any(_sites_weigh(c) for c in changes):
            parts += [
                " Where sites are taken into account, what is said of a scale goes by the larger ",
                Italic("p"),
                " of the two tests.",
            ]
    if any(not c.change.available for c in changes):
        parts += [f" {DASH} = not given; see ", Reference("not_done"), "."]
    return text(*parts)


def _figures(view: View, changes: Sequence[ScaleChange]) -> Iterator[Block]:
    if not changes:
        return
    first = changes[0]
    if not view.study.questions:
        yield dumbbell_figure(
            "figure-change",
            text(f"Where outcomes stood in {first.earlier} and in {first.later}"),
            [movement(c) for c in changes],
            (first.earlier, first.later),
            note=text(
                "Each line is the whole range of possible scores. Where the shaded interval leaves out the "
                "hollow marker, the change is clearly above or below zero."
            ),
        )
    forest = forest_figure(
        "figure-forest",
        text("Standardized change, with its interval"),
        [Change(title=c.scale.title, change=c.standardized, smallest=_smallest(view, c)) for c in changes],
        note=text(
            "Change in units of the average standard deviation, so that scales with different answers "
            "compare. Where an interval crosses the dashed line, the direction is uncertain.",
            " Shaded: changes smaller than the smallest that was declared to matter."
            if any(_smallest(view, c) is not None for c in changes)
            else "",
        ),
    )
    yield from beside(view, forest)


def _exact_tests(view: View, changes: Sequence[ScaleChange]) -> Iterator[Paragraph]:
    """On few people the test that needs no standard deviation, for the scales that are tested."""
    told: list[Text] = []
    for c in changes:
        row = view.found.about(scale=c.scale.id, contrast=c.change.contrast).get("wilcoxon")
        if c.n >= PAIRS_EXACT_ONLY_BELOW or not _tested(c) or row is None or row.p_value is None:
            continue
        told.append(
            text(
                Wording(c.scale.title),
                f" {number(row.estimate or 0.0, c.unit.decimals, signed=True)} "
                f"({interval_in_words(row, c.unit)}, ",
                f"n{NO_BREAK}={NO_BREAK}{row.n}), ",
                Italic("p"),
                f" {p_value(row.p_value)}",
            )
        )
    if told:
        yield Paragraph(
            text=text(
                f"With fewer than {PAIRS_EXACT_ONLY_BELOW} people the exact signed-rank test is read first "
                "(Julious, 2005): it goes by directions and ranks and needs no standard deviation. Typical "
                "change: ",
                commas(told),
                "; not adjusted.",
            )
        )


def _smallest(view: View, c: ScaleChange) -> float | None:
    """The declared smallest change that matters, in the unit of the figure; None without one."""
    declared = view.study.smallest_effects.get(c.scale.id)
    if declared is None or not c.change.estimate or c.standardized.estimate is None:
        return None
    return abs(declared * c.standardized.estimate / c.change.estimate)


SECTION = ReportSection(name="change", title="What changed", order=40, applies=applies, blocks=blocks)
