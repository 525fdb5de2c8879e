"""Exact linking in two counted passes; duplicates are quarantined, nothing is guessed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mtle_survey.errors import Problem, problem
from mtle_survey.linking.identifiers import folded_id
from mtle_survey.linking.people import Standing, sheets
from mtle_survey.responses import Responses

ENOUGH_LINKED = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveLinking:
    """What became of the responses of one wave.

    ``responses == unanswered + without_id + quarantined + collapsed + persons`` always holds.

    Attributes
    ----------
    responses, unanswered, without_id, quarantined, collapsed, persons : int
        All responses; those without any rated answer; of the others, those without an ID, those whose ID
        occurs more than once with different answers, second and later identical records, and the people
        that can be linked.
    """

    responses: int
    unanswered: int
    without_id: int
    quarantined: int
    collapsed: int
    persons: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Who is who across waves.

    Attributes
    ----------
    waves : tuple of str
        In time order.
    ids : (r,) object array
        One identifier per person, as first written; sorted.
    index : (r, w) int array
        Row of each person in the ``Responses`` of each wave; -1 where absent.
    by_fold : (r,) bool array
        Whether the person was linked only after ignoring capital letters.
    counts : mapping of wave to WaveLinking
    problems : tuple of Problem
    """

    waves: tuple[str, ...]
    ids: NDArray[np.object_]
    index: NDArray[np.int64]
    by_fold: NDArray[np.bool_]
    counts: Mapping[str, WaveLinking]
    problems: tuple[Problem, ...]

    def pairs(self, earlier: str, later: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Row numbers of the people present in both waves, one array per wave, in the same order."""
        a = self.index[:, self.waves.index(earlier)]
        b = self.index[:, self.waves.index(later)]
        both = (a >= 0) & (b >= 0)
        return a[both], b[both]


def link(waves: Mapping[str, Responses]) -> Links | None:
    """Link waves by the identifier of their responses; None when some wave has no identifier column.

    IDs are compared as text: first trimmed and NFKC-normalised, then, for those left over, ignoring capital
    letters. An ID that occurs more than once in a file is quarantined unless the records are identical.
    """
    if any(responses.ids is None for responses in waves.values()):
        return None
    found = sheets(waves)
    problems = [p for sheet in found for p in sheet.problems]
    people = _merge_folded({sheet.waves[0]: sheet.rows for sheet in found}, problems)
    names = sorted(people)
    index = np.full((len(names), len(waves)), -1, dtype=np.int64)
    counts = {}
    for sheet in found:
        record = np.array(
            [sheet.rows.get(people[n].get(sheet.waves[0], ""), -1) for n in names], dtype=np.int64
        )
        for wave in sheet.waves:
            present = (record >= 0) & waves[wave].answered[record]
            index[:, tuple(waves).index(wave)] = np.where(present, record, -1)
            counts[wave] = _count(sheet.standing_in(waves[wave]))
    by_fold = np.array([len(set(people[name].values())) > 1 for name in names], dtype=bool)
    problems += _too_few(tuple(waves), index)
    if by_fold.any():
        problems.append(problem("P004", found=f"{int(by_fold.sum())} people", count=int(by_fold.sum())))
    return Links(
        waves=tuple(waves),
        ids=np.array(names, dtype=object),
        index=index,
        by_fold=by_fold,
        counts=counts,
        problems=tuple(problems),
    )


def _too_few(waves: Sequence[str], index: NDArray[np.int64]) -> list[Problem]:
    """Later waves of which nobody, or less than half of the smaller wave, was found in the first."""
    here = index >= 0
    found = []
    for w, wave in enumerate(waves[1:], start=1):
        both, smaller = int((here[:, 0] & here[:, w]).sum()), int(min(here[:, 0].sum(), here[:, w].sum()))
        if smaller and not both:
            found.append(problem("P006", found=f"0 of {smaller}", earlier=waves[0], later=wave))
        elif both < ENOUGH_LINKED * smaller:
            found.append(
                problem("P008", found=f"{both} of {smaller} in {wave}", share=f"{100 * both / smaller:.0f}%")
            )
    return found


def _count(standing: NDArray[np.int64]) -> WaveLinking:
    n = np.bincount(standing, minlength=len(Standing)).tolist()
    return WaveLinking(
        responses=len(standing),
        unanswered=n[Standing.UNANSWERED],
        without_id=n[Standing.WITHOUT_ID],
        quarantined=n[Standing.QUARANTINED],
        collapsed=n[Standing.COLLAPSED],
        persons=n[Standing.PERSON],
    )


def _merge_folded(
    rows_by_wave: Mapping[str, Mapping[str, int]], problems: list[Problem]
) -> dict[str, dict[str, str]]:
    """People by name, each with the spelling that every wave uses."""
    spellings: dict[str, dict[str, list[str]]] = {}
    for wave, rows in rows_by_wave.items():
        for name in rows:
            spellings.setdefault(folded_id(name), {}).setdefault(wave, []).append(name)
    people: dict[str, dict[str, str]] = {}
    clashes: Counter[str] = Counter()
    for by_wave in spellings.values():
        crowded = [wave for wave, names in by_wave.items() if len(names) > 1]
        if crowded:
            clashes.update(crowded)
            for wave, names in by_wave.items():
                for name in names:
                    people.setdefault(name, {})[wave] = name
            continue
        first = next(iter(by_wave.values()))[0]
        people[first] = {wave: names[0] for wave, names in by_wave.items()}
    problems.extend(
        problem("P005", found=f"{count} IDs of {wave}", count=count) for wave, count in clashes.items()
    )
    return people
