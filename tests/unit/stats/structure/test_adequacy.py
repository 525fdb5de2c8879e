"""Sampling adequacy: what psych says, and when there is no answer."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mtle_survey.stats.structure.adequacy.bartlett_chi2 import bartlett_chi2
from mtle_survey.stats.structure.adequacy.correlation_determinant import correlation_determinant
from mtle_survey.stats.structure.adequacy.kmo import kmo
from tests.oracle.reference import CLOSED_FORM, load_cases

SINGULAR = np.array([[1, 1, 0.5], [1, 1, 0.5], [0.5, 0.5, 1]])


def correlations(case) -> tuple[np.ndarray, int]:
    x = case.data[:, : case.args["columns"]]
    return np.corrcoef(x.T), len(x)


@pytest.mark.parametrize("case", load_cases("structure", "kmo"), ids=lambda c: c.name)
def test_kmo_matches_psych(case) -> None:
    found = kmo(*correlations(case))
    assert found.overall.value == pytest.approx(case.expected["overall"], abs=CLOSED_FORM)
    np.testing.assert_allclose(
        [i.value for i in found.items], case.expected["items"], rtol=0, atol=CLOSED_FORM
    )


def test_kmo_matches_the_printed_values() -> None:
    attitude, holzinger, _ = load_cases("structure", "kmo")
    found = kmo(*correlations(attitude))
    assert round(found.overall.value, 2) == 0.76
    assert [round(i.value, 2) for i in found.items][::6] == [0.73, 0.65]
    assert round(kmo(*correlations(holzinger)).overall.value, 2) == 0.75


@pytest.mark.parametrize("case", load_cases("structure", "bartlett_chi2"), ids=lambda c: c.name)
def test_bartlett_matches_psych(case) -> None:
    found = bartlett_chi2(*correlations(case))
    assert found.value == pytest.approx(case.expected["chi2"], rel=CLOSED_FORM)
    assert (found.df, found.n) == (case.expected["df"], len(case.data))
    assert found.p_value == pytest.approx(case.expected["p"], abs=CLOSED_FORM)


def test_bartlett_matches_the_printed_values() -> None:
    attitude, holzinger, _ = load_cases("structure", "bartlett_chi2")
    assert round(bartlett_chi2(*correlations(attitude)).value, 4) == 98.7528
    assert round(bartlett_chi2(*correlations(holzinger)).value, 3) == 904.097


@pytest.mark.parametrize("case", load_cases("structure", "correlation_determinant"), ids=lambda c: c.name)
def test_determinant_matches_r(case) -> None:
    found = correlation_determinant(*correlations(case))
    assert found.value == pytest.approx(case.expected["determinant"], rel=CLOSED_FORM)


def test_a_singular_matrix_has_no_adequacy_but_a_determinant() -> None:
    found = kmo(SINGULAR, 50)
    assert "singular" in found.overall.unavailable and np.isnan(found.overall.value)
    assert all("singular" in item.unavailable for item in found.items)
    assert "singular" in bartlett_chi2(SINGULAR, 50).unavailable
    assert correlation_determinant(SINGULAR, 50).value == pytest.approx(0.0, abs=1e-12)


def test_too_little_to_go_on_is_said_with_what_is_needed() -> None:
    assert "at least 3" in kmo(np.eye(2), 50).overall.unavailable
    assert "at least 4" in bartlett_chi2(np.eye(5), 3).unavailable
    assert bartlett_chi2(np.eye(5), 4).available
    assert "at least 2" in bartlett_chi2(np.eye(1), 50).unavailable


@pytest.mark.parametrize(
    ("matrix", "message"),
    [
        (np.ones((2, 3)), "square"),
        ([[1, np.nan], [np.nan, 1]], "missing"),
        ([[1, 0.5], [0.4, 1]], "symmetric"),
        ([[2, 0.5], [0.5, 1]], "ones"),
    ],
)
def test_what_is_not_a_correlation_matrix_is_refused(matrix, message) -> None:
    with pytest.raises(ValueError, match=message):
        kmo(matrix, 50)


def test_uncorrelated_items_give_zero_chi_square() -> None:
    found = bartlett_chi2(np.eye(4), 100)
    assert found.value == pytest.approx(0.0, abs=1e-12) and found.p_value == pytest.approx(1.0)


def test_two_items_have_bartletts_test_and_a_reason_for_each_items_adequacy() -> None:
    found = bartlett_chi2(np.array([[1.0, 0.5], [0.5, 1.0]]), 50)
    assert found.value == pytest.approx(-(49 - 9 / 6) * math.log(0.75))
    assert found.df == 1
    assert len(kmo(np.eye(2), 50).items) == 2
