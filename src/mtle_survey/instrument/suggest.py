"""“Did you mean …?” for keys, ids and choices."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A question that names the nearest known words, with a space after it; empty if none is near."""
    by_fold = {name.casefold(): name for name in known}
    close = difflib.get_close_matches(word.casefold(), by_fold, n=2, cutoff=0.6)
    if not close:
        return ""
    return f"Did you mean {' or '.join(f'“{by_fold[name]}”' for name in close)}? "
