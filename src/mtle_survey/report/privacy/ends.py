"""How many people score near an end of a scale, beside the mean of the same scores.

A mean leaves only some numbers of people near each end. With it, a band for a share of few people, or how
many are near the other end, can say more than it should; which of them may be told is found by linear
programming. It is told of one set of people for each scale and wave, and of none that is partly the same as
one of an earlier report.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mtle_survey.report.disclosure import SMALL_STUDY
from mtle_survey.report.privacy.additive import SLACK, Program, widths
from mtle_survey.report.privacy.bands import OF_A_FEW, banded
from mtle_survey.report.privacy.claims import Key
from mtle_survey.report.privacy.guard import Guard
from mtle_survey.report.privacy.people import Mask, Wave
from mtle_survey.stats.estimate import Array
from mtle_survey.table import Row

if TYPE_CHECKING:
    from mtle_survey.study import Study

FLOOR, CEILING, AT_BEST = "near_floor", "near_ceiling", "at_best"
ENDS = frozenset({FLOOR, CEILING, AT_BEST})
HAIR = 1e-9
BAND = 1.5  # how wide a band is in smallest groups, since means of parts of the people narrow it


class Ends:
    """What is told of the ends of scales: a share, a band, or nothing.

    Parameters
    ----------
    study : Study
        As the edition analyses it.
    guard : Guard
        Which sums are published.
    """

    def __init__(self, study: Study, guard: Guard) -> None:
        self._study, self._guard = study, guard
        self._found: dict[tuple[str, Wave], dict[str, str]] = {}

    def reason(self, row: Row, key: Key) -> str:
        """Why a share at an end of a scale is not shown, or its band; empty where it is.

        Parameters
        ----------
        row : Row
        key : tuple of str
            What is published about the same people.
        """
        scale, wave = row.scale or "", row.wave
        people = self._guard.bundles[key].people
        if not self._told_of(scale, wave, people) or self._partly_known(scale, wave, people):
            return OF_A_FEW
        if (scale, wave) not in self._found:
            rows = np.sort(self._guard.people.rows[wave][people])
            self._found[scale, wave] = self._told(_Scores(self._study, scale, wave, rows))
        return self._found[scale, wave][self._end(row)]

    def _told_of(self, scale: str, wave: Wave, people: Mask) -> bool:
        """Whether it is told of these people: those of the wave, or else those of a change from or to it.

        In small studies of none, where several of these sets are published.
        """
        published = [bundle for key, bundle in self._guard.bundles.items() if self._guard.shows(*key)]
        sets = [
            bundle.people
            for kind in ("wave", "contrast")
            for bundle in published
            if bundle.key[:2] == (kind, scale) and any(claim.wave == wave for claim in bundle.claims)
        ]
        held_to = sets if people.sum() < SMALL_STUDY else sets[:1]
        return all(np.array_equal(people, others) for others in held_to)

    def _partly_known(self, scale: str, wave: Wave, people: Mask) -> bool:
        """Whether an earlier report was about some of these people and not about others."""
        sets = [c.people for c in self._guard.known if (c.kind, c.name, c.wave) == ("scale", scale, wave)]
        return any((people & known).any() and not np.array_equal(people, known) for known in sets)

    def _end(self, row: Row) -> str:
        if row.statistic != AT_BEST:
            return row.statistic
        return FLOOR if self._study.instrument.scale[row.scale or ""].direction == "lower" else CEILING

    def _told(self, table: _Scores) -> dict[str, str]:
        """By end, why its share is not told, or its band; empty where it is."""
        smallest, within = self._guard.smallest, math.ceil(BAND * self._guard.smallest)
        shares = {
            end: banded(Row(statistic=end, estimate=count / table.n, n=table.n), within)
            for end, count in table.counts.items()
        }
        hidden = [end for end, reason in shares.items() if reason]
        if not hidden:
            return shares
        wide, alone = widths(
            [table.program(shares, hidden, within), table.program({}, hidden, within)], smallest
        )
        if (wide >= np.minimum(alone, smallest) - 2 * SLACK).all():
            return shares
        return dict.fromkeys(shares, OF_A_FEW)


class _Scores:
    """The possible scores of some people, by how many questions they answered."""

    def __init__(self, study: Study, scale: str, wave: Wave, rows: NDArray[np.int64]) -> None:
        scored, responses = study.scores[wave], study.waves[wave]
        items = [responses.items.index(item) for item in scored.administered[scale]]
        answered = np.isfinite(responses.values[rows][:, items]).sum(axis=1)
        values = scored.of(scale)[rows]
        low, high, step = scored.low[scale], scored.high[scale], scored.step[scale]
        numbers, self._sizes = np.unique(answered, return_counts=True)
        grids = [np.linspace(low, high, round((high - low) / step) * int(k) + 1) for k in numbers]
        self._scores = np.concatenate(grids)
        self._class = np.repeat(np.arange(len(grids)), [len(grid) for grid in grids])
        self.n = len(rows)
        self._sum = float(values.sum())
        self._near = {
            FLOOR: self._scores <= low + step / 2 + HAIR,
            CEILING: self._scores >= high - step / 2 - HAIR,
        }
        self.counts = {
            FLOOR: int((values <= low + step / 2 + HAIR).sum()),
            CEILING: int((values >= high - step / 2 - HAIR).sum()),
        }

    def program(self, shares: dict[str, str], hidden: list[str], within: int) -> Program:
        """The mean with what is told of the ends, where a band leaves some people over or under it."""
        of_classes = (self._class == np.arange(len(self._sizes))[:, None]).astype(np.float64)
        told, values, over = [*of_classes, self._scores], [*self._sizes, self._sum], [0.0] * len(of_classes)
        over.append(0.0)
        for end, reason in shares.items():
            if reason == OF_A_FEW:
                continue
            told.append(self._near[end].astype(np.float64))
            few = reason.startswith("at most")
            values.append(self.counts[end] if not reason else within if few else self.n - within)
            over.append(0.0 if not reason else 1.0 if few else -1.0)
        left_over = np.diag(over)[:, [k for k, sign in enumerate(over) if sign]]
        asked: Array = np.array([self._near[end] for end in hidden], dtype=np.float64)
        return Program(
            told=np.hstack([np.array(told), left_over]),
            values=np.array(values, dtype=np.float64),
            hidden=np.hstack([asked, np.zeros((len(hidden), left_over.shape[1]))]),
        )
