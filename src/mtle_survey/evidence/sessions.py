"""Feedback session by session: what people who cannot be followed said of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from mtle_survey.instrument.model import Instrument
from mtle_survey.responses import Responses
from mtle_survey.scores import Scores
from mtle_survey.stats.description.mean import mean
from mtle_survey.table import Row, Table, row

MODEL = "sessions"


def session_field(instrument: Instrument) -> str | None:
    """The field that names the session, in an instrument whose rated answers belong to sessions."""
    field = instrument.field_with_role("session")
    return field.id if field is not None and instrument.rated_items else None


def sessions(
    instrument: Instrument,
    waves: Mapping[str | None, Responses],
    scores: Mapping[str | None, Scores],
    level: float,
) -> Table:
    """Mean score of every scale and mean answer to every item, for each session of each wave."""
    name = session_field(instrument)
    if name is None:
        return Table()
    rows: list[Row] = []
    for wave, responses in waves.items():
        if name in responses.fields:
            rows += _of_wave(responses, scores[wave], name, level)
    return Table.of(rows)


def _of_wave(responses: Responses, scores: Scores, name: str, level: float) -> Iterator[Row]:
    given = responses.fields[name]
    for session in dict.fromkeys(str(s) for s in given if s is not None):
        here = np.array([s is not None and str(s) == session for s in given], dtype=bool)
        group = f"{name}={session}"
        for scale in scores.scales:
            found = mean(scores.of(scale)[here], level)[0]
            yield row("mean", found, model=MODEL, scale=scale, wave=responses.wave, group=group)
        for k, item in enumerate(responses.items):
            found = mean(responses.values[here, k], level)[0]
            yield row("mean", found, model=MODEL, item=item, wave=responses.wave, group=group)
