"""One real survey, exported as codes and as choice text: both must give the same scores."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from mtle_survey.instrument.load import load_instrument
from mtle_survey.reading import read_responses
from mtle_survey.responses import Missing
from mtle_survey.scores import score
from tests.outside import needs_real_exports
from tests.support import REAL_EXPORTS, REPOSITORY

EXPORTS = REAL_EXPORTS / "qualtrics"
pytestmark = needs_real_exports

ORDER = {
    "legitimacy": (
        "stronlgy disagree", "somewhat disagree", "neutral", "somewhat agree", "strongly agree",
    ),
    "polarization": (
        "not polarized", "low polarized", "neutral", "somewhat polarized", "strongly polarized",
    ),
    "practice_m2": ("disapprove (-1)", "neutral (0)", "approve (1)"),
    "practice_m3": ("0", "1", "2", "3", "4", "5"),
}  # fmt: skip
"""Choice texts from least to most, as a person reads them; the product's definition is not consulted."""


@pytest.fixture(scope="module")
def instrument():
    return load_instrument(REPOSITORY / "docs" / "examples" / "legitimacy" / "legitimacy.yaml")


@pytest.fixture(scope="module")
def numeric(instrument):
    return read_responses(EXPORTS / "legitimacy_numeric.csv", instrument)


@pytest.fixture(scope="module")
def text(instrument):
    return read_responses(EXPORTS / "legitimacy_choicetext.csv", instrument)


def raw(name, item):
    with (EXPORTS / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    return [row[rows[0].index(item)] for row in rows[3:]]


def test_both_exports_give_the_same_answers_and_reasons(numeric, text):
    assert numeric.items == text.items
    assert len(numeric) == len(text) == 156
    np.testing.assert_array_equal(numeric.values, text.values)
    np.testing.assert_array_equal(numeric.reasons, text.reasons)
    assert not (numeric.reasons == Missing.INVALID).any()


def test_both_exports_give_the_same_scores(numeric, text):
    from_codes, from_text = score(numeric), score(text)
    assert from_codes.scales == ("legitimacy_before", "legitimacy_after", "polarization")
    np.testing.assert_array_equal(from_codes.values, from_text.values)
    assert np.isfinite(from_codes.values).sum(axis=0).tolist() == [136, 134, 134]


@pytest.mark.parametrize("stem", list(ORDER))
def test_codes_run_in_the_order_of_the_choice_texts(text, stem):
    for item in (i for i in text.items if i.startswith(stem)):
        cells = raw("legitimacy_choicetext.csv", item)
        expected = [ORDER[stem].index(cell) + 1 if cell else np.nan for cell in cells]
        np.testing.assert_array_equal(text.values[:, text.items.index(item)], expected)


def test_the_numbers_of_the_numeric_export_are_not_taken_at_face_value(numeric):
    """It writes 6 for somewhat disagree, which must lie between strong disagreement and neutral."""
    cells = np.array(raw("legitimacy_numeric.csv", "legitimacy_1_1"))
    values = numeric.values[:, numeric.items.index("legitimacy_1_1")]
    assert set(values[cells == "6"]) == {2.0}
    assert set(values[cells == "2"]) == {3.0}
    assert set(values[cells == "4"]) == {5.0}
