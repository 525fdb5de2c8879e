"""Characters that no office file or drawing can hold."""

from __future__ import annotations

import re

# What XML 1.0 allows, apart from surrogates, which are no characters.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
REPLACEMENT = "\ufffd"


def printable(words: str) -> str:
    """The words with control characters replaced by a mark that shows that something stood there."""
    return _FORBIDDEN.sub(REPLACEMENT, words)
