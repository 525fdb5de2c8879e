"""Single questions of the survey: who answered higher, and who lower."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mtle_survey.instrument.model import Scale
from mtle_survey.report.between_groups import Arm, comparison_arms, program_arm
from mtle_survey.report.blocks import Block, Cell, Column, Details, Paragraph, TableBlock
from mtle_survey.report.cells import NOTHING, count, number_column, value_with_interval, words
from mtle_survey.report.format import DASH, count_of, estimate, p_in_table
from mtle_survey.report.inline import Italic, Wording, text
from mtle_survey.report.section import ReportSection
from mtle_survey.report.view import View
from mtle_survey.table import Row, Table

_MOVES = ("answered_higher", "answered_alike", "answered_lower")
_ADJUSTED = (
    " = sign test of higher against lower, adjusted for the number of questions (Benjamini and Hochberg); "
    "exploratory."
)
_MODELLED = (
    " Odds of a higher answer at the end over those at the start, for the same person (cumulative-logit "
    "mixed model); 1 means no change. One odds ratio fits where the answers moved alike along the scale; "
    "that cannot be looked at where nobody gave one of the answers in one of the waves."
)


Found = dict[tuple[str, str | None], dict[str, Row]]


def applies(view: View) -> bool:
    """Whether single questions of a reported scale were answered twice by the same people."""
    return any(_items(view, scale) for scale in view.scales)


def blocks(view: View) -> tuple[Block, ...]:
    """A table per scale that has items, folded away."""
    return tuple(_blocks(view))


def _blocks(view: View) -> Iterator[Block]:
    yield Paragraph(
        text=text(
            "Single questions are described by how many people answered higher, alike and lower, not by "
            "means. "
            "Many are looked at side by side; some will stand out by chance, and none is a result of its "
            "own. The counts stand on the web page and in the workbook."
        )
    )
    for scale in view.scales:
        if found := _items(view, scale):
            yield Details(title=text(Wording(scale.title)), blocks=(_table(view, scale, found),))


def _items(view: View, scale: Scale) -> Found:
    """Rows by item of the scale's own items and by group, about the main contrast, or about no contrast."""
    contrast = view.main_contrast
    if contrast is None or scale.parts:
        return {}
    found: Found = {}
    own = {item for item in scale.items if _shown(view, item)}
    groups: set[str | None] = {arm.group for arm in _arms(view)} or {None}
    changes = view.study.changes
    for r in view.shown(Table((*changes.item_change, *changes.on_request))):
        if r.item in own and r.group in groups and r.contrast in (contrast.name, None):
            found.setdefault((str(r.item), r.group), {})[r.statistic] = r
    return {about: rows for about, rows in found.items() if _told(view, rows)}


def _arms(view: View) -> tuple[Arm, ...]:
    """The groups that the design compares, the program group first; none where it compares none."""
    return (program_arm(view), *comparison_arms(view)) if view.compares_groups else ()


def _shown(view: View, item: str) -> bool:
    return all(view.release.shows_item(item, wave) for wave in view.waves)


def _told(view: View, rows: Mapping[str, Row]) -> bool:
    """Whether this edition may show who moved: all three counts, or none."""
    moves = [rows[name] for name in _MOVES if name in rows and rows[name].available]
    return len(moves) == len(_MOVES) and view.disclosure.shows_all([count_of(r) for r in moves])


def _table(view: View, scale: Scale, found: Found) -> TableBlock:
    arms: dict[str | None, str] = {arm.group: arm.name for arm in _arms(view)}
    tested = bool(view.study.primary) and not arms  # a test within a group is none of the program
    modelled = any("odds_ratio" in rows for rows in found.values())
    columns = [
        Column(label=("Question",)),
        *((Column(label=("Group",)),) if arms else ()),
        number_column(Italic("n")),
        number_column("Higher", group="People who answered"),
        number_column("Alike", group="People who answered"),
        number_column("Lower", group="People who answered"),
    ]
    note = text("Answers as given; (R) = worded the other way round.")
    if tested:
        columns.append(number_column(Italic("q")))
        note = text(note, " ", Italic("q"), _ADJUSTED)
    if modelled:
        columns.append(number_column("Odds of a higher answer [CI]"))
        columns.append(number_column("Expected shift"))
        columns.append(Column(label=("One odds ratio fits",)))
        note = text(note, _MODELLED)
    return TableBlock(
        id=f"table-answers-moved-{scale.id}",
        caption=text("Answers of the same people: ", Wording(scale.title)),
        columns=tuple(columns),
        rows=tuple(_lines(view, scale, found, arms, tested=tested, modelled=modelled)),
        note=note,
    )


def _lines(
    view: View, scale: Scale, found: Found, arms: Mapping[str | None, str], *, tested: bool, modelled: bool
) -> Iterator[tuple[Cell, ...]]:
    """A line for each question; where groups are compared one for each of them below the other."""
    for item in dict.fromkeys(item for item, _ in found):
        mark = " (R)" if item in view.instrument.reverse_keyed(scale.id) else ""
        asked = words(Wording(view.instrument.item[item].text), mark)
        if not arms:
            yield (asked, *_numbers(found[item, None], tested=tested, modelled=modelled))
        told = [group for group in arms if (item, group) in found]
        for place, group in enumerate(told):
            numbers = _numbers(found[item, group], tested=tested, modelled=modelled)
            yield (words() if place else asked, words(Wording(arms[group])), *numbers)


def _numbers(rows: Mapping[str, Row], *, tested: bool, modelled: bool) -> tuple[Cell, ...]:
    moves = [rows[name] for name in _MOVES]
    cells = [count(moves[0].n), *(count(count_of(r)) for r in moves)]
    if tested:
        q = rows.get("q_bh")
        cells.append(NOTHING if q is None or q.estimate is None else _number(p_in_table(q.estimate), q))
    if modelled:
        odds, shift = rows.get("odds_ratio"), rows.get("expected_shift")
        cells += [value_with_interval(odds), NOTHING if shift is None else _number(estimate(shift), shift)]
        cells.append(words(_evenness(rows.get("proportional_odds"))))
    return tuple(cells)


def _number(told: str, row: Row) -> Cell:
    return Cell(text=(told,), value=row.estimate)


def _evenness(check: Row | None) -> str:
    if check is None or check.p_value is None:
        return DASH
    return "no" if check.p_value < 0.05 else "no sign against it"


SECTION = ReportSection(
    name="items", title="Single questions of the survey", order=87, applies=applies, blocks=blocks
)
