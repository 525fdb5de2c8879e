"""From a file to coded responses: what is found, what is missing and why, what is refused."""

import numpy as np
import pytest

from mtle_survey.errors import MtleError, Severity
from mtle_survey.responses import Missing
from tests.support import DEMO, codes, make_instrument, read

HEADER = "teacher,site,Q1_1,a2,A3,Q1_4,b1,b2\n"


@pytest.fixture
def instrument(tmp_path):
    return make_instrument(tmp_path)


def test_columns_are_found_by_id_by_declared_header_and_ignoring_case(tmp_path, instrument):
    responses = read(tmp_path, instrument, HEADER + "x1,1,1,2,3,4,5,1\nx2,2,5,4,3,2,1,5")
    assert responses.items == ("a1", "a2", "a3", "a4", "b1", "b2")
    assert codes(responses, "a1") == [1, 5]
    assert codes(responses, "a3") == [3, 3]


def test_columns_are_found_by_their_wording_and_never_by_position(tmp_path, instrument):
    text = "Colleagues ask for my view.,I share what I know with colleagues.\n2,1\n4,5"
    responses = read(tmp_path, instrument, text)
    assert codes(responses, "a1") == [1, 5]
    assert codes(responses, "a2") == [2, 4]


def test_every_kind_of_missing_answer_keeps_its_reason(tmp_path, instrument):
    responses = read(tmp_path, instrument, HEADER + "x1,1,8,9,,4,5,1\nx2,2,5,4,3,2,1,5")
    states = [Missing(s) for s in responses.reasons[0]]
    assert states[:3] == [Missing.NOT_APPLICABLE, Missing.REFUSED, Missing.BLANK]
    assert np.isnan(responses.values[0, :3]).all()


def test_groups_bear_one_name_whether_the_export_holds_codes_or_labels(tmp_path, instrument):
    responses = read(tmp_path, instrument, HEADER + "x1,1,1,1,1,1,1,1\nx2,south ,2,2,2,2,2,2")
    assert list(responses.fields["site"]) == ["North", "South"]


def test_a_value_outside_the_format_names_file_row_column_item_and_count(tmp_path, instrument):
    with pytest.raises(MtleError) as caught:
        read(tmp_path, instrument, HEADER + "x1,1,1,2,3,4,5,1\nx2,1,6,2,3,4,5,1\nx3,1,6,2,3,4,5,1")
    (found,) = [p for p in caught.value.problems if p.severity == "error"]
    assert (found.code, found.row, found.column, found.item, found.count) == ("D104", 3, "Q1_1", "a1", 2)
    assert "6" in found.found
    assert "1 to 5" in found.why


def test_every_problem_is_collected_not_the_first(tmp_path, instrument):
    with pytest.raises(MtleError) as caught:
        read(tmp_path, instrument, HEADER + "x1,1,7,Yes!,3,4,-1,1")
    assert sorted((p.code, p.item) for p in caught.value.problems if p.severity == "error") == [
        ("D101", "a2"),
        ("D104", "a1"),
        ("D104", "b1"),
    ]


def test_accepted_cells_become_missing_with_the_reason_invalid(tmp_path, instrument):
    responses = read(tmp_path, instrument, HEADER + "x1,1,7,2,3,4,5,1\nx2,1,1,2,3,4,5,1", accept=["D104"])
    assert Missing(responses.reasons[0, 0]) is Missing.INVALID
    assert np.isnan(responses.values[0, 0])


def test_a_name_over_two_columns_is_refused(tmp_path, instrument):
    with pytest.raises(MtleError) as caught:
        read(tmp_path, instrument, "teacher,Q1_1,Q1_1,a2\nx,1,5,2\ny,2,2,2")
    (found,) = [p for p in caught.value.problems if p.code == "D002"]
    assert "B" in found.found
    assert "C" in found.found


def test_the_wrong_instrument_is_said_to_be_wrong(tmp_path, instrument):
    with pytest.raises(MtleError) as caught:
        read(tmp_path, instrument, "x,y,z\n1,2,3\n2,3,4")
    assert "D001" in {p.code for p in caught.value.problems}


def test_where_nothing_is_found_the_expected_headings_are_named_and_how_to_declare_others(
    tmp_path, instrument
):
    with pytest.raises(MtleError) as caught:
        read(tmp_path, instrument, "Kürzel,Ich teile,Kollegen fragen\nx,2,3\ny,3,3")
    (found,) = [p for p in caught.value.problems if p.code == "D001"]
    assert "columns Kürzel, Ich teile, Kollegen fragen" in found.found
    assert "expected to be Q1_1, Q1_4, b2, or wordings such as “I share what I know" in found.why
    assert (
        "columns: {a1: heading}" in found.fix and "another language" in found.fix and "aliases" in found.fix
    )


