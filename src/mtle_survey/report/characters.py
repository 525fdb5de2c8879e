"""Characters that no office file or drawing can hold, or that change how the rest is read."""

from __future__ import annotations

import re

# What XML 1.0 allows, apart from surrogates, which are no characters, and from the marks that turn the
# direction of everything that follows them; letters that are written from right to left need none.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e]")
REPLACEMENT = "\ufffd"
LONGEST_CELL = 32_000
_LIKE_A_FORMULA = re.compile(r"[=+\-@\t\r#]")


def printable(words: str) -> str:
    """The words with such characters replaced by a mark that shows that something stood there."""
    return _FORBIDDEN.sub(REPLACEMENT, words)


def looks_like_a_formula(words: str) -> bool:
    """Whether a spreadsheet might run a text or read it as an error."""
    return _LIKE_A_FORMULA.match(words) is not None
