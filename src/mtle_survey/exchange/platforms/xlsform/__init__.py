"""XLSForms, for Kobo, ODK and their relatives."""

from __future__ import annotations

from mtle_survey.exchange.model import Platform
from mtle_survey.exchange.platforms.xlsform.read import read, recognises
from mtle_survey.exchange.platforms.xlsform.write import write

PLATFORM = Platform(
    name="xlsform",
    label="XLSForm",
    suffix="xlsx",
    head=("title", "language", "version"),
    write=write,
    recognises=recognises,
    read=read,
)