def test_a_column_with_such_answers_that_no_item_claims_makes_a_missing_item_a_warning(tmp_path, instrument):
    text = "teacher,a1,a2,a3,Question 4,remarks,b1,b2\nx,1,2,3,4,fine,4,1\ny,2,2,2,2,2,2,2"
    (found,) = [p for p in read(tmp_path, instrument, text).problems if p.code == "D006"]
    assert (found.severity, found.found) == (Severity.WARNING, "a4")
    assert "column E (“Question 4”)" in found.fix and "columns: {a4: header}" in found.fix
    assert "remarks" not in found.fix, "not every entry there is an option"


def test_without_such_a_column_a_missing_item_stays_a_note(tmp_path, instrument):
    (found,) = [
        p
        for p in read(tmp_path, instrument, "teacher,a1,a2,a3\nx,1,2,3\ny,2,2,2").problems
        if p.code == "D006"
    ]
    assert found.severity is Severity.NOTE
    assert found.fix.startswith("declare the form")


WORDINGS = "Code,I share what I know with colleagues.,Colleagues ask for my view.,Keep,-"


def test_a_first_record_of_wordings_is_a_header_and_is_counted_as_one(tmp_path, instrument):
    full = "Code,I share what I know with colleagues.,Colleagues ask for my view.,I keep my ideas to myself.,"
    responses = read(tmp_path, instrument, f"teacher,Q1_1,Q1_2,Q1_3,Q1_4\n{full}\nx,1,2,3,4\ny,2,2,2,2")
    assert len(responses) == 2 and responses.rows.tolist() == [3, 4]
    assert [(p.row, p.severity) for p in responses.problems if p.code == "R020"] == [(2, Severity.NOTE)]
    (source,) = responses.sources
    assert [(e.kind, e.rows) for e in source.excluded] == [("header", (1, 2))]
    assert source.records == len(responses) + sum(len(e.rows) for e in source.excluded)


def test_a_record_that_holds_few_of_the_wordings_stays_a_response(tmp_path, instrument):
    with pytest.raises(MtleError) as caught:
        read(tmp_path, instrument, f"teacher,Q1_1,Q1_2,Q1_3,Q1_4\n{WORDINGS}\nx,1,2,3,4\ny,2,2,2,2")
    assert [p.row for p in caught.value.problems if p.code == "D101"] == [2, 2, 2, 2]


DATED = DEMO.replace("  site:", "  day: {title: Day, role: date, type: date}\n  site:")


def test_days_that_a_spreadsheet_stored_as_numbers_are_told_and_not_read(tmp_path):
    instrument = make_instrument(tmp_path, DATED)
    text = "teacher,day,a1,a2,a3,a4\nx,45900,1,2,3,4\ny,45910,2,2,2,2"
    responses = read(tmp_path, instrument, text)
    (found,) = [p for p in responses.problems if p.code == "D142"]
    assert (found.severity, found.row, found.column, found.count) == (Severity.WARNING, 2, "day", 2)
    assert "2025-08-31" in found.why
    assert responses.recorded is None


def test_the_declared_date_says_when_answers_were_given_where_the_platform_does_not(tmp_path):
    instrument = make_instrument(tmp_path, DATED)
    text = "teacher,day,a1,a2,a3,a4\nx,2025-09-01,1,2,3,4\ny,2025-09-05,2,2,2,2\nz,2025-09-03,2,2,2,1"
    assert read(tmp_path, instrument, text).recorded == ("2025-09-01", "2025-09-03", "2025-09-05")


def test_a_form_without_any_column_is_named_with_the_questions_that_it_asks(tmp_path, instrument):
    with pytest.raises(MtleError) as caught:
        read(tmp_path, instrument, "teacher,b1,b2\nx,1,2\ny,2,2", form="short")
    (found,) = [p for p in caught.value.problems if p.code == "D001"]
    short = next(f for f in instrument.forms if f.id == "short")
    assert not {"b1", "b2"} & set(short.items), "these are there, and belong to another form"
    assert f"No rated item of {instrument.id} (form short) ({len(short.items)} in all) has" in found.why


def test_a_declared_form_makes_a_missing_column_an_error(tmp_path, instrument):
    text = "teacher,Q1_1,a2,a3\nx,1,2,3\ny,2,2,2"
    assert {p.code for p in read(tmp_path, instrument, text).problems} >= {"D006"}
    with pytest.raises(MtleError) as caught:
        read(tmp_path, instrument, text, form="short")
    assert [p.item for p in caught.value.problems if p.code == "D005"] == ["a4"]


