"""First page: who answered, what the evaluation asked and found, how sure that is, what it is made of."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version

from mtle_survey.evidence.events import is_log
from mtle_survey.report.bands import ADJUSTABLE
from mtle_survey.report.blocks import Block, Finding, Findings, Heading, KeyFacts, ListBlock, Note, Paragraph
from mtle_survey.report.changes import change_of
from mtle_survey.report.files_told import SHOWN_OF_A_HASH, FileTold, files_told
from mtle_survey.report.finding_words import finding, level_point, measure_point
from mtle_survey.report.format import NO_BREAK, estimate, unit_of
from mtle_survey.report.headlines import headlines
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
from mtle_survey.report.participation import arms_followed, groups_points, key_facts, participation
from mtle_survey.report.reliability_summary import reliability_points
from mtle_survey.report.section import ReportSection, always
from mtle_survey.report.verdicts import Measure, Verdict, measure_of
from mtle_survey.report.view import View, Wave
from mtle_survey.report.wording import design_sentence
from mtle_survey.table import Row

FEW = 30  # below this many pairs the first page warns about single people
MOST_LISTED = 6  # outcomes or conditions that no question names; the others are in the tables
_TOGETHER = " Primary scales must also pass the test adjusted for their number (Holm)."
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
    yield from _conditions(view)
    yield from _how_sure(view)
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
            more = text(f"{len(left) - MOST_LISTED} more outcomes are in ", Reference(_changes(view)), ".")
            yield Paragraph(text=more if view.main_contrast else text("More outcomes follow below."))
    measures = (*left, *(m for answer in asked for m in answer.measures))
    given = [m for m in measures if m.change is not None and m.change.change.conf_low is not None]
    if given:
        counted_people = any(m.change is not None and m.change.rose.available for m in given)
        yield Paragraph(
            text=_legend(view, {m.verdict for m in given}, counted_people=counted_people), small=True
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


def _legend(view: View, verdicts: set[Verdict], *, counted_people: bool) -> Text:
    """What the words above mean, for those that occur, and where the step of single people stands."""
    meanings = _compared_meanings(view, verdicts) if view.compares_groups else _meanings(view, verdicts)
    return text(
        "In parentheses: the average difference between people who started alike, or the average change; its "
        "confidence interval (CI: the values these answers are compatible with); the people it rests on."
        if view.compares_groups
        else "In parentheses: the average change, its confidence interval (CI: the changes these answers are "
        "compatible with) and the people it rests on.",
        *meanings,
        *(
            (
                " Which step of the own score counts a person as having risen or fallen: ",
                Reference(_changes(view)),
                ".",
            )
            if counted_people
            else ()
        ),
    )


def _changes(view: View) -> str:
    """The table that tells of every outcome's change, and from which step a person counts."""
    if view.remembered:
        return "table-remembered"
    return "table-each-group" if view.compares_groups else "table-change"


def _meanings(view: View, verdicts: set[Verdict]) -> Iterator[str]:
    sites = "; where a second interval takes sites into account, both do" if view.study.cluster else ""
    if verdicts & {"rose", "fell"}:
        yield f" Rose, fell: the whole interval lies on that side of zero{sites}."
    yield from _beside_target(verdicts)
    if _several(view):
        yield _TOGETHER
    if "cannot say" in verdicts:
        yield (
            " Cannot say: the interval holds values on both sides of zero, or of the target, so these "
            "answers do not show which is true."
        )


def _compared_meanings(view: View, verdicts: set[Verdict]) -> Iterator[str]:
    yield (
        " Program group higher, lower: the whole interval of the difference lies on that side of zero, the "
        f"groups started within {ADJUSTABLE} standard deviations (SD) of each other, and comparing their "
        "changes says the same; otherwise: cannot say."
    )
    if _several(view):
        yield _TOGETHER
    yield from _beside_target(verdicts)


def _several(view: View) -> bool:
    """Whether several scales are judged together."""
    return len(view.study.primary) > 1


def _beside_target(verdicts: set[Verdict]) -> Iterator[str]:
    if "met" in verdicts:
        yield " Met: the whole interval reaches the target."
    if "not met" in verdicts:
        yield " Not met: the whole interval lies short of the target."


def _conditions(view: View) -> Iterator[Block]:
    """Conditions that no question names, in one line: they get no verdict."""
    told = {measure for question in view.study.questions for measure in question.measures}
    left = [s for s in view.whole_scales("condition") if s.id not in told]
    measures = (measure_of(view, scale, judged=False) for scale in left[:MOST_LISTED])
    found = [m for m in measures if m is not None and m.levels]
    if not found:
        return
    yield Heading(text=text("Conditions around the work, which are not results of the program"))
    if len(found) <= 2 and not view.compares_groups:
        yield ListBlock(items=tuple(level_point(view, m) for m in found))
        return
    ns = [row.n or 0 for m in found for _, row in _ends(view, m)]
    least = f"{min(ns)}–" if max(ns) > min(ns) else ""
    spans = {_span(view, m) for m in found}
    alike = len(spans) == 1
    public = view.disclosure.public
    people = f"up to {max(ns)}" if public else f"{least}{max(ns)}"
    yield Paragraph(
        text=text(
            f"Mean of everyone {'whose answers are used' if public else 'who answered'}",
            f", {spans.pop()}" if alike and len(view.waves) > 1 else "",
            f" ({people} people): ",
            commas([_means(view, m, dated=not alike) for m in found]),
            f"; {len(left) - len(found)} more below" if len(left) > len(found) else "",
            ". They get no verdict.",
            " A dash stands for a mean that is not given." if any(_withheld(view, m) for m in found) else "",
        )
    )


