"""Problems of the study file (codes T…)."""

from __future__ import annotations

from mtle_survey.catalogue.entry import Entry

STUDY: dict[str, Entry] = {}
