"""Polychoric correlations, beside lavaan, psych and ordinalcorr."""

from __future__ import annotations

import numpy as np

from benchmarks.measure import Measurement, Peer, best_of, peak_memory, python_peer, r_peer
from benchmarks.samples import UPPER, answers
from mtle_survey.stats.structure.correlation.polychoric import polychoric


def run() -> list[Measurement]:
    return [_polychoric(), _polychoric_of_many()]


def _polychoric() -> Measurement:
    x = answers(2800)
    ours = {"correlations": polychoric(x).R[UPPER]}
    return Measurement(
        task="polychoric correlations, 25 items, n = 2,800",
        seconds=best_of(5, lambda: polychoric(x)),
        memory=peak_memory(lambda: polychoric(x)),
        target=0.12,
        others=(
            *_ordinalcorr(x, ours["correlations"]),
            *r_peer(
                "psych::polychoric",
                x,
                "psych::polychoric(x, correct = 0)",
                ours,
                {"correlations": "t(found$rho)[lower.tri(found$rho)]"},
                libraries=("psych",),
            ),
            *r_peer(
                "lavaan::lavCor",
                x,
                "lavCor(x, ordered = names(x))",
                ours,
                {"correlations": "unclass(found)[lower.tri(found)]"},
                libraries=("lavaan",),
                setup="x <- as.data.frame(x)",
            ),
        ),
    )


def _ordinalcorr(x: np.ndarray, ours: np.ndarray, pairs: int = 10) -> tuple[Peer, ...]:
    try:
        import ordinalcorr
    except ModuleNotFoundError:
        return (Peer(name="ordinalcorr: not installed", seconds=float("nan")),)

    def loop() -> list[float]:
        return [
            ordinalcorr.polychoric(x[:, i].astype(int), x[:, j].astype(int))
            for i, j in list(zip(*UPPER, strict=True))[:pairs]
        ]

    return (
        python_peer(
            f"ordinalcorr.polychoric ({pairs} pairs, scaled up)",
            loop,
            {"correlations": ours[:pairs]},
            {"correlations": loop()},
            repeats=1,
            scale=len(ours) / pairs,
        ),
    )


def _polychoric_of_many() -> Measurement:
    x = answers(200_000)
    return Measurement(
        task="polychoric correlations, 25 items, n = 200,000",
        seconds=best_of(3, lambda: polychoric(x)),
        memory=peak_memory(lambda: polychoric(x)),
        target=1.0,
    )
