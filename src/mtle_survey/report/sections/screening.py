"""Careless answers: which signs were looked for, how many show them, and whether they matter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from mtle_survey.evidence.sensitivity import BASE, Line, conclusion
from mtle_survey.plugins import discover
from mtle_survey.report.blocks import Block, Cell, Column, Details, ListBlock, Note, Paragraph, TableBlock
from mtle_survey.report.cells import NOTHING, number_column, words
from mtle_survey.report.format import percent, wave_name
from mtle_survey.report.inline import Link, Reference, Text, Wording, commas, counted, listing, text
from mtle_survey.report.screened import SIGNS, has_screening
from mtle_survey.report.section import ReportSection
from mtle_survey.report.view import View, Wave
from mtle_survey.screening.screen import Screen

WITHOUT = "without_careless"
CONCENTRATED = "Q011"


def blocks(view: View) -> tuple[Block, ...]:
    """What was done with such responses, the signs and their counts, sites, and what leaving out changes."""
    return (
        Paragraph(text=_what_was_done(view)),
        _signs(view),
        *_not_computed(view),
        *_sites(view),
        Paragraph(text=_verdict(view)),
        _sources(view),
    )


def _what_was_done(view: View) -> Text:
    rule = (
        "at least two independent kinds of signs, one of them time, a wrong answer where the right one was "
        "given, or one answer through questions of both directions"
    )
    out = _left_out(view)
    if not out and not view.study.careless_rule.exclude:
        return text(
            "Nobody was left out because of these signs. A sign is a reason to look, not a proof: people who "
            f"read every question can show one. A response looks careless when it shows {rule}."
        )
    return text(
        "As the study declared before results were seen, responses that show ",
        f"{rule} were left out: ",
        counted(out, whole_study=True),
        " of them. Every step is in ",
        Reference("table-flow"),
        ".",
    )


def _left_out(view: View) -> int:
    """How many responses the declared rule left out."""
    return sum(view.study.flow.n(wave, "careless") for wave in view.waves)


def _signs(view: View) -> TableBlock:
    """The signs that could be looked for in some wave, with their counts; the others are named below."""
    screens, waves = view.study.careless.values(), list(view.study.careless)
    names = [name for name in SIGNS if any(_looked_for(s, name) for s in screens)]
    others = [
        SIGNS[name].title
        for name in SIGNS
        if name not in names and any(name in s.unavailable for s in screens)
    ]
    rows = [
        (
            words(SIGNS[name].title),
            words(SIGNS[name].meaning),
            words(SIGNS[name].cut_off),
            *(_flagged(view, view.study.careless[wave], name) for wave in waves),
        )
        for name in names
    ]
    return TableBlock(
        id="table-careless",
        caption=text("Signs of careless answers"),
        columns=(
            Column(label=("Sign",)),
            Column(label=("What it means",)),
            Column(label=("Cut-off",)),
            *(number_column(wave_name(wave)) for wave in waves),
        ),
        rows=(*rows, *_long_runs(view, waves), _looks_careless(view, waves)),
        note=text(
            "Responses with the sign, of those for which it could be looked for; a dash where it could be "
            "looked for in none.",
            *(
                (
                    " Could not be looked for in any wave (why: on the web page and in the workbook): ",
                    commas(others),
                    ".",
                )
                if others
                else ()
            ),
        ),
    )


def _answered(view: View, wave: Wave) -> int:
    return int(view.study.answered_waves[wave].answered.sum())


def _looked_for(screen: Screen, name: str) -> bool:
    return name in screen.indices and name not in screen.unavailable


def _flagged(view: View, screen: Screen, name: str) -> Cell:
    if not _looked_for(screen, name):
        return NOTHING
    known = int(np.isfinite(screen.indices[name]).sum())
    return _share(view, int(screen.flags[name].sum()), known)


def _long_runs(view: View, waves: Sequence[Wave]) -> Iterator[tuple[Cell, ...]]:
    counts = [int(view.study.careless[wave].run_without_reversals.sum()) for wave in waves]
    if any(counts):
        yield (
            words("One answer in a long row, one direction only"),
            words("May be what the person means, and counts as no sign."),
            words("at least 8 in a row, and half of the block"),
            *(_share(view, n, _answered(view, w)) for n, w in zip(counts, waves, strict=True)),
        )


def _looks_careless(view: View, waves: Sequence[Wave]) -> tuple[Cell, ...]:
    counts = (int(view.study.careless[wave].meets_rule.sum()) for wave in waves)
    return (
        words("Looks careless"),
        words("Several independent signs come together."),
        words("see the rule above"),
        *(_share(view, n, _answered(view, w)) for n, w in zip(counts, waves, strict=True)),
    )


def _share(view: View, n: int, of: int) -> Cell:
    shown = view.disclosure.counts([n, of - n])[0]
    if shown is None or of == 0:
        return words(view.disclosure.hidden_count) if of else NOTHING
    return Cell(text=(f"{n} of {of} ({percent(n / of, of)})",), value=n)


def _not_computed(view: View) -> Iterator[Block]:
    """Which signs could not be looked for, and why."""
    reasons: dict[str, list[str]] = {}
    for screen in view.study.careless.values():
        for name, reason in screen.unavailable.items():
            if SIGNS[name].title not in reasons.setdefault(reason, []):
                reasons[reason].append(SIGNS[name].title)
    if reasons:
        items = tuple(text(commas(titles), f": {reason}.") for reason, titles in reasons.items())
        yield Details(title=text("Signs that could not be looked for"), blocks=(ListBlock(items=items),))


def _sites(view: View) -> Iterator[Note]:
    """Whether signs gather in one site, which then is a matter of how the survey was given there."""
    found = [problem for problem in view.study.problems if problem.code == CONCENTRATED]
    if not found:
        return
    told = (
        [text("Signs gather at one site more than chance would have it.")]
        if view.disclosure.public
        else [text(f"{problem.found}.") for problem in found]
    )
    ask = text("The cause may lie in how the survey was given there: ask before its results are read.")
    yield Note(
        kind="caution", title=text("Signs of careless answers gather in one place"), paragraphs=(*told, ask)
    )


def _verdict(view: View) -> Text:
    """Whether leaving such responses out would change a conclusion, without any number."""
    if _left_out(view):
        return text("The results are those of the responses that stayed.")
    lines = [line for line in _lines(view) if WITHOUT in line.ways and line.ways[WITHOUT].available]
    about = _about(lines)
    if not any(screen.meets_rule.any() for screen in view.study.careless.values()):
        return text("No response looks careless, so that there is nothing to leave out.")
    if not lines:
        return text("There is no change of which it could be said whether leaving them out matters.")
    changed = [line for line in lines if conclusion(line.ways[WITHOUT]) != conclusion(line.ways[BASE])]
    if not changed:
        return text(
            f"Without the responses that look careless, the conclusion about {about} is the same for every "
            "leading outcome."
        )
    titles = [Wording(view.instrument.scale[line.scale].title) for line in changed]
    return text(
        f"Without the responses that look careless, the conclusion about {about} is another one for ",
        listing(titles),
        "; see ",
        Reference("table-sensitivity"),
        ".",
    )


def _about(lines: Sequence[Line]) -> str:
    """What the conclusions are about: in a comparison how much higher the program group ended."""
    told = {
        "the difference of the groups": any(line.between_groups for line in lines),
        "the change of the program group": any(line.of_program for line in lines),
    }
    return " or ".join(what for what, found in told.items() if found) or "change"


def _lines(view: View) -> list[Line]:
    leading = {scale.id for scale in view.leading_scales}
    lines = view.study.sensitivity.lines
    return [line for line in lines if line.scale in leading and line.ways[BASE].available]


def _sources(view: View) -> Details:
    used = {name for screen in view.study.careless.values() for name in screen.indices}
    found = {
        statistic.reference
        for statistic in discover("mtle_survey.stats.careless", "STATISTIC").values()
        if statistic.name in used and statistic.reference
    }
    items = (_linked(reference) for reference in sorted(found))
    return Details(title=text("Where the signs come from"), blocks=(ListBlock(items=tuple(items)),))


def _linked(reference: str) -> Text:
    name, mark, address = reference.partition("https://")
    return text(Wording(name), Link(mark + address, mark + address) if mark else "")


def applies(view: View) -> bool:
    """Whether signs were looked for, and this is no public report of a part."""
    return has_screening(view) and not view.of_a_part


SECTION = ReportSection(name="screening", title="Careless answers", order=72, applies=applies, blocks=blocks)
