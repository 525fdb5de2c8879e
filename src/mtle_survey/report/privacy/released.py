"""What a public report gave away: which sums over which people, so that a later report can be held to it.

A person counts as the same in two reports while their answers to the wave are the same. Once an answer is
corrected, both versions stand in the sums, and the difference of the two reports would tell the correction.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import numpy as np

from mtle_survey.report.privacy.claims import Claim, Kind
from mtle_survey.report.privacy.facts import Fact
from mtle_survey.report.privacy.levels import Level
from mtle_survey.report.privacy.people import NOBODY, Mask, People, Wave, marks_of
from mtle_survey.report.privacy.quotes import Heard, Quoted
from mtle_survey.report.privacy.sums import sums_of

if TYPE_CHECKING:
    from mtle_survey.study import Study

LENGTH = 16
PLACES_OF_A_SUM = 4
UNSAID = (Level.MEAN, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One sum that readers have: the score or the answers of some people in a wave.

    Attributes
    ----------
    wave : str or None
    kind : {"scale", "item"}
    name : str
    people : frozenset of str
        Marks of the people with their answers.
    level : str
        How much is told of the answers to an item (``levels.Level``); empty for their sum alone. Of scores,
        ``levels.MOVED`` where it may be told who rose and fell.
    values : tuple of float
        The sum, or the sums of counts that the level tells (``sums.sums_of``).
    """

    wave: Wave
    kind: Kind
    name: str
    people: frozenset[str]
    level: str = ""
    values: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Released:
    """Everything that one public report tells, as sums.

    Attributes
    ----------
    told : tuple of Told
    salt : str
        What people's marks are hashed with; empty where they are not.
    gaps : mapping of str to tuple of str
        The items that people who answered not all of them left out, by mark.
    facts : tuple of Fact
        What it counts besides answers.
    heard : tuple of Heard
        What it quotes.
    """

    told: tuple[Told, ...] = ()
    salt: str = ""
    gaps: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    facts: tuple[Fact, ...] = ()
    heard: tuple[Heard, ...] = ()

    def marked(self, salt: str) -> Released:
        """The same with marks that say nothing about a person to anybody without the salt."""
        mark = salted(salt)
        new: dict[str, str] = {}
        sets: dict[frozenset[str], frozenset[str]] = {}
        for told in self.told:
            if told.people not in sets:
                new |= {old: mark(old) for old in told.people if old not in new}
                sets[told.people] = frozenset(new[old] for old in told.people)
        return Released(
            tuple(replace(told, people=sets[told.people]) for told in self.told),
            salt,
            {new[old]: items for old, items in self.gaps.items() if old in new},
            tuple(replace(fact, people=frozenset(map(mark, fact.people))) for fact in self.facts),
            tuple(heard.remarked(mark) for heard in self.heard),
        )

    def to_plain(self) -> dict[str, Any]:
        """As plain data: every set of people once."""
        sets = list(dict.fromkeys(told.people for told in self.told))
        return {
            "people": [sorted(people) for people in sets],
            "told": [[t.wave, t.kind, t.name, sets.index(t.people), t.level, t.values] for t in self.told],
            "gaps": {mark: list(self.gaps[mark]) for mark in sorted(self.gaps)},
            "facts": [[f.wave, f.name, f.complete, sorted(f.people)] for f in self.facts],
            "quotes": [_heard_to_plain(heard) for heard in self.heard],
        }

    @classmethod
    def of_plain(cls, data: Mapping[str, Any], salt: str) -> Released:
        """What ``to_plain`` made of a report marked with a salt."""
        sets = [frozenset(people) for people in data["people"]]
        return cls(
            tuple(
                Told(wave=w, kind=kind, name=name, people=sets[k], level=level, values=tuple(values))
                for w, kind, name, k, level, values in (_whole(told) for told in data["told"])
            ),
            salt,
            {mark: tuple(items) for mark, items in data["gaps"].items()},
            tuple(
                Fact(wave=wave, name=name, complete=complete, people=frozenset(people))
                for wave, name, complete, people in data.get("facts", ())
            ),
            tuple(_heard_of_plain(heard) for heard in data.get("quotes", ())),
        )


