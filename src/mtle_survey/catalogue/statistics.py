"""Problems of statistics (codes S…)."""

from __future__ import annotations

from mtle_survey.catalogue.entry import Entry

STATISTICS: dict[str, Entry] = {}
