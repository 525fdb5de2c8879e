"""What may be shown to whom: everything inside the program, no small group outside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mtle_survey.table import Row

SMALL_STUDY = 50


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

    def shows_all(self, counts: Sequence[int]) -> bool:
        """Whether every cell of a distribution may be shown; small cells matter in small studies."""
        return not self.public or sum(counts) >= SMALL_STUDY or None not in self.counts(counts)

    def may_differ(self, people: frozenset[int], others: Sequence[frozenset[int]]) -> bool:
        """Whether a statistic about ``people`` can stand beside the same one about ``others``.

        Two sets of people that differ by a few give those few away by subtraction.
        """
        return not self.public or all(not 0 < len(people ^ other) < self.smallest for other in others)

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
