"""Numbers in prose: ``{{identity.mean_change}}`` stands for a number of the report, by its id.

``{{id}}`` is the number with its interval and n; ``{{id|number}}``, ``{{id|interval}}``, ``{{id|n}}`` and
``{{id|p}}`` are parts of it. The contrast of the report's main change need not be named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mtle_survey.instrument.suggest import did_you_mean
from mtle_survey.report.format import (
    NO_BREAK,
    count_of,
    estimate,
    interval,
    interval_in_words,
    p_value,
    unit_of,
)
from mtle_survey.report.glossary import display
from mtle_survey.report.number_ids import number_ids
from mtle_survey.report.view import View
from mtle_survey.table import Row

CITATION = re.compile(r"\{\{\s*(?P<id>[^{}|]*?)\s*(?:\|\s*(?P<part>[^{}]*?)\s*)?\}\}")
PARTS = ("number", "interval", "n", "p")
NOT_SHOWN = "[not given]"


@dataclass(frozen=True, slots=True)
class Unknown:
    """A citation that names nothing: what it says, and what it may have meant."""

    cited: str
    suggestion: str


class Numbers:
    """The numbers of one report, by the ids under which prose cites them.

    Parameters
    ----------
    view : View
        The edition; what it does not show is not cited either.
    """

    def __init__(self, view: View) -> None:
        self._view = view
        self._rows: Mapping[str, Row] = number_ids(view.numbers)

    def shown(self, name: str, part: str | None) -> str | Unknown:
        """What stands in place of a citation."""
        if part is not None and part not in PARTS:
            return Unknown(f"{name}|{part}", did_you_mean(part, PARTS) or f"Parts: {', '.join(PARTS)}.")
        row = self._rows.get(name) or self._rows.get(f"{name}.{self._main}")
        if row is None:
            return Unknown(name, did_you_mean(name, self._rows))
        return self._words(row, part)

    @property
    def _main(self) -> str:
        contrast = self._view.main_contrast
        return f"{contrast.later}-{contrast.earlier}" if contrast else ""

    def _words(self, row: Row, part: str | None) -> str:
        if not row.available:
            return NOT_SHOWN
        scale = self._view.instrument.scale.get(row.scale or "")
        unit = () if scale is None else (unit_of(scale),)
        match part:
            case "number":
                return estimate(row, *unit)
            case "interval":
                return interval(row, *unit) or NOT_SHOWN
            case "n":
                return str(row.n)
            case "p":
                return NOT_SHOWN if row.p_value is None else f"p{NO_BREAK}{p_value(row.p_value)}"
        kind = display(row.statistic).kind
        if kind == "count":
            return estimate(row)
        if kind == "share" and row.n:
            return f"{count_of(row)} of {row.n} ({estimate(row)})"
        n = f"n{NO_BREAK}={NO_BREAK}{row.n}"
        return ", ".join(words for words in (estimate(row, *unit), interval_in_words(row, *unit), n) if words)


def citations(source: str) -> Iterator[tuple[str, str | None]]:
    """The ids and parts that a text cites, in order."""
    for found in CITATION.finditer(source):
        yield found["id"], found["part"]
