"""First page: who answered, what the evaluation asked and found, how sure that is, what it is made of."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version

from mtle_survey.report.blocks import Block, Finding, Findings, Heading, KeyFacts, ListBlock, Note, Paragraph
from mtle_survey.report.conditions_told import conditions_told
from mtle_survey.report.files_told import SHOWN_OF_A_HASH, FileTold, files_told
from mtle_survey.report.finding_words import finding, measure_point
from mtle_survey.report.headlines import headlines
from mtle_survey.report.how_sure import how_sure
from mtle_survey.report.inline import (
    Code,
    Inline,
    Italic,
    Reference,
    Text,
    Wording,
    commas,
    counted,
    listing,
    text,
)
from mtle_survey.report.participation import key_facts, participation
from mtle_survey.report.section import ReportSection, always
from mtle_survey.report.verdict_legend import table_of_changes, verdict_legend
from mtle_survey.report.verdicts import Measure, Verdict, measure_of
from mtle_survey.report.view import View

MOST_LISTED = 6  # outcomes or conditions that no question names; the others are in the tables
_LABELS: dict[Verdict, str] = {
    "rose": "Rose",
    "fell": "Fell",
    "higher": "Program group higher",
    "lower": "Program group lower",
    "cannot say": "Cannot say",
    "described": "Described",
}


def blocks(view: View) -> tuple[Block, ...]:
    """What a program director reads if nothing else."""
    return tuple(_blocks(view))


def _blocks(view: View) -> Iterator[Block]:
    if "synthetic" in view.study.title.casefold():
        yield Note(
            kind="caution",
            title=text("These are synthetic answers"),
            paragraphs=(
                text("A program made them up to show what this report looks like. No person gave them."),
            ),
        )
    yield KeyFacts(facts=tuple(key_facts(view)))
    yield Paragraph(text=participation(view))
    yield from _asked(view)
    beside = headlines(view)
    if beside:
        yield Heading(text=text("Beside the scales"))
        yield ListBlock(items=beside)
    yield from conditions_told(view, MOST_LISTED)
    yield from how_sure(view)
    yield from _reading(view)
    yield Paragraph(text=_stamps(view), small=True)


def _asked(view: View) -> Iterator[Block]:
    """The questions with their verdicts, then leading outcomes that no question names."""
    asked = view.answers
    told = {m.scale.id for answer in asked for m in answer.measures}
    others = (measure_of(view, scale) for scale in view.leading_scales if scale.id not in told)
    left = [m for m in others if m is not None]
    if asked:
        yield Heading(text=text("What the evaluation asked, and what the answers say"))
        yield Findings(findings=tuple(finding(view, answer) for answer in asked))
    if left:
        yield Heading(text=text(_heading(view, bool(asked))))
        yield Findings(findings=tuple(_by_verdict(view, left[:MOST_LISTED])))
        if len(left) > MOST_LISTED:
            more = text(
                f"{len(left) - MOST_LISTED} more outcomes are in ", Reference(table_of_changes(view)), "."
            )
            yield Paragraph(text=more if view.main_contrast else text("More outcomes follow below."))
    measures = (*left, *(m for answer in asked for m in answer.measures))
    given = [m for m in measures if m.change is not None and m.change.change.conf_low is not None]
    if given:
        counted_people = any(m.change is not None and m.change.rose.available for m in given)
        yield Paragraph(
            text=verdict_legend(view, {m.verdict for m in given}, counted_people=counted_people), small=True
        )


def _heading(view: View, questions: bool) -> str:
    contrast = view.main_contrast
    if contrast is None:
        if view.remembered:
            return "What they say now and looking back"
        return "What else they answered" if questions else "What they answered"
    when = f"from {contrast.earlier} to {contrast.later}"
    if view.compares_groups:
        return f"How the program group compares, {when}"
    if questions:
        return f"{'Also named before the analysis' if view.study.primary else 'Also measured'}, {when}"
    return f"{'What changed on the primary scales' if view.study.primary else 'What changed'} {when}"


def _by_verdict(view: View, measures: list[Measure]) -> Iterator[Finding]:
    """Outcomes that rose or ended higher, then the opposite, then those of which neither can be said."""
    for verdict in _LABELS:
        members = [m for m in measures if m.verdict == verdict]
        if members:
            named = listing([Wording(m.scale.title) for m in members])
            yield Finding(
                question=named,
                verdict=text(_LABELS[verdict]),
                kind="good" if verdict in ("rose", "higher") else "open",
                points=tuple(measure_point(view, m, brief=True) for m in members),
            )


def _reading(view: View) -> Iterator[Block]:
    """What the evaluator makes of it, in their own words."""
    told = view.told.blocks.get("summary", ())
    if told:
        yield Heading(text=text("The evaluator’s reading"))
        yield from told


def _responses(told: FileTold) -> tuple[Inline, ...]:
    if told.responses is None:
        return ()
    return (", ", counted(told.responses, whole_study=True), " responses")


def _stamps(view: View) -> Text:
    """Which questionnaire, files and program stand behind this page."""
    study, instrument = view.study, view.instrument
    told = {one.source.content: one for one in reversed(files_told(study))}
    files = [
        text(
            one.name,
            " (",
            Code(sha256[:SHOWN_OF_A_HASH]),
            *_responses(one),
            ")",
        )
        for (sha256, _), one in reversed(told.items())
    ]
    return text(
        Italic("Made from: "),
        Wording(instrument.title),
        f", version {instrument.version}",
        *((" (", Code(instrument.sha256[:SHOWN_OF_A_HASH]), ")") if instrument.sha256 else ()),
        "; ",
        commas(files),
        f"; mtle_survey {version('mtle-survey')}, seed {study.seed}. In full: ",
        Reference("ledger"),
        ".",
    )


SECTION = ReportSection(
    name="summary", title="At a glance", order=10, applies=always, blocks=blocks, one_page=True
)
