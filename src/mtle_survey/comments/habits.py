"""Habits of writing by which colleagues may know who wrote: cries, drawn-out words, capitals, fillers."""

from __future__ import annotations

import re

_MARKS = re.compile(r"([!?])(?:\s*[!?])+")
_DOTS = re.compile(r"\.{2,}|\u2026+\.*")
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}", re.IGNORECASE)
_FILLERS = re.compile(r"(?<!\w)(?:u+m+|u+h+|e+r+m+|h+m+|m+h+m+)(?!\w)[,.…]?\s*", re.IGNORECASE)
_REPEATED = re.compile(r"([^\w\s.!?,;:'\"()\[\]{}/\\-])(?:\s*\1)+")
_LETTERS = re.compile(r"[^\W\d_]")
_SHOUTED_SHARE, _SHOUTED_LETTERS = 0.6, 12
_SENTENCE = re.compile(r"(^|[.!?]\s+)([^\W\d_])")


def without_habits(text: str) -> str:
    """The text with such habits evened out; its words stay."""
    plain = _FILLERS.sub("", text)
    plain = _MARKS.sub(r"\1", plain)
    plain = _DOTS.sub("…", plain)
    plain = _DRAWN_OUT.sub(r"\1\1", plain)
    plain = _REPEATED.sub(r"\1", plain)
    return " ".join((_spoken(plain) if _shouted(plain) else plain).split())


def _shouted(text: str) -> bool:
    letters = _LETTERS.findall(text)
    capitals = sum(letter.isupper() for letter in letters)
    return len(letters) >= _SHOUTED_LETTERS and capitals > _SHOUTED_SHARE * len(letters)


def _spoken(text: str) -> str:
    small = re.sub(r"\bi\b", "I", text.lower())
    return _SENTENCE.sub(lambda found: found[1] + found[2].upper(), small)
