"""The simplest export: one header row, then the answers."""

from __future__ import annotations

from mtle_survey.instrument.model import Instrument
from mtle_survey.simulate.records import RecordKind, SimulatedWave
from mtle_survey.simulate.render import column_texts

HEADER_ROWS = 1
LINE_END = "\n"


def rows(instrument: Instrument, wave: SimulatedWave, _seed: int, *, labels: bool) -> list[list[str]]:
    """Every record, the header first. Previews cannot be told apart here, so they are left blank."""
    columns = [column_texts(instrument, wave, column, labels=labels) for column in wave.columns]
    return [
        [column.header for column in wave.columns],
        *(
            [cells[record] if kind is not RecordKind.PREVIEW else "" for cells in columns]
            for record, kind in enumerate(wave.kinds)
        ),
    ]
