"""Reliability: bootstrap intervals, item analysis of many respondents, refits of a factor model."""

from __future__ import annotations

import numpy as np

from benchmarks.measure import Measurement, best_of, r_seconds
from mtle_survey.stats.items.alpha_if_dropped import alpha_if_dropped_from_moments
from mtle_survey.stats.items.item_rest_correlation import item_rest_correlation_from_moments
from mtle_survey.stats.moments import sample_moments
from mtle_survey.stats.reliability.alpha import alpha_from_moments
from mtle_survey.stats.reliability.bootstrap import alpha_bca, omega_total_bca
from mtle_survey.stats.reliability.omega_total import omega_total


def likert(n: int, k: int, seed: int = 1) -> np.ndarray:
    """Five-point answers to k items of one factor."""
    generator = np.random.default_rng(seed)
    latent = generator.normal(size=(n, 1)) + generator.normal(size=(n, k))
    return np.digitize(latent, [-2.0, -0.7, 0.7, 2.0]) + 1.0


def run() -> list[Measurement]:
    return [_bca_alpha(), _item_analysis(), _omega(), _omega_refits()]


R_DATA = """
suppressPackageStartupMessages({{library(psych); library(lavaan)}})
set.seed(1); n <- {n}; k <- {k}
y <- rnorm(n) + matrix(rnorm(n * k), n)
x <- as.data.frame(matrix(findInterval(y, c(-2, -.7, .7, 2)) + 1, n))
clock <- function(expr) system.time(suppressWarnings(expr))[["elapsed"]]
"""


def _bca_alpha() -> Measurement:
    x = likert(400, 6)
    others = [("pingouin.cronbach_alpha in a loop (100 draws, scaled up)", 100 * _pingouin_draws(x, 100))]
    in_r = r_seconds(
        R_DATA.format(n=400, k=6)
        + "cat(100 * clock(for (i in 1:100) psych::alpha(x[sample(n, n, TRUE), ], warnings = FALSE)))"
    )
    if in_r is not None:
        others.append(("psych::alpha in a loop (100 draws, scaled up)", in_r))
    return Measurement(
        task="BCa interval of alpha, 10,000 draws, 6 items, n = 400",
        seconds=best_of(5, lambda: alpha_bca(x, seed=1)),
        target=0.2,
        others=tuple(others),
    )


def _pingouin_draws(x: np.ndarray, draws: int) -> float:
    import pandas as pd
    import pingouin

    frame = pd.DataFrame(x)
    generator = np.random.default_rng(1)

    def loop() -> None:
        for _ in range(draws):
            pingouin.cronbach_alpha(frame.iloc[generator.integers(0, len(frame), len(frame))])

    return best_of(1, loop)


def _item_analysis() -> Measurement:
    import pandas as pd
    import pingouin

    x = likert(200_000, 25)
    frame = pd.DataFrame(x)

    def ours() -> None:
        S, n = sample_moments(x)
        alpha_from_moments(S, n)
        item_rest_correlation_from_moments(S, n)
        alpha_if_dropped_from_moments(S, n)

    def by_loop() -> None:
        pingouin.cronbach_alpha(frame)
        for item in frame.columns:
            rest = frame.drop(columns=item)
            frame[item].corr(rest.sum(axis=1))
            pingouin.cronbach_alpha(rest)

    others = [("pingouin and pandas, item by item", best_of(1, by_loop))]
    in_r = r_seconds(R_DATA.format(n=200_000, k=25) + "cat(clock(psych::alpha(x, warnings = FALSE)))")
    if in_r is not None:
        others.append(("psych::alpha", in_r))
    return Measurement(
        task="alpha with item-rest correlations and alpha without each item, 25 items, n = 200,000",
        seconds=best_of(3, ours),
        target=0.3,
        others=tuple(others),
    )


def _omega() -> Measurement:
    x = likert(400, 6)
    in_r = r_seconds(
        R_DATA.format(n=400, k=6)
        + 'm <- paste("f =~", paste(names(x), collapse = "+"));'
        + "cat(clock(for (i in 1:20) cfa(m, x, std.lv = TRUE)) / 20)"
    )
    return Measurement(
        task="omega, one fit, 6 items, n = 400",
        seconds=best_of(20, lambda: omega_total(x)),
        others=() if in_r is None else (("lavaan::cfa", in_r),),
    )


def _omega_refits() -> Measurement:
    x = likert(400, 6)
    in_r = r_seconds(
        R_DATA.format(n=400, k=6) + "cat(20 * clock(for (i in 1:100) factanal(x[sample(n, n, TRUE), ], 1)))"
    )
    return Measurement(
        task="BCa interval of omega, 2,000 refits, 6 items, n = 400",
        seconds=best_of(3, lambda: omega_total_bca(x, seed=1)),
        target=0.5,
        others=() if in_r is None else (("factanal in a loop (100 draws, scaled up)", in_r),),
    )
