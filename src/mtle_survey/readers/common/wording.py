"""The wording that columns of one question share, and what is each column's own."""

from __future__ import annotations

from collections.abc import Sequence


def own_statements(wordings: Sequence[str], separator: str) -> list[str | None]:
    """What each column adds to the stem that all share.

    Splitting at the first separator would be wrong where the stem holds one itself, so the stem is
    the longest beginning that all wordings share, cut back to a separator.

    Parameters
    ----------
    wordings : sequence of str
        Of the columns of one question.
    separator : str
        Between stem and statement, such as ``" - "``.

    Returns
    -------
    list of str or None
        None for every column where nothing is shared.
    """
    if len(wordings) < 2 or len(set(wordings)) < 2:
        return [None] * len(wordings)
    cut = _shared_beginning(min(wordings), max(wordings)).rfind(separator)
    if cut <= 0:
        return [None] * len(wordings)
    start = cut + len(separator)
    return [wording[start:].strip() or None for wording in wordings]


def _shared_beginning(one: str, other: str) -> str:
    """The beginning that two texts share; of the first and last in order, it is that of all between."""
    place = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    return one[:place]
