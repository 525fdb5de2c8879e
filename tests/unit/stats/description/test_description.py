"""Descriptive statistics against R, and their treatment of gaps and edges."""

import math

import numpy as np
import pytest

from mtle_survey.stats.description.kurtosis import kurtosis
from mtle_survey.stats.description.max import max as maximum
from mtle_survey.stats.description.mean import mean
from mtle_survey.stats.description.median import median
from mtle_survey.stats.description.min import min as minimum
from mtle_survey.stats.description.missing import missing
from mtle_survey.stats.description.near_ceiling import near_ceiling
from mtle_survey.stats.description.near_floor import near_floor
from mtle_survey.stats.description.not_applicable import not_applicable
from mtle_survey.stats.description.sd import sd
from mtle_survey.stats.description.skewness import skewness
from tests.oracle.reference import CLOSED_FORM, load_cases

BY_COLUMN = {
    "mean": mean,
    "sd": sd,
    "median": median,
    "min": minimum,
    "max": maximum,
    "skewness": skewness,
    "kurtosis": kurtosis,
}


@pytest.mark.parametrize("name", BY_COLUMN)
def test_each_column_agrees_with_r(name):
    for case in load_cases("description", name):
        found = [column.value for column in BY_COLUMN[name](case.data)]
        np.testing.assert_allclose(found, case.expected["value"], rtol=0, atol=CLOSED_FORM, err_msg=case.name)


@pytest.mark.parametrize("case", load_cases("description", "mean"), ids=lambda case: case.name)
def test_mean_carries_students_interval_and_the_answers_used(case):
    found = mean(case.data)
    np.testing.assert_allclose(
        [m.interval.low for m in found], case.expected["low"], rtol=0, atol=CLOSED_FORM
    )
    np.testing.assert_allclose(
        [m.interval.high for m in found], case.expected["high"], rtol=0, atol=CLOSED_FORM
    )
    np.testing.assert_allclose(
        [m.std_error for m in found], case.expected["std_error"], rtol=0, atol=CLOSED_FORM
    )
    assert [m.n for m in found] == case.expected["count"]
    narrow = mean(case.data, level=0.9)
    np.testing.assert_allclose(
        [m.interval.low for m in narrow], case.expected["low_90"], rtol=0, atol=CLOSED_FORM
    )


@pytest.mark.parametrize("name", ["near_floor", "near_ceiling", "missing", "not_applicable"])
def test_shares_carry_the_score_interval(name):
    functions = {
        "near_floor": lambda x, args: near_floor(x, **args),
        "near_ceiling": lambda x, args: near_ceiling(x, **args),
        "missing": lambda x, _: missing(x),
        "not_applicable": lambda x, _: not_applicable(np.isnan(x)),
    }
    for case in load_cases("description", name):
        found = functions[name](case.data, case.args)
        np.testing.assert_allclose([s.value for s in found], case.expected["value"], rtol=0, atol=CLOSED_FORM)
        np.testing.assert_allclose(
            [s.interval.low for s in found], case.expected["low"], rtol=0, atol=CLOSED_FORM
        )
        np.testing.assert_allclose(
            [s.interval.high for s in found], case.expected["high"], rtol=0, atol=CLOSED_FORM
        )


def test_a_mean_score_exactly_half_a_step_from_the_end_is_near_it():
    scores = np.array([1.5, 1.1 + 0.4, 1.50001, 4.5, 5.0, np.nan])
    floor, ceiling = near_floor(scores, 1.0)[0], near_ceiling(scores, 5.0)[0]
    assert (floor.value, floor.n) == (0.4, 5)
    assert (ceiling.value, ceiling.n) == (0.4, 5)
    assert near_floor(np.array([1.8]), 1.0)[0].value == near_ceiling(np.array([4.2]), 5.0)[0].value == 0.0


def test_an_answer_that_does_not_apply_is_not_missing():
    x = np.array([1.0, np.nan, np.nan, 4.0])
    flags = np.array([False, True, False, False])
    assert missing(x)[0].value == 0.5
    assert missing(x, flags)[0].value == 0.25
    assert not_applicable(flags)[0].value == 0.25
    assert missing(x, flags)[0].n == 4


def test_a_column_of_identical_answers_has_a_mean_but_no_shape():
    same = np.full(9, 0.1) * 3
    assert mean(same)[0].value == pytest.approx(0.3)
    assert sd(same)[0].value == 0.0
    assert "all answers are the same" in skewness(same)[0].unavailable
    assert "all answers are the same" in kurtosis(same)[0].unavailable


@pytest.mark.parametrize("name", BY_COLUMN)
def test_an_empty_column_says_so(name):
    nothing = BY_COLUMN[name](np.array([np.nan, np.nan]))[0]
    assert nothing.n == 0
    assert math.isnan(nothing.value)
    assert "there are 0" in nothing.unavailable


def test_shares_without_respondents_say_so():
    assert "there are 0" in near_floor(np.array([np.nan]), 1.0)[0].unavailable
    assert "there are 0" in missing(np.empty((0, 2)))[1].unavailable


def test_one_answer_has_a_mean_without_an_interval():
    assert mean(np.array([4.0]))[0].value == 4.0
    assert mean(np.array([4.0, 5.0, np.nan, 9.0]))[0].df == 2.0
    assert mean(np.array([4.0]))[0].interval is None
    assert "at least 2 answers; there is 1" in sd(np.array([4.0]))[0].unavailable


def test_mistakes_are_errors():
    with pytest.raises(ValueError, match="dimensions"):
        mean(np.zeros((2, 2, 2)))
    with pytest.raises(ValueError, match="finite"):
        mean(np.array([1.0, np.inf]))
    with pytest.raises(ValueError, match="step"):
        near_floor(np.array([1.0]), 1.0, step=0.0)


@pytest.mark.parametrize(
    ("statistic", "fewest"),
    [(mean, 1), (median, 1), (minimum, 1), (maximum, 1), (sd, 2), (skewness, 3), (kurtosis, 4)],
)
def test_as_few_answers_as_the_formula_needs_are_enough(statistic, fewest):
    answers = np.arange(5.0) ** 2
    assert statistic(answers[:fewest])[0].available
    assert not statistic(answers[: fewest - 1])[0].available


def test_standard_errors_of_shape_are_those_that_are_printed_in_tables():
    """For n = 10 and 20: .687 and .512 of skewness, 1.334 and .992 of kurtosis."""
    for n, of_skewness, of_kurtosis in ((10, 0.687, 1.334), (20, 0.512, 0.992)):
        answers = np.arange(float(n)) ** 2
        assert skewness(answers)[0].std_error == pytest.approx(of_skewness, abs=5e-4)
        assert kurtosis(answers)[0].std_error == pytest.approx(of_kurtosis, abs=5e-4)
