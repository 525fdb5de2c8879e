"""Problems as a terminal shows them: errors first, alike ones together, the rest counted."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TextIO

from mtle_survey.cli.output import say
from mtle_survey.cli.terminal import width_of, wrapped
from mtle_survey.counting import counted

if TYPE_CHECKING:
    from mtle_survey.errors import Problem

SHOWN_ALIKE = 3
_ORDER = {"error": 0, "warning": 1, "note": 2}
_LABEL = 9  # width of "  where  "


def problem_text(problems: Sequence[Problem], stream: TextIO | None = None) -> str:
    """Problems grouped by kind, errors first; of each kind the first three, and where the others stand.

    What a kind has in common, why it matters and how to mend it, is told once. Lines are wrapped if
    ``stream`` is a terminal.
    """
    from mtle_survey.errors import places

    width = width_of(stream)
    parts: list[str] = []
    for code, alike in _by_code(problems).items():
        parts.append(f"{alike[0].severity.upper()} {code}  {alike[0].title}")
        for told in _by_remedy(alike[:SHOWN_ALIKE]):
            parts += _told_together(told, width)
        if len(alike) > SHOWN_ALIKE:
            more = alike[SHOWN_ALIKE:]
            parts += wrapped(f"  … and {len(more)} more of this kind: {places(more)}", width, 4)
        parts.append("")
    return "\n".join(parts)


def failure_text(
    problems: Sequence[Problem], stream: TextIO | None = None, shown_by: str = "mtle validate"
) -> str:
    """What a command that stops at an error says: the errors in full, then how much else there is.

    ``shown_by`` is the command that tells all of it.
    """
    errors = [p for p in problems if p.severity == "error"]
    others = [p for p in problems if p.severity != "error"]
    parts = [problem_text(errors, stream)] if errors else []
    if others:
        parts += [f"Besides, {count_text(others)}; {shown_by} shows them all:"]
        parts += [f"  {code}  {alike[0].title} ({len(alike)})" for code, alike in _by_code(others).items()]
        parts.append("")
    return "\n".join(parts)


def tell(problems: Sequence[Problem]) -> None:
    """Problems in full on stderr, with their count."""
    say(f"{problem_text(problems, sys.stderr)}\n{count_text(problems)}.")


def count_text(problems: Sequence[Problem]) -> str:
    """``2 errors, 1 warning``; empty without problems."""
    counts = {name: sum(p.severity == name for p in problems) for name in _ORDER}
    return ", ".join(counted(n, name) for name, n in counts.items() if n)


def _by_code(problems: Iterable[Problem]) -> Mapping[str, list[Problem]]:
    """The problems of each kind, errors first; a kind whose weights differ stands with its gravest."""
    groups: dict[str, list[Problem]] = {}
    for p in sorted(problems, key=lambda p: (_ORDER[p.severity], p.code)):
        groups.setdefault(p.code, []).append(p)
    return groups


def _by_remedy(alike: Iterable[Problem]) -> list[list[Problem]]:
    """Problems with the same remedy, in their order."""
    groups: dict[str, list[Problem]] = {}
    for p in alike:
        groups.setdefault(p.fix, []).append(p)
    return list(groups.values())


def _told_together(alike: Sequence[Problem], width: int | None) -> list[str]:
    """Each problem in its place with its reason, told once where they share it, and their common remedy."""
    shared = len({p.why for p in alike}) == 1
    lines: list[str] = []
    for p in alike:
        lines += _place(p, width)
        if not shared or p is alike[-1]:
            lines += _line("why", p.why, width)
    return [*lines, *_line("fix", alike[0].fix, width)]


def _place(p: Problem, width: int | None) -> list[str]:
    """Where a problem stands and what was found there."""
    unit = "line" if p.file and p.file.casefold().endswith((".yaml", ".yml")) else "row"
    row = f"{unit} {p.row}" if p.row is not None else None
    column = f"column “{p.column}”" if p.column else None
    item = f"({p.item})" if p.item and p.item != p.column else None
    where = " ".join(part for part in (", ".join(x for x in (p.file, row, column) if x), item) if part)
    times = "" if p.count == 1 or str(p.count) in p.found else f" ({p.count} in all)"
    return [*_line("where", where, width), *_line("found", p.found + times, width)]


def _line(name: str, text: str, width: int | None) -> list[str]:
    return wrapped(f"  {name:<5}  {text}", width, _LABEL) if text else []
