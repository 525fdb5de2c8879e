"""Masked codes show what differs and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtle_survey.linking.audit import MASK, masked


@pytest.mark.parametrize(
    ("a", "b", "elements", "shown"),
    [
        ("07-K-12", "07-K-12", 3, ("••-•-••", "••-•-••")),
        ("07-K-12", "07-K-13", 3, ("••-•-12", "••-•-13")),
        ("pongo21", "pongo1", 0, ("•••••2•", "••••••")),
        ("abcd", "abdc", 0, ("••cd", "••dc")),
        ("aa", "aaa", 1, ("••", "••a")),
    ],
)
def test_only_the_difference_can_be_read(a, b, elements, shown):
    assert masked(a, b, elements) == shown


@given(st.text(alphabet="ab", max_size=6), st.text(alphabet="ab", max_size=6))
def test_masking_keeps_lengths_and_hides_equal_codes(a, b):
    first, second = masked(a, b, 0)
    assert (len(first), len(second)) == (len(a), len(b))
    if a == b:
        assert set(first) <= {MASK}
