"""How an identifier is compared."""

from __future__ import annotations

import unicodedata

import numpy as np
from numpy.typing import NDArray


def plain_id(text: str | None) -> str | None:
    """First pass: NFKC and trimmed; None where nothing is left."""
    if text is None:
        return None
    return " ".join(unicodedata.normalize("NFKC", text).split()) or None


def folded_id(text: str) -> str:
    """Second pass: without regard to capital letters."""
    return text.casefold()


def plain_ids(ids: NDArray[np.object_]) -> NDArray[np.object_]:
    """First pass over a column."""
    out = np.empty(len(ids), dtype=object)
    out[:] = [plain_id(text) for text in ids]
    return out
