"""Problems of response quality (codes Q…)."""

from __future__ import annotations

from mtle_survey.catalogue.entry import Entry

QUALITY: dict[str, Entry] = {}
