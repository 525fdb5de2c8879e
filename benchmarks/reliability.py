"""Reliability: bootstrap intervals, item analysis of many respondents, refits of a factor model."""

from __future__ import annotations

import numpy as np

from benchmarks.measure import Measurement, Peer, best_of, peak_memory, python_peer, r_peer
from benchmarks.samples import likert
from mtle_survey.stats.items.alpha_if_dropped import alpha_if_dropped_from_moments
from mtle_survey.stats.items.item_rest_correlation import item_rest_correlation_from_moments
from mtle_survey.stats.moments import sample_moments
from mtle_survey.stats.reliability.alpha import alpha, alpha_from_moments
from mtle_survey.stats.reliability.bootstrap import alpha_bca, omega_total_bca
from mtle_survey.stats.reliability.omega_total import omega_total


def run() -> list[Measurement]:
    return [_bca_alpha(), _item_analysis(), _omega(), _omega_refits()]


PSYCH = ("psych",)


def _bca_alpha() -> Measurement:
    x = likert(400, 6)
    ours = alpha(x)
    in_r = r_peer(
        "psych::alpha in a loop (100 draws, scaled up)",
        x,
        "for (i in 1:100) psych::alpha(x[sample(nrow(x), replace = TRUE), ], warnings = FALSE)",
        {"alpha": ours.value},
        {"alpha": "psych::alpha(x, warnings = FALSE)$total$raw_alpha"},
        libraries=PSYCH,
        scale=100,
    )
    return Measurement(
        task="BCa interval of alpha, 10,000 draws, 6 items, n = 400",
        seconds=best_of(5, lambda: alpha_bca(x, seed=1)),
        memory=peak_memory(lambda: alpha_bca(x, seed=1)),
        target=0.2,
        others=(_pingouin_draws(x, ours.value), *in_r),
    )


def _pingouin_draws(x: np.ndarray, alpha: float, draws: int = 100) -> Peer:
    import pandas as pd
    import pingouin

    frame = pd.DataFrame(x)
    generator = np.random.default_rng(1)

    def loop() -> None:
        for _ in range(draws):
            pingouin.cronbach_alpha(frame.iloc[generator.integers(0, len(frame), len(frame))])

    return python_peer(
        "pingouin.cronbach_alpha in a loop (100 draws, scaled up)",
        loop,
        {"alpha": alpha},
        {"alpha": pingouin.cronbach_alpha(frame)[0]},
        repeats=1,
        scale=10_000 / draws,
    )


def _item_analysis() -> Measurement:
    import pandas as pd
    import pingouin

    x = likert(200_000, 25)
    frame = pd.DataFrame(x)

    def ours() -> dict[str, object]:
        S, n = sample_moments(x)
        return {
            "alpha": alpha_from_moments(S, n).value,
            "item-rest correlations": [e.value for e in item_rest_correlation_from_moments(S, n)],
            "alpha without each item": [e.value for e in alpha_if_dropped_from_moments(S, n)],
        }

    def by_loop() -> dict[str, object]:
        rest = {item: frame.drop(columns=item) for item in frame.columns}
        return {
            "alpha": pingouin.cronbach_alpha(frame)[0],
            "item-rest correlations": [frame[i].corr(rest[i].sum(axis=1)) for i in frame.columns],
            "alpha without each item": [pingouin.cronbach_alpha(rest[i])[0] for i in frame.columns],
        }

    found = ours()
    in_r = r_peer(
        "psych::alpha",
        x,
        "psych::alpha(x, warnings = FALSE)",
        found,
        {
            "alpha": "found$total$raw_alpha",
            "`item-rest correlations`": "found$item.stats$r.drop",
            "`alpha without each item`": "found$alpha.drop$raw_alpha",
        },
        libraries=PSYCH,
    )
    return Measurement(
        task="alpha with item-rest correlations and alpha without each item, 25 items, n = 200,000",
        seconds=best_of(3, ours),
        memory=peak_memory(ours),
        target=0.3,
        others=(
            python_peer("pingouin and pandas, item by item", by_loop, found, by_loop(), repeats=1),
            *in_r,
        ),
    )


OMEGA_IN_R = """
omega <- function(fit) { e <- lavaan::parameterEstimates(fit)
  loading <- sum(e$est[e$op == "=~"]); error <- sum(e$est[e$op == "~~" & e$lhs != "f"])
  loading^2 / (loading^2 + error) }
model <- paste("f =~", paste(colnames(x), collapse = " + ")); x <- as.data.frame(x)
"""


def _omega() -> Measurement:
    x = likert(400, 6)
    return Measurement(
        task="omega, one fit, 6 items, n = 400",
        seconds=best_of(20, lambda: omega_total(x)),
        memory=peak_memory(lambda: omega_total(x)),
        others=r_peer(
            "lavaan::cfa (20 fits, scaled down)",
            x,
            "for (i in 1:20) fit <- cfa(model, x, std.lv = TRUE)",
            {"omega": omega_total(x).value},
            {"omega": "omega(fit)"},
            libraries=("lavaan",),
            setup=OMEGA_IN_R,
            scale=1 / 20,
        ),
    )


def _omega_refits() -> Measurement:
    x = likert(400, 6)
    return Measurement(
        task="BCa interval of omega, 2,000 refits, 6 items, n = 400",
        seconds=best_of(3, lambda: omega_total_bca(x, seed=1)),
        memory=peak_memory(lambda: omega_total_bca(x, seed=1)),
        target=0.5,
        others=r_peer(
            "factanal in a loop (100 draws, scaled up)",
            x,
            "for (i in 1:100) factanal(x[sample(nrow(x), replace = TRUE), ], 1)",
            {"omega": omega_total(x).value},
            {
                "omega": "{ f <- factanal(x, 1, control = list(opt = list(factr = 10, pgtol = 1e-10))); "
                "s <- apply(x, 2, sd); t <- sum(s * f$loadings)^2; t / (t + sum(s^2 * f$uniquenesses)) }"
            },
            scale=20,
        ),
    )
