"""Problems of linking waves (codes P…)."""

from __future__ import annotations

from mtle_survey.catalogue.entry import Entry

PAIRING: dict[str, Entry] = {}
