"""What identifies people by its form alone: addresses, numbers, dates, and names after a title."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from mtle_survey.comments.usual_words import AFTER_TITLES

Kind = Literal["email", "web", "account", "phone", "number", "date", "name", "place", "code", "word"]


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a text that is not to be shown."""

    start: int
    end: int
    kind: Kind


def _always(_: str) -> bool:
    return True


def _telephone(found: str) -> bool:
    digits = re.sub(r"\D", "", found)
    return 7 <= len(digits) <= 15 and not _SCHOOL_YEAR.fullmatch(found.strip())


def _code(found: str) -> bool:
    return not _COUNTED.fullmatch(found)


def _named(found: str) -> bool:
    """Whether a name follows a title, and not a word that has its capital for another reason."""
    return found.split()[1].strip(".,'’").casefold() not in AFTER_TITLES


_SCHOOL_YEAR = re.compile(r"(?:19|20)\d\d\s?[-–/]\s?(?:(?:19|20)\d\d)")
_COUNTED = re.compile(r"\d+(?:st|nd|rd|th|s|x|am|pm|mins?|hrs?|k|pts?)|covid\d+", re.IGNORECASE)
_ENDINGS = r"(?:com|org|net|edu|gov|info|io|us|mx|es|ca)"
_DATES_OF_YEARS = r"(?:,?\s+(?:de\s+|del\s+)?\d{4})?"
_MONTHS = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar|April|Apr|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?|enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre"
    r"|noviembre|diciembre)"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th|º)?"
_NAME = r"[^\W\d_a-z][\w'’-]*\.?"
_WORD = r"[^\W\d_][\w'’-]*\.?"
_MORE = rf"(?:\s+{_NAME}){{0,2}}"
_TITLES = (
    r"(?:Miss|Professor|Principal|Superintendent|Coach|Director|Directora|Señor|Señora|Señorita|Don|Doña"
    r"|Maestr[oa]|Profe|Profesora?|Pastor|Father|Sister|Brother|Dean|Officer|Nurse|Counselor|Teacher|Aunt|Uncle"
    r"|Tí[oa])"
)

PATTERNS: tuple[tuple[Kind, re.Pattern[str], Callable[[str], bool]], ...] = (
    ("email", re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+"), _always),
    (
        "email",
        re.compile(
            rf"[\w.+-]+\s*(?:\[at\]|\(at\)|\{{at\}}|\sat\s)\s*[\w-]+\s*(?:\[dot\]|\(dot\)|\{{dot\}}|\sdot\s|\.)"
            rf"\s*{_ENDINGS}\b",
            re.IGNORECASE,
        ),
        _always,
    ),
    ("web", re.compile(r"(?:https?://|www\.)[^\s<>\"]*[^\s<>\".,;:!?)\]}]", re.IGNORECASE), _always),
    (
        "web",
        re.compile(
            rf"(?<![\w@.])(?:[a-z0-9-]+\.)+{_ENDINGS}\b(?:/(?:[^\s<>\"]*[^\s<>\".,;:!?)\]}}])?)?",
            re.IGNORECASE,
        ),
        _always,
    ),
    ("account", re.compile(r"(?<![\w@])@[A-Za-z_][\w.]*\w"), _always),
    ("date", re.compile(r"(?<![\w./-])\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\w)"), _always),
    ("date", re.compile(r"(?<![\w./-])\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})(?!\w)"), _always),
    (
        "date",
        re.compile(rf"\b{_DAY}\s+(?:of\s+|de\s+)?{_MONTHS}\b\.?{_DATES_OF_YEARS}", re.IGNORECASE),
        _always,
    ),
    ("date", re.compile(rf"\b{_MONTHS}\.?\s+{_DAY}\b{_DATES_OF_YEARS}", re.IGNORECASE), _always),
    ("date", re.compile(rf"\b{_DAY}\s+(?:of\s+)?(?:may|march)[,\s]+\d{{4}}\b", re.IGNORECASE), _always),
    ("date", re.compile(rf"\b(?:may|march)\s+{_DAY}[,\s]+\d{{4}}\b", re.IGNORECASE), _always),
    ("date", re.compile(rf"\b(?:May|March)\s+{_DAY}\b{_DATES_OF_YEARS}"), _always),
    ("date", re.compile(rf"\b{_DAY}\s+(?:of\s+)?(?:May|March)\b{_DATES_OF_YEARS}"), _always),
    ("phone", re.compile(r"(?<![\w.,])\+?\(?\d[\d\s().-]{5,}\d(?!\w)"), _telephone),
    ("number", re.compile(r"(?<![\w.,])\d{5,}(?!\w)"), _always),
    ("number", re.compile(r"(?<!\w)(?:#|no\.|ID:?|id:)\s*\d{3,}(?!\w)"), _always),
    (
        "code",
        re.compile(r"(?<!\w)(?=[A-Za-z\d]*\d[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z\d]{5,}(?!\w)"),
        _code,
    ),
    (
        "name",
        re.compile(rf"\b(?:M(?:r|rs|x)|mrs?|Ms|Drs?|Prof|Sra?|Srta|Dra|Mtr[oa])\b\.?\s+{_WORD}{_MORE}"),
        _named,
    ),
    ("name", re.compile(rf"\b(?:ms|dr|prof|sra?)\.\s*{_WORD}{_MORE}", re.IGNORECASE), _always),
    ("name", re.compile(rf"\b{_TITLES}\s+{_NAME}{_MORE}"), _named),
)


def formed(text: str) -> Iterator[Span]:
    """Every part of a text that has the form of something identifying."""
    for kind, pattern, confirms in PATTERNS:
        for found in pattern.finditer(text):
            if confirms(found[0]):
                yield Span(found.start(), found.end(), kind)
