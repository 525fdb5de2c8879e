"""Real exports of every platform are read as independently counted facts about them say.

The files are openly licensed but not part of this repository; where they are absent these tests are skipped.
"""

from __future__ import annotations

import json
from collections import Counter
from functools import cache

import pytest

from mtle_survey.errors import MtleError
from mtle_survey.raw_table import RawTable
from mtle_survey.readers.common.open import open_source
from mtle_survey.readers.common.redcap_dictionary import redcap_fields
from mtle_survey.readers.read import read_table
from tests.outside import needs_real_exports
from tests.support import REAL_EXPORTS

FACTS = REAL_EXPORTS / "EXPECTED.json"
WITHOUT_MARKS = {"limesurvey/informalmodels_2row_de.csv": "limesurvey"}

pytestmark = needs_real_exports


def facts(kind: str) -> list[tuple[str, dict]]:
    if not FACTS.exists():
        return []
    known = json.loads(FACTS.read_text(encoding="utf-8"))
    present = {name: fact for name, fact in known.items() if (REAL_EXPORTS / name).is_file()}
    return [(name, fact) for name, fact in present.items() if fact.get("kind", "responses") == kind]


RESPONSES = facts("responses")


@cache
def table(name: str) -> RawTable:
    return read_table(REAL_EXPORTS / name, keep_preview=True, platform=WITHOUT_MARKS.get(name))


@pytest.mark.parametrize(("name", "fact"), RESPONSES)
def test_platform_dialect_encoding_and_delimiter(name, fact):
    found = table(name)
    for key in ("platform", "dialect", "encoding", "delimiter"):
        assert getattr(found, key) == fact.get(key, getattr(found, key)), key
    assert found.reason


@pytest.mark.parametrize(("name", "fact"), RESPONSES)
def test_every_record_is_accounted_for(name, fact):
    found = table(name)
    header = next((entry.rows for entry in found.excluded if entry.kind == "header"), ())
    assert len(header) == fact["header_rows"]
    assert len(found.rows) == fact["responses"]
    assert found.records == len(found.rows) + sum(len(entry.rows) for entry in found.excluded)
    assert sum(column.folded for column in found.columns) == fact["columns"]


@pytest.mark.parametrize(("name", "fact"), [case for case in RESPONSES if "duplicate_headers" in case[1]])
def test_repeated_headers_are_kept(name, fact):
    counts = Counter(table(name).column_names())
    assert sorted(header for header, count in counts.items() if count > 1) == sorted(
        fact["duplicate_headers"]
    )


@pytest.mark.parametrize(("name", "fact"), RESPONSES)
def test_status_counts(name, fact):
    found = table(name)
    for column in ("Status", "Finished", "DistributionChannel"):
        if column in fact:
            cells = found.cells[:, found.column_names().index(column)]
            assert dict(Counter(cells)) == fact[column]


@pytest.mark.parametrize(("name", "fact"), [case for case in RESPONSES if "grid_columns" in case[1]])
def test_grid_columns(name, fact):
    assert sum(column.statement is not None for column in table(name).columns) == fact["grid_columns"]


@pytest.mark.parametrize(("name", "fact"), facts("data dictionary"))
def test_dictionaries_are_definitions(name, fact):
    source = open_source(REAL_EXPORTS / name)
    assert source.grid is not None
    assert source.grid.cells.shape[1] == fact["columns"]
    assert len(redcap_fields(source.grid, name)) == fact["fields"]
    with pytest.raises(MtleError) as caught:
        read_table(REAL_EXPORTS / name)
    assert [problem.code for problem in caught.value.problems] == ["R006"]


def test_numeric_and_choice_text_exports_are_the_same_responses():
    numeric, text = table("qualtrics/legitimacy_numeric.csv"), table("qualtrics/legitimacy_choicetext.csv")
    assert numeric.column_names() == text.column_names()
    assert [c.import_id for c in numeric.columns] == [c.import_id for c in text.columns]
    blank_in = [(found.cells == "").sum(axis=0).tolist() for found in (numeric, text)]
    assert blank_in[0] == blank_in[1]


def test_two_languages_of_one_export_hide_the_same_cells():
    english, german = table("limesurvey/digitaltwins_en.csv"), table("limesurvey/digitaltwins_de.csv")
    assert ((english.cells == None) == (german.cells == None)).all()  # noqa: E711
    assert (english.cells == None).sum() > 10_000  # noqa: E711


def test_a_workbook_and_a_csv_of_one_form_agree():
    csv, xlsx = (
        table("googleforms/learnr2019_es.csv"),
        read_table(REAL_EXPORTS / "googleforms/learnr2019_es.xlsx"),
    )
    assert csv.column_names() == xlsx.column_names()
    assert (csv.cells[:, 1:] == xlsx.cells[:, 1:]).mean() > 0.999


