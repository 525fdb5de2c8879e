"""A log of leading: how many events were entered, by how many people, and how far they reached."""

from __future__ import annotations

from collections.abc import Iterator

from mtle_survey.evidence.events import MODEL
from mtle_survey.instrument.model import Item
from mtle_survey.report.blocks import Block, Cell, Column, Note, TableBlock
from mtle_survey.report.cells import NOTHING, count, number_column, value, words
from mtle_survey.report.format import wave_name
from mtle_survey.report.inline import Italic, Wording, text
from mtle_survey.report.section import ReportSection
from mtle_survey.report.view import View, Wave
from mtle_survey.table import Row

MOST_VALUES = 30


def applies(view: View) -> bool:
    """Whether the instrument is a log with entries."""
    return any(row.statistic == "events" and row.estimate for row in view.study.standing.events)


def blocks(view: View) -> tuple[Block, ...]:
    """Entries by wave; then by each kind of activity, audience and indicator."""
    return (
        Note(
            kind="caution",
            title=text("A log counts what was entered"),
            paragraphs=(
                text(
                    "An empty month may mean a busy one, and some people enter more than others. Compare "
                    "events with care, and people not at all. Who was there twice is counted twice."
                ),
            ),
        ),
        _whole(view),
        *_broken_down(view),
    )


def _numbers(view: View) -> list[Item]:
    items = {row.item for row in view.study.standing.events if row.statistic == "total"}
    return [item for item in view.instrument.items if item.id in items]


def _row(view: View, statistic: str, wave: Wave, **about: str | None) -> Row | None:
    about = {"item": None, "group": None, "factor": None, **about}
    return view.study.standing.events.one(statistic=statistic, model=MODEL, wave=wave, **about)


def _whole(view: View) -> TableBlock:
    lines: list[tuple[Cell, ...]] = []
    waves = view.waves
    for label, statistic in (("Events entered", "events"), ("People who entered them", "people")):
        lines.append((words(label), *(_amount(_row(view, statistic, wave)) for wave in waves)))
    for label, statistic in (
        ("Events per person: median", "median"),
        ("Events per person: mean", "mean"),
        ("Events per person: most", "max"),
    ):
        if statistic == "max" and view.disclosure.public:
            continue
        found = [_row(view, statistic, wave, factor="events_per_person") for wave in waves]
        shown = [None if row is None else view.disclosure.row(row) for row in found]
        lines.append((words(label), *(_amount(row) if statistic == "max" else value(row) for row in shown)))
    for item in _numbers(view):
        found = [_row(view, "total", wave, item=item.id) for wave in waves]
        lines.append((words("Sum of: ", Wording(item.text)), *(_amount(row) for row in found)))
    return TableBlock(
        id="table-events",
        caption=text("What was entered"),
        columns=(Column(label=("What",)), *(number_column(wave_name(wave)) for wave in waves)),
        rows=tuple(lines),
        note=text("Sums rest on the events that give the number."),
    )


def _broken_down(view: View) -> Iterator[TableBlock]:
    names = dict.fromkeys(
        (row.group or "").partition("=")[0] for row in view.study.standing.events if row.group is not None
    )
    for name in names:
        table = _by(view, name)
        if table is not None:
            yield table


def _by(view: View, name: str) -> TableBlock | None:
    values = dict.fromkeys(
        row.group or "" for row in view.study.standing.events if (row.group or "").startswith(f"{name}=")
    )
    if len(values) > MOST_VALUES:
        return None
    title = (
        view.instrument.field[name].title
        if name in view.instrument.field
        else view.instrument.item[name].text
    )
    reach = next(iter(_numbers(view)), None)
    rows = []
    for group in values:
        cells: list[Cell] = [words(Wording(group.partition("=")[2]))]
        for wave in view.waves:
            people = _row(view, "people", wave, group=group)
            few = people is not None and not view.disclosure.shows(round(people.estimate or 0))
            hidden = words(view.disclosure.hidden)
            cells.append(hidden if few else _amount(_row(view, "events", wave, group=group)))
            cells.append(hidden if few else _amount(people))
            if reach is not None:
                total = _row(view, "total", wave, group=group, item=reach.id)
                cells.append(hidden if few else _amount(total))
        rows.append(tuple(cells))
    columns: list[Column] = [Column(label=(Wording(title),))]
    for wave in view.waves:
        columns += [
            number_column("Events", group=wave_name(wave)),
            number_column("People", group=wave_name(wave)),
        ]
        if reach is not None:
            columns.append(number_column("Reached", group=wave_name(wave)))
    note = text("Reached = sum of “", Wording(reach.text), "”.") if reach is not None else ()
    return TableBlock(
        id=f"table-events-by-{name}",
        caption=text("Events by ", Italic(title)),
        columns=tuple(columns),
        rows=tuple(rows),
        note=note,
    )


def _amount(row: Row | None) -> Cell:
    return NOTHING if row is None or row.estimate is None else count(round(row.estimate))


SECTION = ReportSection(name="events", title="What was logged", order=41, applies=applies, blocks=blocks)
