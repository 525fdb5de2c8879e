"""What an answer that is no option may have been before a program spoiled it."""

from __future__ import annotations

import re

from mtle_survey.matching.days import YEAR_FIRST, YEAR_LAST
from mtle_survey.readers.common.damage import ERROR_VALUE, MIDNIGHT, MONTH_AND_NUMBER, SCIENTIFIC

PLACEHOLDER = re.compile(
    r"@X@.+?@X@|\$\{[a-z]+://[^}]*\}|\[(?:Q|QID)\d+[^\]]*\]|\[Field-[^\]]+\]", re.IGNORECASE
)
_DATES = (MONTH_AND_NUMBER, MIDNIGHT, YEAR_FIRST, YEAR_LAST)
SEVERAL_CODES = re.compile(r"\s*-?\d+(?:\s*[,;|]\s*-?\d+)+\s*[,;|]?\s*")


def kind_of_damage(text: str) -> str | None:
    """The code of the problem that a cell shows, where it is one of the known kinds of damage.

    ``D102`` a date (``6-25`` typed as a range becomes ``Jun-25``), ``D103`` several codes in one cell,
    ``D107`` a placeholder that the platform did not fill, ``D108`` scientific notation, ``D109`` an
    error value of a spreadsheet program; None otherwise.
    """
    plain = text.strip()
    if PLACEHOLDER.search(plain):
        return "D107"
    if any(written.fullmatch(plain) for written in _DATES):
        return "D102"
    if SCIENTIFIC.fullmatch(plain):
        return "D108"
    if ERROR_VALUE.fullmatch(plain):
        return "D109"
    return "D103" if SEVERAL_CODES.fullmatch(plain) else None
