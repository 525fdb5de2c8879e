"""How far totals over several parts can be read as one thing, and their parts as things of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from mtle_survey.evidence.scale_answers import ScaleAnswers
from mtle_survey.instrument.model import Instrument
from mtle_survey.stats.estimate import Estimate, not_available
from mtle_survey.stats.moments import sample_moments
from mtle_survey.stats.reliability.general_factor import METHOD, general_factor
from mtle_survey.table import Row, Table, row

GENERAL = "general"


def total_reliability(instrument: Instrument, answers: Iterable[ScaleAnswers], seed: int) -> Table:
    """Omega hierarchical and its companions, for every scale that is made of parts.

    Rows about a part name it as ``factor``; the general factor's own are named ``general``.
    """
    rows: list[Row] = []
    for scale in answers:
        if instrument.scale[scale.scale].parts:
            rows += _of_total(instrument, scale, seed)
    return Table.of(rows)


def _of_total(instrument: Instrument, scale: ScaleAnswers, seed: int) -> Iterator[Row]:
    parts = instrument.scale[scale.scale].parts
    members = np.array(
        [[item in instrument.scale_items(part) for part in parts] for item in scale.items], dtype=np.bool_
    )
    S, n = sample_moments(scale.complete)
    if (members.sum(axis=1) != 1).any():
        reason, found = "an item belongs to several parts", None
    else:
        fitted = general_factor(S, n, members, seed=seed)
        reason, found = fitted.unavailable, fitted.indices

    def made(statistic: str, value: float, factor: str | None = None) -> Row:
        estimate = Estimate(value=value, n=n, method=METHOD)
        return row(statistic, estimate, scale=scale.scale, wave=scale.wave, factor=factor)

    if found is None:
        refused = not_available(reason, n=n, method=METHOD)
        yield row("omega_hierarchical", refused, scale=scale.scale, wave=scale.wave)
        return
    yield made("omega_hierarchical", found.omega_hierarchical)
    yield made("explained_common_variance", found.ecv)
    yield made("uncontaminated_correlations", found.puc)
    yield made("construct_replicability", found.h_general, GENERAL)
    for place, part in enumerate(parts):
        yield made("omega_subscale", found.omega_subscale[place], part)
        yield made("omega_hierarchical_subscale", found.omega_hierarchical_subscale[place], part)
        yield made("construct_replicability", found.h_group[place], part)
