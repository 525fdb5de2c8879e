"""Were those who were lost like those who stayed?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from mtle_survey.report.bands import ADJUSTABLE, ALIKE, band
from mtle_survey.report.blocks import Block, Cell, Column, Details, Paragraph, TableBlock
from mtle_survey.report.cells import count, number_column, scale_name, value_with_interval, words
from mtle_survey.report.computed import computed
from mtle_survey.report.format import count_of, interval_in_words, percent
from mtle_survey.report.inline import Italic, commas, counted, text
from mtle_survey.report.reasons import by_reason
from mtle_survey.report.section import ReportSection
from mtle_survey.report.view import View
from mtle_survey.table import Row

FEWEST_COMPARED = 2  # a group of one has no spread


def applies(view: View) -> bool:
    """Whether somebody was lost between the first and the last wave, and it may be told."""
    if not view.flow_told:
        return False
    lost = _lost(view)
    return lost is not None and lost.available and count_of(lost) > 0


def blocks(view: View) -> tuple[Block, ...]:
    """The share lost, and the first scores of those who stayed against those who were lost."""
    lost, contrast = _lost(view), view.main_contrast
    if lost is None or contrast is None or lost.estimate is None or lost.n is None:
        return ()
    told = view.disclosure.shows(count_of(lost))
    opening = Paragraph(
        text=text(
            counted(count_of(lost), whole_study=True),
            f" of {lost.n} people identified in {contrast.earlier} "
            f"({percent(lost.estimate, lost.n)}, {interval_in_words(lost)}) "
            f"{'is' if count_of(lost) == 1 else 'are'} not found again in "
            f"{contrast.later}. If they differ from those who stayed, change among those who stayed does not "
            "speak for everyone.",
        )
    )
    found = {
        row.scale: row for row in view.study.attrition.where(statistic="baseline_g", contrast=contrast.name)
    }
    known = [scale.id for scale in view.scales if scale.id in found]
    available = any(found[scale].available for scale in known)
    if not told or (view.disclosure.public and not available):
        return (
            opening,
            Paragraph(text=text("How they had started is not shown, because they are so few.")),
        )
    if not available:
        return (opening, *_not_compared(count_of(lost), found.values()))
    leading = [scale for scale in known if scale in view.judged_scales]
    table = _table(view, "table-lost", {scale: found[scale] for scale in leading or known})
    how = computed(view, ("attrition", "baseline_g"), "the people with a score in the first wave")
    if len(leading or known) == len(known):
        return (opening, table, how)
    others = _table(view, "table-lost-others", {s: found[s] for s in known if s not in leading})
    return (opening, table, how, Details(title=text("The other scales"), blocks=(others,)))


def _not_compared(lost: int, rows: Iterable[Row]) -> Iterator[Paragraph]:
    """Why how they had started is not told."""
    reasons = list(by_reason(rows))
    if reasons and lost < FEWEST_COMPARED:
        reasons = [f"{lost} is lost, and {FEWEST_COMPARED} are needed"]
    if reasons:
        yield Paragraph(
            text=text("How they had started is not compared: ", commas([text(r) for r in reasons]), ".")
        )


def _table(view: View, name: str, found: Mapping[str, Row]) -> TableBlock:
    first = view.waves[0]
    rows = tuple(_row(view, scale, row) for scale, row in found.items())
    return TableBlock(
        id=name,
        caption=text(f"Scores in {first}: those who stayed against those who were lost"),
        columns=(
            Column(label=("Scale",)),
            number_column(Italic("n")),
            number_column(Italic("g"), " [CI]"),
            Column(label=("In words",)),
        ),
        rows=rows,
        note=text(
            Italic("g"),
            " = difference in standard deviations; above zero, those who stayed had started higher. Up to "
            f"{ALIKE} alike, up to {ADJUSTABLE} somewhat apart, beyond that far apart; not clear: the "
            "interval reaches beyond one of these.",
        ),
    )


def _lost(view: View) -> Row | None:
    if view.main_contrast is None:
        return None
    return view.study.attrition.one(statistic="attrition", contrast=view.main_contrast.name)


def _row(view: View, scale: str, row: Row) -> tuple[Cell, ...]:
    return (
        scale_name(view.instrument.scale[scale]),
        count(row.n),
        value_with_interval(row),
        words(band(row)),
    )


SECTION = ReportSection(name="lost", title="Who was lost", order=25, applies=applies, blocks=blocks)
