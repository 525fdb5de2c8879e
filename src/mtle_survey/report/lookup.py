"""Rows of a table by what they are about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from mtle_survey.table import Row

Key = tuple[str | None, str | None, str | None, str | None]


class Lookup:
    """The rows to quote, by scale, item, wave and contrast.

    Where several methods answer one question, only the headline row is found.

    Parameters
    ----------
    rows : iterable of Row
        Rows of groups and models are left aside: they belong to sections of their own.
    """

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows: dict[Key, dict[str, Row]] = defaultdict(dict)
        for row in rows:
            if row.headline is not False and row.group is None and row.model is None:
                self._rows[row.scale, row.item, row.wave, row.contrast][row.statistic] = row

    def about(
        self,
        *,
        scale: str | None = None,
        item: str | None = None,
        wave: str | None = None,
        contrast: str | None = None,
    ) -> Mapping[str, Row]:
        """Rows by statistic; empty where nothing was computed."""
        return self._rows.get((scale, item, wave, contrast), {})
