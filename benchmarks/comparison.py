"""Program and comparison groups: adjusted effects, beside statsmodels, R and clubSandwich."""

from __future__ import annotations

import numpy as np

from benchmarks.measure import Measurement, best_of, peak_memory, python_peer, r_peer
from mtle_survey.stats.comparison.ancova_effect import ancova_effect
from mtle_survey.stats.comparison.baseline_g import baseline_g


def run() -> list[Measurement]:
    return [_ancova(), _clustered(), _baseline()]


def _arms() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    generator = np.random.default_rng(1)
    site = np.repeat(np.arange(20), 15)
    program = site % 2 == 0
    pre = 3 + 0.6 * generator.normal(size=300) + 0.2 * generator.normal(size=20)[site]
    post = 0.6 * pre + 1.4 + 0.3 * program + 0.5 * generator.normal(size=300)
    return pre, post, program, site


def _ancova() -> Measurement:
    import statsmodels.api as sm

    pre, post, program, _ = _arms()
    effect = ancova_effect(pre, post, program)
    design = np.column_stack([np.ones(len(pre)), program, pre])
    found = {"effect": effect.value, "standard error": effect.std_error, "p": effect.p_value}
    fitted = sm.OLS(post, design).fit()
    return Measurement(
        task="program effect with the baseline held constant, 300 people",
        seconds=best_of(5, lambda: ancova_effect(pre, post, program)),
        memory=peak_memory(lambda: ancova_effect(pre, post, program)),
        others=(
            python_peer(
                "statsmodels OLS",
                lambda: sm.OLS(post, design).fit().summary2(),
                found,
                {"effect": fitted.params[1], "standard error": fitted.bse[1], "p": fitted.pvalues[1]},
            ),
            *r_peer(
                "lm",
                np.column_stack([pre, post, program]),
                "summary(lm(x[, 2] ~ x[, 3] + x[, 1]))$coefficients",
                found,
                {"effect": "found[2, 1]", "`standard error`": "found[2, 2]", "p": "found[2, 4]"},
            ),
        ),
    )


def _clustered() -> Measurement:
    pre, post, program, site = _arms()
    effect = ancova_effect(pre, post, program, cluster=site)
    return Measurement(
        task="the same with CR2 errors and Satterthwaite df, 20 sites of 15",
        seconds=best_of(5, lambda: ancova_effect(pre, post, program, cluster=site)),
        memory=peak_memory(lambda: ancova_effect(pre, post, program, cluster=site)),
        others=r_peer(
            "clubSandwich",
            np.column_stack([pre, post, program, site]),
            "{ m <- lm(x[, 2] ~ x[, 3] + x[, 1]); "
            'coef_test(m, vcovCR(m, x[, 4], "CR2"), test = "Satterthwaite")[2, ] }',
            {"effect": effect.value, "standard error": effect.std_error, "degrees of freedom": effect.df},
            {"effect": "found$beta", "`standard error`": "found$SE", "`degrees of freedom`": "found$df_Satt"},
            libraries=("clubSandwich",),
        ),
    )


def _baseline() -> Measurement:
    import pingouin

    pre, _, program, _ = _arms()
    found = {"g": baseline_g(pre, program).value}

    def theirs() -> dict[str, float]:
        return {"g": pingouin.compute_effsize(pre[program], pre[~program], eftype="hedges")}

    return Measurement(
        task="baseline difference g with interval, 300 people",
        seconds=best_of(5, lambda: baseline_g(pre, program)),
        memory=peak_memory(lambda: baseline_g(pre, program)),
        others=(
            python_peer("pingouin compute_effsize (no interval)", theirs, found, theirs()),
            *r_peer(
                "effectsize::hedges_g (exact correction)",
                np.column_stack([pre, program]),
                "hedges_g(x[x[, 2] == 1, 1], x[x[, 2] == 0, 1])",
                found,
                {"g": "found$Hedges_g"},
                libraries=("effectsize",),
            ),
        ),
    )
