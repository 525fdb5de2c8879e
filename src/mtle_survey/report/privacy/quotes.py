"""Quotes of a public report beside those of other public reports.

Whoever has two reports can lay their quotes side by side. A quote that is from a coach in one and from the
North in the other is from a coach in the North, and so is everything else that its writer is quoted with. And
a quote that only the later report holds is from somebody who was not there before, or could not be quoted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from mtle_survey.evidence.open_comments import UNNAMED, Quote, Voices
from mtle_survey.report.privacy.people import People, Wave, names_of

if TYPE_CHECKING:
    from mtle_survey.responses import Responses
    from mtle_survey.study import Study

Marks = frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """One quote that readers have.

    Attributes
    ----------
    text : str
        Mark of its words.
    writers : frozenset of str
        Marks of the people who wrote it.
    attributes : frozenset of str
        Marks of what is said of them: a group, and what the report is about.
    """

    text: str
    writers: Marks
    attributes: Marks

    def remarked(self, mark: Callable[[str], str]) -> Quoted:
        """The same with other marks."""
        return Quoted(
            text=mark(self.text),
            writers=frozenset(map(mark, self.writers)),
            attributes=frozenset(map(mark, self.attributes)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What a report quotes from one question of one wave.

    Attributes
    ----------
    question : str
    wave : str or None
    asked : frozenset of str
        Marks of the people who answered anything.
    said : frozenset of str
        Marks of who wrote, or not, and about what: what is counted.
    withheld : frozenset of str
        Of those whose approved comments it does not quote.
    quoted : tuple of Quoted
    """

    question: str
    wave: Wave
    asked: Marks
    said: Marks
    withheld: Marks
    quoted: tuple[Quoted, ...]

    def remarked(self, mark: Callable[[str], str]) -> Heard:
        """The same with other marks."""
        return replace(
            self,
            asked=frozenset(map(mark, self.asked)),
            said=frozenset(map(mark, self.said)),
            withheld=frozenset(map(mark, self.withheld)),
            quoted=tuple(quote.remarked(mark) for quote in self.quoted),
        )


class Quotes:
    """Decides which quotes stand beside those that readers have.

    What is known of a writer from all reports together must be true of as many people as the smallest group;
    otherwise the quote stands without its group, or not at all. New quotes from people who were not there
    before, or whose comments were withheld, come only where as many people are newly quoted.

    Parameters
    ----------
    study : Study
    people : People
        Everybody in it.
    known : sequence of Heard
        Of other public reports, with the marks of ``marks_of``.

    Attributes
    ----------
    voices : tuple of Voices
        As they may be told.
    told : tuple of Heard
        What this report quotes.
    """

    def __init__(self, study: Study, people: People, known: Sequence[Heard] = ()) -> None:
        self._study = study
        self._known = known
        self._smallest = study.small_cell
        self._whole = frozenset([_attribute(study.part.field, study.part.value)] if study.part.field else [])
        self._said: dict[str, Marks] = defaultdict(frozenset)
        for quote in (q for heard in known for q in heard.quoted):
            for writer in quote.writers:
                self._said[writer] |= quote.attributes
        held = [self._held(one, _writers(study.waves[one.wave], people, one.wave)) for one in study.voices]
        self.voices = tuple(one for one, _ in held)
        self.told = tuple(heard for _, heard in held)

    def _held(self, one: Voices, names: Sequence[str]) -> tuple[Voices, Heard]:
        responses = self._study.waves[one.wave]
        described = _described(responses, names, self._whole)
        shown = [q for quote in one.quotes if (q := self._as_known(quote, names, described)) is not None]
        shown = self._not_alone(one, shown, names)
        lost = one.writers("quoted") - {w for quote in shown for w in quote.writers}
        said = _said(one, names, described)
        told = Heard(
            question=one.question.id,
            wave=one.wave,
            asked=frozenset(described),
            said=said if self._counted(one, said) else frozenset(),
            withheld=frozenset(names[w] for w in one.writers("withheld") | lost),
            quoted=tuple(self._quoted(quote, names) for quote in shown),
        )
        held = one.withholding(lost, tuple(shown))
        return replace(held, counted=self._counted(one, said)), told

    def _counted(self, one: Voices, said: Marks) -> bool:
        """Whether who wrote about what differs by nobody, or by enough people, from every earlier count."""
        return all(
            n == 0 or n >= self._smallest
            for heard in self._past(one)
            if heard.said
            for n in (len(said - heard.said), len(heard.said - said))
        )

    def _past(self, one: Voices) -> list[Heard]:
        """What earlier reports told of the same question in the same wave."""
        return [h for h in self._known if (h.question, h.wave) == (one.question.id, one.wave)]

    def _quoted(self, quote: Quote, names: Sequence[str]) -> Quoted:
        return Quoted(
            text=text_mark(quote.text),
            writers=frozenset(names[w] for w in quote.writers),
            attributes=self._attributes(quote),
        )

    def _attributes(self, quote: Quote) -> Marks:
        review = self._study.review
        if quote.group == UNNAMED or review is None:
            return self._whole
        return self._whole | {_attribute(review.declared.attribute or "", quote.group)}

    def _as_known(self, quote: Quote, names: Sequence[str], described: Mapping[str, Marks]) -> Quote | None:
        """The quote with its group, without it, or None: whichever says no more than it may."""
        before = frozenset().union(*(self._said[names[w]] for w in quote.writers))
        for attempt in (quote, replace(quote, group=UNNAMED)):
            together = before | self._attributes(attempt)
            if together in (before, self._attributes(attempt)):
                return attempt
            if sum(together <= own for own in described.values()) >= self._smallest:
                return attempt
        return None

    def _not_alone(self, one: Voices, shown: list[Quote], names: Sequence[str]) -> list[Quote]:
        """The quotes without those that only a few people could have added since an earlier report."""
        past = self._past(one)
        if not past:
            return shown
        texts = {quote.text for heard in past for quote in heard.quoted}
        quoted = {writer for heard in past for quote in heard.quoted for writer in quote.writers}
        asked = frozenset().union(*(heard.asked for heard in past))
        withheld = frozenset().union(*(heard.withheld for heard in past)) - quoted
        fresh = [quote for quote in shown if text_mark(quote.text) not in texts]
        newly = {names[w] for quote in fresh for w in quote.writers}
        if len(newly) >= self._smallest:
            return shown
        telling = [q for q in fresh if any(names[w] in withheld or names[w] not in asked for w in q.writers)]
        return [quote for quote in shown if quote not in telling]


