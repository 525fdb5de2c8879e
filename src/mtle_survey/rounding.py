"""Numbers as they are printed: rounded half away from zero, and never onto the wrong side of a limit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

MOST_FURTHER = 2
SAME = 1e-9


@dataclass(frozen=True, slots=True)
class Limit:
    """What a number is held against.

    Attributes
    ----------
    value : float
    kind : {"at_least", "at_most", "side"}
        Whether the limit itself still counts with what lies above it ("at least .70"), with what lies below
        ("up to .25"), or with neither ("above or below zero").
    """

    value: float
    kind: Literal["at_least", "at_most", "side"]

    def place(self, number: float) -> int:
        """On which side of the limit a number counts: 1 above, -1 below, 0 on a limit of its own."""
        if abs(number - self.value) < SAME:
            return {"at_least": 1, "at_most": -1, "side": 0}[self.kind]
        return 1 if number > self.value else -1


def rounded(value: float, decimals: int) -> Decimal:
    """A number with a fixed count of decimals, half away from zero."""
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def decimals_beside(value: float, limits: Iterable[Limit], decimals: int) -> int:
    """How many decimals a number needs so that its print does not contradict what is said of it.

    What is more than .25 must not be printed as 0.25: .252 is given one decimal more, .2502 two. What lies
    nearer to a limit than that is printed with two decimals more and is read as the limit itself.

    Parameters
    ----------
    value : float
    limits : iterable of Limit
        What the number is held against.
    decimals : int
        How many it has where no limit is near.
    """
    near = tuple(limits)
    for enough in range(decimals, decimals + MOST_FURTHER):
        shown = float(rounded(value, enough))
        if all(limit.place(shown) == limit.place(value) for limit in near):
            return enough
    return decimals + MOST_FURTHER
