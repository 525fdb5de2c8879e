"""Self-generated codes: what people make up from their own lives, and the spellings that are one answer."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mtle_survey.responses import CODE_SEPARATOR

LEAST_ELEMENTS = 4
_MONTHS = (
    "JANUARY",
    "FEBRUARY",
    "MARCH",
    "APRIL",
    "MAY",
    "JUNE",
    "JULY",
    "AUGUST",
    "SEPTEMBER",
    "OCTOBER",
    "NOVEMBER",
    "DECEMBER",
)
_MONTH_NUMBER = {
    **{name: f"{number:02d}" for number, name in enumerate(_MONTHS, start=1)},
    **{name[:3]: f"{number:02d}" for number, name in enumerate(_MONTHS, start=1)},
    "SEPT": "09",
}
_LOOK_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "|": "1"})
_BETWEEN = re.compile(r"[\s\-_.,/]+")


def normalise_element(text: str | None) -> str:
    """One element of a code as it is compared; empty where nothing was answered.

    Compatibility characters, capitals, spaces and separators do not distinguish two answers, nor do the
    name and the number of a month, leading zeros, or O and 0, and I, L and 1, which look alike. Applying it
    twice changes nothing.
    """
    written, plain = None, text or ""
    while plain != written:
        written, plain = plain, _BETWEEN.sub("", unicodedata.normalize("NFKC", plain).upper())
    plain = _MONTH_NUMBER.get(plain, plain).translate(_LOOK_ALIKE)
    return plain.lstrip("0").zfill(2) if plain.isascii() and plain.isdigit() else plain


def code_name(elements: Sequence[str | None]) -> str | None:
    """The code as one text, elements apart; None where too little of it was answered.

    At least four elements must be answered, or all of a code that has fewer.
    """
    plain = [normalise_element(text) for text in elements]
    return CODE_SEPARATOR.join(plain) if filled(plain) >= min(LEAST_ELEMENTS, len(plain)) else None


def code_names(elements: NDArray[np.object_]) -> NDArray[np.object_]:
    """(n,) names of the codes in the rows of an (n, e) array."""
    out = np.empty(len(elements), dtype=object)
    out[:] = [code_name(row) for row in elements]
    return out


def code_elements(name: str) -> tuple[str, ...]:
    """The elements of a code's name."""
    return tuple(name.split(CODE_SEPARATOR))


def filled(elements: Sequence[str]) -> int:
    """How many elements hold an answer."""
    return sum(1 for element in elements if element)
