"""How an identifier is compared."""

from __future__ import annotations

import re
import unicodedata

import numpy as np
from numpy.typing import NDArray

from mtle_survey.linking.codes import code_name, code_names
from mtle_survey.responses import CODE_SEPARATOR, Responses

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


def name_of(text: str, elements: int) -> str | None:
    """The name that an identifier from another list stands for; None if it stands for none.

    Parameters
    ----------
    text : str
        As people write it; the elements of a code stand apart by a hyphen.
    elements : int
        How many elements a self-made code has; 0 for assigned identifiers.
    """
    if elements == 0:
        return plain_id(text)
    parts = text.split(CODE_SEPARATOR) if elements > 1 else [text]
    return code_name(parts) if len(parts) == elements else None


def number_of_elements(responses: Responses) -> int:
    """How many elements the self-made code of the responses has; 0 for assigned identifiers."""
    return 0 if responses.elements is None else int(responses.elements.shape[1])


def comparable_name(responses: Responses, text: str) -> str | None:
    """An identifier from another list, after both passes, as it is compared with those of the responses."""
    name = name_of(text, number_of_elements(responses))
    return name if name is None or responses.elements is not None else folded_id(name)


def comparable_names(responses: Responses) -> list[str | None]:
    """What other lists of people are compared with; all None without identifiers."""
    if responses.ids is None and responses.elements is None:
        return [None] * len(responses)
    fold = folded_id if responses.elements is None else str
    return [None if name is None else fold(name) for name in linking_names(responses)]
