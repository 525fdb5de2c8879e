"""Everything that is known before near matches are looked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from mtle_survey.errors import Problem
from mtle_survey.linking.decided import DecidedPair
from mtle_survey.linking.decisions import decided_nodes
from mtle_survey.linking.exact import Apart, Node, Person, exact_people
from mtle_survey.linking.fuzzy import Neighbours, Stable, neighbours
from mtle_survey.linking.identifiers import folded_id, number_of_elements
from mtle_survey.linking.odds import Odds, find_odds
from mtle_survey.linking.people import Sheet, sheets
from mtle_survey.normalise import normalise_label
from mtle_survey.responses import Responses


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """People after exact linking, and what near matches need to know of them.

    Attributes
    ----------
    sheets : tuple of Sheet
    fold : callable
        What names are compared by in the second pass.
    codes, elements : bool
        Whether people are linked by self-made codes, and whether these have several elements.
    people : tuple of Person
    clashes : mapping of sheet to int
    together, apart : pairs of records
        What the evaluator decided.
    stable : sequence of mappings
        Per person, the known values of fields that do not change.
    odds : Odds
    problems : tuple of Problem
        Decisions that cannot be carried out.
    """

    sheets: tuple[Sheet, ...]
    fold: Callable[[str], str]
    codes: bool
    elements: bool
    people: tuple[Person, ...]
    clashes: Mapping[int, int]
    together: Apart
    apart: Apart
    stable: Stable
    odds: Odds
    problems: tuple[Problem, ...]

    def neighbours(self) -> Neighbours:
        """People whose codes are one slip apart."""
        return neighbours(
            self.people, len(self.sheets), self.stable, self.apart, self.fold, elements=self.elements
        )

    def wave_sheet(self, wave: str) -> int:
        """Which sheet a wave stands in."""
        return next(s for s, sheet in enumerate(self.sheets) if wave in sheet.waves)


def prepare(
    waves: Mapping[str, Responses], stable: Sequence[str], decided: Sequence[DecidedPair]
) -> Prepared:
    """Sort the records, carry out the decisions and link exactly."""
    found = sheets(waves)
    elements = min(number_of_elements(responses) for responses in waves.values())
    codes, several = elements > 0, elements > 1
    fold = str if codes else folded_id
    nodes = decided_nodes(decided, found, fold, elements)
    exact = exact_people([sheet.rows for sheet in found], fold, _ordered(nodes.together), nodes.apart)
    return Prepared(
        sheets=found,
        fold=fold,
        codes=codes,
        elements=several,
        people=exact.people,
        clashes=exact.clashes,
        together=nodes.together,
        apart=nodes.apart,
        stable=[_known(person, found, waves, stable) for person in exact.people],
        odds=find_odds(exact.people, fold, elements=several),
        problems=nodes.problems,
    )


def _ordered(pairs: Apart) -> list[tuple[Node, Node]]:
    return [(a, b) for a, b in (sorted(pair) for pair in pairs)]


def _known(
    person: Person, found: Sequence[Sheet], waves: Mapping[str, Responses], stable: Sequence[str]
) -> dict[str, frozenset[str]]:
    values: dict[str, set[str]] = {}
    for s, name in person.items():
        fields = waves[found[s].waves[0]].fields
        for field in stable:
            value = fields[field][found[s].rows[name]] if field in fields else None
            if value is not None:
                values.setdefault(field, set()).add(normalise_label(value))
    return {field: frozenset(known) for field, known in values.items()}
