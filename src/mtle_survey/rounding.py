"""Numbers as they are printed: rounded half away from zero, and never onto the wrong side of a cut-off."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

MOST_FURTHER = 2
SAME = 1e-9


def rounded(value: float, decimals: int) -> Decimal:
    """A number with a fixed count of decimals, half away from zero."""
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def decimals_beside(value: float, cut_offs: Iterable[float], decimals: int) -> int:
    """How many decimals a number needs so that its print does not contradict what is said of it.

    .252 is more than .25, and would be printed as 0.25: it is given one decimal more, .2502 two. What lies
    nearer to a cut-off than that is printed with two decimals more and is read as the cut-off itself.

    Parameters
    ----------
    value : float
    cut_offs : iterable of float
        What the number is held against.
    decimals : int
        How many it has where no cut-off is near.
    """
    near = tuple(cut_offs)
    for enough in range(decimals, decimals + MOST_FURTHER):
        shown = float(rounded(value, enough))
        if all(_side(shown, cut_off) == _side(value, cut_off) for cut_off in near):
            return enough
    return decimals + MOST_FURTHER


def _side(value: float, cut_off: float) -> int:
    """1 above a cut-off, -1 below, 0 on it."""
    apart = value - cut_off
    return 0 if abs(apart) < SAME else 1 if apart > 0.0 else -1
