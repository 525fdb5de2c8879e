"""The smallest numbers of respondents, each just below and just at it, and what matrices are taken for."""

from __future__ import annotations

import numpy as np
import pytest

from mtle_survey.stats.structure.gates import too_few_for_cfa, too_few_for_efa, too_few_for_invariance
from mtle_survey.stats.structure.linear_algebra import (
    correlation_matrix,
    is_singular,
    squared_multiple_correlations,
    symmetric_power,
)


@pytest.mark.parametrize(
    ("needed", "refusal"),
    [
        (50, lambda n: too_few_for_efa(n, 16)),  # three for each of 16 items are 48
        (51, lambda n: too_few_for_efa(n, 17)),
        (100, too_few_for_cfa),
        (100, lambda n: too_few_for_invariance(n, ordinal=False)),
        (200, lambda n: too_few_for_invariance(n, ordinal=True)),
    ],
)
def test_one_respondent_fewer_than_needed_is_refused_with_the_number(needed, refusal) -> None:
    assert refusal(needed) == ""
    assert f"{needed - 1} " in refusal(needed - 1)
    assert refusal(needed - 1).endswith(f"needs at least {needed}")


def test_invariance_says_of_which_items_it_speaks() -> None:
    assert "invariance of ordinal items" in too_few_for_invariance(10, ordinal=True)
    assert "invariance of continuous items" in too_few_for_invariance(10, ordinal=False)


def test_whether_a_matrix_is_singular_does_not_depend_on_its_unit() -> None:
    definite = np.array([[1.0, 0.9], [0.9, 1.0]])
    almost = np.array([[1.0, 1.0 - 1e-12], [1.0 - 1e-12, 1.0]])
    for unit in (1e-12, 1.0, 1e12):
        assert not is_singular(unit * definite) and is_singular(unit * almost)


def test_rounding_does_not_make_a_correlation_matrix_none() -> None:
    R = np.array([[1.0 + 1e-9, 0.5 + 1e-9], [0.5, 1.0]])
    np.testing.assert_array_equal(correlation_matrix(R), R)
    for wrong in ([[1.0, 0.5], [0.5 + 1e-4, 1.0]], [[1.0, 0.5], [0.5, 1.0 + 1e-4]]):
        with pytest.raises(ValueError, match="symmetric with ones"):
            correlation_matrix(wrong)


def test_powers_of_a_matrix_multiply_as_powers_do() -> None:
    R = np.array([[1.0, 0.6], [0.6, 1.0]])
    np.testing.assert_allclose(symmetric_power(R, 0.5) @ symmetric_power(R, 0.5), R, rtol=0, atol=1e-12)
    np.testing.assert_allclose(symmetric_power(R, -1.0), np.linalg.inv(R), rtol=0, atol=1e-12)


def test_squared_multiple_correlations_of_two_items_are_their_squared_correlation() -> None:
    several = np.array([[[1.0, r], [r, 1.0]] for r in (0.6, 0.0, -0.3)])
    expected = [[0.36, 0.36], [0.0, 0.0], [0.09, 0.09]]
    np.testing.assert_allclose(squared_multiple_correlations(several), expected, rtol=0, atol=1e-12)
    np.testing.assert_allclose(squared_multiple_correlations(several[0]), expected[0], rtol=0, atol=1e-12)
