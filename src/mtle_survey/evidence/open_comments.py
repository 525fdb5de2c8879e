"""Who commented, and which approved comments may be quoted without giving their writers away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from mtle_survey.comments.gather import cells_of, wrote
from mtle_survey.comments.model import FATES, Comment, DeclaredComments, Fate, OpenQuestion, Review
from mtle_survey.instrument.model import Instrument
from mtle_survey.responses import Responses
from mtle_survey.stats.estimate import Estimate, not_available
from mtle_survey.table import Table, row

INTERNAL_SMALLEST = 5
"""People of a group below which no quote is attributed within a project; states use 5 to 30 (NCES, 2011)."""
ALIKE_INTERNAL, ALIKE_PUBLIC = 2, 5
"""People of one position at one site, below which somebody could be known by what they write."""
UNNAMED = ""
Waves = Mapping[str | None, Responses]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotingRule:
    """Whose comments an edition may quote.

    Attributes
    ----------
    smallest : int
        People in a group that a quote is attributed to, and in the wave that it is from.
    alike : int
        People of one position at one site, the writer included.
    commented : int
        People who commented on the question.
    """

    smallest: int
    alike: int
    commented: int


def quoting_rule(small_cell: int, *, public: bool) -> QuotingRule:
    """The rule of an edition: a public one is stricter in every respect."""
    if public:
        alike = max(ALIKE_INTERNAL, min(ALIKE_PUBLIC, small_cell))
        return QuotingRule(smallest=small_cell, alike=alike, commented=small_cell)
    return QuotingRule(smallest=min(INTERNAL_SMALLEST, small_cell), alike=ALIKE_INTERNAL, commented=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """An approved comment.

    Attributes
    ----------
    text : str
        Redacted, as the reviewer approved or edited it.
    group : str
        The value of the field to which it is attributed; empty for none.
    writers : frozenset of int
        The responses that hold it; not for people to read.
    """

    text: str
    group: str = UNNAMED
    writers: frozenset[int] = field(default=frozenset(), compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voices:
    """What was written to one question in one wave; counts are of people.

    ``asked == commented + blank``, and the fates add up to ``commented``.

    Attributes
    ----------
    question : OpenQuestion
    wave : str or None
    asked, commented : int
    fates : mapping of fate to int
    quotes : tuple of Quote
        In an order that has nothing to do with that of the rows.
    themes : mapping of theme to frozenset of int
        The responses that the reviewer found to be about it.
    of_fate : mapping of fate to frozenset of int
        The responses whose comments have it.
    counted : bool
        Whether it may be told how many wrote, and about what.
    """

    question: OpenQuestion
    wave: str | None
    asked: int
    commented: int
    fates: Mapping[Fate, int]
    quotes: tuple[Quote, ...]
    themes: Mapping[str, frozenset[int]]
    of_fate: Mapping[Fate, frozenset[int]] = field(default_factory=dict, compare=False, repr=False)
    counted: bool = True

    def writers(self, fate: Fate) -> frozenset[int]:
        """The responses whose comments have a fate."""
        return self.of_fate.get(fate, frozenset())

    def withholding(self, more: frozenset[int], quotes: tuple[Quote, ...]) -> Voices:
        """The same with more responses withheld, and the quotes that are left."""
        of_fate: dict[Fate, frozenset[int]] = {
            **self.of_fate,
            "quoted": self.writers("quoted") - more,
            "withheld": self.writers("withheld") | more,
        }
        fates = {fate: len(of_fate.get(fate, ())) for fate in FATES}
        return replace(self, quotes=quotes, of_fate=of_fate, fates=fates)

    @property
    def blank(self) -> int:
        """People who answered other questions and left this one."""
        return self.asked - self.commented

    @property
    def approved(self) -> int:
        """People whose comments were approved, quoted or not."""
        return self.fates["quoted"] + self.fates["withheld"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """By which comments are judged.

    Attributes
    ----------
    review : Review
    setting : tuple of str
        Fields that say where somebody works.
    rule : QuotingRule
    """

    review: Review
    setting: tuple[str, ...]
    rule: QuotingRule


def voices(waves: Waves, comments: Sequence[Comment], terms: Terms) -> tuple[Voices, ...]:
    """What was written, question by question and wave by wave; ``comments`` are those of these waves."""
    found = []
    for question in terms.review.declared.questions:
        for wave, responses in waves.items():
            cells = cells_of(question, responses)
            if cells is not None:
                own = [c for c in comments if c.question == question.id and c.wave == wave]
                found.append(_of_wave(question, responses, wrote(cells), own, terms))
    return tuple(found)


def _of_wave(
    question: OpenQuestion,
    responses: Responses,
    commented: NDArray[np.bool_],
    comments: Sequence[Comment],
    terms: Terms,
) -> Voices:
    asked = responses.answered | commented
    groups = quotable_groups(responses, asked, terms.review.declared, terms.setting, terms.rule)
    if int(commented.sum()) < terms.rule.commented:
        groups = [None] * len(groups)
    of_fate: dict[Fate, frozenset[int]] = dict.fromkeys(FATES, frozenset())
    quotes: dict[str, Quote] = {}
    for comment in comments:
        fate, group = _fate(comment, groups)
        writers = frozenset(comment.writers.tolist())
        of_fate[fate] |= writers
        if fate == "quoted":
            text = shown_text(comment, terms.review)  # two originals may be alike once they are redacted
            same = quotes.get(text, Quote(text=text, group=group))
            shared = group if same.group == group else UNNAMED
            quotes[text] = Quote(text=text, group=shared, writers=same.writers | writers)
    return Voices(
        question=question,
        wave=responses.wave,
        asked=int(asked.sum()),
        commented=int(commented.sum()),
        fates={fate: len(of_fate[fate]) for fate in FATES},
        quotes=tuple(quotes.values()),
        themes=_themes(comments, terms.review),
        of_fate=of_fate,
    )


def _themes(comments: Sequence[Comment], review: Review) -> dict[str, frozenset[int]]:
    """Who wrote about what, whether or not it is quoted; themes are redacted like comments."""
    found: dict[str, set[int]] = {}
    for comment in comments:
        for theme in comment.themes:
            found.setdefault(review.redactor.redact(theme), set()).update(comment.writers.tolist())
    return {theme: frozenset(people) for theme, people in sorted(found.items())}


def commented(heard: Sequence[Voices]) -> Table:
    """``commented``: the share of those asked a question who wrote something; without an interval.

    Who comments is no sample of anybody, so that the share is told and not generalised.
    """
    return Table.of(
        row(
            "commented",
            Estimate(value=one.commented / one.asked, n=one.asked)
            if one.asked
            else not_available("nobody was asked; at least 1 person is needed", n=0),
            item=one.question.id,
            wave=one.wave,
        )
        for one in heard
    )


def quotable_groups(
    responses: Responses,
    asked: NDArray[np.bool_],
    declared: DeclaredComments,
    setting: Sequence[str],
    rule: QuotingRule,
) -> list[str | None]:
    """For each response the group to which its comment may be attributed: empty for none, None for no quote.

    Not quoted is who is almost alone in a position at a site; and, where some groups are named, whoever is in
    none of them if these others are few together, since whose quotes they are would be plain. Nobody is
    quoted from a wave of few.
    """
    people = _people(responses)
    if len({people[k] for k in np.flatnonzero(asked)}) < rule.smallest:
        return [None] * len(responses)
    cells = _cells(responses, (*setting, declared.role or declared.attribute))
    alike = _sizes(cells, people, asked)
    groups = _cells(responses, (declared.attribute,))
    sizes = _sizes(groups, people, asked)
    named = np.array([any(group) and sizes[group] >= rule.smallest for group in groups], dtype=np.bool_)
    others = len({people[k] for k in np.flatnonzero(asked & ~named)})
    few_others = 0 < others < rule.smallest and bool(named.any())
    found: list[str | None] = []
    for cell, group, by_name in zip(cells, groups, named, strict=True):
        known = alike[cell] < rule.alike or (few_others and not by_name)
        found.append(None if known else group[0] if by_name else UNNAMED)
    return found


def settings(instrument: Instrument, cluster: str | None, unit: str | None) -> tuple[str, ...]:
    """The fields that say where somebody works: the site, the unit, and as which kind of informant."""
    declared = [f.id for role in ("cluster", "unit", "informant") if (f := instrument.field_with_role(role))]
    return tuple(dict.fromkeys(name for name in (cluster, unit, *declared) if name))


def _fate(comment: Comment, groups: Sequence[str | None]) -> tuple[Fate, str]:
    """What becomes of a comment; one that several wrote is theirs together."""
    if comment.verdict == "":
        return "waiting", UNNAMED
    if comment.verdict == "no":
        return "not approved", UNNAMED
    own = {groups[k] for k in comment.writers.tolist()}
    if None in own:
        return "withheld", UNNAMED
    (group,) = own if len(own) == 1 else {UNNAMED}
    return "quoted", group or UNNAMED


def shown_text(comment: Comment, review: Review) -> str:
    """The reviewer's own words, redacted again, or else what was proposed."""
    line = comment.reviewed
    return review.redactor.redact(line.edited) if line and line.edited else comment.proposed.text


def _cells(responses: Responses, names: Sequence[str | None]) -> list[tuple[str, ...]]:
    """For each response, its values of the fields that the wave holds; empty where it gives none."""
    known = [name for name in dict.fromkeys(names) if name and name in responses.fields]
    columns = [[str(v or "") for v in responses.fields[name]] for name in known]
    return list(zip(*columns, strict=True)) if columns else [()] * len(responses)


def _people(responses: Responses) -> list[str]:
    """Who each response is of; one without an identifier is a person of its own."""
    ids = [None] * len(responses) if responses.ids is None else responses.ids.tolist()
    return [f"row {k}" if name is None else f"id {name}" for k, name in enumerate(ids)]


def _sizes(values: Sequence[object], people: Sequence[str], asked: NDArray[np.bool_]) -> Counter[object]:
    """How many people share a value."""
    pairs = {(value, person) for value, person, here in zip(values, people, asked, strict=True) if here}
    return Counter(value for value, _ in pairs)
