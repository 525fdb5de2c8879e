"""Factor analysis: polychoric correlations, number of factors, exploratory and confirmatory models."""

from __future__ import annotations

import numpy as np

from benchmarks.measure import Measurement, best_of, r_seconds
from mtle_survey.stats.structure.cfa.cfa import cfa
from mtle_survey.stats.structure.cfa.structure import FactorStructure
from mtle_survey.stats.structure.correlation.pearson import pearson
from mtle_survey.stats.structure.correlation.polychoric import polychoric
from mtle_survey.stats.structure.efa.solution import efa
from mtle_survey.stats.structure.invariance.invariance import invariance
from mtle_survey.stats.structure.retention.panel import factor_panel

ITEMS = 25
FIVE = FactorStructure(n_items=ITEMS, factors=tuple(tuple(range(5 * f, 5 * f + 5)) for f in range(5)))

R_DATA = """
suppressPackageStartupMessages({{library(psych); library(lavaan)}})
set.seed(1); n <- {n}; f <- matrix(rnorm(n * 5), n) + .6 * rnorm(n)
y <- f[, rep(1:5, each = 5)] + matrix(rnorm(n * 25), n)
x <- as.data.frame(matrix(findInterval(y, c(-2, -.7, .7, 2)) + 1, n)); names(x) <- paste0("i", 1:25)
model <- paste(sapply(1:5, function(k) paste0("f", k, " =~ ", paste0("i", 5 * (k - 1) + 1:5, collapse = " + "))), collapse = "\\n")
clock <- function(expr) system.time(suppressWarnings(suppressMessages(capture.output(expr))))[["elapsed"]]
"""  # noqa: E501


def answers(n: int, seed: int = 1) -> np.ndarray:
    """Five-point answers to 25 items of five correlated factors."""
    generator = np.random.default_rng(seed)
    factors = generator.normal(size=(n, 5)) + 0.6 * generator.normal(size=(n, 1))
    latent = np.repeat(factors, 5, axis=1) + generator.normal(size=(n, ITEMS))
    return np.digitize(latent, [-2.0, -0.7, 0.7, 2.0]) + 1.0


def run() -> list[Measurement]:
    return [
        _polychoric(),
        _polychoric_of_many(),
        _panel("pearson", 4.0),
        _panel("polychoric", 30.0),
        _efa(),
        _cfa("ml", 'cfa(model, x, std.lv = TRUE, estimator = "ML")'),
        _cfa("mlr", 'cfa(model, x, std.lv = TRUE, estimator = "MLR")'),
        _cfa("wlsmv", 'cfa(model, x, std.lv = TRUE, estimator = "WLSMV", ordered = names(x))'),
        _ladder(),
    ]


def _in_r(n: int, tasks: dict[str, str]) -> tuple[tuple[str, float], ...]:
    found = {name: r_seconds(R_DATA.format(n=n) + f"cat({expression})") for name, expression in tasks.items()}
    return tuple((name, seconds) for name, seconds in found.items() if seconds is not None)


def _polychoric() -> Measurement:
    x = answers(2800)
    tasks = {
        "psych::polychoric": "clock(polychoric(x, correct = 0))",
        "lavaan::lavCor": "clock(lavCor(x, ordered = names(x)))",
    }
    return Measurement(
        task="polychoric correlations, 25 items, n = 2,800",
        seconds=best_of(5, lambda: polychoric(x)),
        target=0.12,
        others=_in_r(2800, tasks),
    )


def _polychoric_of_many() -> Measurement:
    x = answers(200_000)
    return Measurement(
        task="polychoric correlations, 25 items, n = 200,000",
        seconds=best_of(3, lambda: polychoric(x)),
        target=1.0,
    )


def _panel(correlation: str, target: float) -> Measurement:
    x = answers(2800)
    kind = "cor" if correlation == "pearson" else "poly"
    draws = 20 if correlation == "pearson" else 1
    call = f'fa.parallel(x, cor = "{kind}", n.iter = {draws}, sim = FALSE, plot = FALSE)'
    task = f"{1000 // draws} * clock({call})"
    return Measurement(
        task=f"number of factors, all rules, 1,000 permutations, {correlation}, 25 items, n = 2,800",
        seconds=best_of(1, lambda: factor_panel(x, correlation)),
        target=target,
        others=_in_r(2800, {f"psych::fa.parallel alone ({draws} draws, scaled up)": task}),
    )


def _efa() -> Measurement:
    x = answers(2800)
    R = pearson(x).R
    tasks = {"psych::fa, 30 rotations": 'clock(fa(x, 5, rotate = "oblimin", n.rotations = 30))'}
    return Measurement(
        task="minres and oblimin from 30 starts, 5 factors of 25 items",
        seconds=best_of(3, lambda: efa(R, 2800, 5)),
        others=_in_r(2800, tasks),
    )


def _cfa(estimator: str, expression: str) -> Measurement:
    x = answers(2800)
    task = f"clock({{fit <- {expression}; fitMeasures(fit); standardizedSolution(fit); modindices(fit)}})"
    return Measurement(
        task=f"confirmatory, {estimator}, 5 factors of 25 items, n = 2,800, with all output",
        seconds=best_of(3, lambda: cfa(x, FIVE, estimator)),
        others=_in_r(2800, {"lavaan": task}),
    )


def _waves(n: int) -> list[np.ndarray]:
    """Two waves of ten five-point items of two factors, which correlate .6 over time."""
    generator = np.random.default_rng(2)
    first = generator.normal(size=(n, 2)) + 0.6 * generator.normal(size=(n, 1))
    second = 0.6 * first + 0.8 * generator.normal(size=(n, 2))
    unique = generator.normal(size=(n, 10))
    return [
        np.digitize(
            np.repeat(factors, 5, axis=1) + 0.5 * unique + generator.normal(size=(n, 10)),
            [-2.0, -0.7, 0.7, 2.0],
        )
        + 1.0
        for factors in (first, second)
    ]


def _ladder() -> Measurement:
    waves = _waves(600)
    structure = FactorStructure(n_items=10, factors=((0, 1, 2, 3, 4), (5, 6, 7, 8, 9)))
    return Measurement(
        task="ordinal invariance over two waves, five levels, 10 items of two factors, n = 600",
        seconds=best_of(2, lambda: invariance(waves, structure, "wave", "wlsmv", partial=False)),
    )
