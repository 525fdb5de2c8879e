"""Definitions that real platforms wrote become instruments that load; what must be decided is listed."""

from __future__ import annotations

from collections import Counter

import pytest

from mtle_survey.errors import MtleError
from mtle_survey.exchange.start import start_from
from mtle_survey.instrument.load import read_instrument
from tests.outside import needs_real_exports
from tests.support import REAL_EXPORTS

DEFINITIONS = {
    "qualtrics/qt_matrix_sa.qsf": ("Qualtrics", 15),
    "qualtrics/qt_nobasis.qsf": ("Qualtrics", 16),
    "qualtrics/sp_survey.qsf": ("Qualtrics", None),
    "sads/SADS_Template.qsf": ("Qualtrics", None),
    "redcap/hbn_dictionary.csv": ("REDCap", None),
    "redcap/redcapr_blank-for-gray-status_dictionary.csv": ("REDCap", None),
    "redcap/redcapr_checkboxes-1_dictionary.csv": ("REDCap", 4),
    "redcap/redcapr_longitudinal_dictionary.csv": ("REDCap", None),
    "redcap/redcapr_repeating-instruments_dictionary.csv": ("REDCap", 11),
    "redcap/redcapr_survey_dictionary.csv": ("REDCap", 25),
    "kobo_odk/odk_fav_color.xlsx": ("XLSForm", 4),
    "kobo_odk/pyxform_xlsform_spec_test.xlsx": ("XLSForm", None),
    "limesurvey/digitaltwins.lss": ("LimeSurvey", None),
    "formr/BFI_post_items.json": ("formr", 19),
}
pytestmark = needs_real_exports


def started(name):
    one = start_from(REAL_EXPORTS / name, "imported")
    return one, read_instrument(one.text.encode("utf-8"))


@pytest.mark.parametrize("name", DEFINITIONS)
def test_a_real_definition_becomes_an_instrument(name):
    platform, count = DEFINITIONS[name]
    one, instrument = started(name)
    assert one.platform == platform
    assert "X014" in {p.code for p in one.problems}, "no platform knows scales and keys"
    assert "# scales:" in one.text
    assert {p.severity for p in instrument.problems} <= {"warning", "note"}
    if count is not None:
        assert len(instrument.items) + len(instrument.fields) == count


def test_no_basis_is_for_a_person_to_decide():
    one, instrument = started("qualtrics/qt_nobasis.qsf")
    assert instrument.format_of("q1").codes == (1, 2, 3)
    assert instrument.format_of("q1").nonresponse["-1"].label == "No opinion"
    assert set(instrument.format_of("q4_1").nonresponse) == {"-1", "-2"}
    told = [p for p in one.problems if p.code == "X012"]
    assert len(told) == 4
    assert "# - an answer, or no answer?: Q1: -1 “No opinion”" in one.text


def test_recodes_and_export_tags_of_qualtrics_are_what_exports_hold():
    _, instrument = started("qualtrics/qt_matrix_sa.qsf")
    recoded = instrument.format_of("q4_1")
    assert recoded.codes == (10, 11, 12, 13)
    headers = {header for item in instrument.items for header in (item.id, *item.columns)}
    assert {"Q2_1", "Q4_3"} <= headers


def test_three_grids_whose_rows_bear_the_same_tags_are_all_kept():
    one, instrument = started("qualtrics/qt_matrix_sa.qsf")
    assert {"question_one", "question_one_2", "question_one_3"} <= set(instrument.item)
    assert not instrument.item["question_one_2"].columns
    assert [p.code for p in one.problems].count("X022") == 6


def test_a_scale_in_wave_two_of_a_public_survey():
    _, instrument = started("sads/SADS_Template.qsf")
    assert instrument.title == "SADS Template"
    rated = [item for item in instrument.items if item.rated]
    assert Counter(item.format for item in rated).most_common(1)[0][1] == 53
    assert instrument.format_of("q3_1").labels[0] == "Strongly disagree"
    assert "<" not in "".join(item.text for item in instrument.items)


def test_deleted_questions_stay_out():
    one, instrument = started("qualtrics/sp_survey.qsf")
    told = next(p for p in one.problems if p.code == "X019")
    assert "Q24" in told.found
    assert "q24" not in instrument.item
    assert "X013" in {p.code for p in one.problems}


def test_redcap_identifiers_are_personal_and_branching_is_told():
    one, instrument = started("redcap/redcapr_longitudinal_dictionary.csv")
    assert instrument.field["email"].personal
    assert "X017" in {p.code for p in one.problems}
    one, instrument = started("redcap/hbn_dictionary.csv")
    assert instrument.field["setup_sex"].codes == ("M", "F", "O")
    assert "X020" in {p.code for p in one.problems}


def test_answer_codes_of_limesurvey_become_aliases():
    one, instrument = started("limesurvey/digitaltwins.lss")
    assert instrument.language == "de"
    format_ = instrument.format_of("dzz1_dzz1001")
    assert dict(zip(format_.labels, format_.codes, strict=True))["Sehr wichtig"] == 2
    assert format_.aliases == {"W01": 2, "W02": 1, "W03": -1, "W04": -2}
    assert "X015" in {p.code for p in one.problems}


def test_ratings_of_formr_have_all_their_points():
    one, instrument = started("formr/BFI_post_items.json")
    assert instrument.format_of("bfik_open_2").codes == (1, 2, 3, 4, 5)
    told = next(p for p in one.problems if p.code == "X021")
    assert told.count == 7


def test_a_file_of_responses_is_no_definition():
    with pytest.raises(MtleError) as caught:
        start_from(REAL_EXPORTS / "limesurvey/digitaltwins_en.csv", "imported")
    assert caught.value.problems[0].code == "X010"
