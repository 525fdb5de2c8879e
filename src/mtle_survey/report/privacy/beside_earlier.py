"""Counts of answers, and of who rose and fell, beside those of earlier reports about the same people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from mtle_survey.evidence.pairs import Contrast
from mtle_survey.report.disclosure import SMALL_STUDY
from mtle_survey.report.privacy.claims import Claim, Kind
from mtle_survey.report.privacy.differences import parts_told
from mtle_survey.report.privacy.levels import Level
from mtle_survey.report.privacy.people import Mask, Wave


class Earlier:
    """What earlier reports tell of single answers and of changes.

    Parameters
    ----------
    claims : iterable of Claim
        What readers have already.
    """

    def __init__(self, claims: Iterable[Claim]) -> None:
        self._sums: dict[tuple[Wave, Kind, str], list[Claim]] = defaultdict(list)
        self._sets: dict[Wave, dict[bytes, Mask]] = defaultdict(dict)
        for claim in claims:
            self._sums[claim.wave, claim.kind, claim.name].append(claim)
            self._sets[claim.wave][claim.people.tobytes()] = claim.people

    def level(self, item: str, wave: Wave, people: Mask, most: Level) -> Level:
        """How much of the answers may be told beside what is told already.

        Of the same people the same is told again. Of others who are partly the same, answers are told only
        where every part that follows by subtraction is so large that single answers may be told of it: with
        the scores of a smaller part they would say more of its answers than a report about it would.

        Parameters
        ----------
        item : str
        wave : str or None
        people : (p,) bool array
            Who answered.
        most : Level
            What may be told without the earlier reports.
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
        parts = parts_told([*(c.people for c in out), people])
        return most if parts.min(initial=SMALL_STUDY) >= SMALL_STUDY else Level.NOTHING

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


def _apart(people: Mask, others: Mask) -> bool:
    """Whether others are the same people, or quite others."""
    return np.array_equal(people, others) or not (people & others).any()
