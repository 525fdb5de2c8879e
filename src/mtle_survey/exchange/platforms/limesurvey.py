"""LimeSurvey survey structures (LSS)."""

from __future__ import annotations

from mtle_survey.exchange.limesurvey.read import is_xml, read
from mtle_survey.exchange.limesurvey.xml import write
from mtle_survey.exchange.model import Platform

PLATFORM = Platform(
    name="lss",
    label="LimeSurvey",
    suffix="lss",
    head=("title", "language"),
    write=write,
    recognises=is_xml,
    read=read,
)