def test_wording_that_drifted_is_found(tmp_path):
    instrument = make_instrument(tmp_path, DEMO)
    text = (
        "Q1_1,Q1_2\n"
        "I share what I know with colleagues.,Nobody at this school ever asks for my view\n"
        "1,2\n2,3\n3,4\n4,5\n5,1\n"
    )
    found = [p for p in read(tmp_path, instrument, text).problems if p.code == "D003"]
    assert [p.item for p in found] == ["a2"]


def test_an_identifier_keeps_its_leading_zero(tmp_path, instrument):
    responses = read(tmp_path, instrument, HEADER + "007,1,1,2,3,4,5,1\n7,1,1,2,3,4,5,2")
    assert list(responses.ids) == ["007", "7"]


def test_the_respondent_can_be_named_by_the_header_of_a_declared_field(tmp_path):
    text = DEMO.replace(
        "teacher: {title: Code, role: respondent}", "teacher: {title: Code, columns: [Blinded ID]}"
    )
    instrument = make_instrument(tmp_path, text)
    responses = read(tmp_path, instrument, "Blinded ID,a1,a2\nx,1,2\ny,2,3", respondent="Blinded ID")
    assert list(responses.ids) == ["x", "y"]
    assert list(responses.fields["teacher"]) == ["x", "y"]


def write_sav(folder, labels, missing=None):
    import pandas as pd
    import pyreadstat

    frame = pd.DataFrame({"a1": [1.0, 2.0, 5.0, 9.0], "a2": [2.0, 2.0, 3.0, 1.0]})
    path = folder / "x.sav"
    pyreadstat.write_sav(frame, str(path), variable_value_labels={"a1": labels}, missing_ranges=missing)
    return path


def test_codes_that_the_file_numbers_the_other_way_are_read_by_their_labels(tmp_path, instrument):
    from mtle_survey.reading import read_responses

    labels = {1: "Strongly agree", 2: "Agree", 5: "Strongly disagree", 9: "Prefer not to answer"}
    with pytest.raises(MtleError) as caught:
        read_responses(write_sav(tmp_path, labels), instrument)
    (conflict,) = [p for p in caught.value.problems if p.code == "D204"]
    assert conflict.item == "a1"
    assert "I share what I know with colleagues." in conflict.why
    assert "1 is “Strongly agree” (declared 5)" in conflict.found
    responses = read_responses(write_sav(tmp_path, labels), instrument, accept=["D204"])
    assert codes(responses, "a1") == [5, 4, 1, None]
    assert codes(responses, "a2") == [2, 2, 3, 1]
    assert "opposite order" in responses.label_order["a1"]


def test_a_file_whose_labels_contradict_its_codes_in_part_is_refused(tmp_path, instrument):
    from mtle_survey.reading import read_responses

    labels = {1: "Strongly agree", 2: "Rather so", 5: "Strongly disagree"}
    with pytest.raises(MtleError) as caught:
        read_responses(write_sav(tmp_path, labels), instrument)
    assert "D106" in {p.code for p in caught.value.problems}


def test_codes_that_the_file_declares_missing_are_no_invalid_answers(tmp_path):
    from mtle_survey.reading import read_responses

    instrument = make_instrument(
        tmp_path,
        DEMO.replace("    nonresponse: {8: Does not apply to my role, 9: Prefer not to answer}\n", ""),
    )
    responses = read_responses(write_sav(tmp_path, {9: "Refused"}, {"a1": [9]}), instrument)
    assert codes(responses, "a1") == [1, 2, 5, None]
    assert Missing(responses.reasons[3, 0]) is Missing.REFUSED


def test_times_survive_when_the_files_of_a_wave_are_stacked(tmp_path, instrument):
    from mtle_survey.stacking import combine

    names = "StartDate,EndDate,Status,Duration (in seconds),Q9_Page Submit,ResponseId,teacher,a1,a2"
    ids = ",".join('"{""ImportId"":""' + name + '""}"' for name in names.split(","))
    record = "2025-01-01,2025-01-01,IP Address,120,8.5,R_1,t1,1,2"
    first = read(tmp_path, instrument, f"{names}\n{names}\n{ids}\n{record}", "one.csv")
    second = read(tmp_path, instrument, "teacher,a1,a2\nt2,3,4", "two.csv")
    both = combine([first, second])
    assert both.timing[0] == 120
    assert np.isnan(both.timing[1])
    assert both.page_seconds["Q9_Page Submit"][0] == 8.5
