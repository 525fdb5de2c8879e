"""Every shipped instrument goes to every platform and comes back the same, but for what is listed."""

from __future__ import annotations

import csv
import io
import json

import pytest

from mtle_survey.errors import UsageError
from mtle_survey.exchange.start import start_from
from mtle_survey.exchange.write import export_definition
from mtle_survey.instrument.find import list_instruments
from mtle_survey.instrument.load import load_instrument, read_instrument
from tests.support import DEMO
from tests.unit.exchange.same import BOTH_WAYS, substance, there_and_back

SHIPPED = sorted(found.id for found in list_instruments())
RULES = """
id: odd
version: 2.1.0
title: Odd & rare
language: pt-BR
notice: Private.
response_formats:
  half:
    codes: [-1, 0, 0.5]
    labels: {-1: "less <b>", 0.5: R & D}
    nonresponse: {98: {label: Hidden, reason: not_shown}, na: "N/A"}
items:
  first_item: {text: "Is 1 <2> & 3 | 4, or not?", format: half, aspects: [now, then], about: principal}
  pick: {text: One of these?, options: ["2, or two", "3|three"], correct: "2, or two", source: a book}
  order: {text: Put in order, type: rank, options: [Red, Green, Blue]}
  hours: {text: How many?, type: number, range: {high: 12.5}}
scales:
  s: {title: Scale, items: [first_item__now, first_item__then], reverse_keyed: [first_item__then]}
fields:
  when: {title: Date, role: date, type: date}
  place: {title: Place, text: Where?, type: single, role: group, codes: ["a b", long_code], labels: [A, B]}
  dose: {title: Hours given, role: dose, type: number}
"""


@pytest.mark.parametrize("platform", BOTH_WAYS)
@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_instrument_comes_back_the_same(name, platform, tmp_path):
    instrument = load_instrument(name)
    export, back, _ = there_and_back(instrument, platform, tmp_path)
    assert substance(back) == substance(instrument)
    lost = next(p.found for p in export.problems if p.code == "X001").split("; ")
    for key in ("title", "language", "version"):
        assert key in lost or getattr(back, key) == getattr(instrument, key)


@pytest.mark.parametrize("platform", BOTH_WAYS)
def test_a_form_carries_its_items_alone(platform, tmp_path):
    instrument = load_instrument("mtle")
    form = next(form for form in instrument.forms if form.occasion is None)
    _, back, _ = there_and_back(instrument, platform, tmp_path, form.id)
    assert substance(back)["items"] == substance(instrument, set(form.items))["items"]


@pytest.mark.parametrize("platform", BOTH_WAYS)
def test_odd_codes_words_and_types_survive(platform, tmp_path):
    instrument = read_instrument(RULES.encode())
    export, back, started = there_and_back(instrument, platform, tmp_path)
    assert substance(back) == substance(instrument)
    codes = {p.code: p for p in export.problems}
    assert codes["X003"].found == "dose"
    assert codes["X005"].found == "pick"
    assert {"notice", "sources of items"} <= set(codes["X001"].found.split("; "))
    assert not [p for p in started.problems if p.severity == "error"]


@pytest.mark.parametrize("platform", BOTH_WAYS)
def test_the_same_instrument_gives_the_same_bytes(platform):
    instrument = load_instrument("prime_self")
    one, other = (export_definition(instrument, platform).content for _ in range(2))
    assert one == other


@pytest.mark.parametrize("platform", ["redcap", "lss"])
def test_headers_that_the_platform_spells_otherwise_are_listed(platform, tmp_path):
    instrument = load_instrument("prime_self")
    export, back, _ = there_and_back(instrument, platform, tmp_path)
    told = next(p for p in export.problems if p.code == "X002")
    assert told.count == len(export.headers)
    assert export.headers["e1__in_place"] in back.item["e1__in_place"].columns


def test_codes_that_limesurvey_cannot_hold_are_listed():
    told = [p.code for p in export_definition(read_instrument(RULES.encode()), "lss").problems]
    assert "X004" in told


