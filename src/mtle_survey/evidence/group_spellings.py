"""One site or group under several spellings: told, never put together by guesswork."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath

import numpy as np

from mtle_survey.counting import counted, row_list
from mtle_survey.errors import Problem, problem
from mtle_survey.instrument.model import Instrument
from mtle_survey.normalise import normalise_label
from mtle_survey.responses import Responses

GROUPING = frozenset({"cluster", "group", "unit", "informant"})

Waves = Mapping[str | None, Responses]


def grouping_fields(instrument: Instrument, named: Iterable[str | None]) -> tuple[str, ...]:
    """Fields whose values divide people: those the study names, and those with such a role."""
    with_role = (field.id for field in instrument.fields if field.role in GROUPING)
    return tuple(dict.fromkeys(name for name in (*named, *with_role) if name))


def spelling_problems(waves: Waves, fields: Sequence[str]) -> Iterator[Problem]:
    """Values of a field that differ in capital letters, spaces and invisible characters alone.

    Parameters
    ----------
    waves : mapping of wave to Responses
    fields : sequence of str
        Fields that divide people into groups.

    Yields
    ------
    Problem
        D112, once for each value that is spelt in several ways over all waves.
    """
    for field in fields:
        counts: Counter[str] = Counter()
        for responses in _holding(waves, field):
            counts.update(str(value) for value in responses.fields[field] if value is not None)
        alike: dict[str, list[str]] = defaultdict(list)
        for spelling, _ in counts.most_common():
            alike[normalise_label(spelling).replace(" ", "")].append(spelling)
        for spellings in alike.values():
            if len(spellings) > 1:
                yield _told(waves, field, spellings, counts)


def _told(waves: Waves, field: str, spellings: Sequence[str], counts: Mapping[str, int]) -> Problem:
    """The most frequent spelling with its count; every other one with its rows too."""
    usual, *others = spellings
    rarer = [(spelling, _places(waves, field, spelling)) for spelling in others]
    first = rarer[0][1][0]
    listed = "; ".join(
        f"“{spelling}” {counts[spelling]} ("
        + ", ".join(f"{PurePath(file).name} {row_list(rows)}" for file, rows in places)
        + ")"
        for spelling, places in rarer
    )
    return problem(
        "D112",
        file=first[0],
        row=first[1][0],
        rows=first[1],
        column=next(_holding(waves, field)).columns.get(field),
        item=field,
        found=f"“{usual}” in {counted(counts[usual], 'response')}; {listed}",
        spellings=" / ".join(spellings),
        field=field,
        usual=_quoted(usual),
        others=", ".join(map(_quoted, others)),
    )


def _places(waves: Waves, field: str, spelling: str) -> list[tuple[str, list[int]]]:
    """The rows of a spelling, file by file."""
    rows: dict[str, dict[int, None]] = defaultdict(dict)
    for responses in _holding(waves, field):
        for record in np.flatnonzero(responses.fields[field] == spelling).tolist():
            file = responses.sources[responses.source_index[record]].file
            rows[file][int(responses.rows[record])] = None
    return [(file, list(found)) for file, found in rows.items()]


def _holding(waves: Waves, field: str) -> Iterator[Responses]:
    """The waves that hold the field; of several on the same records the first."""
    seen: set[tuple[object, ...]] = set()
    for responses in waves.values():
        records = (*(source.file for source in responses.sources), responses.rows.tobytes())
        if field in responses.fields and records not in seen:
            seen.add(records)
            yield responses


def _quoted(text: str) -> str:
    """A text as YAML takes it."""
    return "'" + text.replace("'", "''") + "'"
