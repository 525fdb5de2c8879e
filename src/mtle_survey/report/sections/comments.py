"""What people wrote in their own words: who commented, about what, and the quotes that were approved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from mtle_survey.comments.model import FATES, Fate
from mtle_survey.evidence.open_comments import Quote, Voices
from mtle_survey.report.blocks import (
    Block,
    Cell,
    Column,
    Heading,
    Note,
    Paragraph,
    Quotation,
    Quotations,
    TableBlock,
)
from mtle_survey.report.cells import count, number_column, share, words
from mtle_survey.report.format import percent, wave_name
from mtle_survey.report.inline import Inline, Text, Wording, text
from mtle_survey.report.section import ReportSection
from mtle_survey.report.view import View

OTHER_THEMES = "Further themes"
_FATES: Mapping[Fate, str] = {
    "quoted": "Quoted",
    "withheld": "Withheld",
    "not approved": "Not approved",
    "waiting": "Not yet reviewed",
}


def applies(view: View) -> bool:
    """Whether a person has approved a comment."""
    return any(heard.approved for heard in view.study.voices)


def blocks(view: View) -> tuple[Block, ...]:
    """How many wrote, how to read quotes, themes where they were coded, and the quotes."""
    return tuple(_blocks(view))


def _blocks(view: View) -> Iterator[Block]:
    heard = view.study.voices
    yield Paragraph(text=text(_how_shown(heard)))
    yield Paragraph(text=_who_wrote(view, heard))
    yield Note(
        kind="caution",
        title=text("Quotes illustrate; they do not measure"),
        paragraphs=(
            text(
                "Who writes a comment is not a sample of everybody: people who have much to praise or to "
                "blame write more often than others. A quote shows what one person meant, not how many agree."
            ),
        ),
    )
    yield _counts(view, heard)
    yield from _themes(view, heard)
    for _, of_question in groupby(heard, key=lambda h: h.question.id):
        yield from _quotes(view, list(of_question))


def _how_shown(heard: Sequence[Voices]) -> str:
    several = len({h.question.id for h in heard}) > 1
    asked = "The survey asked questions" if several else "The survey asked a question"
    return (
        f"{asked} that people answered in their own words. A person read every comment that is quoted here "
        "and approved it. Names, places and other details that could identify somebody were taken out "
        "before; square brackets show where, and habits of writing were evened out. Quotes stand in no order "
        "of people or time."
    )


def _who_wrote(view: View, heard: Sequence[Voices]) -> Text:
    """How many of those asked wrote anything, question by question."""
    told: list[Inline] = []
    for one in heard:
        shown = _commented(view, one)
        if shown is not None and one.asked:
            when = f" ({one.wave})" if one.wave else ""
            rate = percent(shown / one.asked, one.asked)
            so_many = f"{' ' if told else ''}{shown} of {one.asked} people ({rate}) answered “"
            told += [so_many, Wording(one.question.text), f"”{when}."]
    if not told:
        return text("How many people wrote is not shown, because they are few or nearly all.")
    return text(*told)


def _commented(view: View, heard: Voices) -> int | None:
    """How many wrote; None where that would be told of a few."""
    return view.disclosure.counts((heard.commented, heard.blank))[0] if heard.counted else None


def _counts(view: View, heard: Sequence[Voices]) -> TableBlock:
    """From everybody asked to the quotes; what became of single comments is for those inside alone."""
    fates = () if view.disclosure.public else FATES
    return TableBlock(
        id="table-comments",
        caption=text("Who commented, and what became of the comments"),
        columns=(
            Column(label=("Question",)),
            Column(label=("Wave",)),
            number_column("Asked"),
            number_column("Left blank"),
            number_column("Wrote (%)"),
            *(number_column(_FATES[fate], group="Of those who wrote") for fate in fates),
        ),
        rows=tuple(_counts_row(view, one, fates, first=first) for one, first in _with_first(heard)),
        note=text(_note(view)),
    )


def _counts_row(view: View, one: Voices, fates: Sequence[Fate], *, first: bool) -> tuple[Cell, ...]:
    shown, hidden = _commented(view, one), view.disclosure.hidden
    return (
        words(Wording(one.question.text)) if first else Cell(text=()),
        words(wave_name(one.wave)),
        count(one.asked),
        count(None if shown is None else one.blank, hidden),
        share(shown, one.asked, hidden),
        *(count(one.fates[fate]) for fate in fates),
    )


def _note(view: View) -> str:
    rule = view.study.quoting
    alone = (
        f"Comments of positions with fewer than {rule.alike} people at a site are not quoted"
        if rule.alike > 2
        else "Comments of whoever is the only one in a position at a site are not quoted"
    )
    if view.disclosure.public:
        return (
            f"Counts are of people. {alone}, nor any on a question that fewer than {rule.commented} people "
            "answered. Not every comment is quoted."
        )
    return (
        "Counts are of people. Left blank and wrote add up to asked; the last four columns add up to wrote. "
        "What several people wrote alike is quoted once. "
        "Withheld: approved, but not quoted, because the writer could be known. "
        f"{alone}; below a quote stands the name of a group of at least {rule.smallest} people, or none."
    )


def _themes(view: View, heard: Sequence[Voices]) -> Iterator[Block]:
    """People by theme, as the evaluator coded comments, approved or not."""
    rows: list[tuple[Cell, ...]] = []
    for one, _ in _with_first([h for h in heard if h.themes and h.counted]):
        shown = _told_themes(view, one)
        for place, (theme, people) in enumerate(shown.items()):
            rows.append(
                (
                    words(Wording(one.question.text)) if not place else Cell(text=()),
                    words(wave_name(one.wave)) if not place else Cell(text=()),
                    words(theme if theme == OTHER_THEMES else Wording(theme)),
                    words("not shown")
                    if people is None
                    else share(people, one.commented, view.disclosure.hidden),
                )
            )
    if rows:
        yield TableBlock(
            id="table-themes",
            caption=text("What the comments are about"),
            columns=(
                Column(label=("Question",)),
                Column(label=("Wave",)),
                Column(label=("Theme",)),
                number_column("People (%)"),
            ),
            rows=tuple(rows),
            note=text(
                "As the evaluator coded them; percentages are of those who wrote. A comment can be about "
                "several themes or about none, so that percentages need not add up to 100."
            ),
        )


def _told_themes(view: View, heard: Voices) -> Mapping[str, int | None]:
    """Themes by how many people raised them; in a public edition those of a few are put together.

    Neither a theme nor whoever is in none of the themes shown may be a few people.
    """
    ordered = sorted(heard.themes.items(), key=lambda found: (-len(found[1]), found[0]))
    if not view.disclosure.public:
        return {theme: len(people) for theme, people in ordered}
    smallest = view.disclosure.smallest
    shown = [(theme, people) for theme, people in ordered if len(people) >= smallest]
    while shown:
        apart = heard.commented - len(frozenset().union(*(people for _, people in shown)))
        if not 0 < apart < smallest:
            break
        shown.pop()
    told: dict[str, int | None] = {theme: len(people) for theme, people in shown}
    return told if len(shown) == len(ordered) else {**told, OTHER_THEMES: None}


def _quotes(view: View, heard: Sequence[Voices]) -> Iterator[Block]:
    """The quotes of one question, wave by wave."""
    if not any(one.quotes for one in heard):
        return
    yield Heading(text=(Wording(heard[0].question.text),))
    for one in heard:
        if one.quotes:
            yield Quotations(
                title=text(_heading(view, one)),
                quotes=tuple(_quotation(view, quote) for quote in one.quotes),
            )


def _heading(view: View, one: Voices) -> str:
    """How many quotes follow, and out of how many."""
    several = "quotes" if len(one.quotes) > 1 else "quote"
    wave = f"{one.wave}: " if one.wave else ""
    shown = _commented(view, one)
    return f"{wave}{len(one.quotes)} {several}" + (f" from {shown} people who wrote" if shown else "")


def _quotation(view: View, quote: Quote) -> Quotation:
    if not quote.group or view.study.review is None:
        return Quotation(text=(Wording(quote.text),))
    declared = view.instrument.field[view.study.review.declared.attribute or ""]
    label = dict(zip(declared.codes, declared.labels, strict=False)).get(quote.group, quote.group)
    return Quotation(text=(Wording(quote.text),), source=(Wording(f"{declared.title}: {label}"),))


def _with_first(heard: Sequence[Voices]) -> Iterator[tuple[Voices, bool]]:
    """Each with whether it is the first of its question."""
    before = ""
    for one in heard:
        yield one, one.question.id != before
        before = one.question.id


SECTION = ReportSection(
    name="comments", title="In people’s own words", order=56, applies=applies, blocks=blocks
)
