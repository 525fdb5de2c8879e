"""Analyses that the study asked for: gaps filled in, people who were lost, and evidence weighed."""

from __future__ import annotations

from collections.abc import Iterator

from mtle_survey.instrument.model import Scale
from mtle_survey.report.blocks import Block, Cell, Column, TableBlock
from mtle_survey.report.cells import (
    NOTHING,
    count,
    number_column,
    scale_name,
    value,
    value_with_interval,
    words,
)
from mtle_survey.report.format import degrees_of_freedom, number, p_value, unit_of
from mtle_survey.report.inline import Italic, text
from mtle_survey.report.section import ReportSection
from mtle_survey.report.view import View
from mtle_survey.table import Row


def applies(view: View) -> bool:
    """Whether one of these was asked for and gave a number."""
    return any(True for _ in blocks(view))


def blocks(view: View) -> tuple[Block, ...]:
    """A table for each analysis that was asked for."""
    return tuple(
        block
        for table in (_imputed(view), _tipping(view), _little(view), _bayes(view))
        for block in table
        if block.rows
    )


def _rows_of(view: View, statistic: str) -> dict[str, Row]:
    """Rows of the main contrast, or of none, by scale."""
    contrast = view.main_contrast
    rows = view.shown(view.study.changes.on_request.where(statistic=statistic))
    told = {None} if contrast is None else {None, contrast.name}
    return {str(r.scale): r for r in rows if r.available and r.contrast in told}


def _scales(view: View, found: dict[str, Row]) -> Iterator[tuple[Scale, Row]]:
    return ((scale, found[scale.id]) for scale in view.leading_scales if scale.id in found)


def _imputed(view: View) -> Iterator[TableBlock]:
    found = _rows_of(view, "imputed_change")
    behind = _rows_of(view, "missing_information")
    yield TableBlock(
        id="table-imputed",
        caption=text("Change with unanswered questions filled in"),
        columns=(
            Column(label=("Scale",)),
            number_column(Italic("n")),
            number_column("Change [CI]"),
            number_column("Missing information"),
        ),
        rows=tuple(
            (
                scale_name(scale),
                count(row.n),
                value_with_interval(row, unit_of(scale)),
                value(behind.get(scale.id)),
            )
            for scale, row in _scales(view, found)
        ),
        note=text(
            "Questions that people left out are filled in several times from their other answers (chained "
            "equations), and the results put together after Rubin with Barnard and Rubin's degrees of "
            "freedom. Nobody who stayed away is made up. Missing information = how much of the uncertainty "
            "comes from the gaps."
        ),
    )


def _tipping(view: View) -> Iterator[TableBlock]:
    found = _rows_of(view, "tipping_point")
    yield TableBlock(
        id="table-tipping",
        caption=text("How differently the lost would have to have changed"),
        columns=(
            Column(label=("Scale",)),
            number_column(Italic("n")),
            number_column("Their change beside what is expected"),
        ),
        rows=tuple(
            (scale_name(scale), count(row.n), value(row, unit_of(scale)))
            for scale, row in _scales(view, found)
        ),
        note=text(
            "If the change of every person who was lost lay that far from what the others let expect, the "
            "interval of the change would reach zero. Whether that is believable is for those to say who "
            "know why people left."
        ),
    )


def _little(view: View) -> Iterator[TableBlock]:
    found = _rows_of(view, "little_mcar")
    yield TableBlock(
        id="table-little",
        caption=text("Little's test of missing scores"),
        columns=(Column(label=("Scale",)), number_column(Italic("n")), Column(label=("Test",))),
        rows=tuple((scale_name(scale), count(row.n), _test(row)) for scale, row in _scales(view, found)),
        note=text(
            "A small ",
            Italic("p"),
            " says that who is missing has to do with the scores that are there. A large one does not show "
            "that people are missing by chance, least of all with fewer than 100.",
        ),
    )


def _test(row: Row) -> Cell:
    if row.df is None or row.p_value is None or row.estimate is None:
        return NOTHING
    told = f"χ²({degrees_of_freedom(row.df)}) = {number(row.estimate)}, "
    return words(told, Italic("p"), f" {p_value(row.p_value)}")


def _bayes(view: View) -> Iterator[TableBlock]:
    found = _rows_of(view, "bayes_factor")
    yield TableBlock(
        id="table-bayes",
        caption=text("How the answers weigh a change against none"),
        columns=(
            Column(label=("Scale",)),
            number_column(Italic("n")),
            number_column("For a change"),
            number_column("Against it"),
        ),
        rows=tuple(
            (
                scale_name(scale),
                count(row.n),
                _factor(row.estimate or 0.0),
                _factor(1.0 / (row.estimate or 1.0)),
            )
            for scale, row in _scales(view, found)
        ),
        note=text(
            "Bayes factors (Rouder et al., 2009; prior scale .707): how many times likelier the answers are "
            "under a change than under none, and the other way round. Asked for beforehand; it does not "
            "replace the interval."
        ),
    )


def _factor(value: float) -> Cell:
    told = (
        "> 1,000" if value > 1000 else "< 0.001" if value < 0.001 else number(value, 3 if value < 0.1 else 2)
    )
    return Cell(text=(told,), value=value)


SECTION = ReportSection(
    name="on_request", title="Asked for in addition", order=58, applies=applies, blocks=blocks
)
