"""How an identifier is compared."""

from __future__ import annotations

import re
import unicodedata

import numpy as np
from numpy.typing import NDArray

from mtle_survey.linking.codes import code_names
from mtle_survey.responses import Responses

PLACEHOLDER = re.compile(r"@X@.*@X@|\$\{.*\}|\{\{.*\}\}|\[QID\d[^\]]*\]|%[\w.]+%", re.IGNORECASE)


def plain_id(text: str | None) -> str | None:
    """First pass: NFKC and trimmed; None where nothing is left, or a placeholder that nobody filled in."""
    if text is None:
        return None
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    return None if not plain or PLACEHOLDER.fullmatch(plain) else plain


def folded_id(text: str) -> str:
    """Second pass: without regard to capital letters."""
    return text.casefold()


def plain_ids(ids: NDArray[np.object_]) -> NDArray[np.object_]:
    """First pass over a column."""
    out = np.empty(len(ids), dtype=object)
    out[:] = [plain_id(text) for text in ids]
    return out


def linking_names(responses: Responses) -> NDArray[np.object_]:
    """(n,) what each response is linked by: its code after normalisation, or its identifier; None if absent.

    Raises
    ------
    ValueError
        The responses have no identifiers.
    """
    if responses.elements is not None:
        return code_names(responses.elements)
    if responses.ids is None:
        raise ValueError(f"wave {responses.wave} has no identifiers")
    return plain_ids(responses.ids)
