"""Tobit's change against R's survival, and what it must do at the ends."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special

from mtle_survey.stats.change.mean_change import mean_change
from mtle_survey.stats.change.tobit_change import tobit_change
from tests.oracle.reference import ITERATIVE, load_cases
from tests.unit.stats.held_to import assert_held_to

CASES = load_cases("change", "tobit_change")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_it_equals_survreg(case):
    assert_held_to(tobit_change(*case.data.T, **case.args), case.expected, ITERATIVE)


def test_with_nobody_at_an_end_it_is_the_paired_t():
    pre, post = CASES[0].data.T
    assert tobit_change(pre, post, 0.0, 6.0).value == pytest.approx((post - pre).mean(), abs=1e-9)
    found, paired = tobit_change(pre, post, 0.0, 6.0), mean_change(pre, post)
    assert found.interval.low == pytest.approx(paired.interval.low, abs=1e-9)
    assert found.p_value == pytest.approx(paired.p_value, rel=1e-8)


def test_a_ceiling_hid_part_of_the_change():
    """Scores around 4.3 rise by 0.8, as far as the scale lets them."""
    level = 4.3 + 0.6 * special.ndtri((np.arange(40) + 0.5) / 40)
    wobble = 0.1 * np.resize([1, -1, -1, 1], 40)
    pre, post = np.minimum(level, 5.0), np.minimum(level + 0.8 + wobble, 5.0)
    found = tobit_change(pre, post, 1.0, 5.0)
    assert (post - pre).mean() < 0.6
    assert found.interval.low < 0.8 < found.interval.high
    assert found.value == pytest.approx(0.8, abs=0.1)


def test_turning_the_scale_round_turns_the_change_round():
    pre, post = CASES[1].data.T
    one, other = tobit_change(pre, post, 1.0, 5.0), tobit_change(6 - pre, 6 - post, 1.0, 5.0)
    assert other.value == pytest.approx(-one.value, abs=1e-9)
    assert other.std_error == pytest.approx(one.std_error, rel=1e-8)


def test_reasons_instead_of_numbers():
    pre, post = CASES[0].data.T
    assert "at least 10 pairs, and there are 9" in tobit_change(pre[:9], post[:9], 1.0, 5.0).unavailable
    crowded = np.full(12, 5.0)
    crowded[:4] = [3.0, 4.0, 3.5, 4.5]
    assert (
        "between the ends of the scale, and there are 4"
        in tobit_change(crowded, crowded, 1.0, 5.0).unavailable
    )
    same = np.linspace(2.0, 4.0, 12)
    assert "same amount" in tobit_change(same, same + 0.5, 1.0, 5.0).unavailable
    assert "do not vary" in tobit_change(np.full(12, 3.0), same, 1.0, 5.0).unavailable
    with pytest.raises(ValueError, match="beyond the ends"):
        tobit_change(pre, post, 1.0, 4.0)
