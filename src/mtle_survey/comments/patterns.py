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
    return not _SCHOOL_YEAR.fullmatch(found.strip())


def _code(found: str) -> bool:
    """Whether letters and digits are mixed as in a code, and not as in "100th" or "12pm"."""
    digits = sum(character.isdigit() for character in found)
    return 2 <= digits < len(found) and not _COUNTED.fullmatch(found)


def _named(found: str) -> bool:
    """Whether a name follows a title, and not a word that has its capital for another reason."""
    return found.split()[1].strip(".,'’").casefold() not in AFTER_TITLES


@dataclass(frozen=True, slots=True)
class Form:
    """What something identifying looks like.

    Attributes
    ----------
    kind : str
    pattern : re.Pattern
        It begins where a word does, so that no text takes longer than its length asks for.
    needs : str
        Characters of which at least one is in every text that holds it; empty for none.
    confirms : callable
        Whether what was found is meant.
    """

    kind: Kind
    pattern: re.Pattern[str]
    needs: str = ""
    confirms: Callable[[str], bool] = _always


_SCHOOL_YEAR = re.compile(r"(?:19|20)\d\d\s?[-–/]\s?(?:(?:19|20)\d\d)")
_COUNTED = re.compile(r"\d+(?:st|nd|rd|th|s|x|am|pm|mins?|hrs?|k|pts?)|covid\d+", re.IGNORECASE)
_DIGITS = "0123456789"
_ENDINGS = r"(?:com|org|net|edu|gov|info|io|us|mx|es|ca)"
_YEAR = r"(?:,?\s+(?:de\s+|del\s+)?\d{4})?"
_MONTHS = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar|April|Apr|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?|enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre"
    r"|noviembre|diciembre)"
)
_ONE_DAY = r"\d{1,2}(?:st|nd|rd|th|º)?"
_DAY = rf"{_ONE_DAY}(?:\s?[-–&]\s?{_ONE_DAY})?"
_NAME = r"[^\W\d_a-z][\w'’-]*\.?"
_WORD = r"[^\W\d_][\w'’-]*\.?"
_MORE = rf"(?:\s+{_NAME}){{0,2}}"
_TITLES = (
    r"(?:Miss|Professor|Principal|Superintendent|Coach|Director|Directora|Señor|Señora|Señorita|Don|Doña"
    r"|Maestr[oa]|Profe|Profesora?|Pastor|Father|Sister|Brother|Dean|Officer|Nurse|Counselor|Teacher|Aunt|Uncle"
    r"|Tí[oa])"
)
_SHORT_TITLES = r"(?:M(?:r|rs|x)|mrs?|Ms|Drs?|Prof|Sra?|Srta|Dra|Mtr[oa])"
_AT = r"(?:\[at\]|\(at\)|\{at\}|\sat\s)"
_DOT = r"(?:\[dot\]|\(dot\)|\{dot\}|\sdot\s|\.)"
_PATH = r"(?:/(?:[^\s<>\"]*[^\s<>\".,;:!?)\]}])?)?"


def _plain(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _any_case(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


FORMS = (
    Form("email", _plain(r"(?<![\w.+'-])[\w.+'-]+@[\w-]+(?:\.[\w-]+)+"), "@"),
    Form("email", _any_case(rf"(?<![\w.+-])[\w.+-]+\s*{_AT}\s*[\w-]+\s*{_DOT}\s*{_ENDINGS}\b"), ".[({tT"),
    Form("web", _any_case(r"(?:https?://|(?<![\w.])www\.)[^\s<>\"]*[^\s<>\".,;:!?)\]}]"), ":."),
    Form("web", _any_case(rf"(?<![\w@.-])(?:[a-z0-9-]+\.)+{_ENDINGS}\b{_PATH}"), "."),
    Form("account", _plain(r"(?<![\w@])@[A-Za-z_][\w.]*\w"), "@"),
    Form("date", _plain(r"(?<![\w./-])\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\w)"), _DIGITS),
    Form("date", _plain(r"(?<![\w./-])\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})(?!\w)"), _DIGITS),
    Form("date", _any_case(rf"\b{_DAY}\s+(?:of\s+|de\s+)?{_MONTHS}\b\.?{_YEAR}"), _DIGITS),
    Form("date", _any_case(rf"\b{_MONTHS}\.?\s+{_DAY}\b{_YEAR}"), _DIGITS),
    Form("date", _any_case(rf"\b{_DAY}\s+(?:of\s+)?(?:may|march)[,\s]+\d{{4}}\b"), _DIGITS),
    Form("date", _any_case(rf"\b(?:may|march)\s+{_DAY}[,\s]+\d{{4}}\b"), _DIGITS),
    Form("date", _plain(rf"\b(?:May|March)\s+{_DAY}\b{_YEAR}"), _DIGITS),
    Form("date", _plain(rf"\b{_DAY}\s+(?:of\s+)?(?:May|March)\b{_YEAR}"), _DIGITS),
    Form("phone", _plain(r"(?<![\w.,])\+?\(?\d(?:[\s().-]{0,2}\d){6,14}(?!\w)"), _DIGITS, _telephone),
    Form("number", _plain(r"(?<![\w.,])\d{5,}(?!\w)"), _DIGITS),
    Form("number", _plain(r"(?<!\w)(?:#|no\.|ID:?|id:)\s*\d{3,}(?!\w)"), _DIGITS),
    Form("code", _plain(r"(?<!\w)[A-Za-z\d]{5,}(?!\w)"), _DIGITS, _code),
    Form("name", _plain(rf"\b{_SHORT_TITLES}\b\.?\s+{_WORD}{_MORE}"), "", _named),
    Form("name", _any_case(rf"\b(?:ms|dr|prof|sra?)\.\s*{_WORD}{_MORE}"), "."),
    Form("name", _plain(rf"\b{_TITLES}\s+{_NAME}{_MORE}"), "", _named),
)


def formed(text: str) -> Iterator[Span]:
    """Every part of a text that has the form of something identifying."""
    for form in FORMS:
        if form.needs and not any(character in text for character in form.needs):
            continue
        for found in form.pattern.finditer(text):
            if form.confirms(found[0]):
                yield Span(found.start(), found.end(), form.kind)
