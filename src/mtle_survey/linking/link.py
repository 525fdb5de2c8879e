"""Exact linking in two counted passes; duplicates are quarantined, nothing is guessed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mtle_survey.errors import Problem, problem
from mtle_survey.linking.identifiers import folded_id, plain_ids
from mtle_survey.responses import Responses


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
    letters. An ID that occurs more than once in a wave is quarantined unless the records are identical.
    """
    if any(responses.ids is None for responses in waves.values()):
        return None
    problems: list[Problem] = []
    rows_by_wave: dict[str, dict[str, int]] = {}
    counts = {}
    for wave, responses in waves.items():
        rows_by_wave[wave], counts[wave] = _unique_people(wave, responses, problems)
    people = _merge_folded(rows_by_wave, problems)
    names = sorted(people)
    index = np.array(
        [[rows_by_wave[wave].get(people[name].get(wave, ""), -1) for wave in waves] for name in names], dtype=np.int64
    ).reshape(len(names), len(waves))
    by_fold = np.array([len(set(people[name].values())) > 1 for name in names], dtype=bool)
    if by_fold.any():
        problems.append(problem("P004", found=f"{int(by_fold.sum())} people", count=int(by_fold.sum())))
    return Links(waves=tuple(waves), ids=np.array(names, dtype=object), index=index, by_fold=by_fold,
                 counts=counts, problems=tuple(problems))


def _unique_people(wave: str, responses: Responses, problems: list[Problem]) -> tuple[dict[str, int], WaveLinking]:
    file = responses.sources[0].file
    if responses.ids is None:
        raise ValueError(f"wave {wave} has no identifiers")
    ids = plain_ids(responses.ids)
    answered = responses.answered
    present = [i for i, name in enumerate(ids) if name is not None and answered[i]]
    without = int(answered.sum()) - len(present)
    if without:
        problems.append(problem("P003", file=file, count=without, found=f"{without} of {len(ids)} responses of {wave}"))
    places: dict[str, list[int]] = {}
    for i in present:
        places.setdefault(ids[i], []).append(i)
    kept, quarantined, collapsed = {}, 0, 0
    for name, rows in places.items():
        identical = len({_record(responses, i) for i in rows}) == 1
        if len(rows) == 1 or identical:
            kept[name] = rows[0]
            collapsed += len(rows) - 1
        else:
            quarantined += len(rows)
        if len(rows) > 1:
            problems.append(
                problem("P002" if identical else "P001", file=file, row=int(responses.rows[rows[0]]), count=len(rows),
                        found="rows " + ", ".join(str(int(responses.rows[i])) for i in rows))
            )
    return kept, WaveLinking(responses=len(ids), unanswered=int((~answered).sum()), without_id=without,
                             quarantined=quarantined, collapsed=collapsed, persons=len(kept))


def _record(responses: Responses, i: int) -> tuple[bytes, bytes]:
    return responses.values[i].tobytes(), responses.reasons[i].tobytes()


def _merge_folded(rows_by_wave: Mapping[str, dict[str, int]], problems: list[Problem]) -> dict[str, dict[str, str]]:
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
    problems.extend(problem("P005", found=f"{count} IDs of {wave}", count=count) for wave, count in clashes.items())
    return people
