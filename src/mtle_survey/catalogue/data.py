"""Problems of the answers (codes D…)."""

from __future__ import annotations

from mtle_survey.catalogue.entry import Entry

DATA: dict[str, Entry] = {}
