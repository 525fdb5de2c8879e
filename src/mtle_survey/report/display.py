"""How one statistic is shown to people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mtle_survey.report.inline import Text

Kind = Literal["score", "ratio", "share", "test", "count"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Display:
    """How one statistic is shown.

    Attributes
    ----------
    label : str
        What people call it, as a table column or a sentence has it.
    symbol : Text
        Its symbol, if it has one.
    kind : str
        ``score`` (in the unit of the scale, whose decimals it takes), ``ratio`` (two decimals),
        ``share`` (0 to 1, shown as a percentage), ``test`` or ``count``.
    bounded : bool
        Whether it cannot exceed 1 in size, so that the leading zero is left out.
    signed : bool
        Whether a plus sign is shown.
    meaning : str
        One or two sentences for a reader without statistics.
    """

    label: str
    symbol: Text = ()
    kind: Kind = "ratio"
    bounded: bool = False
    signed: bool = False
    meaning: str = ""
