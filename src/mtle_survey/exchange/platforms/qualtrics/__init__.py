"""Qualtrics survey definitions (QSF)."""

from __future__ import annotations

from mtle_survey.exchange.model import Platform
from mtle_survey.exchange.platforms.qualtrics.read import read, recognises
from mtle_survey.exchange.platforms.qualtrics.write import write

PLATFORM = Platform(
    name="qsf",
    label="Qualtrics",
    suffix="qsf",
    head=("title", "language"),
    write=write,
    recognises=recognises,
    read=read,
)
