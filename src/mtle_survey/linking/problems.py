"""What the evaluator must know about the linking."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mtle_survey.counting import counted
from mtle_survey.errors import Problem, problem
from mtle_survey.linking.doubtful import parted_by_zeros, running_numbers, zeros_problems
from mtle_survey.linking.fuzzy import TOLERATED_SHARE
from mtle_survey.linking.people import Sheet
from mtle_survey.linking.prepare import Prepared
from mtle_survey.responses import Responses

if TYPE_CHECKING:
    from mtle_survey.linking.link import Links, PairLinking

ENOUGH_LINKED = 0.5
LOST_ZEROS = (
    "some IDs would agree but for leading zeros, which a spreadsheet program drops: export again without "
    "opening the file in one"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What one record says of a field, and where it stands."""

    wave: str
    file: str
    row: int
    column: str | None
    value: str


def linking_problems(
    known: Prepared, waves: Mapping[str, Responses], links: Links, near: int, expected: float
) -> Iterator[Problem]:
    """Problems of the records, of the decisions, and of the result.

    Parameters
    ----------
    known : Prepared
    waves : mapping of wave to Responses
    links : Links
    near : int
        People that near matching made out of several codes, or would have made.
    expected : float
        How many of them chance alone would make.
    """
    yield from _same_data(waves)
    for sheet in known.sheets:
        yield from sheet.problems
    yield from known.problems
    for s, count in known.clashes.items():
        yield problem("P005", found=f"{counted(count, 'ID')} of {known.sheets[s].waves[0]}", count=count)
    parted = () if known.codes else parted_by_zeros(known.people)
    yield from _too_few(links.waves, links, without_zeros=bool(parted))
    yield from zeros_problems(parted, known.sheets, waves)
    if not known.codes:
        yield from running_numbers(known.sheets)
    folded = int(links.by_fold.sum())
    if folded:
        yield problem("P009" if known.codes else "P004", found=counted(folded, "person"), count=folded)
    yield from _changed(known, waves)
    yield from _near(known, links, near, expected)
    if known.codes:
        yield from _too_alike(known, links.between)


def _same_data(waves: Mapping[str, Responses]) -> Iterator[Problem]:
    """Two waves that were read from the same columns of the same data."""
    seen: dict[tuple[object, ...], str] = {}
    for wave, responses in waves.items():
        columns = tuple(responses.columns.get(item) for item in responses.items)
        contents = tuple(source.content for source in responses.sources)
        data = (columns, contents, responses.rows.tobytes())
        if data in seen:
            file = responses.sources[0].file
            yield problem("P016", file=file, found=f"{wave} and {seen[data]}", count=len(responses))
        seen[data] = wave


def _too_few(waves: Sequence[str], links: Links, *, without_zeros: bool) -> Iterator[Problem]:
    """Later waves of which nobody, or less than half of the smaller wave, was found in the first.

    ``without_zeros`` says that some would be found if leading zeros did not count.
    """
    hint = f"{LOST_ZEROS}; else " if without_zeros else ""
    here = links.index >= 0
    for w, wave in enumerate(waves[1:], start=1):
        both, smaller = int((here[:, 0] & here[:, w]).sum()), int(min(here[:, 0].sum(), here[:, w].sum()))
        if smaller and not both:
            yield problem("P006", found=f"0 of {smaller}", earlier=waves[0], later=wave, hint=hint)
        elif both < ENOUGH_LINKED * smaller:
            yield problem(
                "P008", found=f"{both} of {smaller} in {wave}", share=f"{100 * both / smaller:.0f}%"
            )


def _changed(known: Prepared, waves: Mapping[str, Responses]) -> Iterator[Problem]:
    """People joined by their ID of whom something is said to be different that does not change."""
    for person, values in zip(known.people, known.stable, strict=True):
        for field in sorted(field for field, said in values.items() if len(said) > 1):
            told = [_told(known.sheets[s], name, waves, field) for s, name in sorted(person.items())]
            places = [place for place in told if place is not None]
            last = places[-1]
            yield problem(
                "P017",
                file=last.file,
                row=last.row,
                column=last.column,
                item=field,
                found=", ".join(f"{p.wave} row {p.row} “{p.value}”" for p in places),
                field=field,
            )


def _told(sheet: Sheet, name: str, waves: Mapping[str, Responses], field: str) -> _Told | None:
    """What the record of a person says of a field, and where; None where it says nothing."""
    responses, record = waves[sheet.waves[0]], sheet.rows[name]
    value = responses.fields[field][record] if field in responses.fields else None
    if value is None:
        return None
    return _Told(
        wave=sheet.waves[0],
        file=responses.sources[responses.source_index[record]].file,
        row=int(responses.rows[record]),
        column=responses.columns.get(field),
        value=value,
    )


def _near(known: Prepared, links: Links, near: int, expected: float) -> Iterator[Problem]:
    unit = "element" if known.elements else "character"
    limit = f"{100 * TOLERATED_SHARE:.0f}%"
    if near and (links.refused or links.fuzzy):
        yield problem(
            "P011" if links.refused else "P010",
            found=counted(near, "person"),
            count=near,
            expected=f"{expected:.2g}",
            limit=limit,
            piece=unit,
        )
    elif near:
        yield problem("P013", found=counted(near, "person"), count=near, piece=unit)
    if links.fuzzy and links.near:
        people = len(np.unique(links.near))
        yield problem("P014", found=counted(people, "person"), count=people, piece=unit)


def _too_alike(known: Prepared, between: Mapping[tuple[str, str], PairLinking]) -> Iterator[Problem]:
    for (earlier, later), pair in between.items():
        if known.wave_sheet(earlier) == known.wave_sheet(later) or not pair.exact:
            continue
        if pair.expected_exact > TOLERATED_SHARE * pair.exact:
            found = (
                f"{pair.exact} found from {earlier} to {later}, {pair.expected_exact:.2g} expected by chance"
            )
            yield problem(
                "P012",
                found=found,
                limit=f"{100 * TOLERATED_SHARE:.0f}%",
            )
