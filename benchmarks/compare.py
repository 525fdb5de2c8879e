"""The whole comparison of a large evaluation: every table that ``mtle compare`` prints."""

from __future__ import annotations

from benchmarks.measure import Measurement, best_of
from benchmarks.survey import PEOPLE, SCALES, WAVES, large_instrument, large_waves
from mtle_survey.study import Study

DRAWS = 2_000


def run() -> list[Measurement]:
    instrument = large_instrument()
    waves = large_waves(instrument)

    def compare() -> None:
        study = Study(
            instrument,
            waves,
            cluster="site",
            groups=("grade",),
            dose="hours",
            primary=("s0", "s1"),
            bootstrap=DRAWS,
            dates={f"w{w}": f"20{20 + w}-09-01" for w in range(WAVES)},
        )
        if not len(study.compared):
            raise ValueError("nothing was compared")

    return [
        Measurement(
            task=f"mtle compare: {SCALES} scales, {WAVES} waves, {PEOPLE:,} people, {DRAWS:,} draws",
            seconds=best_of(2, compare),
            target=3.0,
        )
    ]
