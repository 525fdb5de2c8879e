"""Sums and tables of responses that stay in a database: counted there, by Ibis expressions.

The same expressions run on DuckDB, Spark, BigQuery and whatever else Ibis speaks to. Only counts leave it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mtle_survey.aggregates.joint_counts import (
    Pair,
    Span,
    Spans,
    blocks_of,
    joint_counts,
    margins,
    packed,
    tables_of,
)
from mtle_survey.aggregates.model import Aggregates, Block, block_of_tables, withheld
from mtle_survey.aggregates.of_rows import NOT_WHOLE
from mtle_survey.aggregates.wanted import item_sets
from mtle_survey.errors import UsageError
from mtle_survey.instrument.model import Instrument
from mtle_survey.stats.estimate import Array
from mtle_survey.stats.structure.correlation.cross_tables import CrossTables

if TYPE_CHECKING:
    import ibis.expr.types as ir


def aggregates_of_database(instrument: Instrument, waves: Mapping[str | None, ir.Table]) -> Aggregates:
    """Every scale's and wave's complete responses as sums and tables, nothing withheld.

    Parameters
    ----------
    instrument : Instrument
    waves : mapping of wave to ibis Table
        One row per respondent. Items are the columns that bear their id or one of their declared headers,
        and hold the codes of their response format, the codes of its nonresponse, or nothing.

    Raises
    ------
    UsageError
        A table holds none of the items, or answers that the instrument does not declare.
    """
    return Aggregates(
        instrument=instrument.id,
        version=instrument.version,
        sha256=instrument.sha256,
        small_cell=0,
        blocks=tuple(block for wave, table in waves.items() for block in _of_wave(instrument, wave, table)),
    )


def _of_wave(instrument: Instrument, wave: str | None, table: ir.Table) -> Iterator[Block]:
    columns = _item_columns(instrument, table)
    if not columns:
        raise UsageError(f"the table{f' of {wave}' if wave else ''} holds no item of {instrument.id}")
    _require_declared(instrument, table, columns)
    answers = declared_answers(instrument, table, columns).cache()
    rows = int(answers.count().to_pyarrow().as_py())
    counted: dict[tuple[str, ...], CrossTables] = {}
    for scale, items in item_sets(instrument, frozenset(columns)):
        if not items:
            continue
        spans = {i: span for i in items if (span := _span(instrument, i)) is not None}
        if len(spans) < len(items):
            yield withheld(block_of_tables(_empty(items), items, wave=wave, scale=scale), NOT_WHOLE)
            continue
        if items not in counted:
            counted[items] = _cross_tables(answers, spans, rows)
        yield block_of_tables(counted[items], items, wave=wave, scale=scale)


def _item_columns(instrument: Instrument, table: ir.Table) -> dict[str, str]:
    """The column of each rated item that is there."""
    present = set(table.columns)
    found = {}
    for item in instrument.items:
        name = next((name for name in (item.id, *item.columns) if name in present), None)
        if name is not None and item.id in instrument.rated_items:
            found[item.id] = name
    return found


def _span(instrument: Instrument, item: str) -> Span | None:
    """Where the declared answers lie; None where they are not whole numbers."""
    declared = instrument.format_of(item).codes
    if not all(float(code).is_integer() for code in declared):
        return None
    return Span(lowest=int(min(declared)), width=int(max(declared)) - int(min(declared)) + 1)


def _require_declared(instrument: Instrument, table: ir.Table, columns: Mapping[str, str]) -> None:
    """No answer is anything but a declared answer or declared nonresponse.

    Raises
    ------
    UsageError
        Some are.
    """
    counts = undeclared_answers(instrument, table, columns).to_pyarrow().to_pylist()[0]
    wrong = {item: int(count) for item, count in counts.items() if count}
    if wrong:
        listed = ", ".join(f"{item} ({count:,})" for item, count in list(wrong.items())[:5])
        raise UsageError(
            f"answers that {instrument.id} does not declare, counted by item: {listed}; correct them in the "
            "database or declare them"
        )


def undeclared_answers(instrument: Instrument, table: ir.Table, columns: Mapping[str, str]) -> ir.Table:
    """One row: how many answers to each item are neither declared answers nor declared nonresponse."""
    strangers = {}
    for item, column in columns.items():
        form = instrument.format_of(item)
        given = table[column].cast("float64")
        known = [float(code) for codes in (form.codes, form.nonresponse) for code in codes]
        strangers[item] = (given.notnull() & ~given.isin(known)).sum()
    return table.aggregate(**strangers)


def declared_answers(instrument: Instrument, table: ir.Table, columns: Mapping[str, str]) -> ir.Table:
    """The items alone, as small whole numbers, empty where there is no answer."""
    kept = {}
    for item, column in columns.items():
        given = table[column].cast("float64")
        answer = given.isin([float(code) for code in instrument.format_of(item).codes]).ifelse(given, None)
        kept[item] = answer if _span(instrument, item) is None else answer.cast("int16")
    return table.select(**kept)


def _cross_tables(answers: ir.Table, spans: Spans, rows: int) -> CrossTables:
    """Two-way tables of the people who answered every item, over the answers that were given."""
    items = tuple(spans)
    blocks = blocks_of(spans, rows)
    complete = packed(answers.drop_null(list(items)), blocks, spans).cache()
    tables: dict[Pair, NDArray[np.int64]] = {}
    for joint in joint_counts(blocks):
        counted = margins(complete, joint, spans).to_pyarrow()
        tables |= tables_of(counted["cell"].to_numpy(), counted["people"].to_numpy(), joint, spans)
    given = {item: np.diag(tables[item, item]) for item in items}
    used = {item: np.flatnonzero(counts) for item, counts in given.items()}
    widest = max(positions.size for positions in used.values())
    counts = np.zeros((math.comb(len(items), 2), widest, widest))
    for place, (a, b) in enumerate(combinations(items, 2)):
        counts[place, : used[a].size, : used[b].size] = tables[a, b][np.ix_(used[a], used[b])]
    return CrossTables(
        counts=counts,
        margins=tuple(given[item][used[item]].astype(float) for item in items),
        categories=tuple(used[item] + spans[item].lowest for item in items),
        n=int(given[items[0]].sum()),
    )


def _empty(items: tuple[str, ...]) -> CrossTables:
    none: Array = np.empty(0)
    return CrossTables(
        counts=np.zeros((math.comb(len(items), 2), 0, 0)),
        margins=tuple(none for _ in items),
        categories=tuple(np.empty(0, dtype=np.int64) for _ in items),
        n=0,
    )
