"""Problems of the instrument file (codes I…)."""

from __future__ import annotations

from mtle_survey.catalogue.entry import Entry
from mtle_survey.catalogue.instrument_file import INSTRUMENT_FILE
from mtle_survey.catalogue.instrument_parts import INSTRUMENT_PARTS
from mtle_survey.catalogue.instrument_wording import INSTRUMENT_WORDING

INSTRUMENT: dict[str, Entry] = {**INSTRUMENT_FILE, **INSTRUMENT_PARTS, **INSTRUMENT_WORDING}
