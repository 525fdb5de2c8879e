"""Compares an Estimate with the numbers that a reference gave for it."""

from __future__ import annotations

import math
from typing import Any

import pytest

from mtle_survey.stats.estimate import Estimate
from tests.oracle.reference import CLOSED_FORM


def assert_held_to(estimate: Estimate, expected: dict[str, Any], tolerance: float = CLOSED_FORM) -> None:
    """Every number named in ``expected`` agrees; null bounds mean that there is no interval."""
    tolerance = expected.get("tolerance", tolerance)
    compared = 0
    for name in ("value", "std_error", "test_statistic", "df", "p_value", "low", "high"):
        if name not in expected:
            continue
        compared += 1
        if name in ("low", "high"):
            if expected[name] is None:
                assert estimate.interval is None
                continue
            assert estimate.interval is not None
            actual = getattr(estimate.interval, name)
        else:
            actual = getattr(estimate, name)
        assert not math.isnan(actual), name
        assert actual == pytest.approx(expected[name], rel=tolerance, abs=tolerance), name
    assert compared
