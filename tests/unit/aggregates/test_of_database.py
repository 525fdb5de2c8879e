"""Counted in a database, the tables are those of the rows."""

from __future__ import annotations

import numpy as np
import pytest

from mtle_survey.aggregates.file import tables_text
from mtle_survey.aggregates.of_rows import aggregates_of_rows
from mtle_survey.errors import UsageError
from tests.unit.aggregates.made import ITEMS, answers, instrument, responses

ibis = pytest.importorskip("ibis", reason="the extra “database” is not installed")
pytest.importorskip("duckdb")


def table(values, **changes):
    import pyarrow as pa

    columns = {
        item: pa.array([None if np.isnan(v) else int(v) for v in values[:, place]], pa.int64())
        for place, item in enumerate(ITEMS)
    }
    return ibis.memtable(pa.table(columns | changes))


def both(values, codes=(1, 2, 3, 4, 5), **changes):
    from mtle_survey.aggregates.of_database import aggregates_of_database

    model = instrument(codes)
    return (
        aggregates_of_database(model, {"pre": table(values, **changes)}),
        aggregates_of_rows(model, {"pre": responses(model, values)}),
    )


@pytest.mark.parametrize("gaps", [0.0, 0.05])
def test_tables_of_a_database_are_those_of_the_rows(gaps):
    values = answers(500)
    values[np.random.default_rng(4).random(values.shape) < gaps] = np.nan
    values[values[:, 6] == 5, 6] = 4  # an answer that nobody gave
    counted, rows = both(values)
    assert tables_text(counted) == tables_text(rows)


@pytest.mark.parametrize("codes", [(1, 2, 3, 4, 5), (0, 1, 2, 3, 4, 5, 6, 10), (-2, -1, 1, 2, 3, 4, 5)])
def test_many_rows_are_counted_in_smaller_blocks_with_the_same_result(monkeypatch, codes):
    from mtle_survey.aggregates import joint_counts

    values = answers(200)
    few, rows = both(values, codes)
    monkeypatch.setattr(joint_counts, "FEW_ROWS", 10)
    assert tables_text(both(values, codes)[0]) == tables_text(few) == tables_text(rows)


def test_an_answer_that_is_not_declared_stops_the_count():
    import pyarrow as pa

    values = answers(50)
    strange = pa.array([9, 9, *values[2:, 0].astype(int)], pa.int64())
    with pytest.raises(UsageError, match=r"u1 \(2\)"):
        both(values, u1=strange)


def test_declared_nonresponse_is_no_answer():
    import pyarrow as pa

    from mtle_survey.aggregates.of_database import aggregates_of_database

    model = instrument()
    form = model.response_formats["f"].model_copy(update={"nonresponse": {9.0: "Does not apply"}})
    model = model.model_copy(update={"response_formats": {"f": form}})
    values = answers(60)
    given = pa.array([9, 9, *values[2:, 0].astype(int)], pa.int64())
    counted = aggregates_of_database(model, {"pre": table(values, u1=given)})
    values[:2, 0] = np.nan
    assert tables_text(counted) == tables_text(aggregates_of_rows(model, {"pre": responses(model, values)}))


def test_a_table_without_any_item_is_refused():
    from mtle_survey.aggregates.of_database import aggregates_of_database

    with pytest.raises(UsageError, match="holds no item of two"):
        aggregates_of_database(instrument(), {None: ibis.memtable({"x": [1]})})
