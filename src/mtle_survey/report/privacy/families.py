"""Shares that belong together in a public edition: shown all together, or not at all.

Shares that add up to all would give each other away; so would a share within another one from which it
differs by a few people, and numbers worked out from the same counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from mtle_survey.report.disclosure import Disclosure
from mtle_survey.report.privacy.additive import shown_sums
from mtle_survey.table import Row

DIRECTION = ("improved", "same", "declined")
RELIABLE = ("reliable_improved", "reliable_same", "reliable_declined")
MOVES = ("moved_up", "moved_down", "stayed")
CROSSING = "transition_share"
SIZES = "change_share"
CROSSED = frozenset({CROSSING, "category_share", *MOVES})
_KIND = {
    **dict.fromkeys(DIRECTION, "direction"),
    **dict.fromkeys(RELIABLE, "reliable"),
    **dict.fromkeys(("answered_higher", "answered_alike", "answered_lower"), "answered"),
    **dict.fromkeys(MOVES, "moves"),
    SIZES: "size",
    CROSSING: CROSSING,
    "category_share": "category_share",
}
MEMBERS = frozenset(_KIND)
_OF_A_CHANGE = ("direction", "reliable", "size")
# What is worked out from the counts of families, besides the shares themselves.
_FROM_COUNTS = {
    "probability_of_improvement": ("direction",),
    "rank_biserial": ("direction",),
    "direction_of_moves": ("answered", "moves"),
    "wilcoxon": ("answered",),
    **dict.fromkeys(("mcnemar", "bowker", "stuart_maxwell", "bhapkar"), (CROSSING,)),
}

About = tuple[str | None, ...]
GROUP = 5  # the place of the group in what a row is about, the last one
Family = tuple[str, str | None, About]


class Families:
    """The families of some rows, and which of them may be shown.

    Parameters
    ----------
    rule : Disclosure
    table : iterable of Row
        Before families are hidden. About one change of a scale they have to be all that are told of it.
    """

    def __init__(self, rule: Disclosure, table: Iterable[Row]) -> None:
        self._rule = rule
        rows: dict[Family, list[Row]] = defaultdict(list)
        for row in table:
            if row.statistic in MEMBERS and row.estimate is not None and row.n is not None:
                rows[_family(row)].append(row)
        self._shown = {family: self._alone(found) for family, found in rows.items()}
        self._beside_a_crossing(rows)
        self._within_another(rows)
        self._beside_groups(rows)
        self._hidden_about = {(kind, about) for (kind, _, about), shown in self._shown.items() if not shown}

    def shows(self, row: Row) -> bool:
        """Whether a row may be shown as far as families go; what has nothing to do with any may."""
        if row.statistic in MEMBERS:
            return self._shown.get(_family(row), not of_a_scale(row))
        return all(
            (kind, _about(row)) not in self._hidden_about for kind in _FROM_COUNTS.get(row.statistic, ())
        )

    def _alone(self, rows: Sequence[Row]) -> bool:
        return None not in self._rule.counts([_count(row) for row in rows])

    def _beside_a_crossing(self, rows: Mapping[Family, Sequence[Row]]) -> None:
        """Who moved and who stayed are sums of a crossing: told where nothing hidden in it follows."""
        for (kind, method, about), found in rows.items():
            if kind != CROSSING or self._shown[kind, method, about]:
                continue
            table = _matrix(found)
            for family, parts in rows.items():
                if family[0] == "moves" and family[2] == about:
                    everybody = sum(_count(row) for row in parts) == table.sum()
                    self._shown[family] &= bool(everybody) and moves_hide(table, self._rule)

    def _within_another(self, rows: Mapping[Family, Sequence[Row]]) -> None:
        """Reliable changes are among all changes; the few between the two are not to be worked out."""
        told: dict[About, list[dict[str, int]]] = defaultdict(list)
        for family in sorted(rows, key=lambda f: (f[0] != "direction", f[0], f[1] or "")):
            kind, _, about = family
            if kind not in ("direction", "reliable") or not self._shown[family]:
                continue
            counts = {row.statistic.removeprefix("reliable_"): _count(row) for row in rows[family]}
            if all(self._apart(counts, other) for other in told[about]):
                told[about].append(counts)
            else:
                self._shown[family] = False

    def _beside_groups(self, rows: Mapping[Family, Sequence[Row]]) -> None:
        """Everybody's counts less those of the groups that are told are those of the other groups.

        The groups, which a design compares, come first. Of everybody it is told who moved where it is told of
        all groups; where it is told of none, only counts twice as large as the smallest group, since the mean
        changes of the groups say something of how each is made up.
        """
        groups: dict[About, list[Family]] = defaultdict(list)
        for family in rows:
            kind, _, about = family
            if kind == "direction" and about[GROUP] is not None:
                groups[*about[:GROUP], None].append(family)
        for family, everybody in rows.items():
            kind, _, about = family
            if kind in _OF_A_CHANGE and (beside := groups.get(about)):
                told = [group for group in beside if self._shown[group]]
                all_told = sum(_people(rows[group]) for group in told) == _people(everybody)
                large = all(not 0 < _count(row) < 2 * self._rule.smallest for row in everybody)
                self._shown[family] &= all_told or (not told and large)

    def _apart(self, counts: Mapping[str, int], others: Mapping[str, int]) -> bool:
        gaps = (abs(counts.get(name, 0) - others.get(name, 0)) for name in DIRECTION)
        return all(gap == 0 or gap >= self._rule.smallest for gap in gaps)


def of_a_scale(row: Row) -> bool:
    """Whether a row is about who rose and fell on a scale, which several tables tell of."""
    kinds = (_KIND.get(row.statistic), *_FROM_COUNTS.get(row.statistic, ()))
    return row.scale is not None and row.item is None and not set(kinds).isdisjoint(_OF_A_CHANGE)


def tells_moves(row: Row) -> bool:
    """Whether a row is a share of a change, or worked out from such shares."""
    if row.contrast is None:
        return False
    from_counts = _FROM_COUNTS.get(row.statistic, ())
    return row.statistic in MEMBERS or bool(
        from_counts if row.item is not None else "direction" in from_counts
    )


def _count(row: Row) -> int:
    return round((row.estimate or 0.0) * (row.n or 0))


def _people(rows: Iterable[Row]) -> int:
    """How many people the counts of a family are about."""
    return max(row.n or 0 for row in rows)


def _about(row: Row) -> About:
    return (row.model, row.scale, row.item, row.wave, row.contrast, row.group)


def _family(row: Row) -> Family:
    return (_KIND[row.statistic], row.method, _about(row))


def _matrix(rows: Sequence[Row]) -> NDArray[np.int64]:
    """(k, k) people by earlier and later category."""
    names = list(dict.fromkeys(name for row in rows for name in (row.factor, row.with_)))
    table = np.zeros((len(names), len(names)), dtype=np.int64)
    for row in rows:
        table[names.index(row.factor), names.index(row.with_)] = _count(row)
    return table


def moves_hide(table: NDArray[np.int64], rule: Disclosure) -> bool:
    """Whether nothing hidden in a crossing follows from its margins with who moved up, down, or stayed.

    Parameters
    ----------
    table : (k, k) int array
        People by earlier and later category, in order.
    rule : Disclosure
    """
    k = len(table)
    place = np.arange(k)
    moves = [compare.outer(place, place).ravel() for compare in (np.equal, np.greater, np.less)]
    margins = [np.kron(np.eye(k), np.ones(k)), np.kron(np.ones(k), np.eye(k))]
    sums = np.vstack([np.ones((1, k * k)), *margins, moves, np.eye(k * k)])
    told = [n is not None for axis in (1, 0) for n in rule.counts(table.sum(axis=axis).tolist())]
    asked = [True] * len(moves) + [False] * k * k
    given = np.array([True, *told, *(False for _ in asked)])
    open_to = np.array([True, *told, *asked])
    shown = shown_sums(sums, table.ravel(), rule.smallest, given=given, open_to=open_to)
    return bool(shown[1 + 2 * k : 1 + 2 * k + len(moves)].all())
