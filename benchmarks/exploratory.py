"""Exploratory factors: extraction and rotation, beside psych and factor-analyzer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from benchmarks.measure import Measurement, Peer, best_of, peak_memory, python_peer, r_peer
from benchmarks.samples import answers
from mtle_survey.stats.structure.correlation.pearson import pearson
from mtle_survey.stats.structure.efa.solution import efa


def run() -> list[Measurement]:
    return [_efa(), _many_starts()]


def _efa() -> Measurement:
    from factor_analyzer import FactorAnalyzer

    x = answers(2800)
    R = pearson(x).R
    ours = {"communalities": efa(R, 2800, 5).communality}

    def theirs() -> FactorAnalyzer:
        return FactorAnalyzer(5, rotation="oblimin", method="minres").fit(x)

    return Measurement(
        task="minres and oblimin from 30 starts, 5 factors of 25 items",
        seconds=best_of(3, lambda: efa(R, 2800, 5)),
        memory=peak_memory(lambda: efa(R, 2800, 5)),
        others=(
            _factor_analyzer(theirs, ours),
            *r_peer(
                "psych::fa, 30 rotations",
                x,
                'fa(x, 5, rotate = "oblimin", n.rotations = 30)',
                ours,
                {"communalities": "found$communality"},
                libraries=("psych", "GPArotation"),
            ),
        ),
    )


def _factor_analyzer(task: Callable[[], Any], ours: dict[str, Any]) -> Peer:
    """factor-analyzer, or why it cannot run beside the scikit-learn that is installed."""
    try:
        theirs = {"communalities": task().get_communalities()}
    except TypeError as error:
        return Peer(name=f"factor-analyzer cannot run ({error})", seconds=float("nan"))
    return python_peer("factor-analyzer, one start", task, ours, theirs, repeats=1)


def _many_starts() -> Measurement:
    R = pearson(answers(2800)).R
    return Measurement(
        task="minres and oblimin from 100 starts, 5 factors of 25 items",
        seconds=best_of(5, lambda: efa(R, 2800, 5, starts=100)),
        memory=peak_memory(lambda: efa(R, 2800, 5, starts=100)),
        target=0.15,
    )
