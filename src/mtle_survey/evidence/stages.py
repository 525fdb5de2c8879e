"""From which category to which: stages, roles and background, person by person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mtle_survey.evidence.pairs import Contrast, by_person
from mtle_survey.evidence.panel import Panel
from mtle_survey.rules import Categories, apply_rules, rule_categories, truth
from mtle_survey.stats.categorical.bhapkar import bhapkar
from mtle_survey.stats.categorical.bowker import bowker
from mtle_survey.stats.categorical.direction_of_moves import direction_of_moves
from mtle_survey.stats.categorical.mcnemar import mcnemar
from mtle_survey.stats.categorical.stuart_maxwell import stuart_maxwell
from mtle_survey.stats.categorical.transitions import Transitions, transition_matrix
from mtle_survey.stats.change.direction import share
from mtle_survey.table import About, Row, Table, row

BACKGROUND_ROLES = (None, "group")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """One characteristic of the same people in two waves.

    Attributes
    ----------
    name : str
        Of the rule's score or the field.
    contrast : Contrast
    transitions : Transitions
        Over the categories that somebody had, in their order.
    ordered : bool
        Whether a later category is a higher one.
    undecided : frozenset of str
        Categories that stand for "not known yet"; tests leave them out.
    """

    name: str
    contrast: Contrast
    transitions: Transitions
    ordered: bool
    undecided: frozenset[str]

    @property
    def decided(self) -> Transitions:
        """The moves between categories that are known."""
        kept = [k for k, c in enumerate(self.transitions.categories) if c not in self.undecided]
        counts = self.transitions.counts[np.ix_(kept, kept)]
        return Transitions(categories=tuple(self.transitions.categories[k] for k in kept), counts=counts)


def stages(panel: Panel) -> Table:
    """Transition shares, who moved up, stayed and moved down, and tests of the moves.

    ``transition_share`` has the earlier category as ``factor`` and the later one as ``with``. ``mcnemar`` is
    the change in the share of people in one category. Bowker, Stuart-Maxwell and Bhapkar are for three
    categories and more; sparse tables get Monte Carlo p-values.
    """
    rows: list[Row] = []
    for moves in all_moves(panel):
        rows += _shares(moves, panel.level)
        rows += _tests(moves, panel)
    return Table.of(rows)


def all_moves(panel: Panel) -> Iterator[Moves]:
    """The moves of every stage, role and background characteristic that two waves hold."""
    known = {wave: _characteristics(panel, wave) for wave in panel.names}
    kinds = _categories(panel)
    for contrast in panel.contrasts:
        if contrast.earlier not in known or contrast.later not in known:
            continue
        before, after = known[contrast.earlier], known[contrast.later]
        for name, categories in kinds.items():
            if name in before and name in after:
                moves = _moves(name, contrast, before[name], after[name], categories)
                if moves is not None:
                    yield moves


def _categories(panel: Panel) -> dict[str, Categories]:
    """What every categorical rule score and background field can be."""
    found = dict(rule_categories(panel.instrument))
    for field in panel.instrument.fields:
        if field.type == "single" and len(field.labels) > 1 and field.role in BACKGROUND_ROLES:
            found.setdefault(field.id, Categories(values=field.labels))
    return found


def _characteristics(panel: Panel, wave: str) -> Mapping[str, NDArray[np.object_]]:
    responses, rows = panel.waves[wave], panel.rows(wave)
    columns = {**responses.fields, **apply_rules(responses, panel.scores[wave])}
    return {name: by_person(values, rows, None) for name, values in columns.items()}


def _moves(
    name: str,
    contrast: Contrast,
    before: NDArray[np.object_],
    after: NDArray[np.object_],
    categories: Categories,
) -> Moves | None:
    """The table of moves over the categories that occur; None where nobody is known in both waves."""
    pairs = [(str(a), str(b)) for a, b in zip(before, after, strict=True) if a is not None and b is not None]
    pairs = [(a, b) for a, b in pairs if a in categories.values and b in categories.values]
    if not pairs:
        return None
    present = {c for pair in pairs for c in pair}
    used = tuple(c for c in categories.values if c in present)
    pre, post = zip(*pairs, strict=True)
    return Moves(
        name=name,
        contrast=contrast,
        transitions=transition_matrix(pre, post, used),
        ordered=categories.ordered,
        undecided=categories.undecided,
    )


def _shares(moves: Moves, level: float) -> Iterator[Row]:
    about: About = {"item": moves.name, "contrast": moves.contrast.name}
    table = moves.transitions
    for i, earlier in enumerate(table.categories):
        for j, later in enumerate(table.categories):
            found = share(int(table.counts[i, j]), table.n, level)
            cell: About = {**about, "factor": earlier, "with_": later}
            yield row("transition_share", found, **cell)
    decided = moves.decided
    if decided.n and moves.ordered:
        yield row("moved_up", share(decided.up, decided.n, level), **about)
        yield row("moved_down", share(decided.down, decided.n, level), **about)
    if decided.n:
        yield row("stayed", share(decided.same, decided.n, level), **about)


def _tests(moves: Moves, panel: Panel) -> Iterator[Row]:
    about: About = {"item": moves.name, "contrast": moves.contrast.name}
    table = moves.decided
    if table.n == 0 or len(table.categories) < 2:
        return
    if moves.ordered:
        yield row("direction_of_moves", direction_of_moves(table, panel.level), **about)
    for k in _tested_categories(table.categories):
        gained = int(table.counts[:, k].sum() - table.counts[k, k])
        lost = int(table.counts[k].sum() - table.counts[k, k])
        exact = mcnemar(gained, lost, table.n, panel.level)
        mid_p = mcnemar(gained, lost, table.n, panel.level, p_method="mid_p")
        one: About = {**about, "factor": table.categories[k]}
        yield row("mcnemar", exact, **one)
        yield row("mcnemar", mid_p, headline=False, **one)
    if len(table.categories) > 2:
        yield row("bowker", bowker(table.counts, seed=panel.seed, draws=panel.draws), **about)
        yield row("stuart_maxwell", stuart_maxwell(table.counts, seed=panel.seed, draws=panel.draws), **about)
        yield row("bhapkar", bhapkar(table.counts), **about)


def _tested_categories(categories: tuple[str, ...]) -> list[int]:
    """Every category; of a yes-or-no characteristic the yes alone, since the no mirrors it."""
    if len(categories) > 2:
        return list(range(len(categories)))
    return [next((k for k, c in enumerate(categories) if truth(c)), len(categories) - 1)]
