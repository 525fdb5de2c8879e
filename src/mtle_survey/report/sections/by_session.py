"""Feedback session by session, by people who are not followed."""

from __future__ import annotations

from collections.abc import Iterator

from mtle_survey.evidence.sessions import MODEL, session_field
from mtle_survey.instrument.model import Scale
from mtle_survey.report.blocks import Block, Cell, Column, FigureBlock, Paragraph, TableBlock
from mtle_survey.report.cells import number_column, value, wording, words
from mtle_survey.report.figures.levels import Level, levels_figure
from mtle_survey.report.format import unit_of
from mtle_survey.report.inline import Wording, text
from mtle_survey.report.section import ReportSection
from mtle_survey.report.view import View, Wave
from mtle_survey.table import Row

MOST_SESSIONS = 30


def applies(view: View) -> bool:
    """Whether rated answers belong to more than one session."""
    return any(len(_sessions(view, wave)) > 1 for wave in view.waves)


def blocks(view: View) -> tuple[Block, ...]:
    """Each scale by session, then each item."""
    return tuple(
        block for wave in view.waves if len(_sessions(view, wave)) > 1 for block in _wave(view, wave)
    )


def _sessions(view: View, wave: Wave) -> list[str]:
    """Sessions in the order of their dates, or of the files where no date is given."""
    field = session_field(view.instrument)
    if field is None or field not in view.study.waves[wave].fields:
        return []
    dates = view.study.waves[wave].fields.get(_date_field(view))
    given = view.study.waves[wave].fields[field]
    first: dict[str, str] = {}
    for place, session in enumerate(given):
        if session is not None:
            first.setdefault(str(session), str(dates[place]) if dates is not None else "")
    return sorted(first, key=lambda session: first[session])


def _date_field(view: View) -> str:
    field = view.instrument.field_with_role("date")
    return "" if field is None else field.id


def _wave(view: View, wave: Wave) -> Iterator[Block]:
    yield Paragraph(
        text=text(
            "Other people may have come to each session, and those who stay away from one are not asked. A "
            "difference between sessions is a hint for planning, not a result."
        )
    )
    sessions = _sessions(view, wave)
    for scale in view.scales:
        yield from _figure(view, wave, scale, sessions)
    yield _items(view, wave, sessions)


def _row(view: View, wave: Wave, session: str, **about: str) -> Row | None:
    group = f"{session_field(view.instrument)}={session}"
    found = view.study.standing.sessions.one(
        statistic="mean", model=MODEL, wave=wave, group=group, **{"item": None, "scale": None, **about}
    )
    return None if found is None else view.disclosure.row(found)


def _figure(view: View, wave: Wave, scale: Scale, sessions: list[str]) -> Iterator[FigureBlock]:
    levels = [
        Level(title=_called(view, wave, session), mean=row)
        for session in sessions[:MOST_SESSIONS]
        if (row := _row(view, wave, session, scale=scale.id)) is not None and row.available
    ]
    if levels:
        scores = view.study.scores[wave]
        yield levels_figure(
            f"figure-sessions-{scale.id}",
            text(Wording(scale.title), " by session"),
            levels,
            (scores.low[scale.id], scores.high[scale.id]),
            what="Session",
            unit=unit_of(scale),
            note=text("Means with their intervals, on the whole response range, in the order of the dates."),
        )


def _called(view: View, wave: Wave, session: str) -> str:
    """The session with its date, where one is known."""
    responses = view.study.waves[wave]
    dates = responses.fields.get(_date_field(view))
    if dates is None:
        return session
    given = responses.fields[session_field(view.instrument) or ""]
    date = next((d for d, s in zip(dates, given, strict=True) if s is not None and str(s) == session), None)
    return session if date is None else f"{session}, {date}"


def _items(view: View, wave: Wave, sessions: list[str]) -> TableBlock:
    rows: list[tuple[Cell, ...]] = []
    asked = view.study.waves[wave].items
    shown = sessions[:MOST_SESSIONS]
    for item in asked:
        cells = (value(_row(view, wave, session, item=item)) for session in shown)
        rows.append((wording(view.instrument.item[item].text), *cells))
    sizes = [
        max((row.n or 0 for item in asked if (row := _row(view, wave, s, item=item)) is not None), default=0)
        for s in shown
    ]
    rows.append((words("People who answered"), *(words(str(n)) for n in sizes)))
    return TableBlock(
        id="table-sessions",
        caption=text("Mean answer to each question by session"),
        columns=(Column(label=("Question",)), *(number_column(session) for session in shown)),
        rows=tuple(rows),
    )


SECTION = ReportSection(
    name="by_session", title="Session by session", order=51, applies=applies, blocks=blocks
)
