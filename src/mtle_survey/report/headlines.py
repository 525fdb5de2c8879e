"""What the first page says of results that are no scales and no change: one sentence each."""

from __future__ import annotations

from collections.abc import Iterator

from mtle_survey.evidence.events import MODEL as EVENTS
from mtle_survey.evidence.informants import MODEL as INFORMANTS
from mtle_survey.evidence.needs import MODEL as NEEDS
from mtle_survey.evidence.opportunities import opportunity_table
from mtle_survey.evidence.sessions import MODEL as SESSIONS
from mtle_survey.evidence.trajectories import TIMES, strands
from mtle_survey.report.format import count_of, estimate, estimate_with_interval, interval_in_words, wave_name
from mtle_survey.report.inline import Counted, Reference, Text, Wording, listing, text
from mtle_survey.report.opportunity_counts import counts_told
from mtle_survey.report.view import View
from mtle_survey.table import Row


def headlines(view: View) -> tuple[Text, ...]:
    """Sentences about informants, opportunities, trajectories, needs and logs, where there are any."""
    makers = (_informants, _opportunities, _trajectories, _needs, _sessions, _events)
    return tuple(sentence for maker in makers for sentence in maker(view))


def _informants(view: View) -> Iterator[Text]:
    """The widest gap of a scale that is no part of another, and that no question tells of."""
    asked = {measure for question in view.study.questions for measure in question.measures}
    scales = (*view.whole_scales("outcome"), *view.whole_scales("condition"))
    whole = {s.id: s.title for s in scales if s.id not in asked}
    gaps = [
        row
        for row in view.shown(view.study.informants).where(statistic="informant_gap", model=INFORMANTS)
        if row.available and row.scale in whole and row.wave in view.waves
    ]
    if not gaps:
        return
    last = max(view.waves.index(row.wave) for row in gaps)
    widest = max((g for g in gaps if g.wave == view.waves[last]), key=lambda g: abs(g.estimate or 0.0))
    later, _, earlier = (widest.contrast or "").partition(" - ")
    yield text(
        "Widest gap between informants: ",
        Wording(later),
        " less ",
        Wording(earlier),
        " on ",
        Wording(whole[widest.scale or ""]),
        f", {estimate(widest)} ({_interval(widest)}n = {widest.n}). See ",
        Reference("informants"),
        ".",
    )


def _opportunities(view: View) -> Iterator[Text]:
    found = view.study.standing.opportunities
    if not found:
        return
    table = opportunity_table((found[-1],), view.study.confidence)
    rows = [row for row in table.where(statistic="opportunity") if row.estimate]
    if rows:
        most = max(rows, key=lambda row: row.estimate or 0.0)
        wanted = table.one(statistic="joint_priority", item=most.item, wave=most.wave)
        if wanted is None or not counts_told(view, wanted, most):
            return  # which one is the most frequent would tell of counts that are hidden
        yield text(
            "Most frequent opportunity, wanted by all informants and rated low: ",
            Wording(view.instrument.item[most.item or ""].text.rstrip(".")),
            f" ({count_of(most)} of {most.n} units). See ",
            Reference("opportunities"),
            ".",
        )


def _trajectories(view: View) -> Iterator[Text]:
    titles = {s.id: view.instrument.item[str(s.inputs[TIMES[0]])].text for s in strands(view.instrument)}
    rows = [
        row
        for row in view.shown(view.study.standing.trajectories).where(statistic="mean_change")
        if row.available and row.wave == view.waves[-1]
    ]
    if rows:
        most, least = (f(rows, key=lambda row: row.estimate or 0.0) for f in (max, min))
        yield text(
            "As people tell it today, they rose most in ",
            Wording(titles[most.scale or ""]),
            f" ({estimate(most)}, n = {most.n}) and least in ",
            Wording(titles[least.scale or ""]),
            f" ({estimate(least)}, n = {least.n}). See ",
            Reference("trajectories"),
            ".",
        )


def _needs(view: View) -> Iterator[Text]:
    titles = {score.id: score.title or score.id for score in view.instrument.scores}
    rows = [
        row
        for row in view.shown(view.study.standing.needs).where(
            statistic="mean", model=NEEDS, group=None, factor=None
        )
        if row.available and row.wave == view.waves[-1]
    ]
    if rows:
        rows.sort(key=lambda row: -(row.estimate or 0.0))
        named = [
            text(Wording(titles[row.scale or ""]), f" {estimate_with_interval(row)} (n = {row.n})")
            for row in rows[:2]
        ]
        yield text(
            "Importance exceeds adequacy most for: ", listing(named), ". See ", Reference("needs"), "."
        )


def _sessions(view: View) -> Iterator[Text]:
    """For each whole scale, the session with the highest mean and that with the lowest."""
    table = view.shown(view.study.standing.sessions).where(statistic="mean", model=SESSIONS, item=None)
    for scale in (*view.whole_scales("outcome"), *view.whole_scales("condition")):
        rows = [row for row in table.where(scale=scale.id) if row.available and row.wave == view.waves[-1]]
        if len(rows) > 1:
            most, least = (f(rows, key=lambda row: row.estimate or 0.0) for f in (max, min))
            yield text(
                Wording(scale.title),
                " was rated highest after ",
                Wording((most.group or "").partition("=")[2]),
                f" ({estimate(most)}, {_interval(most)}n = {most.n}) and lowest after ",
                Wording((least.group or "").partition("=")[2]),
                f" ({estimate(least)}, {_interval(least)}n = {least.n}), of {len(rows)} sessions. See ",
                Reference("by_session"),
                ".",
            )


def _events(view: View) -> Iterator[Text]:
    told = []
    for wave in view.waves:
        about: dict[str, str | None] = {"model": EVENTS, "wave": wave, "group": None, "item": None}
        entries = view.study.standing.events.one(statistic="events", factor=None, **about)
        people = view.study.standing.events.one(statistic="people", factor=None, **about)
        if entries is not None and people is not None and entries.available and people.available:
            number = Counted(estimate(people), round(people.estimate or 0.0))
            told.append(text(f"{estimate(entries)} events by ", number, f" people in {wave_name(wave)}"))
    if told:
        yield text("Entered were ", listing(told), ". See ", Reference("events"), ".")


def _interval(row: Row) -> str:
    bounds = interval_in_words(row)
    return f"{bounds}, " if bounds else ""
