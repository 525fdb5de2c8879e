"""Number of factors: all rules together, and parallel analysis, beside psych."""

from __future__ import annotations

from benchmarks.measure import Measurement, best_of, peak_memory, r_peer
from benchmarks.samples import answers
from mtle_survey.stats.structure.retention.panel import factor_panel
from mtle_survey.stats.structure.retention.parallel_analysis import parallel_analysis


def run() -> list[Measurement]:
    return [_panel("pearson", 4.0), _panel("polychoric", 30.0), _parallel()]


def _panel(correlation: str, target: float) -> Measurement:
    x = answers(2800)
    kind = "cor" if correlation == "pearson" else "poly"
    draws = 20 if correlation == "pearson" else 1
    parallel = factor_panel(x, correlation, permutations=100).parallel
    return Measurement(
        task=f"number of factors, all rules, 1,000 permutations, {correlation}, 25 items, n = 2,800",
        seconds=best_of(1, lambda: factor_panel(x, correlation)),
        memory=peak_memory(lambda: factor_panel(x, correlation, permutations=25)),
        target=target,
        others=r_peer(
            f"psych::fa.parallel alone ({draws} draws, scaled up)",
            x,
            f'fa.parallel(x, cor = "{kind}", n.iter = {draws}, sim = FALSE, plot = FALSE, correct = 0)',
            {"observed eigenvalues": parallel.observed},
            {"`observed eigenvalues`": "found$pc.values"},
            libraries=("psych",),
            scale=1000 / draws,
        ),
    )


def _parallel() -> Measurement:
    x = answers(2800)
    found = parallel_analysis(x, "polychoric", permutations=20)
    return Measurement(
        task="polychoric parallel analysis, 20 permutations, 25 items, n = 2,800",
        seconds=best_of(3, lambda: parallel_analysis(x, "polychoric", permutations=20)),
        memory=peak_memory(lambda: parallel_analysis(x, "polychoric", permutations=20)),
        target=0.79,
        others=r_peer(
            "psych::fa.parallel (1 draw, scaled up)",
            x,
            'fa.parallel(x, cor = "poly", n.iter = 1, sim = FALSE, plot = FALSE, correct = 0)',
            {"observed eigenvalues": found.observed},
            {"`observed eigenvalues`": "found$pc.values"},
            libraries=("psych",),
            scale=20,
        ),
    )
