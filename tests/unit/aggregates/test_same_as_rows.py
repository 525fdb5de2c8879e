"""From tables come the numbers that come from rows."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mtle_survey.aggregates.file import read_tables, tables_text
from mtle_survey.aggregates.of_rows import aggregates_of_rows
from mtle_survey.aggregates.reliability import NEEDS_ROWS, reliability_of_tables
from mtle_survey.aggregates.structure import confirmed_tables, explored_tables, structure_block
from mtle_survey.evidence.declared_structure import declared_structure
from mtle_survey.evidence.exploration import StructureRequest
from mtle_survey.table import Row, Table
from tests.unit.aggregates.made import study

NUMBERS = ("estimate", "std_error", "conf_low", "conf_high", "test_statistic", "df", "p_value")
# An optimiser stops within its tolerance; everything else is arithmetic.
CONFIRMED = {"cfa_ml"}
OF_ROWS = ("std_error", "conf_low", "conf_high")
SAMPLED = {"loading", "factor_correlation", "correlation"}  # their sampling errors need the rows
FITTED = {"omega_total", "omega_if_dropped", "omega_categorical"}


def compared(ours: Table, rows: Table, within: float = 1e-12) -> int:
    """How many rows of ``ours`` stand in ``rows`` with the same numbers; others are mistakes."""
    by_identity = {r.identity(): r for r in rows}
    seen = 0
    for row in ours:
        theirs = by_identity.get(row.identity())
        if theirs is None or row.unavailable == NEEDS_ROWS:
            continue
        assert row.n == theirs.n, row
        assert row.unavailable == theirs.unavailable, row
        for name in NUMBERS:
            a, b = getattr(row, name), getattr(theirs, name)
            if name in OF_ROWS and row.statistic in SAMPLED and row.model not in CONFIRMED:
                assert a is None, row
                continue
            assert (a is None) == (b is None), (row, name)
            if a is not None:
                assert math.isclose(a, b, rel_tol=within, abs_tol=within), (row.identity(), name, a, b)
        seen += 1
    return seen


def from_tables(made, tmp_path):
    path = tmp_path / "made.tables.json"
    path.write_text(tables_text(aggregates_of_rows(made.instrument, made.waves)), encoding="utf-8")
    return read_tables(path)


@pytest.mark.parametrize(
    ("n", "categories", "gaps"),
    [(300, 5, False), (300, 5, True), (40, 5, True), (240, 2, False), (160, 7, False)],
)
def test_reliability_from_tables_is_that_from_rows(tmp_path, n, categories, gaps):
    made = study(n, categories, gaps=gaps)
    ours = reliability_of_tables(made.instrument, from_tables(made, tmp_path), made.confidence)
    rows = made.consistency.coefficients + made.consistency.items + made.consistency.omega_without_items
    arithmetic = Table(tuple(r for r in ours if r.statistic not in FITTED))
    fitted = Table(tuple(r for r in ours if r.statistic in FITTED))
    seen = compared(arithmetic, rows)
    assert seen >= 3 * 7 + 2 * 2 * 10  # coefficients of three scales, two statistics of every item in two
    assert compared(fitted, rows, 1e-9) == 3 * 3 + 20


def test_measurement_error_from_tables_takes_errors_for_normal(tmp_path):
    made = study(160)
    ours = reliability_of_tables(made.instrument, from_tables(made, tmp_path), made.confidence)
    for statistic in ("sem", "sdc"):
        for row in ours.where(statistic=statistic):
            theirs = made.consistency.coefficients.one(statistic=statistic, scale=row.scale, wave=row.wave)
            assert (row.method, theirs.method) == ("alpha/chi2", "alpha/satterthwaite")
            assert row.estimate == pytest.approx(theirs.estimate, rel=1e-12)
            assert row.conf_high <= theirs.conf_high


def test_which_reliability_rows_need_the_rows(tmp_path):
    made = study(120)
    ours = reliability_of_tables(made.instrument, from_tables(made, tmp_path), 0.95)
    refused = {(r.statistic, r.method) for r in ours if r.unavailable == NEEDS_ROWS}
    assert refused == {("alpha", "listwise/bca"), ("alpha", "pairwise/feldt")}
    assert {r.method for r in ours.where(statistic="alpha", headline=True)} == {"listwise/feldt"}


def test_means_and_spreads_are_of_the_answers_as_given(tmp_path):
    made = study(90)
    ours = reliability_of_tables(made.instrument, from_tables(made, tmp_path), 0.95)
    values = made.waves["pre"].values
    for place, item in enumerate(made.waves["pre"].items):
        mean = ours.one(statistic="mean", item=item, scale="both")
        sd = ours.one(statistic="sd", item=item, scale="both")
        assert mean is not None and sd is not None
        np.testing.assert_allclose(mean.estimate, values[:, place].mean(), rtol=0, atol=1e-12)
        np.testing.assert_allclose(sd.estimate, values[:, place].std(ddof=1), rtol=0, atol=1e-12)


@pytest.mark.parametrize("correlation", ["pearson", "polychoric", None])
@pytest.mark.parametrize("gaps", [False, True])
def test_structure_from_tables_is_that_from_rows(tmp_path, correlation, gaps):
    made = study(260, gaps=gaps)
    block = structure_block(made.instrument, from_tables(made, tmp_path), None, ())
    rows = made.structures.explored(None, (), correlation=correlation).table
    ours = explored_tables(made.instrument, block, StructureRequest(correlation=correlation, seed=made.seed))
    assert len(ours.table) == len(rows)
    assert ours.choice == made.structures.explored(None, (), correlation=correlation).choice

    def arithmetic(r: Row) -> bool:
        return r.statistic in {"kmo", "bartlett_chi2", "correlation_determinant", "n_factors", "eigenvalue"}

    exact = 1e-12 if ours.choice.kind == "pearson" else 1e-9
    assert compared(Table(tuple(filter(arithmetic, ours.table))), rows, exact) >= 12 + 30
    rest = Table(tuple(r for r in ours.table if not arithmetic(r)))
    assert compared(rest, rows, 1e-6) == len(rest)


def test_maximum_likelihood_from_tables_is_that_from_rows_and_the_others_say_what_they_need(tmp_path):
    made = study(260)
    block = structure_block(made.instrument, from_tables(made, tmp_path), None, ())
    ours = confirmed_tables(block, declared_structure(made.instrument, block.items), 0.95).table
    rows = made.structures.confirmed(None, (), lambda _: None).table
    likelihood = ours.where(model="cfa_ml")
    assert compared(likelihood, rows, 1e-6) == len(likelihood) == len(rows.where(model="cfa_ml"))
    others = Table(tuple(r for r in ours if r.model != "cfa_ml"))
    assert {r.model for r in others} == {"cfa_mlr", "cfa_fiml", "cfa_wlsmv"}
    assert all("needs the rows" in (r.unavailable or "") for r in others)


def test_a_single_scale_and_a_single_wave_can_be_asked_for(tmp_path):
    made = study(200, gaps=True)
    block = structure_block(made.instrument, from_tables(made, tmp_path), "pre", ["u"])
    assert block.items == ("u1", "u2", "u3", "u4", "u5")
    rows = made.structures.explored("pre", ["u"], correlation="pearson").table
    request = StructureRequest(correlation="pearson", seed=made.seed)
    ours = explored_tables(made.instrument, block, request).table
    assert compared(ours, rows, 1e-6) == len(ours) == len(rows)
