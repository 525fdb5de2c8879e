"""LimeSurvey survey structures (LSS)."""

from __future__ import annotations

from mtle_survey.exchange.model import Platform
from mtle_survey.exchange.platforms.limesurvey.read import read, recognises
from mtle_survey.exchange.platforms.limesurvey.write import write

PLATFORM = Platform(
    name="lss",
    label="LimeSurvey",
    suffix="lss",
    head=("title", "language"),
    write=write,
    recognises=recognises,
    read=read,
)
