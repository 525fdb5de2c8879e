"""Identifiers that agree, or fail to agree, for a reason other than who bears them."""

from __future__ import annotations

import pytest

from mtle_survey.linking.doubtful import counts_up
from mtle_survey.linking.link import link
from mtle_survey.study import Study
from tests.support import make_instrument, read

HEADER = "teacher,a1,a2,a3,a4\n"


def problems(folder, **ids):
    """What linking says of waves whose records bear these identifiers."""
    instrument = make_instrument(folder)
    waves = {
        wave: read(
            folder,
            instrument,
            HEADER + "\n".join(f"{name},{n % 5 + 1},2,3,4" for n, name in enumerate(names)),
            f"{wave}.csv",
            wave=wave,
            accept=("D130",),
        )
        for wave, names in ids.items()
    }
    links = link(waves)
    assert links is not None
    return {p.code: p for p in links.problems}


def test_zeros_that_a_spreadsheet_dropped_are_found_where_the_others_agree(tmp_path):
    found = problems(tmp_path, pre=["0101", "0202", "ann", "bob"], post=["ann", "bob", "101", "0202"])
    assert (found["P021"].file.endswith("post.csv"), found["P021"].rows) == (True, (4,))
    assert "101" not in found["P021"].found, "no identifier is quoted"
    assert "P006" not in found


def test_where_nobody_is_found_the_dropped_zeros_are_the_first_remedy(tmp_path):
    found = problems(tmp_path, pre=["0101", "0202", "0303"], post=["101", "202", "303"])
    assert found["P021"].count == 3
    assert found["P006"].fix.startswith("some IDs would agree but for leading zeros")
    assert problems(tmp_path, pre=["x1", "x2"], post=["y8", "y9"])["P006"].fix.startswith(
        "check that both files"
    )


@pytest.mark.parametrize(
    "post",
    [["101", "00101", "ann"], ["0101", "101", "ann"], ["7", "8", "ann"]],
    ids=["two could be meant", "the person is there", "nothing alike"],
)
def test_where_zeros_do_not_settle_who_is_meant_nothing_is_said(tmp_path, post):
    assert "P021" not in problems(tmp_path, pre=["0101", "0202", "ann"], post=post)


def test_files_that_number_their_rows_are_doubted_but_linked(tmp_path):
    found = problems(tmp_path, pre=range(1, 9), post=range(1, 7))
    assert found["P022"].found == "1 to 8 in pre, 1 to 6 in post"
    assert "P006" not in found


@pytest.mark.parametrize("post", [[2, 1, 3, 4, 5, 6], [1, 2, 3, 5, 6, 7], [1, 2, 3, 4]], ids=str)
def test_numbers_out_of_order_with_gaps_or_very_few_are_those_of_people(tmp_path, post):
    assert "P022" not in problems(tmp_path, pre=range(1, 9), post=post)


def waves_without(folder, lacking):
    """Two waves, of which one lacks the column that identifies people."""
    instrument = make_instrument(folder)
    rows = {"pre": "x,1,2,3,4\ny,2,2,3,1", "post": "x,3,2,3,4\ny,2,4,3,1"}
    return instrument, {
        wave: read(
            folder,
            instrument,
            HEADER.replace("teacher", "person" if wave in lacking else "teacher") + text,
            f"{wave}.csv",
            wave=wave,
        )
        for wave, text in rows.items()
    }


def test_a_wave_without_the_column_of_people_is_named(tmp_path):
    instrument, waves = waves_without(tmp_path, ("post",))
    (found,) = [p for p in Study(instrument, waves).problems if p.code == "P023"]
    assert found.file.endswith("post.csv")
    assert found.found == "post has no column that identifies people; pre has"


@pytest.mark.parametrize("lacking", [(), ("pre", "post")])
def test_waves_that_all_have_it_or_all_lack_it_are_what_was_meant(tmp_path, lacking):
    instrument, waves = waves_without(tmp_path, lacking)
    assert "P023" not in {p.code for p in Study(instrument, waves).problems}


def test_counting_up_needs_every_number_once():
    assert counts_up(["1", "2", "3", "4", "5"])
    assert not counts_up(["1", "2", "3", "4", "4"])
    assert not counts_up(["0", "1", "2", "3", "4"])
