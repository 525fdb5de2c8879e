"""Change: what a report of a pre/post evaluation computes, beside SciPy, pingouin and R."""

from __future__ import annotations

import warnings

import numpy as np

from benchmarks.measure import Measurement, best_of, r_seconds
from mtle_survey.stats.change.bca_change import mean_change_bca
from mtle_survey.stats.change.d_av import d_av
from mtle_survey.stats.change.d_z import d_z
from mtle_survey.stats.change.lmm_change import lmm_change
from mtle_survey.stats.change.mean_change import mean_change
from mtle_survey.stats.change.probability_of_improvement import probability_of_improvement
from mtle_survey.stats.change.rank_biserial import rank_biserial
from mtle_survey.stats.change.sign_flip import exact_sign_flip_p
from mtle_survey.stats.change.wilcoxon import wilcoxon
from mtle_survey.stats.clusters.cr2 import cr2_mean


def scores(n: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Mean scores of eight five-point items at two waves."""
    generator = np.random.default_rng(seed)
    trait = generator.normal(size=(n, 1))
    waves = [
        np.clip(np.rint(3.2 + shift + 0.6 * trait + generator.normal(0, 0.7, (n, 8))), 1, 5)
        for shift in (0, 0.2)
    ]
    return waves[0].mean(axis=1), waves[1].mean(axis=1)


def run() -> list[Measurement]:
    return [_table(), _exact_signed_rank(), _sign_flip(), _bootstrap(), _mixed_model(), _cluster_robust()]


R_CLOCK = 'clock <- function(expr) system.time(suppressWarnings(expr))[["elapsed"]]; set.seed(1);'


def _table() -> Measurement:
    pre, post = scores(60)

    def ours() -> None:
        for _ in range(10):
            for statistic in (mean_change, d_av, d_z, wilcoxon, rank_biserial, probability_of_improvement):
                statistic(pre, post)

    def theirs() -> None:
        import pingouin

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for _ in range(10):
                pingouin.ttest(post, pre, paired=True)
                pingouin.compute_effsize(post, pre, paired=True, eftype="cohen")
                pingouin.wilcoxon(post, pre)

    return Measurement(
        task="Six statistics of change with intervals, ten scales, 60 pairs",
        seconds=best_of(5, ours),
        target=0.1,
        others=(("pingouin ttest, compute_effsize, wilcoxon", best_of(3, theirs)),),
    )


def _exact_signed_rank() -> Measurement:
    from scipy import stats

    pre, post = scores(200)
    method = stats.PermutationMethod(n_resamples=9999, rng=np.random.default_rng(1))
    others = [
        (
            "scipy.stats.wilcoxon, 9,999 random permutations",
            best_of(1, lambda: stats.wilcoxon(post, pre, zero_method="pratt", method=method)),
        )
    ]
    in_r = r_seconds(
        f"suppressPackageStartupMessages(library(coin)); {R_CLOCK} x <- sample(-9:11, 200, TRUE) / 8;"
        'cat(clock(for (i in 1:10) pvalue(wilcoxsign_test(x ~ rep(0, 200), distribution = "exact",'
        'zero.method = "Pratt"))) / 10)'
    )
    if in_r is not None:
        others.append(("coin::wilcoxsign_test, exact", in_r))
    return Measurement(
        task="Exact signed-rank test with ties and zeros, 200 pairs",
        seconds=best_of(5, lambda: wilcoxon(pre, post)),
        target=0.1,
        others=tuple(others),
    )


def _sign_flip() -> Measurement:
    from scipy import stats

    pre, post = scores(40)
    change = (post - pre)[post != pre][:16]

    def theirs() -> None:
        stats.permutation_test(
            (change,), np.mean, permutation_type="samples", n_resamples=np.inf, vectorized=True
        )

    return Measurement(
        task="Exact sign-flip test, 16 changes (65,536 patterns)",
        seconds=best_of(5, lambda: exact_sign_flip_p(change)),
        others=(("scipy.stats.permutation_test", best_of(1, theirs)),),
    )


def _bootstrap() -> Measurement:
    from scipy import stats

    pre, post = scores(60)
    return Measurement(
        task="BCa interval of mean change, 10,000 draws, 60 pairs",
        seconds=best_of(5, lambda: mean_change_bca(pre, post)),
        target=0.1,
        others=(
            (
                "scipy.stats.bootstrap",
                best_of(3, lambda: stats.bootstrap((post - pre,), np.mean, n_resamples=10_000)),
            ),
        ),
    )


def _mixed_model() -> Measurement:
    pre, post = scores(60)
    wide = np.column_stack([pre, post, (pre + post) / 2 + 0.1])
    wide[:12, 1], wide[50:, 0], wide[20:30, 2] = np.nan, np.nan, np.nan
    in_r = r_seconds(
        f"suppressPackageStartupMessages({{library(lme4); library(pbkrtest)}}); {R_CLOCK}"
        "d <- data.frame(id = factor(rep(1:60, 3)), w = factor(rep(1:3, each = 60)));"
        "d$y <- rnorm(60)[d$id] + rnorm(180);"
        "cat(clock({m <- lmer(y ~ w + (1 | id), d); V <- vcovAdj(m);"
        "Lb_ddf(c(0, 1, 0), vcov(m), V); Lb_ddf(c(0, 0, 1), vcov(m), V)}))"
    )
    return Measurement(
        task="Mixed model of three waves with Kenward-Roger df, 60 respondents, gaps",
        seconds=best_of(5, lambda: lmm_change(wide)),
        target=0.1,
        others=() if in_r is None else (("lme4 and pbkrtest", in_r),),
    )


def _cluster_robust() -> Measurement:
    generator = np.random.default_rng(1)
    cluster = np.repeat(np.arange(12), 10)
    change = generator.normal(size=120) + generator.normal(size=12)[cluster]
    in_r = r_seconds(
        f"suppressPackageStartupMessages(library(clubSandwich)); {R_CLOCK}"
        "d <- data.frame(y = rnorm(120), g = rep(1:12, each = 10)); m <- lm(y ~ 1, d);"
        'cat(clock(for (i in 1:10) coef_test(m, vcovCR(m, d$g, "CR2"), test = "Satterthwaite")) / 10)'
    )
    return Measurement(
        task="Cluster-robust mean (CR2, Satterthwaite df), 12 clusters of 10",
        seconds=best_of(5, lambda: cr2_mean(change, cluster)),
        target=0.01,
        others=() if in_r is None else (("clubSandwich", in_r),),
    )
