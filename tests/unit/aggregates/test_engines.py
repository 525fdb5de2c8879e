"""The counting expressions are those of every engine: compiled for BigQuery and others without a server."""

from __future__ import annotations

from itertools import combinations_with_replacement

import numpy as np
import pytest

from mtle_survey.aggregates.joint_counts import Span, blocks_of, joint_counts, tables_of
from tests.unit.aggregates.made import ITEMS, answers, instrument

ibis = pytest.importorskip("ibis", reason="the extra “database” is not installed")
duckdb = pytest.importorskip("duckdb")
sqlglot = pytest.importorskip("sqlglot")

SPANS = {item: Span(lowest=1, width=5) for item in ITEMS}
MANY_ROWS, FEW_ROWS = 10_000_000, 500


def expressions(rows):
    """The check, and every query of the count, on a table that no engine holds."""
    from mtle_survey.aggregates.joint_counts import margins, packed
    from mtle_survey.aggregates.of_database import declared_answers, undeclared_answers

    model, columns = instrument(), {item: item for item in ITEMS}
    table = ibis.table(dict.fromkeys(ITEMS, "int64"), name="answers")
    blocks = blocks_of(SPANS, rows)
    complete = packed(declared_answers(model, table, columns).drop_null(list(ITEMS)), blocks, SPANS)
    counts = [(joint, margins(complete, joint, SPANS)) for joint in joint_counts(blocks)]
    return undeclared_answers(model, table, columns), counts


def engine(values):
    """DuckDB with the answers in it, and with BigQuery's division, which the translation leaves as it is."""
    connection = duckdb.connect()
    connection.execute("create macro ieee_divide(a, b) as a::double / b")
    connection.execute(f"create table answers ({', '.join(f'{item} bigint' for item in ITEMS)})")
    given = [[None if np.isnan(v) else int(v) for v in row] for row in values]
    connection.executemany(f"insert into answers values ({', '.join('?' * len(ITEMS))})", given)
    return connection


@pytest.mark.parametrize("dialect", ["bigquery", "databricks", "duckdb", "postgres", "snowflake"])
def test_every_expression_compiles_and_is_valid_for_the_engine(dialect):
    check, counts = expressions(MANY_ROWS)
    assert len(counts) == 6
    for expression in (check, *(count for _, count in counts)):
        statements = sqlglot.parse(str(ibis.to_sql(expression, dialect=dialect)), read=dialect)
        assert [type(statement).__name__ for statement in statements] == ["Select"]


@pytest.mark.parametrize("dialect", ["bigquery", "duckdb"])
@pytest.mark.parametrize("rows", [MANY_ROWS, FEW_ROWS])
def test_what_bigquery_is_asked_counts_the_same(dialect, rows):
    values = answers(300)
    values[np.random.default_rng(3).random(values.shape) < 0.02] = np.nan
    complete = values[~np.isnan(values).any(axis=1)].astype(int)
    connection = engine(values)
    found = {}
    for joint, count in expressions(rows)[1]:
        asked = str(ibis.to_sql(count, dialect=dialect))
        (translated,) = sqlglot.transpile(asked, read=dialect, write="duckdb")
        counted = connection.execute(f"select cell, people from ({translated})").fetchnumpy()
        found |= tables_of(counted["cell"].astype(int), counted["people"].astype(int), joint, SPANS)
    assert sorted(found) == sorted(combinations_with_replacement(ITEMS, 2))
    for (a, b), table in found.items():
        i, j = ITEMS.index(a), ITEMS.index(b)
        expected = np.zeros((5, 5), dtype=int)
        np.add.at(expected, (complete[:, i] - 1, complete[:, j] - 1), 1)
        assert np.array_equal(table, expected)


def test_no_query_returns_more_than_two_way_counts():
    for joint, count in expressions(MANY_ROWS)[1]:
        assert tuple(count.columns) == ("cell", "people")
        assert len(joint.pairs) * 25 < 5 ** sum(map(len, joint.blocks.values()))


@pytest.mark.parametrize("widths", [(5, 5, 5, 5), (64, 64, 2), (11, 11, 11), (2,) * 30])
def test_blocks_hold_every_item_once_and_their_numbers_stay_exact(widths):
    spans = {f"i{place}": Span(lowest=0, width=width) for place, width in enumerate(widths)}
    for rows in (MANY_ROWS, FEW_ROWS):
        blocks = blocks_of(spans, rows)
        assert [item for block in blocks for item in block] == list(spans)
        sizes = [int(np.prod([spans[item].width for item in block])) for block in blocks]
        assert max(sizes) ** 2 < 2**53
        pairs = [pair for joint in joint_counts(blocks) for pair in joint.pairs]
        assert sorted(pairs) == sorted(set(combinations_with_replacement(spans, 2)))
