"""Problems of the instrument file (codes I…)."""

from __future__ import annotations

from mtle_survey.catalogue.entry import Entry

INSTRUMENT: dict[str, Entry] = {}
