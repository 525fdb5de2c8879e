"""Counts of answers, and of who rose and fell, beside those of earlier reports about the same people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mtle_survey.evidence.pairs import Contrast
from mtle_survey.report.disclosure import Disclosure, put_together, sides
from mtle_survey.report.privacy.claims import Claim, Kind
from mtle_survey.report.privacy.differences import parts_may_be_told
from mtle_survey.report.privacy.levels import Level, told_counts
from mtle_survey.report.privacy.people import Mask, Wave


class Earlier:
    """What earlier reports tell of single answers and of changes.

    Parameters
    ----------
    claims : iterable of Claim
        What readers have already.
    rule : Disclosure
    """

    def __init__(self, claims: Iterable[Claim], rule: Disclosure) -> None:
        self._rule = rule
        self._sums: dict[tuple[Wave, Kind, str], list[Claim]] = defaultdict(list)
        self._sets: dict[Wave, dict[bytes, Mask]] = defaultdict(dict)
        for claim in claims:
            self._sums[claim.wave, claim.kind, claim.name].append(claim)
            self._sets[claim.wave][claim.people.tobytes()] = claim.people

    def level(self, item: str, wave: Wave, people: Mask, most: Level, counts: NDArray[np.int64]) -> Level:
        """How much of the answers may be told beside what is told already.

        Of the same people the same is told again. Of others who are partly the same, counts are told only
        where those of every part that follows may be shown as well, and means are not: with the scores of
        either they would tell of questions whose answers the other puts together.

        Parameters
        ----------
        item : str
        wave : str or None
        people : (p,) bool array
            Who answered.
        most : Level
            What may be told without the earlier reports.
        counts : (a,) int array
            How many gave each answer.
        """
        out = [c for c in self._sums[wave, "item", item] if c.level]
        same = [c for c in out if np.array_equal(c.people, people)]
        if any(c.level not in (most, Level.EACH) for c in same):
            return Level.NOTHING
        if most is Level.MEAN and not same:
            return (
                most if all(_apart(people, chosen) for chosen in self._sets[wave].values()) else Level.NOTHING
            )
        if all(_apart(people, c.people) for c in out):
            return most
        if any(c.level == Level.MEAN for c in out):
            return Level.NOTHING
        while most is not Level.NOTHING and not self._stands(out, people, most, counts):
            most = most.less()
        return most

    def shows_moves(self, kind: Kind, name: str, contrast: Contrast, people: Mask) -> bool:
        """Whether it may be told who rose and who fell: of the same people again, or of quite others.

        Parameters
        ----------
        kind : {"scale", "item"}
        name : str
        contrast : Contrast
        people : (p,) bool array
            Who answered twice.
        """
        before, after = (
            {c.people.tobytes(): c.people for c in self._sums[wave, kind, name] if kind == "item" or c.level}
            for wave in (contrast.earlier, contrast.later)
        )
        both = (before[chosen] for chosen in before.keys() & after.keys())
        return all(_apart(people, chosen) for chosen in both)

    def _stands(self, out: Sequence[Claim], people: Mask, level: Level, counts: NDArray[np.int64]) -> bool:
        tables = [_Table(c.people, Level(c.level), c.counts) for c in out]
        tables.append(_Table(people, level, told_counts(level, counts)))
        each = [table for table in tables if table.level is Level.EACH]
        together = [table for table in tables if table.level is Level.TOGETHER]
        if not self._parts_stand(each) or not self._parts_stand([t.put_together() for t in tables]):
            return False
        return all(hides_within(whole, part, self._rule.smallest) for whole in each for part in together)

    def _parts_stand(self, tables: Sequence[_Table]) -> bool:
        return not tables or parts_may_be_told(
            [table.people for table in tables], np.array([table.counts for table in tables]), self._rule
        )


def _apart(people: Mask, others: Mask) -> bool:
    """Whether others are the same people, or quite others."""
    return np.array_equal(people, others) or not (people & others).any()


@dataclass(frozen=True)
class _Table:
    """How many of some people gave each answer, or answered on each side of the middle."""

    people: Mask
    level: Level
    counts: tuple[int, ...]

    def put_together(self) -> _Table:
        """The same with answers put together."""
        if self.level is Level.TOGETHER:
            return self
        return _Table(self.people, Level.TOGETHER, put_together(self.counts))


def hides_within(whole: _Table, part: _Table, smallest: int) -> bool:
    """Whether each answer stays hidden of people whose answers are put together, beside those of everybody.

    Of the people of a part who are on one side, between as many chose an answer as cannot be among the
    others, and as many as chose it at all. That range has to be as wide as the smallest group, or as wide as
    it is when nothing is told of the part.
    """
    inside, all_in = part.people.sum(), whole.people.sum()
    if (part.people & ~whole.people).any():
        return not (part.people & whole.people).any()
    groups = sides(len(whole.counts))
    side = np.concatenate([np.full(len(group), k) for k, group in enumerate(groups)])
    alone = np.array([len(groups[k]) == 1 for k in side])
    each = np.array(whole.counts)
    here = np.array(part.counts)[side]
    others = np.array(put_together(whole.counts))[side] - here
    told = np.minimum(each, here) - np.maximum(each - others, 0)
    untold = np.minimum(each, inside) - np.maximum(each - (all_in - inside), 0)
    return bool((alone | (here == 0) | (told >= np.minimum(untold, smallest))).all())