def _heard_to_plain(heard: Heard) -> dict[str, Any]:
    return {
        "question": heard.question,
        "wave": heard.wave,
        "asked": sorted(heard.asked),
        "said": sorted(heard.said),
        "withheld": sorted(heard.withheld),
        "quoted": sorted([q.text, sorted(q.writers), sorted(q.attributes)] for q in heard.quoted),
    }


def _heard_of_plain(data: Mapping[str, Any]) -> Heard:
    return Heard(
        question=data["question"],
        wave=data["wave"],
        asked=frozenset(data["asked"]),
        said=frozenset(data["said"]),
        withheld=frozenset(data["withheld"]),
        quoted=tuple(
            Quoted(text=text, writers=frozenset(writers), attributes=frozenset(attributes))
            for text, writers, attributes in data["quoted"]
        ),
    )


def _whole(told: Sequence[Any]) -> Sequence[Any]:
    """A sum as it is written down; of one from a report before answers were entered the worst is assumed."""
    return (*told, *UNSAID[len(told) - PLACES_OF_A_SUM :])


def salted(salt: str) -> Callable[[str], str]:
    """How a person's mark is hashed; left as it is without a salt."""
    if not salt:
        return str
    key = salt.encode("utf-8")
    return lambda mark: hmac.new(key, mark.encode("utf-8"), sha256).hexdigest()[:LENGTH]


def released(
    study: Study,
    people: People,
    published: Sequence[Claim],
    facts: Sequence[Fact],
    heard: Sequence[Heard] = (),
) -> Released:
    """What a public report tells of a study."""
    marks = _marks(study, people)
    sets: dict[tuple[Wave, bytes], frozenset[str]] = {}
    told = []
    for claim in published:
        key = (claim.wave, claim.people.tobytes())
        if key not in sets:
            sets[key] = frozenset(str(marks[claim.wave][p]) for p in np.flatnonzero(claim.people))
        told.append(
            Told(
                wave=claim.wave,
                kind=claim.kind,
                name=claim.name,
                people=sets[key],
                level=claim.level,
                values=sums_of(study, people, claim),
            )
        )
    return Released(tuple(told), gaps=_gaps(study, people, marks), facts=tuple(facts), heard=tuple(heard))


def known_facts(known: Sequence[Released], marks: Iterable[str]) -> list[Fact]:
    """What several reports count, with one mark for one person whatever secret hides it.

    Parameters
    ----------
    known : sequence of Released
    marks : iterable of str
        Marks, not hashed, of the people of a study.
    """
    plain = {*marks, *(m for r in known if not r.salt for f in r.facts for m in f.people)}
    found = []
    for salt in dict.fromkeys(release.salt for release in known):
        known_as = _without_salt(salt, plain)
        for fact in (f for release in known if release.salt == salt for f in release.facts):
            found.append(replace(fact, people=frozenset(map(known_as, fact.people))))
    return list(dict.fromkeys(found))


def known_quotes(known: Sequence[Released], marks: Iterable[str]) -> list[Heard]:
    """What several reports quote, with one mark for one person, text or attribute; as ``known_facts``."""
    plain = {*marks}
    return [h.remarked(_without_salt(release.salt, plain)) for release in known for h in release.heard]


