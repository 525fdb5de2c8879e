"""Records of attendance: the dose of every person, and what was delivered against what was planned."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from mtle_survey.counting import counted
from mtle_survey.decisions.ledger import Decision
from mtle_survey.decisions.lines import Line, read_lines
from mtle_survey.errors import MtleError, Problem, problem
from mtle_survey.linking.identifiers import comparable_name, comparable_names
from mtle_survey.matching.days import no_such_day
from mtle_survey.normalise import number_in
from mtle_survey.responses import Responses

ISO_DATE = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")

Waves = Mapping[str | None, Responses]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """That one person took part in one session.

    ``date`` (ISO) and ``activity`` are empty where the line does not say.
    """

    id: str
    date: str
    activity: str
    hours: float
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """One activity: hours planned (nan if not said) and held, people who came, and their hours on average."""

    activity: str
    planned: float
    held: float
    people: int
    mean_hours: float


@dataclass(frozen=True, slots=True)
class Sessions:
    """The attendance of a study.

    Attributes
    ----------
    path : Path
    entries : tuple of Attendance
    planned : mapping of activity to hours
    """

    path: Path
    entries: tuple[Attendance, ...]
    planned: Mapping[str, float]

    def delivered(self) -> tuple[Delivered, ...]:
        """Planned against delivered, per activity.

        A session is all lines of one date and activity; it lasted as long as the longest stay in it.
        """
        found = []
        for activity in sorted({*self.planned, *(e.activity for e in self.entries)}):
            lines = [e for e in self.entries if e.activity == activity]
            longest: dict[str, float] = {}
            for entry in lines:
                longest[entry.date] = max(longest.get(entry.date, 0.0), entry.hours)
            people = {e.id for e in lines if e.hours > 0}
            found.append(
                Delivered(
                    activity=activity,
                    planned=self.planned.get(activity, math.nan),
                    held=math.fsum(longest.values()),
                    people=len(people),
                    mean_hours=math.fsum(e.hours for e in lines) / len(people) if people else math.nan,
                )
            )
        return tuple(found)


def read_sessions(path: Path, planned: Mapping[str, float]) -> Sessions:
    """Read attendance: one line per person and session with ``code``, ``date``, ``activity`` and ``hours``.

    Raises
    ------
    MtleError
        The file cannot be used, or a date or a number cannot be read.
    """
    lines = read_lines(path, ("id", "hours"), other_names={"code": "id"})
    problems: list[Problem] = []
    entries = []
    for line in lines:
        hours = _hours(line.get("hours"))
        date = line.get("date")
        wrong = [
            ("id", not line.get("id")),
            ("hours", hours is None),
            ("date", bool(date) and (not ISO_DATE.fullmatch(date) or no_such_day(date))),
        ]
        for column, bad in wrong:
            if bad:
                found = f"“{line.get(column)}”"
                problems.append(problem("T111", file=str(path), row=line.row, column=column, found=found))
        if hours is not None:
            entries.append(_attendance(line, hours))
    if problems:
        raise MtleError(problems)
    return Sessions(path, tuple(entries), planned)


def join_dose(
    waves: Waves, sessions: Sessions, field: str, dates: Mapping[str, str]
) -> tuple[dict[str | None, Responses], list[Decision], list[Problem]]:
    """Give every response the hours that its owner took part in, under ``field``.

    Where the wave and the sessions have dates, hours until the date of the wave count. Nobody is given
    hours that are not recorded: who is in no session stays without a dose.
    """
    found: dict[str | None, Responses] = {}
    met: set[str] = set()
    decisions, problems = [], []
    for wave, responses in waves.items():
        until = dates.get(wave or "", "")[:10]
        hours: dict[str, float] = {}
        for entry in sessions.entries:
            name = comparable_name(responses, entry.id)
            if name is None:
                continue
            counts = not (until and entry.date) or entry.date <= until
            hours[name] = hours.get(name, 0.0) + (entry.hours if counts else 0.0)
        names = comparable_names(responses)
        dose = np.empty(len(responses), dtype=object)
        dose[:] = [f"{hours[name]:.10g}" if name in hours else None for name in names]
        met |= {name for name in names if name in hours}
        found[wave] = replace(responses, fields={**responses.fields, field: dose})
        without = int(sum(value is None for value in dose))
        joined = len(responses) - without
        if joined:
            limit = f", until {until}" if until else ""
            decisions.append(
                Decision(
                    what=f"hours joined as “{field}”{limit}",
                    where=str(wave),
                    count=joined,
                    reason=f"from {sessions.path.name}",
                )
            )
        if joined and without:
            problems.append(
                problem(
                    "T112",
                    file=str(sessions.path),
                    found=f"{without} of {counted(len(responses), 'response')} of {wave}",
                    count=without,
                )
            )
    return found, decisions, [*_unjoined(waves, sessions, met), *problems]


def _unjoined(waves: Waves, sessions: Sessions, met: set[str]) -> list[Problem]:
    """Codes of the sessions that nobody has who answered."""
    listed = sorted({e.id for e in sessions.entries})
    absent = [
        code
        for code in listed
        if not any(comparable_name(responses, code) in met for responses in waves.values())
    ]
    if not absent:
        return []
    first = next(e.row for e in sessions.entries if e.id == absent[0])
    found = f"{len(absent)} of {counted(len(listed), 'code')}"
    return [problem("T110", file=str(sessions.path), row=first, found=found, count=len(absent))]


def _attendance(line: Line, hours: float) -> Attendance:
    return Attendance(
        id=line.get("id"), date=line.get("date"), activity=line.get("activity"), hours=hours, row=line.row
    )


def _hours(text: str) -> float | None:
    hours = number_in(text.replace(",", "."))
    return hours if hours is not None and hours >= 0 else None
