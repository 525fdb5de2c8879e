"""People who took back their participation; they are counted and never scored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mtle_survey.decisions.ledger import Decision
from mtle_survey.decisions.lines import read_lines
from mtle_survey.decisions.set_aside import set_aside
from mtle_survey.errors import MtleError, Problem, problem
from mtle_survey.linking.identifiers import comparable_name, comparable_names
from mtle_survey.responses import Responses

KIND = "withdrawn"

Waves = Mapping[str | None, Responses]


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """One person; with a wave, only what was answered then is taken back."""

    id: str
    wave: str
    row: int


@dataclass(frozen=True, slots=True)
class Withdrawals:
    """The file and its entries."""

    path: Path
    entries: tuple[Withdrawal, ...]


def read_withdrawn(path: Path) -> Withdrawals:
    """Read a list of people: a column ``id`` and, if wanted, ``wave``.

    Raises
    ------
    MtleError
        The file cannot be used, or a line has no ID.
    """
    lines = read_lines(path, ("id",), other_names={"code": "id"})
    blank = [
        problem("T103", file=str(path), row=line.row, column="id", found="a blank cell")
        for line in lines
        if not line.get("id")
    ]
    if blank:
        raise MtleError(blank)
    entries = (Withdrawal(id=line.get("id"), wave=line.get("wave"), row=line.row) for line in lines)
    return Withdrawals(path, tuple(entries))


def apply_withdrawn(
    waves: Waves, withdrawals: Withdrawals
) -> tuple[dict[str | None, Responses], list[Decision], list[Problem]]:
    """Leave out every response of the people on the list."""
    kept: dict[str | None, Responses] = {}
    decisions, met = [], set()
    rule = f"listed in {withdrawals.path.name}"
    for wave, responses in waves.items():
        listed = {
            comparable_name(responses, entry.id): entry
            for entry in withdrawals.entries
            if entry.wave in ("", wave or "")
        }
        listed.pop(None, None)
        names = comparable_names(responses)
        out = np.array([name in listed for name in names], dtype=bool)
        met |= {listed[name].row for name in names if name in listed}
        kept[wave] = set_aside(responses, out, KIND, rule)
        if out.any():
            decisions.append(Decision(what="withdrawn", where=str(wave), count=int(out.sum()), reason=rule))
    absent = [entry for entry in withdrawals.entries if entry.row not in met]
    problems = [
        problem("T109", file=str(withdrawals.path), row=entry.row, found="an ID without a response")
        for entry in absent
    ]
    return kept, decisions, problems
