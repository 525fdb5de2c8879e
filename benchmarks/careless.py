"""Indices of careless answers; beside psych where it has one."""

from __future__ import annotations

import numpy as np

from benchmarks.measure import Measurement, best_of, peak_memory, r_peer
from benchmarks.samples import answers
from mtle_survey.stats.careless.even_odd import even_odd
from mtle_survey.stats.careless.irv import irv
from mtle_survey.stats.careless.longstring import longstring
from mtle_survey.stats.careless.mahalanobis import mahalanobis
from mtle_survey.stats.careless.pair_sums import pair_sums
from mtle_survey.stats.careless.person_total import person_total
from mtle_survey.stats.careless.psychometric_synonyms import psychometric_synonyms

PEOPLE = 20_000
SCALES = [range(5 * f, 5 * f + 5) for f in range(5)]


def run() -> list[Measurement]:
    x = answers(PEOPLE)

    def ours() -> np.ndarray:
        sums = pair_sums(x)
        for index in (longstring, irv):
            index(x)
        even_odd(x, SCALES)
        psychometric_synonyms(x, sums)
        person_total(x, sums)
        return np.asarray(mahalanobis(x, sums).values)

    return [
        Measurement(
            task=f"six indices of careless answers, 25 items, n = {PEOPLE:,}",
            seconds=best_of(3, ours),
            memory=peak_memory(ours),
            others=r_peer(
                "psych::outlier, the Mahalanobis distance alone",
                x,
                "outlier(x, plot = FALSE)",
                {"squared distances": ours()},
                {"`squared distances`": "found"},
                libraries=("psych",),
            ),
        )
    ]
