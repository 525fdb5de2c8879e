"""LimeSurvey survey structures as tab-separated text, which a spreadsheet can edit."""

from __future__ import annotations

from mtle_survey.exchange.limesurvey.read import read
from mtle_survey.exchange.limesurvey.text import write
from mtle_survey.exchange.model import Platform
from mtle_survey.readers.common.lime_document import is_text_structure

PLATFORM = Platform(
    name="limesurvey-txt",
    label="LimeSurvey",
    suffix="txt",
    head=("title", "language"),
    write=write,
    recognises=is_text_structure,
    read=read,
)
