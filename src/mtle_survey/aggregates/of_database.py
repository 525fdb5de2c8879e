"""Sums and tables of responses that stay in a database: counted there, by Ibis expressions.

The same expressions run on DuckDB, Spark, BigQuery and whatever else Ibis speaks to. Only counts leave it:
one query for each item, grouped by its answer, counts how often each answer to every later item was given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from mtle_survey.aggregates.model import Aggregates, Block, block_of_tables, withheld
from mtle_survey.aggregates.of_rows import NOT_WHOLE
from mtle_survey.aggregates.wanted import item_sets
from mtle_survey.errors import UsageError
from mtle_survey.instrument.model import Instrument
from mtle_survey.stats.estimate import Array
from mtle_survey.stats.structure.correlation.cross_tables import CrossTables

if TYPE_CHECKING:
    import ibis.expr.types as ir

AT_ONCE = 400  # expressions to a query: planners slow down with their number


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
    answers = _answers(instrument, table, columns)
    counted: dict[tuple[tuple[str, ...], int], CrossTables] = {}
    for scale, items in item_sets(instrument, frozenset(columns)):
        if not items:
            continue
        codes = {i: _codes(instrument, i) for i in items}
        if any(found is None for found in codes.values()):
            empty = _empty(items)
            yield withheld(block_of_tables(empty, items, wave=wave, scale=scale), NOT_WHOLE)
            continue
        known = {i: found for i, found in codes.items() if found is not None}
        complete = answers.drop_null(list(items))
        n = int(_value(complete.count()))
        wider = counted.get((items, n))
        if wider is None:
            wider = counted[items, n] = _cross_tables(complete, known, n)
        yield block_of_tables(wider, items, wave=wave, scale=scale)


def _item_columns(instrument: Instrument, table: ir.Table) -> dict[str, str]:
    """The column of each rated item that is there."""
    present = set(table.columns)
    found = {}
    for item in instrument.items:
        name = next((name for name in (item.id, *item.columns) if name in present), None)
        if name is not None and item.id in instrument.rated_items:
            found[item.id] = name
    return found


def _codes(instrument: Instrument, item: str) -> tuple[int, ...] | None:
    """The declared answers; None where they are not whole numbers."""
    declared = instrument.format_of(item).codes
    if not all(float(code).is_integer() for code in declared):
        return None
    return tuple(sorted(int(code) for code in declared))


def _answers(instrument: Instrument, table: ir.Table, columns: Mapping[str, str]) -> ir.Table:
    """The items alone, as small whole numbers, empty where there is no answer; the engine keeps them at hand.

    Raises
    ------
    UsageError
        Some answers are neither declared answers nor declared nonresponse.
    """
    strangers = {}
    kept = {}
    for item, column in columns.items():
        form = instrument.format_of(item)
        given = table[column].cast("float64")
        declared = given.isin([float(code) for code in form.codes])
        reasons = [float(code) for code in form.nonresponse]
        strange = given.notnull() & ~declared
        if reasons:
            strange = strange & ~given.isin(reasons)
        strangers[item] = strange.sum()
        kept[item] = declared.ifelse(given, None)
    strange_counts = _record(table.aggregate(**strangers))
    wrong = {item: int(count) for item, count in strange_counts.items() if count}
    if wrong:
        listed = ", ".join(f"{item} ({count:,})" for item, count in list(wrong.items())[:5])
        raise UsageError(
            f"answers that {instrument.id} does not declare, counted by item: {listed}; correct them in the "
            "database or declare them"
        )
    whole = {item for item in columns if _codes(instrument, item) is not None}
    return table.select(
        **{item: value.cast("int16") if item in whole else value for item, value in kept.items()}
    ).cache()


def _cross_tables(complete: ir.Table, codes: Mapping[str, Sequence[int]], n: int) -> CrossTables:
    items = tuple(codes)
    margins = _margins(complete, codes)
    used = {i: np.array([c for c in codes[i] if margins[i][c]], dtype=np.int64) for i in items}
    widest = max(u.size for u in used.values())
    pairs: dict[tuple[str, str], NDArray[np.int64]] = {}
    for place, first in enumerate(items[:-1]):
        for later in _batches(items[place + 1 :], max(1, AT_ONCE // max(widest, 1))):
            pairs |= _tables_with(complete, first, later, used)
    counts = np.zeros((len(pairs), widest, widest))
    for position, pair in enumerate(_pairs(items)):
        table = pairs[pair]
        counts[position, : table.shape[0], : table.shape[1]] = table
    return CrossTables(
        counts=counts,
        margins=tuple(np.array([margins[i][int(c)] for c in used[i]], dtype=float) for i in items),
        categories=tuple(used[i] for i in items),
        n=n,
    )


def _margins(complete: ir.Table, codes: Mapping[str, Sequence[int]]) -> dict[str, dict[int, int]]:
    wanted = [(item, code) for item, own in codes.items() for code in own]
    found: dict[str, dict[int, int]] = {item: {} for item in codes}
    for part in _batches(wanted, AT_ONCE):
        asked = {f"c{i}": (complete[item] == code).sum() for i, (item, code) in enumerate(part)}
        counted = _record(complete.aggregate(**asked))
        for i, (item, code) in enumerate(part):
            found[item][code] = int(counted[f"c{i}"] or 0)
    return found


def _tables_with(
    complete: ir.Table, first: str, later: Sequence[str], used: Mapping[str, NDArray[np.int64]]
) -> dict[tuple[str, str], NDArray[np.int64]]:
    """Two-way tables of one item with later ones."""
    asked = {
        f"c{j}_{k}": (complete[item] == int(code)).sum()
        for j, item in enumerate(later)
        for k, code in enumerate(used[item])
    }
    grouped = complete.group_by(answer=complete[first]).aggregate(**asked).to_pyarrow().to_pylist()
    place = {int(code): row for row, code in enumerate(used[first])}
    tables = {(first, item): np.zeros((used[first].size, used[item].size), dtype=np.int64) for item in later}
    for record in grouped:
        for j, item in enumerate(later):
            for k in range(used[item].size):
                tables[first, item][place[int(record["answer"])], k] = int(record[f"c{j}_{k}"])
    return tables


def _empty(items: tuple[str, ...]) -> CrossTables:
    none: Array = np.empty(0)
    return CrossTables(
        counts=np.zeros((len(_pairs(items)), 0, 0)),
        margins=tuple(none for _ in items),
        categories=tuple(np.empty(0, dtype=np.int64) for _ in items),
        n=0,
    )


def _pairs(items: Sequence[str]) -> list[tuple[str, str]]:
    return [(a, b) for i, a in enumerate(items) for b in items[i + 1 :]]


def _batches(wanted: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    return (wanted[start : start + size] for start in range(0, len(wanted), size))


def _record(one_row: ir.Table) -> dict[str, Any]:
    return dict(one_row.to_pyarrow().to_pylist()[0])


def _value(count: ir.IntegerScalar) -> Any:
    return count.to_pyarrow().as_py()
