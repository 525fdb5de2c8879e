"""Which leadership roles people hold, how many at once, and whether they still teach."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mtle_survey.instrument.model import ScoreRule
from mtle_survey.report.blocks import Block, Cell, Column, Paragraph, TableBlock
from mtle_survey.report.cells import NOTHING, count, number_column, share, words
from mtle_survey.report.format import plain_number
from mtle_survey.report.inline import Wording, counted, text
from mtle_survey.report.section import ReportSection
from mtle_survey.report.view import View, Wave

RULE = "roles_held"
CLASSROOM = "classroom"
NONE = "none"
MOST_SETS = 8
FEWEST_IN_GROUP = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The roles of one wave.

    Attributes
    ----------
    score : ScoreRule
    wave : str or None
    sets : tuple of tuple of str
        The roles of each person whose list could be decided.
    rows : (n,) int array
        Their rows among the responses.
    """

    score: ScoreRule
    wave: Wave
    sets: tuple[tuple[str, ...], ...]
    rows: NDArray[np.int64]

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles that the instrument knows, in declared order."""
        return tuple(name for name in self.score.inputs if name != CLASSROOM)


def applies(view: View) -> bool:
    """Whether the instrument lists roles and somebody's could be decided."""
    return bool(_held(view))


def blocks(view: View) -> tuple[Block, ...]:
    """For the last wave that asked: roles, their number, and the sets that occur."""
    return tuple(block for held in _held(view) for block in _blocks(view, held))


def _held(view: View) -> list[Held]:
    found = []
    for score in view.instrument.scores:
        for wave in reversed(view.waves) if score.rule == RULE else ():
            lists = view.study.standing.ruled[wave].get(score.id)
            if lists is None or not view.release.shows_fact(score.id, wave):
                continue
            rows = np.flatnonzero([roles is not None for roles in lists])
            if len(rows):
                sets = tuple(
                    () if lists[i] == NONE else tuple(part.strip() for part in str(lists[i]).split(","))
                    for i in rows
                )
                found.append(Held(score=score, wave=wave, sets=sets, rows=rows))
                break
    return found


def _blocks(view: View, held: Held) -> Iterator[Block]:
    threshold = plain_number(float(held.score.params["threshold"]))
    yield Paragraph(
        text=text(
            f"A role counts as held when one of its activities reaches {threshold} on the answers' scale. "
            "The roles of ",
            counted(len(held.sets)),
            " people could be decided. Roles have no order: to hold more of them is not better.",
        )
    )
    yield _roles_table(view, held)
    yield _breadth_table(view, held)
    yield from _sets_table(view, held)
    yield from _by_group(view, held)


def _roles_table(view: View, held: Held) -> TableBlock:
    n = len(held.sets)
    sites = _sites(view, held)
    columns = [Column(label=("Role",)), number_column("People")]
    if sites is not None:
        field = view.instrument.field[view.study.cluster or ""]
        columns.append(number_column(Wording(field.title), ": at least one person"))
    rows = []
    for role in held.roles:
        holds = np.array([role in roles for roles in held.sets], dtype=bool)
        cells = [words(Wording(_name(role))), _count(view, int(holds.sum()), n)]
        if sites is not None:
            with_one = len({s for s, h in zip(sites, holds, strict=True) if h and s is not None})
            everywhere = len({s for s in sites if s is not None})
            shown = _count(view, int(holds.sum()), n) is not None and view.disclosure.shows(int(holds.sum()))
            cells.append(share(with_one, everywhere) if shown else NOTHING)
        rows.append(tuple(cells))
    return TableBlock(
        id=f"table-{held.score.id}",
        caption=text("Roles that people hold"),
        columns=tuple(columns),
        rows=tuple(rows),
        note=text("One person can hold several roles, so that the percentages add up to more than 100."),
    )


