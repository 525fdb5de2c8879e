"""LimeSurvey's tab-separated structure: read as the XML one is, for instruments and for exports."""

from __future__ import annotations

from mtle_survey.exchange.start import start_from
from mtle_survey.exchange.write import export_definition
from mtle_survey.instrument.load import load_instrument, read_instrument
from mtle_survey.readers.common.definitions import definition_kind
from mtle_survey.readers.common.lime_document import lime_document
from mtle_survey.readers.common.lss import lime_questions
from mtle_survey.readers.common.open import open_source
from mtle_survey.readers.read import read_table

HEADER = "id\trelated_id\tclass\ttype/scale\tname\trelevance\ttext\thelp\tlanguage\tother\tmin_num_value_n\n"
TWO_LANGUAGES = HEADER + "\n".join(
    "\t".join(cells + [""] * (11 - len(cells)))
    for cells in (
        ["", "", "S", "", "language", "", "de"],
        ["", "", "SL", "", "surveyls_title", "", "Umfrage", "", "de"],
        ["", "", "SL", "", "surveyls_title", "", "Survey", "", "en"],
        ["1", "", "G", "0", "Teil 1", "1", "", "", "de"],
        ["2", "", "Q", "F", "arr", "1", '"Wie oft? <b>""Jetzt""</b>"', "", "de", "N"],
        ["3", "2", "SQ", "0", "SQ001", "1", "Im Unterricht", "", "de"],
        ["4", "2", "SQ", "0", "SQ002", "1", "Im Team", "", "de"],
        ["", "2", "A", "0", "A1", "2", " oft", "", "de"],
        ["", "2", "A", "0", "A2", "-1", "nie", "", "de"],
        ["5", "", "Q", "N", "std", "arr_SQ001 == 1", "Stunden?", "", "de", "N", "1"],
        ["1", "", "G", "0", "Part 1", "1", "", "", "en"],
        ["2", "", "Q", "F", "arr", "1", "How often?", "", "en", "N"],
        ["3", "2", "SQ", "0", "SQ001", "1", "Teaching", "", "en"],
    )
)


def structure(tmp_path, text=TWO_LANGUAGES):
    path = tmp_path / "survey.txt"
    path.write_bytes(text.encode("utf-8-sig"))
    return path


def test_the_first_language_alone_is_read(tmp_path):
    started = start_from(structure(tmp_path), "imported")
    instrument = read_instrument(started.text.encode())
    assert started.platform == "LimeSurvey"
    assert (instrument.title, instrument.language) == ("Umfrage", "de")
    assert [item.text for item in instrument.items] == ["Im Unterricht", "Im Team", "Stunden?"]
    assert instrument.format_of("arr_sq001").aliases == {"A1": 2, "A2": -1}
    assert instrument.item["std"].range.low == 1
    assert "X017" in {p.code for p in started.problems}, "a question with a condition is told"


def test_headers_of_an_export_get_wording_and_answer_texts(tmp_path):
    questions = lime_questions(lime_document(open_source(structure(tmp_path))))
    assert set(questions) == {"arr[SQ001]", "arr[SQ002]", "std"}
    assert questions["arr[SQ002]"].stem == 'Wie oft? "Jetzt"'
    assert questions["arr[SQ002]"].part == "Im Team"
    assert dict(questions["arr[SQ001]"].value_labels) == {"A1": "oft", "A2": "nie"}


def test_an_export_is_read_with_the_text_structure(tmp_path):
    export = tmp_path / "results.csv"
    export.write_text('"id","submitdate","lastpage","arr[SQ001]"\n"1","2025-09-01","1","A2"\n', "utf-8")
    raw = read_table(export, definition=structure(tmp_path))
    column = next(c for c in raw.columns if c.name == "arr[SQ001]")
    assert column.question == 'Wie oft? "Jetzt" [Im Unterricht]'
    assert column.value_labels["A2"] == "nie"


def test_it_is_known_as_a_definition_and_not_as_answers(tmp_path):
    assert definition_kind(open_source(structure(tmp_path))).startswith("a LimeSurvey survey structure")


def test_both_spellings_of_a_structure_say_the_same(tmp_path):
    instrument = load_instrument("mtle_leader")
    found = []
    for platform, suffix in (("lss", "lss"), ("limesurvey-txt", "txt")):
        path = tmp_path / f"both.{suffix}"
        path.write_bytes(export_definition(instrument, platform).content)
        found.append(lime_questions(lime_document(open_source(path))))
    assert found[0] == found[1]
    assert len(found[0]) >= len(instrument.items)
