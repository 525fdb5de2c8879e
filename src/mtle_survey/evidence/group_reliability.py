"""Reliability within groups of people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from mtle_survey.evidence.pairs import group_names
from mtle_survey.evidence.scale_answers import ScaleAnswers, Waves, gated
from mtle_survey.stats.moments import sample_moments
from mtle_survey.stats.reliability.alpha import alpha_from_moments
from mtle_survey.stats.reliability.mean_inter_item_correlation import inter_item_correlations_from_moments
from mtle_survey.stats.reliability.omega_total import omega_total_from_moments
from mtle_survey.table import About, Row, Table, row


def reliability_by(
    answers: Sequence[ScaleAnswers], waves: Waves, fields: Iterable[str], level: float
) -> Table:
    """Alpha, omega and the mean item correlation within each value of each field.

    Groups with fewer than ten complete respondents keep their row and say so.
    """
    rows: list[Row] = []
    for field in dict.fromkeys(fields):
        for scale in answers:
            column = waves[scale.wave].fields.get(field)
            if column is not None:
                values = column[scale.people]
                for value in group_names(values):
                    inside = np.array([v is not None and str(v) == value for v in values], dtype=np.bool_)
                    rows += _of_group(scale.of(inside), f"{field}={value}", level)
    return Table.of(rows)


def _of_group(scale: ScaleAnswers, group: str, level: float) -> Iterator[Row]:
    S, n = sample_moments(scale.complete)
    about: About = {"scale": scale.scale, "wave": scale.wave, "group": group}
    yield row("alpha", gated(alpha_from_moments(S, n, level)), **about)
    yield row("omega_total", gated(omega_total_from_moments(S, n, "implied")), **about)
    between_items = inter_item_correlations_from_moments(S, n)
    yield row("mean_inter_item_correlation", gated(between_items.mean), **about)
