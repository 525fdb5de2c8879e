"""The result types that every kernel returns."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A confidence interval.

    Attributes
    ----------
    low, high : float
        The bounds, in the unit of the estimate.
    level : float
        Confidence level in (0, 1).
    """

    low: float
    high: float
    level: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """One number with all that must never be parted from it.

    Attributes
    ----------
    value : float
        The estimate; nan exactly when ``unavailable`` says why.
    n : int
        Rows actually used.
    method : str
        How it was computed, under the name that the tidy table gives it.
    interval : Interval or None
        The confidence interval, if there is one.
    std_error, test_statistic, df, p_value : float
        nan where they do not apply.
    unavailable : str
        The reason why there is no number, in words a reader can act on; empty otherwise.
    """

    value: float
    n: int
    method: str = ""
    interval: Interval | None = None
    std_error: float = math.nan
    test_statistic: float = math.nan
    df: float = math.nan
    p_value: float = math.nan
    unavailable: str = ""

    def __eq__(self, other: object) -> bool:
        """Field by field; a number that there is not equals another: Python 3.13 compares nan by value."""
        if not isinstance(other, Estimate):
            return NotImplemented
        pairs = ((getattr(self, f.name), getattr(other, f.name)) for f in fields(self))
        return all(a == b or (a != a and b != b) for a, b in pairs)

    @property
    def available(self) -> bool:
        """Whether there is a number."""
        return not self.unavailable

    def with_method(self, method: str) -> Estimate:
        """The same estimate under another method name."""
        return replace(self, method=method)


def not_available(reason: str, *, n: int, method: str = "") -> Estimate:
    """An estimate that says why it is none."""
    return Estimate(value=math.nan, n=n, method=method, unavailable=reason)


def in_unit(estimate: Estimate, unit: float) -> Estimate:
    """The same estimate and interval in another unit of measurement, ``unit`` of them to one of the old."""
    old = estimate.interval
    new = None if old is None else Interval(low=old.low * unit, high=old.high * unit, level=old.level)
    return replace(estimate, value=estimate.value * unit, std_error=estimate.std_error * unit, interval=new)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistic:
    """What a kernel file says about itself; found by ``plugins.discover``.

    Attributes
    ----------
    name : str
        The id in the tidy table.
    family : str
        The folder of its oracle: ``tests/oracle/expected/<family>/<name>.json``.
    label : str
        How people call it.
    formula : str
        One line, in plain mathematical text.
    reference : str
        APA reference, with DOI where there is one.
    compute : callable
        The kernel.
    """

    name: str
    family: str
    label: str
    formula: str
    reference: str
    compute: Callable[..., Any]
