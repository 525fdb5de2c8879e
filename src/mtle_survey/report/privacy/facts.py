"""Counts of what people are (a role, a grade band, years of teaching) beside those of other tables.

Two tables of one characteristic over people who differ by a few tell what these few are. And where a small
count is hidden in one of them, the other one must not differ from it at all: it could be worked out. That
holds between waves, too, of what stays the same with everybody.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mtle_survey.evidence.informant_forms import collect_forms
from mtle_survey.report.disclosure import SMALL_STUDY, Disclosure
from mtle_survey.report.privacy.differences import parts_that_follow
from mtle_survey.report.privacy.leverage import Published
from mtle_survey.report.privacy.people import People, Wave

if TYPE_CHECKING:
    from mtle_survey.responses import Responses
    from mtle_survey.study import Study

UNITS = "units with all informants"  # no field can have this id
Key = tuple[str, ...]
Values = NDArray[np.object_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """How many people have each value of a characteristic in a wave.

    Attributes
    ----------
    wave : str or None
    name : str
        Id of the field or of the rule's score.
    people : frozenset of str
        Marks of the people with their values.
    complete : bool
        Whether every count is shown.
    """

    wave: Wave
    name: str
    people: frozenset[str]
    complete: bool


class Facts:
    """Decides, once for an edition, which characteristics are counted.

    Parameters
    ----------
    rule : Disclosure
    candidates : mapping of key to tuple of Fact
        What could be counted, what matters most first (``countable``).
    known : sequence of Fact
        What readers have from other reports, with the marks of ``candidates``.
    uncounted : collection of str
        Characteristics of which a mean is told instead of counts.

    Attributes
    ----------
    told : tuple of Fact
        What this edition counts.
    """

    def __init__(
        self,
        rule: Disclosure,
        candidates: Mapping[Key, tuple[Fact, ...]],
        known: Sequence[Fact] = (),
        uncounted: Collection[str] = (),
    ) -> None:
        self._rule = rule
        self._uncounted = {UNITS, *uncounted}
        self._lasting = _lasting((f for facts in candidates.values() for f in facts), rule.smallest)
        self._out: dict[str, list[Fact]] = {}
        for fact in known:
            self._out.setdefault(fact.name, []).append(fact)
        told: dict[Key, tuple[Fact, ...]] = {}
        for key, facts in candidates.items():
            if all(self._stands(fact) for fact in facts):
                told[key] = facts
                for fact in facts:
                    self._out.setdefault(fact.name, []).append(fact)
        self._keys = frozenset(told)
        self.told = tuple(dict.fromkeys(fact for facts in told.values() for fact in facts))

    def shows(self, name: str, wave: Wave) -> bool:
        """Whether a characteristic is counted in a wave."""
        return ("fact", name, wave or "") in self._keys

    def shows_moves(self, name: str, contrast: str) -> bool:
        """Whether it is counted from which value to which people moved."""
        return ("moves", name, contrast) in self._keys

    def _stands(self, fact: Fact) -> bool:
        """Whether a table may stand beside all others of its characteristic."""
        out = self._out.get(fact.name, [])
        if fact.name in self._lasting:
            out, fact = [_of_no_wave(other) for other in out], _of_no_wave(fact)
        out = [other for other in out if other.wave == fact.wave]
        if len(fact.people) < self._rule.smallest:
            return False
        others = [o for o in out if not o.people.isdisjoint(fact.people) and o.people != fact.people]
        if any(not (o.complete and fact.complete) for o in others):
            return False
        if not others:
            return True
        of_counts = fact.name not in self._uncounted
        return _no_few(out, fact, self._rule.smallest) and not (
            of_counts and _tells_of_a_part(out, fact, self._rule)
        )


def _lasting(facts: Iterable[Fact], smallest: int) -> frozenset[str]:
    """The characteristics that are the same in all waves with everybody, or change with a few at most."""
    values: dict[tuple[str, str], set[str]] = defaultdict(set)
    for fact in facts:
        for mark in fact.people:
            person, _, value = mark.partition(_between(fact))
            values[fact.name, person].add(value)
    changed = Counter(name for (name, _), own in values.items() if len(own) > 1)
    return frozenset(name for name, _ in values if changed[name] < smallest)


def _of_no_wave(fact: Fact) -> Fact:
    """The same with marks that do not say in which wave; those of other reports alone stay as they are."""
    between, bare = _between(fact), f"|{fact.name}|"
    return replace(fact, wave=None, people=frozenset(mark.replace(between, bare, 1) for mark in fact.people))


def _between(fact: Fact) -> str:
    """What stands between the person and the value in a mark of the fact."""
    return f"|{fact.wave or ''}|{fact.name}|"


def marks_of(people: People, wave: Wave, name: str, values: Values) -> dict[int, str]:
    """By person whose value is known, one text: who it is, and the value."""
    rows = people.rows[wave]
    return {
        int(p): f"{people.keys[p]}|{wave or ''}|{name}|{values[rows[p]]}"
        for p in np.flatnonzero(rows >= 0)
        if values[rows[p]] is not None
    }


def characteristics(study: Study, wave: Wave) -> Mapping[str, Values]:
    """What is known of the people of a wave that is no answer to a rated question, by id."""
    responses = study.waves[wave]
    fields = {f.id: responses.fields[f.id] for f in study.instrument.fields if f.id in responses.fields}
    found = {
        name: values
        for name, values in {**fields, **study.standing.ruled.get(wave, {})}.items()
        if name not in fields or not study.instrument.field[name].personal
    }
    return {name: _where_answered(values, responses) for name, values in found.items()}


def _where_answered(values: NDArray[np.object_], responses: Responses) -> Values:
    kept = np.asarray(values, dtype=object).copy()
    kept[~responses.answered] = None
    return kept


def _tells_of_a_part(out: Sequence[Fact], fact: Fact, rule: Disclosure) -> bool:
    """Whether a small count of fewer than fifty people follows by subtraction.

    Of people whom only an earlier report knows the values are not known, and any count may be small.
    """
    sets = [*dict.fromkeys(o.people for o in out), fact.people]
    everybody = sorted(frozenset().union(*sets))
    member = [np.array([mark in chosen for mark in everybody], dtype=np.bool_) for chosen in sets]
    for part in parts_that_follow(member):
        marks = [everybody[p] for p in np.flatnonzero(part)]
        if len(marks) < SMALL_STUDY and frozenset(marks) not in sets:
            counts = Counter(mark.rpartition("|")[2] for mark in marks)
            if any("|" not in mark for mark in marks) or None in rule.counts(list(counts.values())):
                return True
    return False


def _no_few(out: Iterable[Fact], fact: Fact, smallest: int) -> bool:
    """Whether no combination of the tables is about fewer people than the smallest group."""
    sets = [*dict.fromkeys(o.people for o in out), fact.people]
    everybody = sorted(frozenset().union(*sets))
    member = np.array([[mark in chosen for chosen in sets] for mark in everybody], dtype=np.bool_)
    patterns, sizes = np.unique(member, axis=0, return_counts=True)
    published = Published(sizes, 1, smallest)
    weights = patterns.T.astype(np.float64)[:, None, :, None]
    for earlier in weights[:-1]:
        published.add(earlier)
    return published.try_to_add(weights[-1])


def countable(
    study: Study, people: People, rule: Disclosure, groups: Mapping[str, Collection[int]]
) -> dict[Key, tuple[Fact, ...]]:
    """Each characteristic wave by wave, then who moved from which value to which.

    How many belong to each group is not among them where a result of a group is about a few people fewer:
    the two numbers would tell how many of the group were lost or left questions out.

    Parameters
    ----------
    study : Study
        As the edition may analyse it.
    people : People
    rule : Disclosure
    groups : mapping of str to collection of int
        By ``column=value``, how many people the results are about that are told of a group.
    """
    return dict(_candidates(study, people, rule, groups))


def _few_beside(name: str, values: Values, groups: Mapping[str, Collection[int]], rule: Disclosure) -> bool:
    """Whether a group of a field is a few people larger or smaller than a result of it tells."""
    return any(
        0 < abs(count - n) < rule.smallest
        for value, count in Counter(str(value) for value in values if value is not None).items()
        for n in groups.get(f"{name}={value}", ())
    )


def _candidates(
    study: Study, people: People, rule: Disclosure, groups: Mapping[str, Collection[int]]
) -> Iterator[tuple[Key, tuple[Fact, ...]]]:
    known = {wave: characteristics(study, wave) for wave in study.waves}
    marks = {
        (wave, name): marks_of(people, wave, name, values)
        for wave, by_name in known.items()
        for name, values in by_name.items()
    }
    beside = {name for wave, name in marks if _few_beside(name, known[wave][name], groups, rule)}
    for (wave, name), found in marks.items():
        if name in beside:
            continue
        complete = _is_amount(study, name) or _complete(known[wave][name], rule)
        fact = Fact(wave=wave, name=name, people=frozenset(found.values()), complete=complete)
        yield ("fact", name, wave or ""), (fact,)
    for wave, responses in study.waves.items():
        if about := _units(study, responses):
            yield ("fact", UNITS, wave or ""), (Fact(wave=wave, name=UNITS, people=about, complete=True),)
    for contrast in study.contrasts if study.links is not None else ():
        ends = (contrast.earlier, contrast.later)
        for name in known.get(ends[0], {}):
            if (ends[1], name) in marks:
                yield ("moves", name, contrast.name), _moves(ends, name, known, marks, people, rule)


def _units(study: Study, responses: Responses) -> frozenset[str]:
    """One mark for each unit that all kinds of informants answered about, with everything they answered.

    How far informants agree, and what they want together, is counted over these units. Whoever knows what
    one of two answered knows what the other did from the agreement of these two.
    """
    informant = study.instrument.field_with_role("informant")
    forms = collect_forms(responses, study.unit, informant.id) if study.unit and informant else None
    if forms is None or len(forms.kinds) < 2:
        return frozenset()
    marks = set()
    for unit in forms.complete:
        rows = [row for kind in forms.kinds for row in forms.rows[unit, kind]]
        answers = sha256(responses.values[rows].tobytes()).hexdigest()
        marks.add(f"{unit}|{responses.wave or ''}|{UNITS}|{answers}")
    return frozenset(marks)


def _moves(
    ends: tuple[str, str],
    name: str,
    known: Mapping[Wave, Mapping[str, Values]],
    marks: Mapping[tuple[Wave, str], Mapping[int, str]],
    people: People,
    rule: Disclosure,
) -> tuple[Fact, ...]:
    both = sorted(marks[ends[0], name].keys() & marks[ends[1], name].keys())
    values = [[str(known[end][name][people.rows[end][p]]) for p in both] for end in ends]
    pairs = Counter(zip(*values, strict=True))
    complete = None not in rule.counts(list(pairs.values()))
    return tuple(
        Fact(wave=end, name=name, people=frozenset(marks[end, name][p] for p in both), complete=complete)
        for end in ends
    )


def _is_amount(study: Study, name: str) -> bool:
    """Whether a mean is told instead of counts."""
    declared = study.instrument.field.get(name)
    return declared is not None and declared.type == "number"


def _complete(values: Values, rule: Disclosure) -> bool:
    counts = Counter(str(value) for value in values if value is not None)
    return None not in rule.counts(list(counts.values()))
