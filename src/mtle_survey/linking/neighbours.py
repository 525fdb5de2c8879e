"""Which codes are one slip apart, found through what they share and not by comparing all with all."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from itertools import combinations


def one_element_apart(codes: Sequence[tuple[str, ...]]) -> set[tuple[int, int]]:
    """Pairs of codes of which exactly one element differs.

    Parameters
    ----------
    codes : sequence of tuple of str
        Equally many elements each.

    Returns
    -------
    set of (int, int)
        Places in ``codes``, the smaller first.
    """
    keyed = (
        ((place, code[:place] + code[place + 1 :]), i)
        for i, code in enumerate(codes)
        for place in range(len(code))
    )
    return {(i, j) for i, j in _sharing(keyed) if codes[i] != codes[j]}


def one_edit_apart(texts: Sequence[str]) -> set[tuple[int, int]]:
    """Pairs of texts that one slip turns into each other.

    A slip is one character replaced, added or left out, or two neighbours exchanged: two texts that are one
    slip apart become the same when one character is left out of each, or of one of them.

    Returns
    -------
    set of (int, int)
        Places in ``texts``, the smaller first.
    """
    keyed = ((left, i) for i, text in enumerate(texts) for left in _with_one_left_out(text))
    return {(i, j) for i, j in _sharing(keyed) if is_one_edit(texts[i], texts[j])}


def is_one_edit(a: str, b: str) -> bool:
    """Whether the restricted Damerau-Levenshtein distance of two texts is exactly 1."""
    if len(a) > len(b):
        a, b = b, a
    if len(b) - len(a) > 1 or a == b:
        return False
    first = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(a))
    if len(a) < len(b):
        return a[first:] == b[first + 1 :]
    if a[first + 1 :] == b[first + 1 :]:
        return True
    exchanged = a[first : first + 2][::-1] == b[first : first + 2]
    return exchanged and a[first + 2 :] == b[first + 2 :]


def _with_one_left_out(text: str) -> set[str]:
    return {text, *(text[:i] + text[i + 1 :] for i in range(len(text)))}


def _sharing(keyed: Iterable[tuple[Hashable, int]]) -> set[tuple[int, int]]:
    buckets: dict[Hashable, list[int]] = {}
    for key, i in keyed:
        buckets.setdefault(key, []).append(i)
    return {pair for places in buckets.values() for pair in combinations(places, 2)}
