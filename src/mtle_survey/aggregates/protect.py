"""No count in what is shared that points at a few people, nor any that can be worked out.

Three rules, each told in the documentation of the command:

1.  A set of items that fewer than ``k`` people answered completely is withheld.
2.  How often an item's answers were given is shown where none was given by 1 to ``k`` - 1 people; a two-way
    table likewise. Otherwise it is withheld whole, so that nothing can be worked out from what remains of it.
    Sums and products stay, unless they would give it away: three answers or fewer follow from the number of
    people, the sum and the sum of squares, and a table of two by two from its margins and one product.
3.  Two sets that share an item must be of the same people, or of people that differ by ``k`` or more;
    otherwise subtracting one from the other would lay the few bare. The set that comes later is withheld.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mtle_survey.aggregates.model import Aggregates, Block, withheld

DETERMINED_BY_MOMENTS = 3


def protected(aggregates: Aggregates, small_cell: int) -> Aggregates:
    """The aggregates with every count from 1 to ``small_cell`` - 1 withheld, and what would give it away."""
    if small_cell < 2:
        raise ValueError("the smallest count that is shown must be at least 2 to hide anything")
    blocks: list[Block] = []
    for block in aggregates.blocks:
        shown = _without_few(block, small_cell)
        if not shown.withheld:
            shown = _apart(shown, blocks, aggregates.blocks, small_cell)
        blocks.append(shown)
    return replace(aggregates, small_cell=small_cell, blocks=tuple(blocks))


def _without_few(block: Block, k: int) -> Block:
    """Rules 1 and 2."""
    if block.withheld:
        return block
    if block.n < k:
        return withheld(block, f"fewer than {k} people answered all of its items")
    counts = {i: given for i, given in block.counts.items() if all(c >= k for c in given.values())}
    tables = {
        (a, b): table
        for (a, b), table in block.tables.items()
        if a in counts and b in counts and not ((table > 0) & (table < k)).any()
    }
    given_away = [i for i in block.items if i not in counts and len(block.counts[i]) <= DETERMINED_BY_MOMENTS]
    given_away += [a for a, b in block.pairs if (a, b) not in tables and block.tables[a, b].shape == (2, 2)]
    if given_away:
        return withheld(
            block,
            f"means and covariances would tell how many gave a rare answer to {given_away[0]}, which so few "
            "different answers were given to",
        )
    return replace(block, counts=counts, tables=tables)


def _apart(block: Block, shown: Sequence[Block], every: Sequence[Block], k: int) -> Block:
    """Rule 3. Who answered more items completely is among those who answered fewer of them."""
    for other in shown:
        if other.withheld or other.wave != block.wave or not set(other.items) & set(block.items):
            continue
        nested = set(block.items) <= set(other.items) or set(other.items) <= set(block.items)
        if _same_people(block, other, every) or (nested and abs(block.n - other.n) >= k):
            continue
        return withheld(
            block,
            f"its people differ by a few from those of scale {other.scale}, which shares items with it",
        )
    return block


def _same_people(block: Block, other: Block, every: Sequence[Block]) -> bool:
    """Whether nobody answered one set completely and not the other, as far as numbers can tell."""
    if block.n != other.n:
        return False
    both = set(block.items) | set(other.items)
    return any(b.wave == block.wave and both <= set(b.items) and b.n == block.n for b in every)
