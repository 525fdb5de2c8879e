"""What may be shown to whom: everything inside the program, no small group outside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from mtle_survey.report.privacy.additive import shown_sums
from mtle_survey.table import Row

SMALL_STUDY = 50
OF_THE_WHOLE = "only in the report of the whole"


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """The rule of one edition.

    Attributes
    ----------
    public : bool
        Whether the edition leaves the program.
    smallest : int
        Smallest group, or cell of a small study, that a public edition shows.
    """

    public: bool
    smallest: int

    @property
    def marking(self) -> str:
        """What every page says about who may see it."""
        if self.public:
            return f"Public edition: groups of fewer than {self.smallest} are not shown"
        return "Internal edition: not for release, shows small groups"

    @property
    def hidden(self) -> str:
        """What stands in place of a number that is not shown."""
        return f"n < {self.smallest}, not shown"

    @property
    def hidden_count(self) -> str:
        """What stands in place of a count: it may be small itself, or give a small one beside it away."""
        return "not shown"

    def shows(self, n: int | None) -> bool:
        """Whether a result from n people may be shown."""
        return not self.public or (n is not None and n >= self.smallest)

    def row(self, row: Row) -> Row:
        """The row as this edition shows it: a result from too few people becomes unavailable."""
        return row if self.shows(row.n) or not row.available else self.without_number(row, self.hidden)

    def counts(self, counts: Sequence[int]) -> tuple[int | None, ...]:
        """Counts that add up to a known total; None where one is hidden.

        Cells from 1 to just below the smallest are hidden. When those that are hidden could be worked
        out from the total (only one, or fewer people together than the smallest group), the next
        smallest cell that is not zero is hidden too.
        """
        if not self.public:
            return tuple(counts)
        shown = [None if 0 < c < self.smallest else c for c in counts]
        while self._can_be_worked_out(counts, shown):
            left = [i for i, c in enumerate(shown) if c]
            if not left:
                break
            shown[min(left, key=lambda i: counts[i])] = None
        return tuple(shown)

    def counts_by_group(self, counts: Sequence[int], sizes: Sequence[int]) -> tuple[int | None, ...]:
        """How many of each group something is true of, beside the number of all; None where that is hidden.

        Parameters
        ----------
        counts : sequence of int
            Of each group.
        sizes : sequence of int
            Everybody in each group.
        """
        if not self.public:
            return tuple(counts)
        groups, others = len(counts), np.subtract(sizes, counts)
        each, none = np.eye(groups), np.zeros((groups, groups))
        all_yes = np.repeat([[1.0, 0.0]], groups, axis=1)
        sums = np.vstack([np.block([each, each]), all_yes, np.block([each, none]), np.block([none, each])])
        told = [n is not None for n in self.counts(sizes)]
        given = np.array([*told, True, *[False] * 2 * groups])
        open_to = np.array([*told, True, *told, *told])
        cells = np.concatenate([counts, others]).astype(np.int64)
        shown = shown_sums(sums, cells, self.smallest, given=given, open_to=open_to)
        of_groups = shown[groups + 1 : 2 * groups + 1]
        return tuple(n if may else None for n, may in zip(counts, of_groups, strict=True))

    def shows_all(self, counts: Sequence[int]) -> bool:
        """Whether every cell of a distribution may be shown; small cells matter in small studies."""
        return not self.public or sum(counts) >= SMALL_STUDY or None not in self.counts(counts)

    def _can_be_worked_out(self, counts: Sequence[int], shown: Sequence[int | None]) -> bool:
        hidden = [c for c, s in zip(counts, shown, strict=True) if s is None]
        return bool(hidden) and (len(hidden) == 1 or sum(hidden) < self.smallest)

    def without_number(self, row: Row, reason: str) -> Row:
        """The row with its number taken away, and the reason in its place."""
        return replace(
            row,
            n=row.n if self.shows(row.n) or not row.n else None,
            estimate=None,
            std_error=None,
            conf_low=None,
            conf_high=None,
            test_statistic=None,
            df=None,
            p_value=None,
            unavailable=reason,
        )


def sides(answers: int) -> tuple[range, ...]:
    """The places of ordered answers below the middle, in the middle where there is one, and above it."""
    side, middle = divmod(answers, 2)
    places = range(answers)
    found = (places[:side], places[side : side + middle], places[side + middle :])
    return tuple(group for group in found if group)


def put_together(counts: Sequence[int]) -> tuple[int, ...]:
    """Counts of ordered answers as those below the middle, in the middle, and above it."""
    return tuple(sum(counts[place] for place in group) for group in sides(len(counts)))
