"""Problems found in definitions and data, and the one exception that carries them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import islice

from mtle_survey.catalogue import CATALOGUE

LOCATED = 10_000
LISTED = 10


class Severity(StrEnum):
    """How much a problem matters: errors stop scoring, warnings and notes do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One problem: what, where, why, and how to fix it.

    Attributes
    ----------
    code : str
        Stable id from the catalogue, such as ``D104``.
    severity : Severity
        Error, warning or note.
    file, column, item : str or None
        Where it stands; ``file`` is as the user gave it.
    row : int or None
        The parsed record as a spreadsheet shows it (the header is 1, blank records count).
    found, why, fix : str
        What was met, why it matters, and the remedy.
    count : int
        How many cells or rows it stands for.
    rows : tuple of int
        The rows, where there are several and they are known (the first ten thousand); ``row`` is the first.
    values : mapping
        What filled the placeholders of ``why`` and ``fix``.
    accepted : str
        Why the evaluator takes responsibility for it; empty where nobody does.
    """

    code: str
    severity: Severity
    found: str
    why: str
    fix: str
    file: str | None = None
    row: int | None = None
    column: str | None = None
    item: str | None = None
    count: int = 1
    rows: tuple[int, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict, compare=False)
    accepted: str = ""

    @property
    def title(self) -> str:
        """The catalogue's short name of this kind of problem."""
        return CATALOGUE[self.code].title

    def as_warning(self, reason: str) -> Problem:
        """The same problem, accepted by the evaluator with a reason."""
        why = f"{self.why} Accepted: {reason}"
        return replace(self, severity=Severity.WARNING, why=why, accepted=reason)


def problem(
    code: str,
    *,
    file: str | None = None,
    row: int | None = None,
    column: str | None = None,
    item: str | None = None,
    found: str = "",
    count: int = 1,
    rows: Iterable[int] = (),
    severity: Severity | None = None,
    **values: object,
) -> Problem:
    """Make a problem from its catalogue entry.

    ``values`` fill the placeholders of the entry's ``why`` and ``fix`` texts. An unknown code or a
    missing placeholder is a programming mistake and raises ``KeyError``.
    """
    entry = CATALOGUE[code]
    return Problem(
        code=code,
        severity=severity or Severity(entry.severity),
        file=file,
        row=row,
        column=column,
        item=item,
        found=found,
        count=count,
        rows=tuple(islice(rows, LOCATED)),
        why=entry.why.format_map(values),
        fix=entry.fix.format_map(values),
        values={name: str(value) for name, value in values.items()},
    )


class MtleError(Exception):
    """Raised once, after all problems of a step have been collected.

    Attributes
    ----------
    problems : tuple of Problem
        Everything found, at least one of it an error.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        first = next((p for p in self.problems if p.severity is Severity.ERROR), None)
        super().__init__("" if first is None else f"{first.code} {first.title}: {first.found}")


class UsageError(Exception):
    """The command or a function was asked for something that cannot be meant; exit code 2."""


def as_warning(p: Problem) -> Problem:
    """The same problem as a warning, where it says nothing about what is being computed."""
    return replace(p, severity=Severity.WARNING)


def errors_in(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Only those that stop scoring."""
    return tuple(p for p in problems if p.severity is Severity.ERROR)


def places(problems: Sequence[Problem]) -> str:
    """Where problems stand, in a few words: the first ten items, rows or files, each once."""
    where = (p.item or (f"row {p.row}" if p.row else p.file) for p in problems)
    found = list(dict.fromkeys(place for place in where if place))
    return ", ".join(found[:LISTED]) + (" …" if len(found) > LISTED else "")
