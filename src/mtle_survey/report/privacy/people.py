"""Everybody in a study, linked or not, under one number each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from mtle_survey.responses import Responses
    from mtle_survey.study import Study

Wave = str | None
Mask = NDArray[np.bool_]
NOBODY = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """The people of a study.

    A response that cannot be linked is a person of its own: it stands in the tables of its wave, and a
    reader who subtracts one table from another does not ask whether it could be linked.

    Attributes
    ----------
    keys : tuple of str
        One per person: the identifier, or the answers of a response without one (``names_of``).
    rows : mapping of wave to (r,) int array
        The row of each person in a wave; -1 where absent.
    """

    keys: tuple[str, ...]
    rows: Mapping[Wave, NDArray[np.int64]]

    def __len__(self) -> int:
        return len(self.keys)

    def mask(self, wave: Wave, responses: Mask) -> Mask:
        """Who is meant by some responses of a wave."""
        return np.asarray(self.spread(wave, responses, False), dtype=np.bool_)

    def spread(self, wave: Wave, values: NDArray[np.generic], absent: object) -> NDArray[np.generic]:
        """Values of the responses of a wave by person; ``absent`` for those who have none."""
        rows = self.rows[wave]
        found = np.full((len(rows), *values.shape[1:]), absent, dtype=values.dtype)
        found[rows >= 0] = values[rows[rows >= 0]]
        return found


def people_of(study: Study) -> People:
    """Everybody who answered in some wave."""
    links = study.links
    keys = [] if links is None else [f"id:{identifier}" for identifier in links.ids]
    linked = len(keys)
    own: dict[Wave, NDArray[np.int64]] = {}
    for wave, responses in study.waves.items():
        known = np.zeros(len(responses), dtype=np.bool_)
        if links is not None and wave in links.waves:
            index = links.index[:, links.waves.index(wave)]
            known[index[index >= 0]] = True
        own[wave] = np.flatnonzero(responses.answered & ~known)
        names = names_of(responses)
        keys += [names[row] for row in own[wave]]
    rows = {wave: np.full(len(keys), NOBODY, dtype=np.int64) for wave in study.waves}
    start = linked
    for wave, alone in own.items():
        if links is not None and wave in links.waves:
            rows[wave][:linked] = links.index[:, links.waves.index(wave)]
        rows[wave][start : start + len(alone)] = alone
        start += len(alone)
    return People(keys=tuple(keys), rows=rows)


def marks_of(responses: Responses) -> list[str]:
    """By response, what stands for everything that its person answered."""
    if responses.marks is not None:
        return [str(mark) for mark in responses.marks]
    return [sha256(answers.tobytes()).hexdigest() for answers in responses.values]


def names_of(responses: Responses) -> list[str]:
    """By response, what its person is known by beside other reports: the identifier, or else the answers.

    Neither changes when a file is exported anew, under another name or in another order. People without an
    identifier who gave the same answers are told apart by their order alone; their sums are the same.
    """
    ids = [None] * len(responses) if responses.ids is None else responses.ids.tolist()
    given = Counter(ids)
    seen: Counter[str] = Counter()
    names = []
    for identifier, alike in zip(ids, marks_of(responses), strict=True):
        if identifier is not None and given[identifier] == 1:
            names.append(f"id:{identifier}")
            continue
        seen[alike] += 1
        names.append(f"answers:{responses.wave or ''}:{alike}:{seen[alike]}")
    return names
