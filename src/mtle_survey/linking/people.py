"""What each record of a file is worth for linking: a person, a duplicate, or nobody we know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from mtle_survey.counting import counted, row_list
from mtle_survey.errors import Problem, problem
from mtle_survey.linking.identifiers import linking_names
from mtle_survey.responses import Responses


class Standing(IntEnum):
    """What became of a record."""

    PERSON = 0
    UNANSWERED = 1
    WITHOUT_ID = 2
    QUARANTINED = 3
    COLLAPSED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The records that one or several waves were read from.

    A retrospective page stands in the same records as the wave it was asked in, so the two share who is who.

    Attributes
    ----------
    waves : tuple of str
    names : (n,) object array
        What every record is linked by; None where it has no identifier.
    rows : mapping of name to record
        The record that counts for each person.
    standing : (n,) int array
        ``Standing`` of every record, taking the answers of all its waves together.
    problems : tuple of Problem
    """

    waves: tuple[str, ...]
    names: NDArray[np.object_]
    rows: Mapping[str, int]
    standing: NDArray[np.int64]
    problems: tuple[Problem, ...]

    def standing_in(self, responses: Responses) -> NDArray[np.int64]:
        """The same for one wave: who left all of its questions unanswered is unanswered there."""
        return np.where(responses.answered, self.standing, int(Standing.UNANSWERED))


def sheets(waves: Mapping[str, Responses]) -> tuple[Sheet, ...]:
    """Group waves that were read from the same records and sort each group's records.

    Where all waves stand in the same records, side by side, a record without an identifier is a person too.
    """
    groups: dict[tuple[object, ...], list[str]] = {}
    for wave, responses in waves.items():
        groups.setdefault(_records(responses), []).append(wave)
    alone = len(groups) == 1
    return tuple(_sheet(names, [waves[name] for name in names], alone) for names in groups.values())


def side_by_side(waves: Mapping[str, Responses]) -> bool:
    """Whether several waves stand in the same records, as in a file with one row per person."""
    return len({_records(responses) for responses in waves.values()}) == 1


def same_records(a: Responses, b: Responses) -> bool:
    """Whether two waves stand in the same records."""
    return _records(a) == _records(b)


def _records(responses: Responses) -> tuple[object, ...]:
    files = ((source.file, *source.content) for source in responses.sources)
    return (*files, responses.rows.tobytes(), responses.source_index.tobytes())


def _sheet(waves: Sequence[str], parts: Sequence[Responses], alone: bool) -> Sheet:
    first = parts[0]
    ids = linking_names(first) if first.ids is not None or not alone else _row_names(first)
    answered = np.logical_or.reduce([part.answered for part in parts])
    standing = np.full(len(ids), int(Standing.PERSON), dtype=np.int64)
    standing[np.array([name is None for name in ids], dtype=bool)] = Standing.WITHOUT_ID
    standing[~answered] = Standing.UNANSWERED
    problems = _without_id(first, np.flatnonzero(standing == Standing.WITHOUT_ID), waves[0])
    places: dict[str, list[int]] = {}
    for i in np.flatnonzero(standing == Standing.PERSON):
        places.setdefault(ids[i], []).append(int(i))
    rows = {}
    for name, records in places.items():
        if len(records) == 1:
            rows[name] = records[0]
            continue
        identical = len({_answers(parts, i) for i in records}) == 1
        if identical:
            rows[name] = records[0]
            standing[records[1:]] = Standing.COLLAPSED
        else:
            standing[records] = Standing.QUARANTINED
        problems.append(_duplicate(first, records, identical=identical))
    return Sheet(waves=tuple(waves), names=ids, rows=rows, standing=standing, problems=tuple(problems))


def _row_names(responses: Responses) -> NDArray[np.object_]:
    names = np.empty(len(responses), dtype=object)
    names[:] = [f"{s}:{row}" for s, row in zip(responses.source_index, responses.rows, strict=True)]
    return names


def _without_id(responses: Responses, records: NDArray[np.int64], wave: str) -> list[Problem]:
    """Records that answered and name nobody, one problem for each file."""
    found = []
    for source in np.unique(responses.source_index[records]).tolist():
        rows = responses.rows[records[responses.source_index[records] == source]].tolist()
        found.append(
            problem(
                "P003",
                file=responses.sources[source].file,
                row=rows[0],
                rows=rows,
                count=len(rows),
                found=f"{len(rows)} of {counted(len(responses), 'response')} of {wave}: {row_list(rows)}",
            )
        )
    return found


def _duplicate(responses: Responses, records: Sequence[int], *, identical: bool) -> Problem:
    shown = [int(responses.rows[i]) for i in records]
    return problem(
        "P002" if identical else "P001",
        file=responses.sources[responses.source_index[records[0]]].file,
        row=shown[0],
        count=len(records),
        rows=shown,
        found=row_list(shown),
    )


def _answers(parts: Sequence[Responses], i: int) -> bytes:
    return b"".join(part.values[i].tobytes() + part.reasons[i].tobytes() for part in parts)