def test_options_spread_over_columns_become_answers_again():
    found = table("surveymonkey/midwest_expanded.csv")
    names = found.column_names()
    identify = found.cells[
        :, names.index("How much, if at all, do you personally identify as a Midwesterner?")
    ]
    assert set(identify) == {"A lot", "Some", "Not much", "Not at all"}
    assert sum(name.startswith("Which of the following states") for name in names) == 20


def test_a_no_break_space_of_the_macintosh_is_recognised():
    found = table("surveymonkey/foodworldcup_macroman.csv")
    column = next(i for i, c in enumerate(found.columns) if c.name.startswith("How much, if at all"))
    assert {cell.strip() for cell in found.cells[:, column]} == {"A lot", "Some", "Not much", "Not at all"}
    assert not found.ambiguous_columns


def test_a_dictionary_names_the_choices_and_the_people():
    folder = REAL_EXPORTS / "redcap"
    found = read_table(
        folder / "redcapr_blank-for-gray-status_data.csv",
        definition=folder / "redcapr_blank-for-gray-status_dictionary.csv",
    )
    by_name = {column.name: column for column in found.columns}
    assert by_name["sex"].value_labels == {"0": "Female", "1": "Male"}
    assert by_name["race___4"].statement == "Black or African American"
    assert by_name["dob"].personal
    assert not any(found.cells[:, by_name["dob"].position])


def test_an_untouched_redcap_form_is_not_shown_and_a_touched_one_is():
    found = table("redcap/redcapr_checkboxes-1_data.csv")
    boxes = [i for i, c in enumerate(found.columns) if "___" in c.name]
    assert [set(found.cells[i, boxes]) for i in range(4)] == [{"0", "1"}, {"0", "1"}, {"0", "1"}, {None}]


def test_one_event_can_be_chosen():
    name = "redcap/redcapr_longitudinal_data.csv"
    assert "R034" in [problem.code for problem in table(name).problems]
    chosen = read_table(REAL_EXPORTS / name, only={"redcap_event_name": "enrollment_arm_1"})
    assert "R034" not in [problem.code for problem in chosen.problems]
    assert len({record[0] for record in chosen.cells}) == len(chosen.rows)


def test_spss_declared_missing_values_are_not_the_labelled_ones():
    found = table("spss/codebook_missings.sav")
    by_name = {column.name: column for column in found.columns}
    assert by_name["val1"].missing_codes == {"99": "skipped", "999": ""}
    assert by_name["val4"].missing_codes == {}
    assert by_name["val4"].value_labels["999"] == "not seen"


def test_stata_extended_missing_values_are_codes():
    found = read_table(REAL_EXPORTS / "stata/haven_tagged-na-double.dta")
    assert found.cells[:, 0].tolist() == ["1", "2", "3", "4", "5", "a", "h", "z"]
    assert found.columns[0].missing_codes == {"a": "apple", "h": "", "z": ".zebra"}


def test_qualtrics_xml():
    found = read_table(REAL_EXPORTS / "qualtrics/sp_export.xml")
    assert (found.platform, found.dialect, len(found.rows)) == ("qualtrics", "xml", 4)
    assert (found.cells == "-99").sum() == 63


def test_formr_results_with_their_items():
    folder = REAL_EXPORTS / "formr"
    found = read_table(folder / "BFI_post.json", definition=folder / "BFI_post_items.json")
    item = next(c for c in found.columns if c.name == "BFIK_open_2")
    assert item.question == "Ich bin tiefsinnig, denke gerne über Sachen nach."
    assert item.value_labels == {"1": "Trifft überhaupt nicht zu", "5": "Trifft voll und ganz zu"}
    assert len(found.rows) == 30


@pytest.mark.parametrize("name", ["limesurvey/digitaltwins.lss", "qualtrics/sp_survey.qsf"])
def test_definitions_are_no_responses(name):
    with pytest.raises(MtleError) as caught:
        read_table(REAL_EXPORTS / name)
    assert [problem.code for problem in caught.value.problems] == ["R006"]


def test_two_waves_of_one_survey():
    first, second = (
        read_table(REAL_EXPORTS / "sads/SADS_wave_1.csv"),
        read_table(REAL_EXPORTS / "sads/SADS-wave-2.csv"),
    )
    assert second.column_names() == first.column_names()
    assert [column.question is not None for column in second.columns[1:]] == [True] * 53
    assert [next(e.rows for e in t.excluded if e.kind == "header") for t in (first, second)] == [(1,), (1, 2)]