def test_qualtrics_asks_dates_as_text():
    problems = export_definition(read_instrument(RULES.encode()), "qsf").problems
    assert [p.found for p in problems if p.code == "X006"] == ["when"]


def test_a_retrospective_form_bears_its_own_headers(tmp_path):
    text = DEMO + "  then: {items: [a1], occasion: retro, format: separate, columns: {a1: R_a1}}\n"
    instrument = read_instrument(text.encode())
    export, back, _ = there_and_back(instrument, "qsf", tmp_path, "then")
    assert export.headers == {"a1": "R_a1"}
    assert back.item["a1"].columns == ("R_a1",)


def test_an_unknown_platform_or_form_is_named():
    instrument = read_instrument(DEMO.encode())
    with pytest.raises(UsageError, match=r"Known: .*redcap"):
        export_definition(instrument, "surveymonkey")
    with pytest.raises(UsageError, match="no form"):
        export_definition(instrument, "qsf", "nowhere")


def test_an_id_must_be_one(tmp_path):
    path = tmp_path / "d.csv"
    path.write_bytes(export_definition(read_instrument(DEMO.encode()), "redcap").content)
    with pytest.raises(UsageError, match="cannot be an instrument's id"):
        start_from(path, "9 lives")


def test_redcap_dictionaries_keep_redcaps_rules():
    for name in SHIPPED:
        content = export_definition(load_instrument(name), "redcap").content
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
        names = [row["Variable / Field Name"] for row in rows]
        assert len(rows[0]) == 18
        assert rows[0]["Field Type"] == "text", "the first variable is the record"
        assert len(set(names)) == len(names)
        for row in rows:
            name_ = row["Variable / Field Name"]
            assert name_ == name_.lower() and name_[0].isalpha() and "__" not in name_ and len(name_) <= 26
            if row["Field Type"] in ("radio", "checkbox"):
                assert all(
                    "," in choice for choice in row["Choices, Calculations, OR Slider Labels"].split("|")
                )
            if row["Matrix Group Name"]:
                alike = [r for r in rows if r["Matrix Group Name"] == row["Matrix Group Name"]]
                assert len({r["Choices, Calculations, OR Slider Labels"] for r in alike}) == 1


def test_a_grid_is_one_matrix_on_a_page_of_its_own():
    survey = json.loads(export_definition(load_instrument("prime_self"), "qsf").content)
    elements = survey["SurveyElements"]
    grids = [
        e["Payload"] for e in elements if e["Element"] == "SQ" and e["Payload"]["QuestionType"] == "Matrix"
    ]
    assert [len(grid["Choices"]) for grid in grids] == [12, 12]
    assert [grid["QuestionText"] for grid in grids] == ["In place", "Lead"]
    assert grids[0]["RecodeValues"]["5"] == "8", "the way out keeps its code"
    blocks = next(e["Payload"] for e in elements if e["Element"] == "BL")
    assert [b["Type"] for b in blocks][-1] == "Trash"


@pytest.mark.parametrize("name", SHIPPED)
def test_xlsforms_pass_pyxform_without_a_warning(name, tmp_path):
    xls2xform = pytest.importorskip("pyxform.xls2xform", reason="pyxform is a development extra")
    path = tmp_path / f"{name}.xlsx"
    path.write_bytes(export_definition(load_instrument(name), "xlsform").content)
    warnings: list[str] = []
    result = xls2xform.convert(str(path), validate=False, warnings=warnings)
    assert "<h:html" in result.xform
    assert warnings == []


@pytest.mark.parametrize("platform", ["questionnaire-docx", "questionnaire-pdf"])
def test_paper_is_the_same_every_time_and_holds_every_item(platform, tmp_path):
    instrument = load_instrument("prime_self")
    one, other = (export_definition(instrument, platform).content for _ in range(2))
    assert one == other
    if platform == "questionnaire-docx":
        import docx

        word = docx.Document(io.BytesIO(one))
        cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
        words = " ".join([*cells, *(p.text for p in word.paragraphs)])
        assert all(item.text in words for item in instrument.items)
        assert word.tables[0].rows[0].cells[-1].text == "Does not apply to my role"
    else:
        assert one.startswith(b"%PDF")
