"""Comments as they are compared and shown: one line, without characters that hide or turn what is read."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_JOINERS = "\u200c\u200d"
_JOINER_IN_LATIN = re.compile(f"(?<=[A-Za-z])[{_JOINERS}](?=[A-Za-z])")
_NONCHARACTER = 0xFFFE


def tidied(text: str) -> str:
    """One line of text without control, direction and invisible characters, but for joiners of scripts.

    Applying it twice changes nothing.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    composed = unicodedata.normalize("NFC", text)
    visible = "".join(" " if c.isspace() else c for c in composed if c.isspace() or _seen(c))
    return " ".join(_JOINER_IN_LATIN.sub("", unicodedata.normalize("NFC", visible)).split())


def says_something(text: str) -> bool:
    """Whether a text holds a letter, a digit or a picture; dashes and full stops alone are no comment."""
    return any(c.isalnum() or unicodedata.category(c) == "So" for c in text)


def unguarded(cell: str) -> str:
    """A cell without the apostrophe that keeps spreadsheets from running it."""
    return cell[1:] if cell.startswith("'") and cell[1:2] in ("=", "+", "-", "@") else cell


def folded(text: str) -> str:
    """The text in small letters without accents, of the same length, so that places in both agree."""
    return "".join(_folded(c) for c in text)


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    plain = unicodedata.normalize("NFKD", character)[:1].lower()
    return plain if len(plain) == 1 else character


def _seen(character: str) -> bool:
    if character in _JOINERS:
        return True
    if ord(character) & _NONCHARACTER == _NONCHARACTER or "\ufdd0" <= character <= "\ufdef":
        return False
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs")