def _means(view: View, measure: Measure, *, dated: bool) -> Text:
    """The first and last mean of a condition, with their waves where these are not those of all."""
    unit = unit_of(measure.scale)
    means = " → ".join(estimate(row, unit) for _, row in _ends(view, measure))
    when = f" ({_span(view, measure)})" if dated else ""
    return text(Wording(measure.scale.title), when, NO_BREAK, means)


def _span(view: View, measure: Measure) -> str:
    """In which waves a condition was asked: the first, the last, or both."""
    return " → ".join(wave or "" for wave, _ in _ends(view, measure))


def _withheld(view: View, measure: Measure) -> bool:
    return not all(row.available for _, row in _ends(view, measure))


def _ends(view: View, measure: Measure) -> list[tuple[Wave, Row]]:
    """The means of the first and the last wave, as far as there were any."""
    return [(wave, row) for wave, row in measure.levels if wave in (view.waves[0], view.waves[-1])]


def _how_sure(view: View) -> Iterator[Block]:
    yield Heading(text=text("How sure we are"))
    contrast = view.main_contrast or view.remembered
    found = [] if contrast is None else [change_of(view, s, contrast) for s in view.leading_scales]
    given = [c for c in found if c is not None and c.change.available]
    points = [] if is_log(view.instrument) else [_design(view), *groups_points(view)]
    if given:
        points += _precision(view, max(c.n for c in given))
    elif view.disclosure.public and found:
        points.append(
            text(
                "No change can be shown in this edition without telling of fewer than "
                f"{view.disclosure.smallest} people: it says who took part and what was asked. The internal "
                "edition holds the results."
            )
        )
    if len(given) > 1 and not view.study.primary:
        points.append(
            text(
                f"{len(given)} outcomes are looked at side by side, and none was named as the main one "
                "beforehand. When many are looked at, one can stand out by chance."
            )
        )
    points += _sensitivity(view)
    points += reliability_points(view)
    points.append(
        text(
            "Read before using a number: ",
            Reference("limitations"),
            "; ",
            Reference("not_done"),
            ".",
        )
    )
    yield ListBlock(items=tuple(points))


def _reading(view: View) -> Iterator[Block]:
    """What the evaluator makes of it, in their own words."""
    told = view.told.blocks.get("summary", ())
    if told:
        yield Heading(text=text("The evaluator’s reading"))
        yield from told


def _design(view: View) -> Text:
    return design_sentence(
        view.study.design,
        surveys=len(view.study.waves),
        followed=_followed(view),
        remembered=view.remembered is not None,
    )


def _followed(view: View) -> bool:
    """Whether anybody has an answer to compare with an earlier one, or with one looking back."""
    contrast = view.main_contrast
    if contrast is None:
        return len(view.waves) == 1
    return view.study.flow.n(contrast.later, "linked") > 0


def _sensitivity(view: View) -> list[Text]:
    """The outcomes whose conclusion hangs on the way in which the change is worked out."""
    shown = {scale.id for scale in view.leading_scales}
    lines = [line for line in view.study.sensitivity.lines if line.scale in shown and line.changed]
    if not lines:
        return []
    scales = dict.fromkeys(line.scale for line in lines)
    named = listing([Wording(view.instrument.scale[scale].title) for scale in scales])
    where = Reference("sensitivity")
    what = "difference" if all(line.between_groups for line in lines) else "change"
    return [text("For ", named, f" the conclusion depends on how the {what} is worked out (", where, ").")]


def _precision(view: View, n: int) -> list[Text]:
    """How many people the numbers rest on; of groups that are compared, only where the smallest is small."""
    so_few = (
        "With so few, intervals are wide and a single person can move an average; "
        "read directions, not decimals."
    )
    if view.compares_groups:
        smallest = min((stayed for _, stayed, _ in arms_followed(view)), default=n)
        return (
            [text(f"The smallest group has {smallest} people at the end. {so_few}")] if smallest < FEW else []
        )
    if n < FEW:
        return [text(f"Change rests on {n} people at most. {so_few}")]
    return [text(f"Change rests on up to {n} people; the intervals say how precise that is.")]


def _responses(told: FileTold) -> tuple[Inline, ...]:
    if told.responses is None:
        return ()
    return (", ", counted(told.responses, whole_study=True), " responses")


def _stamps(view: View) -> Text:
    """Which questionnaire, files and program stand behind this page."""
    study, instrument = view.study, view.instrument
    told = {one.source.sha256: one for one in reversed(files_told(study))}
    files = [
        text(
            one.name,
            " (",
            Code(sha256[:SHOWN_OF_A_HASH]),
            *_responses(one),
            ")",
        )
        for sha256, one in reversed(told.items())
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
