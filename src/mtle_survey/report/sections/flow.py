"""Who answered: from the records of each file to the people who can be followed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import isfinite

from mtle_survey.evidence.events import is_log
from mtle_survey.report.blocks import Block, Cell, Column, Paragraph, TableBlock
from mtle_survey.report.cells import NOTHING, count, number_column, words
from mtle_survey.report.disclosure import OF_THE_WHOLE
from mtle_survey.report.few import beside
from mtle_survey.report.figures.flow_diagram import Stage, WaveFlow, flow_figure
from mtle_survey.report.format import number, wave_name
from mtle_survey.report.inline import Reference, Text, text
from mtle_survey.report.section import ReportSection, always
from mtle_survey.report.view import View, Wave

LABELS = {
    "invited": "People invited, by the roster",
    "records": "Records in the file",
    "header": "Heading lines",
    "blank": "Blank records",
    "preview": "Previews by the survey's author",
    "test": "Test entries",
    "spam": "Entries that the platform calls spam",
    "not_consented": "Did not agree to take part",
    "withdrawn": "Withdrew their answers",
    "responses": "Responses",
    "unanswered": "Responses without an answer to any rated question",
    "answered": "Responses with at least one rated answer",
    "without_id": "Answered, but without an ID",
    "quarantined": "Set aside: one ID with different answers",
    "collapsed": "Second copies of identical records",
    "persons": "People who can be identified",
    "linked": "… who were in the first wave too",
    "new": "… who were not in the first wave",
    "lost": "In the first wave, but not in this one",
}
_BOXES = (
    ("invited", "invited"),
    ("records", "records"),
    ("responses", "responses"),
    ("answered", "with answers"),
    ("persons", "people identified"),
)
_FOLLOWED = ("linked", "new", "lost")  # nobody is followed where people looked back in the same records
_STAGES = ("invited", "records", "responses", "answered", "persons")


OF_A_LOG = {
    "responses": "Entries",
    "unanswered": "Entries without any text",
    "answered": "Entries with at least one answer",
}


def label(step: str, *, log: bool = False) -> str:
    """A step of the flow in plain words; a log holds entries, not responses."""
    if log and step in OF_A_LOG:
        return OF_A_LOG[step]
    return LABELS.get(step, f"Left out: {step.replace('_', ' ')}")


def blocks(view: View) -> tuple[Block, ...]:
    """One table; a row for each step, a column for each wave."""
    if not view.flow_told:
        return (Paragraph(text=untold(view)),)
    flow, log = view.study.flow, is_log(view.instrument)
    waves = tuple(view.study.waves)
    steps = list(dict.fromkeys(step.step for wave in waves for step in flow.of(wave)))
    places = {step: i for i, step in enumerate(LABELS)}
    before_responses = places["responses"] - 0.5
    steps.sort(key=lambda step: places.get(step, before_responses))
    told = [s for s in steps if s not in _FOLLOWED] if view.remembered else steps
    steps = [s for s in told if s in _STAGES or any(flow.n(w, s) for w in waves)]
    rows = tuple(
        (
            words(label(step, log=log)),
            *(count(flow.n(w, step)) if any(s.step == step for s in flow.of(w)) else NOTHING for w in waves),
        )
        for step in steps
    )
    table = TableBlock(
        id="table-flow",
        caption=text("From records to people"),
        columns=(Column(label=("Step",)), *(number_column(wave_name(wave)) for wave in waves)),
        rows=rows,
        note=text(
            "Records = entries + everything left out above them. One person can make several entries."
            if log
            else "Records = responses + everything left out above them. Responses are with or without "
            "answers. Responses with an answer = people who can be identified + those without an ID, set "
            "aside or copied."
        ),
    )
    figure = flow_figure(
        "figure-flow",
        text("From records to people"),
        [_boxes(view, wave) for wave in waves],
        data=replace(table, id="figure-flow-data"),
        note=text("Left out on the way, and why: ", Reference("table-flow"), "."),
    )
    return (Paragraph(text=text(_introduction(view))), *beside(view, figure), table, *_linking(view))


def untold(view: View) -> Text:
    """Why a part's report does not say who answered."""
    return text(
        f"How many people answered, and how many of them were found again, stands "
        f"{OF_THE_WHOLE}: beside it, something about fewer than {view.disclosure.smallest} people here could "
        "be worked out. ",
        f"Results rest on up to {view.most_people} people." if view.most_people else "",
    )


def _boxes(view: View, wave: Wave) -> WaveFlow:
    """The stages that a wave passed through, and who of it is in the first wave too."""
    flow = view.study.flow
    stages: list[Stage] = []
    for step, name in _BOXES:
        if any(s.step == step for s in flow.of(wave)):
            n = flow.n(wave, step)
            lost = stages[-1].n - n if stages else 0
            left_out = "" if step == "records" else f"{lost} left out" if lost > 0 else ""
            stages.append(Stage(label=name, n=n, left_out=left_out))
    linked = view.remembered is None and any(s.step == "linked" for s in flow.of(wave))
    first = view.study.links.waves[0] if view.study.links else ""
    followed = (
        f"{flow.n(wave, 'linked')} of them were in {first} too; {flow.n(wave, 'lost')} of {first} are missing"
        if linked
        else ""
    )
    return WaveFlow(wave=wave_name(wave), stages=tuple(stages), followed=followed)


def _introduction(view: View) -> str:
    start = "Every record of every file is accounted for; the program stops when a step does not add up."
    if view.study.links is None or view.remembered is not None:
        return start
    how = (
        "Codes one slip apart are joined where each is the other's only neighbour."
        if view.study.links.fuzzy
        else "Only identical IDs are joined, capital letters apart; nobody is matched by guessing."
    )
    return f"{start} People are found again by the ID that they gave. {how}"


def _linking(view: View) -> Iterator[TableBlock]:
    """How the people of later waves were found in the first one, where not all of it was by the same ID."""
    links = view.study.links
    if links is None:
        return
    found = {later: pair for (earlier, later), pair in links.between.items() if earlier == links.waves[0]}
    if not any(pair.fuzzy or pair.by_hand or pair.ambiguous for pair in found.values()):
        return
    chance = any(isfinite(pair.expected_exact) for pair in found.values())
    yield TableBlock(
        id="table-linking",
        caption=text(f"How people were found again in {links.waves[0]}"),
        columns=(
            Column(label=("Wave",)),
            number_column("Same ID"),
            number_column("One slip apart"),
            number_column("Decided by hand"),
            number_column("Several candidates"),
            number_column("Not found"),
            *((number_column("Same ID by chance"), number_column("One slip by chance")) if chance else ()),
        ),
        rows=tuple(
            (
                words(wave_name(wave)),
                *(count(n) for n in (pair.exact, pair.fuzzy, pair.by_hand, pair.ambiguous, pair.unlinked)),
                *((_expected(pair.expected_exact), _expected(pair.expected_fuzzy)) if chance else ()),
            )
            for wave, pair in found.items()
        ),
        note=text(
            "Several candidates and not found count as not linked."
            + (" By chance = pairs that chance alone would be expected to make." if chance else "")
        ),
    )


def _expected(pairs: float) -> Cell:
    return Cell(text=(number(pairs, 2),), value=pairs) if isfinite(pairs) else NOTHING


SECTION = ReportSection(name="flow", title="Who answered", order=20, applies=always, blocks=blocks)
