"""REDCap data dictionaries."""

from __future__ import annotations

from mtle_survey.exchange.model import Platform
from mtle_survey.exchange.platforms.redcap.read import read, recognises
from mtle_survey.exchange.platforms.redcap.write import write

PLATFORM = Platform(
    name="redcap", label="REDCap", suffix="csv", write=write, recognises=recognises, read=read
)