def _breadth_table(view: View, held: Held) -> TableBlock:
    n = len(held.sets)
    breadth = Counter(len(roles) for roles in held.sets)
    numbers = range(len(held.roles) + 1)
    shown = view.disclosure.counts([breadth[k] for k in numbers])
    rows = [
        (words(f"{k} roles" if k != 1 else "1 role"), share(one, n, view.disclosure.hidden))
        for k, one in zip(numbers, shown, strict=True)
    ]
    nexus = view.study.standing.ruled[held.wave].get(f"{held.score.id}_nexus")
    if nexus is not None:
        known = [value for value in nexus if value is not None]
        yes = sum(int(value) for value in known)
        rows.append((words("A current classroom teacher who holds a role"), _count(view, yes, len(known))))
    return TableBlock(
        id=f"table-{held.score.id}-breadth",
        caption=text("How many roles at once, and with the classroom at the center"),
        columns=(Column(label=("Roles",)), number_column("People")),
        rows=tuple(rows),
    )


def _sets_table(view: View, held: Held) -> Iterator[TableBlock]:
    sets = Counter(held.sets).most_common()
    kept = [(roles, n) for roles, n in sets if view.disclosure.shows(n)][:MOST_SETS]
    others = len(held.sets) - sum(n for _, n in kept)
    names = [_listed(roles) for roles, _ in kept]
    shown = view.disclosure.counts([*(n for _, n in kept), others])
    rows = [
        (words(name), share(n, len(held.sets)))
        for name, n in zip([*names, "Other sets"], shown, strict=True)
        if n
    ]
    if not rows:
        return
    yield TableBlock(
        id=f"table-{held.score.id}-sets",
        caption=text("The most frequent sets of roles"),
        columns=(Column(label=("Roles held by one person",)), number_column("People")),
        rows=tuple(rows),
    )


def _listed(roles: Sequence[str]) -> Wording | str:
    return Wording(", ".join(_name(role) for role in roles)) if roles else "No role"


def _by_group(view: View, held: Held) -> Iterator[TableBlock]:
    """Roles by each declared group with few values; groups of fewer than five people get no number."""
    responses = view.study.waves[held.wave]
    for name in view.study.groups:
        field = view.instrument.field.get(name)
        if field is None or not field.labels or name not in responses.fields:
            continue
        members = [responses.fields[name][i] for i in held.rows]
        sizes = Counter(m for m in members if m is not None)
        groups = [label for label in field.labels if sizes[label]]
        rows = []
        for role in held.roles:
            holds = [
                sum(role in roles for roles, m in zip(held.sets, members, strict=True) if m == group)
                for group in groups
            ]
            told = view.disclosure.counts_by_group(holds, [sizes[g] for g in groups])
            rows.append(
                (
                    words(Wording(_name(role))),
                    *(_of_group(view, n, sizes[g]) for n, g in zip(told, groups, strict=True)),
                )
            )
        shown = view.disclosure.counts([sizes[group] for group in groups])
        rows.append((words("People asked"), *(count(size, view.disclosure.hidden) for size in shown)))
        yield TableBlock(
            id=f"table-{held.score.id}-by-{name}",
            caption=text("Roles by ", Wording(field.title)),
            columns=(Column(label=("Role",)), *(number_column(Wording(group)) for group in groups)),
            rows=tuple(rows),
            note=text(f"Groups of fewer than {FEWEST_IN_GROUP} people get no number."),
        )


def _of_group(view: View, n: int | None, of: int) -> Cell:
    """A count of a group that is large enough to have one."""
    few = of < FEWEST_IN_GROUP or not view.disclosure.shows(of)
    return NOTHING if few else share(n, of, view.disclosure.hidden)


def _sites(view: View, held: Held) -> Sequence[object] | None:
    name = view.study.cluster
    responses = view.study.waves[held.wave]
    if name is None or name not in responses.fields:
        return None
    return [responses.fields[name][i] for i in held.rows]


def _count(view: View, n: int, of: int) -> Cell:
    shown = view.disclosure.counts([n, of - n])[0]
    return share(shown, of, view.disclosure.hidden)


def _name(role: str) -> str:
    return role.replace("_", " ").capitalize()


SECTION = ReportSection(name="held_roles", title="Roles held", order=48, applies=applies, blocks=blocks)
