"""What fuzzing once found, each with the smallest input that showed it."""

from __future__ import annotations

import zipfile

import pytest

from mtle_survey.errors import MtleError
from mtle_survey.instrument.load import read_instrument
from mtle_survey.readers.read import read_table
from mtle_survey.reading import FileSpec, read_wave
from mtle_survey.study import Study
from tests.fuzz.targets import BOOK, SHEET, folder
from tests.support import DEMO, make_instrument, write_csv


@pytest.mark.parametrize("seconds", ["1e400", "inf", "nan", "-3"])
def test_a_duration_that_is_no_time_is_unknown(tmp_path, seconds):
    text = f"ResponseId,Duration (in seconds),a1,t_Page Submit\nR_1,{seconds},4,{seconds}\nR_2,60,5,9\n"
    instrument = make_instrument(tmp_path)
    responses = read_wave([FileSpec(path=str(write_csv(tmp_path, text)))], instrument, "pre")["pre"]
    assert [str(time) for time in responses.page_seconds["t_Page Submit"]] == ["nan", "9.0"]
    assert Study(instrument, {"pre": responses}).problems


@pytest.mark.parametrize("number", ["9" * 5000, "1e999", "-1e999"])
def test_a_number_beyond_all_bounds_is_a_located_problem(number):
    with pytest.raises(MtleError) as refused:
        read_instrument(DEMO.replace("[1, 2, 3, 4, 5]", f"[1, 2, 3, 4, {number}]", 1).encode())
    assert [(p.code, p.row) for p in refused.value.problems if p.code == "I013"] == [("I013", 7)]


def test_an_anchor_used_twice_says_nothing_to_the_user(recwarn):
    with pytest.raises(MtleError):
        read_instrument(b"id: &a x\ntitle: &a y\nlanguage: *a\n")
    assert not recwarn.list


def test_a_workbook_that_was_cut_off_is_refused_with_a_reason():
    sheet = BOOK[SHEET]
    with pytest.raises(MtleError) as refused:
        workbook_of({**BOOK, SHEET: sheet[: sheet.index("</t>") + 4]})
    (wrong,) = refused.value.problems
    assert wrong.code == "R025"
    assert wrong.found


def workbook_of(parts):
    path = folder() / "cut.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return read_table(path)
