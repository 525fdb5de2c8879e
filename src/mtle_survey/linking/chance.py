"""How many codes of different people would agree, or nearly agree, by chance."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

Shares = tuple[float, ...]


def same_value_shares(codes: Sequence[Sequence[str]]) -> Shares:
    """For each element, the chance that two people give the same answer.

    It is the sum of the squared shares of the answers. In small groups it is a little too large, which is
    the safe side.

    Parameters
    ----------
    codes : sequence of sequences of str
        One code per person, equally many elements each.
    """
    n = len(codes)
    answers = (Counter(column).values() for column in zip(*codes, strict=True))
    return tuple(sum((count / n) ** 2 for count in counts) for counts in answers)


def chance_of_same(shares: Shares) -> float:
    """The chance that two people's codes agree in every element, if elements are independent."""
    return math.prod(shares)


def chance_of_one_apart(shares: Shares) -> float:
    """The chance that two people's codes differ in exactly one element, if elements are independent."""
    return sum((1 - q) * math.prod(shares[:j] + shares[j + 1 :]) for j, q in enumerate(shares))


def chance_of_one_edit(texts: Sequence[str]) -> float:
    """The chance that one slip turns one person's text into another's, if characters are independent.

    Replaced, exchanged, added and left-out characters are added up, so the value is an upper bound.

    Parameters
    ----------
    texts : sequence of str
        One text per person.
    """
    longest = max(map(len, texts), default=0)
    padded = [[*text, *[""] * (longest + 1 - len(text))] for text in texts]
    places = [{v: c / len(texts) for v, c in Counter(column).items()} for column in zip(*padded, strict=True)]
    same = tuple(sum(p * p for p in place.values()) for place in places)
    blank = [place.get("", 0.0) for place in places]
    shifted = [_agreement(a, b) for a, b in pairwise(places)]

    def others(*left_out: int) -> float:
        return math.prod(q for i, q in enumerate(same[:longest]) if i not in left_out)

    replaced = sum(((1 - blank[i]) ** 2 - (same[i] - blank[i] ** 2)) * others(i) for i in range(longest))
    exchanged = sum(_exchange(places[i], places[i + 1]) * others(i, i + 1) for i in range(longest - 1))
    added = sum(math.prod(same[:i]) * (1 - blank[i]) * math.prod(shifted[i:longest]) for i in range(longest))
    return replaced + exchanged + 2 * added


def _agreement(a: dict[str, float], b: dict[str, float]) -> float:
    return sum(p * b.get(v, 0.0) for v, p in a.items())


def _exchange(a: dict[str, float], b: dict[str, float]) -> float:
    """That two people have the same two different characters at two places, the other way round."""
    products = [p * b.get(v, 0.0) for v, p in a.items() if v]
    return sum(products) ** 2 - sum(product**2 for product in products)
