"""Problems of reading an export (codes R…)."""

from __future__ import annotations

from mtle_survey.catalogue.entry import Entry

READING: dict[str, Entry] = {}