def _without_salt(salt: str, plain: Iterable[str]) -> Callable[[str], str]:
    """Marks as they are without a secret, where they are among the known ones."""
    mark = salted(salt)
    back = {mark(m): m for m in plain} if salt else {}
    return lambda m: back.get(m, m)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What readers have, as sums over the people of a study and over those who are not in it.

    Attributes
    ----------
    people : People
        Those of the study, then the others.
    claims : tuple of Claim
    gaps : mapping of wave to mapping of person to items
        What the others left out.
    """

    people: People
    claims: tuple[Claim, ...] = ()
    gaps: Mapping[Wave, Mapping[int, tuple[str, ...]]] = field(default_factory=dict)


def as_known(known: Sequence[Released], study: Study, people: People) -> Known:
    """What several reports told, beside a study.

    Sums of what the study does not ask are left out: nothing can be subtracted from them.
    """
    marks = _marks(study, people)
    others: dict[tuple[Wave, str], int] = {}
    found: dict[Told, list[int]] = {}
    for salt in dict.fromkeys(release.salt for release in known):
        mark = salted(salt)
        place = {
            wave: {mark(m): p for p, m in enumerate(here) if m is not None} for wave, here in marks.items()
        }
        sets: dict[tuple[Wave, frozenset[str]], list[int]] = {}
        for told in dict.fromkeys(t for release in known if release.salt == salt for t in release.told):
            if told.wave in place and _asked(study, told):
                same = (told.wave, told.people)
                if same not in sets:
                    sets[same] = _members(told, place[told.wave], others, len(people))
                found[told] = sets[same]
    everybody = People(
        keys=(*people.keys, *(f"earlier:{m}" for _, m in others)),
        rows={
            wave: np.concatenate([rows, np.full(len(others), NOBODY, dtype=np.int64)])
            for wave, rows in people.rows.items()
        },
    )
    claims = []
    for told, members in found.items():
        chosen = np.zeros(len(everybody), dtype=np.bool_)
        chosen[members] = True
        claims.append(
            Claim(
                wave=told.wave,
                kind=told.kind,
                name=told.name,
                people=chosen,
                level=told.level,
                values=told.values,
            )
        )
    left_out = {mark: items for release in known for mark, items in release.gaps.items()}
    gaps: dict[Wave, dict[int, tuple[str, ...]]] = {}
    for (wave, mark_of), person in others.items():
        if mark_of in left_out:
            gaps.setdefault(wave, {})[person] = left_out[mark_of]
    return Known(people=everybody, claims=tuple(claims), gaps=gaps)


def as_people_of(
    study: Study, people: People, others: Study, other_people: People
) -> Callable[[Wave, Mask], Mask]:
    """How people of a study are found among those of another one that has all of them.

    Parameters
    ----------
    study, others : Study
    people, other_people : People
    """
    marks, place = _marks(study, people), {}
    for wave, known_as in _marks(others, other_people).items():
        place[wave] = {mark: number for number, mark in enumerate(known_as) if mark is not None}

    def found(wave: Wave, chosen: Mask) -> Mask:
        mask = np.zeros(len(other_people), dtype=np.bool_)
        mask[[place[wave][str(marks[wave][p])] for p in np.flatnonzero(chosen)]] = True
        return mask

    return found


def _members(told: Told, here: Mapping[str, int], others: dict[tuple[Wave, str], int], n: int) -> list[int]:
    """The numbers of the people of a sum; who is not in the study gets one of the next."""
    found = []
    for mark in sorted(told.people):
        number = here.get(mark)
        found.append(others.setdefault((told.wave, mark), n + len(others)) if number is None else number)
    return found


def _gaps(
    study: Study, people: People, marks: Mapping[Wave, Sequence[str | None]]
) -> dict[str, tuple[str, ...]]:
    found = {}
    for wave, responses in study.waves.items():
        missing = np.isnan(responses.values)
        for person, row in enumerate(people.rows[wave]):
            mark = marks[wave][person]
            if mark is not None and missing[row].any():
                found[mark] = tuple(responses.items[k] for k in np.flatnonzero(missing[row]))
    return found


def _asked(study: Study, told: Told) -> bool:
    if told.kind == "scale":
        return told.name in study.scores[told.wave].scales
    return told.name in study.waves[told.wave].items


def _marks(study: Study, people: People) -> dict[Wave, list[str | None]]:
    """By wave, one text per person: who it is, and everything they answered; None where absent."""
    found: dict[Wave, list[str | None]] = {}
    for wave, responses in study.waves.items():
        answers = marks_of(responses)
        found[wave] = [
            f"{people.keys[p]}|{wave or ''}|{answers[row]}" if row >= 0 else None
            for p, row in enumerate(people.rows[wave])
        ]
    return found
