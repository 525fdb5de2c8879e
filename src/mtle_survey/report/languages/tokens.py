"""Sentences taken apart: what is translated, and the numbers, names and typed parts that stand in it.

A message is a sentence in which ``#`` stands for each number and ``@`` for each name, typed part or list of
them, in their order. In a translation they stand in the same order, or as ``{#2}`` and ``{@1}`` in another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from mtle_survey.report.inline import Inline

_NUMBER = re.compile(r"(?<![\w.])[+\u2212-]?(?:\d+(?:\.\d+)?|\.\d+)%?(?!\w|\.\d)")
_FIXED = re.compile(r"(?<![\w.])(?:\d{4}-\d\d(?:-\d\d)?|\d+(?:\.\d+){2,}|[A-Z]\d{3})(?!\w)")
_NAMES_FROM, _NUMBERS_FROM, _END = 0xE000, 0xEC00, 0xF8FF
_NAME = f"[{chr(_NAMES_FROM)}-{chr(_NUMBERS_FROM - 1)}]"
_ANY_NUMBER = f"[{chr(_NUMBERS_FROM)}-{chr(_END)}]"
_BRACKETED = rf" \((?:{_NAME}|{_ANY_NUMBER}|[,\-– ]|n = )+\)"
_ENTRY = rf"{_NAME}(?:{_BRACKETED})?"
_RANGE = re.compile(rf"({_ANY_NUMBER}) to ({_ANY_NUMBER})")
_LAST = rf"(?:,? (?:and|or) {_ENTRY}|, and {_ANY_NUMBER} more)"
_LIST = re.compile(rf"{_ENTRY}(?:, {_ENTRY})+{_LAST}?|{_ENTRY} (?:and|or) {_ENTRY}")
_SENTENCES = re.compile(rf"(?<=[.!?]) +(?=[A-Z“(…]|{_NAME}|{_ANY_NUMBER})")
_OURS = re.compile(f"[{chr(_NAMES_FROM)}-{chr(_END)}]")
_SIGNS = re.compile("[#@]")
_WORDS = re.compile(r"[^\W\d_]{2}")
_PLACES = re.compile(r"\{([#@])(\d+)\}|[#@]")


@dataclass(frozen=True, slots=True)
class Listed:
    """Several names with commas between them, as one."""

    marked: str


Behind = Inline | Listed


class Tokens:
    """What stands behind the characters of one text."""

    def __init__(self, names: re.Pattern[str] | None) -> None:
        self._names = names
        self._behind: list[Behind] = []
        self._numbers: list[str] = []

    def part(self, part: Behind) -> str:
        """The character for a typed part."""
        self._behind.append(part)
        return chr(_NAMES_FROM + len(self._behind) - 1)

    def marked(self, words: str) -> str:
        """The words with names and numbers replaced."""
        words = self._guarded(words)
        if self._names is not None:
            words = self._names.sub(lambda match: self.part(match.group()), words)
        return self._without_numbers(words)

    def _guarded(self, words: str) -> str:
        """The words without the characters that stand for something here."""
        return _OURS.sub(lambda match: self.part(match.group()), words)

    def numbered(self, words: str) -> str:
        """The words with numbers replaced and names left."""
        return self._without_numbers(self._guarded(words))

    def _without_numbers(self, words: str) -> str:
        """The words with numbers replaced, and with what is fixed or a sign of messages as names."""
        for pattern in (_FIXED, _SIGNS):
            words = pattern.sub(lambda match: self.part(match.group()), words)
        return _NUMBER.sub(self._number, words)

    def lists(self, marked: str) -> str:
        """Lists of names as one of them each."""
        return _LIST.sub(lambda match: self.part(Listed(match.group())), marked)

    def ranges(self, marked: str) -> str:
        """Ranges of numbers, "17 to 39", as one number each."""
        return _RANGE.sub(self._range, marked)

    def _range(self, match: re.Match[str]) -> str:
        low, high = match.groups()
        self._numbers.append(f"{self.behind(low)} to {self.behind(high)}")
        return chr(_NUMBERS_FROM + len(self._numbers) - 1)

    def _number(self, match: re.Match[str]) -> str:
        self._numbers.append(match.group())
        return chr(_NUMBERS_FROM + len(self._numbers) - 1)

    def is_name(self, character: str) -> bool:
        """Whether a character stands for a name or typed part."""
        return _NAMES_FROM <= ord(character) < _NUMBERS_FROM

    def is_number(self, character: str) -> bool:
        """Whether a character stands for a number."""
        return _NUMBERS_FROM <= ord(character) <= _END

    def behind(self, character: str) -> Behind:
        """The name, typed part, list or number for a character."""
        if self.is_number(character):
            return self._numbers[ord(character) - _NUMBERS_FROM]
        return self._behind[ord(character) - _NAMES_FROM]


def sentences(marked: str) -> list[str]:
    """Sentences and the spaces between them, in turn."""
    pieces: list[str] = []
    at = 0
    for gap in _SENTENCES.finditer(marked):
        pieces += [marked[at : gap.start()], gap.group()]
        at = gap.end()
    return [*pieces, marked[at:]]


def message(marked: str, tokens: Tokens) -> str:
    """The message that a sentence is an instance of."""
    return "".join("@" if tokens.is_name(c) else "#" if tokens.is_number(c) else c for c in marked)


def has_words(marked: str, tokens: Tokens) -> bool:
    """Whether there is anything to translate."""
    return (
        _WORDS.search("".join(c for c in marked if not tokens.is_name(c) and not tokens.is_number(c)))
        is not None
    )


def filled(translation: str, marked: str, tokens: Tokens) -> str:
    """A translation with the characters of the sentence in their places."""
    held = {"@": [c for c in marked if tokens.is_name(c)], "#": [c for c in marked if tokens.is_number(c)]}
    taken = {"@": 0, "#": 0}

    def place(match: re.Match[str]) -> str:
        kind = match.group(1) or match.group()
        taken[kind] += 1
        return held[kind][int(match.group(2) or taken[kind]) - 1]

    return _PLACES.sub(place, translation)


def names_pattern(names: Iterable[str], quoted: Iterable[str] = ()) -> re.Pattern[str] | None:
    """What finds any of the names as whole words, the longest first; ``quoted`` ones only beside a quote."""
    alternatives = [
        pattern.format(found)
        for pattern, found in (
            (r"(?<!\w)(?:{0})(?!\w)", _any_of(names)),
            (r"(?<=“)(?:{0})(?!\w)|(?<!\w)(?:{0})(?=”)", _any_of(quoted)),
        )
        if found
    ]
    return re.compile("|".join(alternatives)) if alternatives else None


def _any_of(names: Iterable[str]) -> str:
    usable = sorted({name for name in names if name}, key=lambda name: (-len(name), name))
    return "|".join(map(re.escape, usable))
