"""A number that cannot exceed another one is located where it does, and never simulated so."""

from __future__ import annotations

from mtle_survey.checks import check_responses
from mtle_survey.instrument.load import load_instrument, read_instrument
from mtle_survey.reading import read_responses
from mtle_survey.simulate import default_recipe, simulate
from tests.support import DEMO

YEARS = DEMO.replace(
    "fields:\n",
    "fields:\n"
    "  teaching: {title: Years teaching, type: number}\n"
    "  leading: {title: Years leading, type: number, at_most: teaching}\n",
)


def test_the_row_that_exceeds_is_located(tmp_path):
    export = tmp_path / "pre.csv"
    export.write_text(
        "teacher,teaching,leading,a1,a2,a3,a4\n"
        "t1,10,3,1,2,3,4\n"
        "t2,4,9,2,2,3,4\n"
        "t3,5,5,2,1,3,4\n"
        "t4,,8,2,1,4,4\n",
        encoding="utf-8",
    )
    responses = read_responses(export, read_instrument(YEARS.encode()))
    found = [p for p in check_responses(responses) if p.code == "D206"]
    assert [(p.row, p.column, p.found) for p in found] == [(3, "leading", "9, with 4")]
    assert found[0].severity == "warning"
    assert "Years leading is never more than Years teaching" in found[0].why


def test_nobody_is_simulated_to_lead_longer_than_to_teach():
    drawn = simulate(
        load_instrument("mtle"), default_recipe(load_instrument("mtle"), n=200, waves=("one", "two"))
    )
    for wave in drawn.waves:
        pairs = zip(wave.texts["years_leading"], wave.texts["years_teaching"], strict=True)
        known = [(int(leading), int(teaching)) for leading, teaching in pairs if leading and teaching]
        assert len(known) > 100
        assert all(leading <= teaching for leading, teaching in known)
