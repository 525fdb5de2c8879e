"""What drawings say, in the language of the report that is being made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar


class Said:
    """Words in the report's language; what has been put into it already stays as it is.

    Parameters
    ----------
    translate : callable
        English words to those of the report.
    """

    def __init__(self, translate: Callable[[str], str]) -> None:
        self._translate = translate
        self._done: set[str] = set()

    def of(self, words: str) -> str:
        """The words as the report says them."""
        if words in self._done or self._cut_short(words):
            return words
        found = self._translate(words)
        self._done.add(found)
        return found

    def _cut_short(self, words: str) -> bool:
        """Whether words are the beginning of what has been translated, with no room for the rest."""
        begun = words.removesuffix("…").rstrip()
        return words.endswith("…") and any(done.startswith(begun) for done in self._done)

    def broken_into(self, lines: Iterable[str]) -> None:
        """Lines of words that are in the report's language already."""
        self._done.update(lines)


_SAID: ContextVar[Said | None] = ContextVar("said", default=None)


def said(words: str) -> str:
    """The words in the language of the report that is being made."""
    now = _SAID.get()
    return words if now is None else now.of(words)


def broken_into(lines: Iterable[str]) -> None:
    """Remember lines of words that have been translated as a whole."""
    now = _SAID.get()
    if now is not None:
        now.broken_into(lines)


@contextmanager
def saying(translate: Callable[[str], str]) -> Iterator[None]:
    """While this lasts, drawings say what ``translate`` makes of their words."""
    token = _SAID.set(Said(translate))
    try:
        yield
    finally:
        _SAID.reset(token)
