"""Labels map by text; digits only confirm; nothing is guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtle_survey.instrument.model import Nonresponse, Reason, ResponseFormat
from mtle_survey.matching.options import Mode, Options, column_modes
from mtle_survey.responses import Missing

AGREE = ResponseFormat(
    codes=(1, 2, 3, 4, 5),
    labels=("Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"),
    nonresponse={"9": Nonresponse(label="Prefer not to answer", reason=Reason.REFUSED)},
)
SHIFTED = ResponseFormat(codes=(1, 2, 3, 4, 5, 6), labels=("0", "1", "2", "3", "4", "5"))


@pytest.mark.parametrize(
    "text",
    [
        "Agree",
        " agree ",
        "AGREE",
        "Agree\u00a0",
        "Agree (4)",
        "4 - Agree",
        "4. Agree",
        "(4) Agree",
        "<b>Agree</b>",
    ],
)
def test_a_label_is_found_however_it_is_dressed(text):
    answer = Options(AGREE).read(text, Mode.LABELS)
    assert answer is not None
    assert answer.code == 4


@pytest.mark.parametrize(
    "text", ["Agree (3)", "5 - Agree", "Agre", "Somewhat agree", "6", "0", "4.5", "agree disagree"]
)
def test_a_wrong_digit_or_an_unknown_label_is_no_answer(text):
    assert Options(AGREE).read(text, Mode.EITHER) is None


@pytest.mark.parametrize("text", ["4", "4.0", "4,0", " 4 ", "４"])
def test_codes_are_found_in_the_spellings_of_spreadsheets(text):
    answer = Options(AGREE).read(text, Mode.CODES)
    assert answer is not None
    assert answer.code == 4


def test_a_reason_is_no_number():
    for text in ("9", "Prefer not to answer"):
        answer = Options(AGREE).read(text, Mode.EITHER)
        assert answer is not None
        assert answer.reason is Missing.REFUSED
        assert answer.code != answer.code


def test_labels_that_are_numbers_follow_the_export_as_a_whole():
    options = {"plain": Options(AGREE), "shifted": Options(SHIFTED)}
    as_text = column_modes(options, {"plain": ["Agree"], "shifted": ["1", "3"]})
    as_codes = column_modes(options, {"plain": ["4"], "shifted": ["1", "3"]})
    assert options["shifted"].read("3", as_text["shifted"]).code == 4
    assert options["shifted"].read("3", as_codes["shifted"]).code == 3


def test_a_value_that_only_one_reading_allows_decides_for_its_column():
    shifted = Options(SHIFTED)
    assert column_modes({"x": shifted}, {"x": ["0", "3"]})["x"] is Mode.LABELS
    assert column_modes({"x": shifted}, {"x": ["6", "3"]})["x"] is Mode.CODES


def test_nothing_settles_a_column_that_fits_both_readings():
    assert column_modes({"x": Options(SHIFTED)}, {"x": ["1", "3"]})["x"] is Mode.EITHER


@given(st.integers(1, 5), st.sampled_from(["{}", " {}", "{}\t", "\u200b{}"]))
def test_invisible_characters_never_change_an_answer(code, dress):
    label = AGREE.labels[code - 1]
    answer = Options(AGREE).read(dress.format(label), Mode.LABELS)
    assert answer is not None
    assert answer.code == code
