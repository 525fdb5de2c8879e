"""Identifiers that agree, or fail to agree, for a reason other than who bears them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mtle_survey.counting import counted, row_list
from mtle_survey.errors import Problem, problem
from mtle_survey.linking.exact import Node, Person
from mtle_survey.linking.people import Sheet
from mtle_survey.responses import Responses

LEAST_IN_ORDER = 5


def parted_by_zeros(people: Sequence[Person]) -> tuple[tuple[Node, Node], ...]:
    """Pairs of records that would be one person if leading zeros did not count: ``00101`` and ``101``.

    Spreadsheet programs drop such zeros. Only identifiers of digits are compared, and only where exactly two
    people, each absent where the other answered, would become one.
    """
    alike: dict[str, list[Person]] = {}
    for person in people:
        name = person[min(person)]
        if name.isascii() and name.isdigit():
            alike.setdefault(name.lstrip("0"), []).append(person)
    pairs = (found for found in alike.values() if len(found) == 2 and not set(found[0]) & set(found[1]))
    firsts = (sorted((min(one), one[min(one)]) for one in pair) for pair in pairs)
    return tuple((earlier, later) for earlier, later in firsts)


def zeros_problems(
    pairs: Sequence[tuple[Node, Node]], sheets: Sequence[Sheet], waves: Mapping[str, Responses]
) -> Iterator[Problem]:
    """Where the later records of such pairs stand, one problem for each wave; no identifier is quoted."""
    places: dict[int, list[int]] = {}
    for _, (s, name) in pairs:
        places.setdefault(s, []).append(sheets[s].rows[name])
    for s, records in sorted(places.items()):
        responses = waves[sheets[s].waves[0]]
        rows = sorted(int(responses.rows[record]) for record in records)
        yield problem(
            "P021",
            file=responses.sources[responses.source_index[records[0]]].file,
            row=rows[0],
            rows=rows,
            count=len(rows),
            found=f"{counted(len(rows), 'person')} of {sheets[s].waves[0]}: {row_list(rows)}",
        )


def running_numbers(sheets: Sequence[Sheet]) -> Iterator[Problem]:
    """Several files whose identifiers count their records: 1, 2, 3 … from the first to the last."""
    counting = [sheet for sheet in sheets if _counts_up(sheet)]
    if len(counting) < 2:
        return
    told = ", ".join(f"1 to {_named(sheet)} in {sheet.waves[0]}" for sheet in counting)
    yield problem("P022", found=told, count=sum(map(_named, counting)))


def half_identified(waves: Mapping[str, Responses]) -> Iterator[Problem]:
    """Waves without the column that identifies people in others: nothing can be linked."""
    known = [wave for wave, responses in waves.items() if responses.ids is not None]
    told = any(p.code == "P007" for responses in waves.values() for p in responses.problems)
    if told or not known:
        return
    for wave, responses in waves.items():
        if responses.ids is None:
            yield problem(
                "P023",
                file=responses.sources[0].file,
                found=f"{wave} has no column that identifies people; {known[0]} has",
                count=len(responses),
            )


def counts_up(names: Sequence[str]) -> bool:
    """Whether identifiers, in the order of the records, are 1, 2, 3 and so on."""
    return len(names) >= LEAST_IN_ORDER and all(
        name.isascii() and name.isdigit() and int(name) == place for place, name in enumerate(names, start=1)
    )


def _counts_up(sheet: Sheet) -> bool:
    return counts_up([name for name in sheet.names if name is not None])


def _named(sheet: Sheet) -> int:
    return sum(name is not None for name in sheet.names)
