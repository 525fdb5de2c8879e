"""Table cells from rows and counts."""

from __future__ import annotations

from mtle_survey.instrument.model import Scale
from mtle_survey.report.blocks import Cell, Column
from mtle_survey.report.format import (
    DASH,
    MEAN_SCORE,
    Unit,
    estimate,
    estimate_with_interval,
    p_in_table,
    percent,
)
from mtle_survey.report.glossary import display
from mtle_survey.report.inline import Inline, Text, Wording, text
from mtle_survey.table import Row

NOTHING = Cell(text=(DASH,))


def words(*parts: Inline | Text) -> Cell:
    """A cell of text."""
    return Cell(text=text(*parts))


def wording(content: str) -> Cell:
    """A cell with words of the questionnaire."""
    return Cell(text=(Wording(content),))


def count(n: int | None, hidden: str = DASH) -> Cell:
    """A cell with a count, or what stands for a hidden one."""
    return Cell(text=(hidden,)) if n is None else Cell(text=(str(n),), value=n)


def share(n: int | None, of: int, hidden: str = DASH) -> Cell:
    """A cell with a count and its percentage."""
    if n is None or of == 0:
        return Cell(text=(hidden,))
    return Cell(text=(f"{n} ({percent(n / of, of)})",), value=n)


def value(row: Row | None, unit: Unit = MEAN_SCORE) -> Cell:
    """A cell with a row's number; an en dash where there is none."""
    return NOTHING if row is None else Cell(text=(estimate(row, unit),), value=row.estimate)


def value_with_interval(row: Row | None, unit: Unit = MEAN_SCORE) -> Cell:
    """A cell with a row's number and bounds."""
    return NOTHING if row is None else Cell(text=(estimate_with_interval(row, unit),), value=row.estimate)


def p_cell(test: Row, adjusted: Row | None) -> Cell:
    """A cell with a p-value and the same adjusted for its family; an en dash where nothing was adjusted."""
    if test.p_value is None or adjusted is None or adjusted.estimate is None:
        return NOTHING
    return Cell(
        text=(f"{p_in_table(test.p_value)} / {p_in_table(adjusted.estimate)}",), value=adjusted.estimate
    )


def n_of(*rows: Row | None) -> Cell:
    """A cell with the n that rows share."""
    known = {row.n for row in rows if row is not None}
    if len(known) > 1:
        raise ValueError(f"rows in one line of a table have different n: {sorted(map(str, known))}")
    return count(known.pop() if known else None)


def scale_name(scale: Scale) -> Cell:
    """A cell with a scale's title."""
    return wording(scale.title)


def number_column(*label: Inline, group: str = "") -> Column:
    """A column of numbers."""
    return Column(label=text(*label), align="number", group=group)


def statistic_column(statistic: str, *, group: str = "", symbol: bool = True) -> Column:
    """A column of one statistic, headed by its symbol where it has one."""
    how = display(statistic)
    return Column(label=how.symbol if symbol and how.symbol else (how.label,), align="number", group=group)
