"""Exports of Taguette, Dedoose and REFI-QDA say the same about the same coding."""

from __future__ import annotations

import zipfile

import pytest

from mtle_survey.errors import MtleError
from mtle_survey.segments.declared import read_segments
from mtle_survey.segments.model import Interviews, Segment, same_code
from mtle_survey.segments.people import candidates, without_people
from tests.unit.segments.exports import csv_of, dedoose, qdpx, taguette

CODED = [
    ("t01.docx", "0-40", "Now I run the meetings.", ["Leads\\Meetings", "Confident"], "AB"),
    ("t01.docx", "50-80", "My principal asks me.", ["Leads\\Asked"], "AB"),
    ("t02", "10-25", "Nothing changed, really.", ["No change"], "AB"),
]
WHAT = [
    ("t01.docx", {"Leads\\Meetings", "Confident"}),
    ("t01.docx", {"Leads\\Asked"}),
    ("t02", {"No change"}),
]


def put(folder, name, text):
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


@pytest.fixture(params=["taguette", "dedoose", "qdpx"])
def export(request, tmp_path):
    if request.param == "qdpx":
        return qdpx(tmp_path / "p.qdpx", CODED)
    return put(tmp_path, "s.csv", {"taguette": taguette, "dedoose": dedoose}[request.param](CODED))


def test_every_software_tells_the_same_coding(export):
    found = read_segments(export, coder="AB")
    assert [(s.document, set(s.codes)) for s in found] == WHAT
    assert {s.coder for s in found} == {"AB"}
    assert len({(s.document, s.passage) for s in found}) == 3


def test_the_text_of_a_passage_is_not_kept(tmp_path):
    found = read_segments(put(tmp_path, "s.csv", taguette(CODED)))
    assert "meetings" not in repr(found)


def test_dedoose_and_refi_qda_name_the_coder(tmp_path):
    assert {s.coder for s in read_segments(put(tmp_path, "s.csv", dedoose(CODED)))} == {"AB"}
    assert {s.coder for s in read_segments(qdpx(tmp_path / "p.qdpx", CODED))} == {"AB"}


def test_dedoose_without_columns_of_codes_has_them_listed(tmp_path):
    text = csv_of(
        ("Media Title", "Excerpt Copy", "Codes Applied Combined"),
        [("t01", "I lead.", "Leads, Confident"), ("t01", "Hm.", "")],
    )
    one, other = read_segments(put(tmp_path, "s.csv", text))
    assert (one.codes, other.codes) == ({"Leads", "Confident"}, frozenset())


def test_a_highlight_without_a_tag_is_a_passage_without_codes(tmp_path):
    found = read_segments(put(tmp_path, "s.csv", taguette([("t01", "", "Hm.", [], "")])))
    assert [s.codes for s in found] == [frozenset()]


def test_other_tables_are_read_by_the_columns_that_the_study_names(tmp_path):
    path = put(tmp_path, "n.csv", "File,Node,Who\nt01,Leads,AB\nt02,Leads,AB\n")
    found = read_segments(path, {"document": "File", "code": "Node", "coder": "Who"})
    assert [(s.document, s.coder) for s in found] == [("t01", "AB"), ("t02", "AB")]
    with pytest.raises(MtleError) as caught:
        read_segments(path)
    assert [p.code for p in caught.value.problems] == ["T041"]
    with pytest.raises(MtleError, match="T041"):
        read_segments(path, {"document": "File", "code": "Code"})
    plain = put(tmp_path, "plain.csv", "document,code,passage\nt01,Leads,1\nt01,Confident,1\n")
    assert [set(s.codes) for s in read_segments(plain)] == [{"Leads", "Confident"}]


@pytest.mark.parametrize(
    "prolog", ['<!DOCTYPE x [<!ENTITY a "b">]>', '<!doctype x SYSTEM "file:///etc/passwd">']
)
def test_a_project_that_declares_entities_is_refused(tmp_path, prolog):
    with pytest.raises(MtleError) as caught:
        read_segments(qdpx(tmp_path / "p.qdpx", CODED, prolog=prolog))
    assert caught.value.problems[0].code == "T040"
    assert "entities" in caught.value.problems[0].found


def test_what_cannot_be_read_says_so(tmp_path):
    with pytest.raises(MtleError, match="T040"):
        read_segments(tmp_path / "nothing.csv")
    broken = tmp_path / "b.qdpx"
    with zipfile.ZipFile(broken, "w") as archive:
        archive.writestr("project.qde", "<Project><Codes>")
    with pytest.raises(MtleError, match="T040"):
        read_segments(broken)


def test_a_row_with_cells_missing_is_not_dropped_in_silence(tmp_path):
    path = put(tmp_path, "s.csv", taguette(CODED) + "9,t03\n")
    with pytest.raises(MtleError, match="T040"):
        read_segments(path)


def test_codes_are_the_same_by_their_path_or_their_last_level():
    assert same_code("leads\\Meetings", "Leads\\Meetings")
    assert same_code("meetings", "Leads\\Meetings")
    assert not same_code("Leads", "Leads\\Meetings")


def test_a_document_is_the_person_that_its_name_or_the_list_says():
    interviews = Interviews(people={"Interview 3.docx": "T07"})
    assert candidates(interviews, "Interview 3.docx") == ("t07",)
    assert candidates(interviews, "Interview 3") == ("interview 3",)
    assert "t01" in candidates(interviews, "T01.docx")
    assert candidates(interviews, "v1.2") == ("v1.2",)


def test_people_who_withdrew_are_left_out():
    segments = tuple(
        Segment(document=d, passage="1", coder="", codes=frozenset()) for d in ("t01.docx", "t02", "note")
    )
    interviews = Interviews(segments=segments, people={"note": "t03"})
    assert without_people(interviews, ["T01", "t03"]).documents == ("t02",)