def marks_of(study: Study, people: People) -> Iterator[str]:
    """Every mark, not hashed, that quotes of a study can have."""
    for wave, responses in study.waves.items():
        yield from _writers(responses, people, wave)
        for field, values in responses.fields.items():
            yield from {_attribute(field, str(value)) for value in values if value is not None}
    for one in study.voices:
        yield from (text_mark(quote.text) for quote in one.quotes)
        names = _writers(study.waves[one.wave], people, one.wave)
        yield from _said(one, names, _described(study.waves[one.wave], names, frozenset()))


def _writers(responses: Responses, people: People, wave: Wave) -> list[str]:
    """One mark for each response: who gave it."""
    found = names_of(responses)
    for person, row in enumerate(people.rows[wave]):
        if row >= 0:
            found[row] = people.keys[person]
    return [f"writer|{name}" for name in found]


def _described(responses: Responses, names: Sequence[str], whole: Marks) -> dict[str, Marks]:
    """By person who answered, everything that quotes could say of them."""
    found: dict[str, Marks] = {}
    for row in np.flatnonzero(responses.answered).tolist():
        own = {_attribute(f, str(v[row])) for f, v in responses.fields.items() if v[row] is not None}
        found[names[row]] = found.get(names[row], whole) | own
    return found


def _said(one: Voices, names: Sequence[str], asked: Iterable[str]) -> Marks:
    """Of everybody asked: whether they wrote, and on which themes."""
    wrote = {names[w] for fate in one.of_fate for w in one.writers(fate)}
    themes: dict[str, list[str]] = defaultdict(list)
    for theme, rows in sorted(one.themes.items()):
        for name in {names[row] for row in rows}:
            themes[name].append(theme)
    return frozenset(
        f"said|{one.question.id}|{name}|{name in wrote}|{'; '.join(themes[name])}"
        for name in {*asked, *wrote}
    )


def _attribute(field: str, value: str) -> str:
    return f"attribute|{field}|{value}"


def text_mark(words: str) -> str:
    """The mark, not hashed, of the words of a quote."""
    return f"text|{words}"
