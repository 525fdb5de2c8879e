"""What spreadsheets and platforms do to answers and IDs is named for what it is, located and explained."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtle_survey.errors import MtleError, Severity
from mtle_survey.instrument.model import FieldDefinition
from mtle_survey.matching.damaged_values import kind_of_damage
from mtle_survey.matching.identifiers import quirk
from mtle_survey.matching.label_order import LabelOrder, order_of
from mtle_survey.normalise import amount_in
from mtle_survey.responses import Missing
from tests.support import codes, make_instrument, read

HEADER = "teacher,site,a1,a2,a3,a4,b1,b2\n"
SOUND = "t10{i},1,1,2,3,4,5,1"


@pytest.fixture
def instrument(tmp_path):
    return make_instrument(tmp_path)


def with_cell(cell, n=12):
    """An export whose record in row 4 holds this cell under a1."""
    rows = [SOUND.format(i=i) for i in range(n)]
    rows[2] = f't102,1,"{cell}",2,3,4,5,1'
    return HEADER + "\n".join(rows)


def problems_of(tmp_path, instrument, text):
    with pytest.raises(MtleError) as caught:
        read(tmp_path, instrument, text)
    return caught.value.problems


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("Jun-25", "D102"),
        ("5-Jun", "D102"),
        ("2025-06-01 00:00:00", "D102"),
        ("2025-04-02", "D102"),
        ("4/2/2025", "D102"),
        ("2,3", "D103"),
        ("10,11,12", "D103"),
        ("2;3;", "D103"),
        ("${q://QID9/ChoiceTextEntryValue}", "D107"),
        ("@X@user.pk_string@X@", "D107"),
        ("[QID9-ChoiceTextEntryValue]", "D107"),
        ("3.58E+14", "D108"),
        ("#REF!", "D109"),
        ("#N/A", "D109"),
        ("#NAME?", "D109"),
        ("#DIV/0!", "D109"),
        ("#BEZUG!", "D109"),
        ("#NV", "D109"),
        ("#¡VALOR!", "D109"),
        ("########", "D109"),
        ("Err:508", "D109"),
    ],
)
def test_a_spoiled_answer_is_named_and_located(tmp_path, instrument, cell, code):
    errors = [p for p in problems_of(tmp_path, instrument, with_cell(cell)) if p.severity is Severity.ERROR]
    assert [(p.code, p.row, p.column, p.item, p.count) for p in errors] == [(code, 4, "a1", "a1", 1)]
    assert cell in errors[0].found
    assert errors[0].fix
    responses = read(tmp_path, instrument, with_cell(cell), accept=[code])
    assert Missing(responses.reasons[2, 0]) is Missing.INVALID


def test_spreadsheet_damage_of_an_item_is_told_once(tmp_path, instrument):
    told = [p.code for p in problems_of(tmp_path, instrument, with_cell("Jun-25")) if p.column == "a1"]
    assert told == ["D102"]


def test_ids_that_are_error_values_identify_nobody(tmp_path, instrument):
    text = with_cell("3").replace("t103,", "#REF!,").replace("t105,", "#N/A,")
    errors = [p for p in problems_of(tmp_path, instrument, text) if p.severity is Severity.ERROR]
    assert [(p.code, p.row, p.column, p.count) for p in errors] == [("D135", 5, "teacher", 2)]
    assert "“#REF!”, “#N/A”" in errors[0].found
    ids = read(tmp_path, instrument, text, accept=["D135"]).ids.tolist()
    assert (ids[3], ids[5], ids[4]) == (None, None, "t104")


def test_error_values_in_a_field_are_no_group(tmp_path, instrument):
    responses = read(tmp_path, instrument, with_cell("3").replace("t103,1,", "t103,#N/A,"))
    assert responses.fields["site"][3] is None
    assert [(p.code, p.row, p.column) for p in responses.problems if p.code == "D136"] == [
        ("D136", 5, "site")
    ]


@pytest.mark.parametrize("cell", ["about 20", "12-15", "1,200", "n/a", "nan"])
def test_a_number_field_says_which_cells_are_no_number(tmp_path, instrument, cell):
    text = with_cell("3").replace("t103,1,", f'"t103","{cell}",')
    hours = FieldDefinition(id="site", title="Hours", type="number")
    instrument = instrument.model_copy(update={"fields": (hours,)})
    told = [p for p in read(tmp_path, instrument, text).problems if p.code == "D137"]
    assert (5, "site", f"“{cell}”") in [(p.row, p.column, p.found) for p in told]


@pytest.mark.parametrize(
    ("cell", "number"), [("20", 20.0), ("12,5", 12.5), (" 0,125 ", 0.125), ("-3.5", -3.5)]
)
def test_one_plain_number_is_read_with_either_sign_before_its_decimals(cell, number):
    assert amount_in(cell) == number


@pytest.mark.parametrize(
    "text",
    ["3", "Agree", "", "June", "2.5", "[other]", "1 of 3", "x", "#1", "#Teamwork!", "# of hours", "#tag"],
)
def test_other_misfits_keep_their_own_code(text):
    assert kind_of_damage(text) is None


IDS = {
    "D130": ["3.58E+14", "3.58E+14"],
    "D131": ["1234.0", "1235,0"],
    "D133": ["@X@user.pk_string@X@", "${e://Field/id}", "[QID3-ChoiceTextEntryValue]"],
    "D134": ["test", "Test 2", "asdf", "XXX", "n/a", "---"],
}


@pytest.mark.parametrize("code", IDS)
def test_an_odd_identifier_is_located(tmp_path, instrument, code):
    rows = [SOUND.format(i=i) for i in range(6)]
    rows += [f'"{text}",1,1,2,3,4,5,1' for text in IDS[code]]
    responses = read(tmp_path, instrument, HEADER + "\n".join(rows), accept=["D130"])
    (only,) = [p for p in responses.problems if p.code == code]
    assert (only.column, only.row, only.count) == ("teacher", 8, len(IDS[code]))
    assert only.rows == tuple(range(8, 8 + len(IDS[code])))
    blank = code in ("D130", "D133")
    assert [i is None for i in responses.ids[6:]] == [blank] * len(IDS[code])
    assert list(responses.ids[:6]) == [f"t10{i}" for i in range(6)]


def test_shortened_numbers_as_ids_stop_the_work_unless_accepted(tmp_path, instrument):
    text = HEADER + "3.58E+14,1,1,2,3,4,5,1\n3.58E+14,1,2,2,3,4,5,1"
    assert "D130" in {p.code for p in problems_of(tmp_path, instrument, text) if p.severity is Severity.ERROR}


def test_lost_leading_zeros(tmp_path, instrument):
    ids = [f"{1000 + i}" for i in range(10)] + ["544"]
    text = HEADER + "\n".join(f"{i},1,1,2,3,4,5,1" for i in ids)
    (only,) = [p for p in read(tmp_path, instrument, text).problems if p.code == "D132"]
    assert (only.row, only.found) == (12, "“544”")


@pytest.mark.parametrize("text", ["7E12", "T123", "0544", "contest", "Nate", "x1", "5E3", "ana", "12.5"])
def test_sound_identifiers_are_left_in_peace(text):
    assert quirk(text) is None


def test_a_placeholder_in_a_field_is_no_group(tmp_path, instrument):
    rows = [SOUND.format(i=i) for i in range(4)] + ["t9,${e://Field/site},1,2,3,4,5,1"]
    responses = read(tmp_path, instrument, HEADER + "\n".join(rows))
    assert list(responses.fields["site"]) == ["North"] * 4 + [None]
    (only,) = [p for p in responses.problems if p.code == "D133"]
    assert (only.row, only.column, only.item) == (6, "site", "site")


AGREE = ("Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree")


def test_numbers_beside_labels_that_run_the_other_way_stop_the_work(tmp_path, instrument):
    cells = [f"{6 - code} - {label}" for code, label in enumerate(AGREE, start=1)]
    text = HEADER + "\n".join(f"t10{i},1,{cell},2,3,4,5,1" for i, cell in enumerate(cells))
    (only,) = [p for p in problems_of(tmp_path, instrument, text) if p.severity is Severity.ERROR]
    assert (only.code, only.item, only.count) == ("D204", "a1", 4)
    assert "I share what I know with colleagues." in only.why
    assert "5 is “Strongly disagree” (declared 1)" in only.found


def test_one_number_beside_a_label_that_contradicts_it_is_an_error(tmp_path, instrument):
    cells = ["Agree (4)", "Disagree (2)", "Strongly agree (8)"]
    text = HEADER + "\n".join(f"t10{i},1,{cell},2,3,4,5,1" for i, cell in enumerate(cells))
    (only,) = [p for p in problems_of(tmp_path, instrument, text) if p.severity is Severity.ERROR]
    assert (only.code, only.item, only.count) == ("D205", "a1", 1)
    responses = read(tmp_path, instrument, text, accept=["D205"])
    assert codes(responses, "a1") == [4, 2, None]


def test_the_file_is_asked_for_the_order_of_its_options(tmp_path, instrument):
    text = HEADER + "\n".join(f"t10{i},1,{label},2,3,4,5,1" for i, label in enumerate(AGREE))
    order = read(tmp_path, instrument, text).label_order
    assert order["a1"] == "answers were read by their labels"
    assert order["a2"] == "the file holds codes without labels"


@given(st.dictionaries(st.integers(-9, 99).map(float), st.integers(1, 7).map(float), min_size=2))
def test_turning_the_codes_round_turns_the_order_round(pairs):
    order = order_of(pairs)
    turned = order_of({file: -ours for file, ours in pairs.items()})
    if order is LabelOrder.REVERSED:
        assert turned is not LabelOrder.REVERSED
    if order is LabelOrder.CONFIRMED and all(pairs.values()):
        assert turned is LabelOrder.REVERSED
