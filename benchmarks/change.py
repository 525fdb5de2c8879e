"""Change: what a report of a pre/post evaluation computes, beside SciPy, pingouin and R."""

from __future__ import annotations

import numpy as np

from benchmarks.measure import Measurement, Peer, best_of, peak_memory, python_peer, r_peer
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


def _table() -> Measurement:
    import pingouin

    pre, post = scores(60)

    def ours() -> None:
        for _ in range(10):
            for statistic in (mean_change, d_av, d_z, wilcoxon, rank_biserial, probability_of_improvement):
                statistic(pre, post)

    def theirs() -> None:
        for _ in range(10):
            pingouin.ttest(post, pre, paired=True)
            pingouin.compute_effsize(post, pre, paired=True, eftype="cohen")
            pingouin.wilcoxon(post, pre)

    change = mean_change(pre, post)
    found = {"t": change.test_statistic, "p": change.p_value, "d_av": d_av(pre, post).value}
    t = pingouin.ttest(post, pre, paired=True).iloc[0]
    also = {
        "t": t["T"] if "T" in t else t["t"],
        "p": t["p-val"] if "p-val" in t else t["p_val"],
        "d_av": pingouin.compute_effsize(post, pre, paired=True, eftype="cohen"),
    }
    in_r = r_peer(
        "t.test, wilcox.test and effectsize",
        np.column_stack([pre, post]),
        "for (i in 1:10) { t <- t.test(x[, 2], x[, 1], paired = TRUE); "
        "w <- wilcox.test(x[, 2], x[, 1], paired = TRUE, exact = FALSE, conf.int = TRUE); "
        "d <- effectsize::cohens_d(x[, 2], x[, 1], paired = TRUE); "
        "r <- effectsize::rank_biserial(x[, 2], x[, 1], paired = TRUE) }",
        {"t": change.test_statistic, "p": change.p_value, "d_z": d_z(pre, post).value},
        {"t": "t$statistic", "p": "t$p.value", "d_z": "d$Cohens_d"},
        libraries=("effectsize",),
    )
    return Measurement(
        task="Six statistics of change with intervals, ten scales, 60 pairs",
        seconds=best_of(5, ours),
        memory=peak_memory(ours),
        target=0.1,
        others=(
            python_peer("pingouin ttest, compute_effsize, wilcoxon", theirs, found, also),
            *in_r,
        ),
    )


def _exact_signed_rank() -> Measurement:
    from scipy import stats

    pre, post = scores(200)
    method = stats.PermutationMethod(n_resamples=9999, rng=np.random.default_rng(1))
    in_r = r_peer(
        "coin::wilcoxsign_test, exact",
        np.column_stack([pre, post]),
        'found <- wilcoxsign_test(x[, 2] ~ x[, 1], distribution = "exact", zero.method = "Pratt")',
        {"p": wilcoxon(pre, post).p_value},
        {"p": "as.numeric(pvalue(found))"},
        libraries=("coin",),
    )
    return Measurement(
        task="Exact signed-rank test with ties and zeros, 200 pairs",
        seconds=best_of(5, lambda: wilcoxon(pre, post)),
        memory=peak_memory(lambda: wilcoxon(pre, post)),
        target=0.1,
        others=(
            python_peer(
                "scipy.stats.wilcoxon, 9,999 random permutations",
                lambda: stats.wilcoxon(post, pre, zero_method="pratt", method=method),
                repeats=1,
            ),
            *in_r,
        ),
    )


def _sign_flip() -> Measurement:
    from scipy import stats

    pre, post = scores(40)
    change = (post - pre)[post != pre][:16]

    def theirs() -> float:
        return float(
            stats.permutation_test(
                (change,), np.mean, permutation_type="samples", n_resamples=np.inf, vectorized=True
            ).pvalue
        )

    return Measurement(
        task="Exact sign-flip test, 16 changes (65,536 patterns)",
        seconds=best_of(5, lambda: exact_sign_flip_p(change)),
        memory=peak_memory(lambda: exact_sign_flip_p(change)),
        others=(
            python_peer(
                "scipy.stats.permutation_test",
                theirs,
                {"p": exact_sign_flip_p(change)},
                {"p": theirs()},
                repeats=1,
            ),
        ),
    )


def _bootstrap() -> Measurement:
    from scipy import stats

    pre, post = scores(60)

    def theirs() -> stats._result_classes.BootstrapResult:
        return stats.bootstrap((post - pre,), np.mean, n_resamples=10_000, rng=np.random.default_rng(1))

    ours, interval = mean_change_bca(pre, post), theirs().confidence_interval
    return Measurement(
        task="BCa interval of mean change, 10,000 draws, 60 pairs",
        seconds=best_of(5, lambda: mean_change_bca(pre, post)),
        memory=peak_memory(lambda: mean_change_bca(pre, post)),
        target=0.1,
        others=(
            python_peer(
                "scipy.stats.bootstrap",
                theirs,
                {"bounds, whose draws differ": [ours.interval.low, ours.interval.high]},
                {"bounds, whose draws differ": [interval.low, interval.high]},
            ),
        ),
    )


def _mixed_model() -> Measurement:
    pre, post = scores(60)
    wide = np.column_stack([pre, post, (pre + post) / 2 + 0.1])
    wide[:12, 1], wide[50:, 0], wide[20:30, 2] = np.nan, np.nan, np.nan
    model = lmm_change(wide)
    long = np.array([[i, w, wide[i, w]] for i in range(60) for w in range(3) if np.isfinite(wide[i, w])])
    found = {
        "changes": [e.value for e in model],
        "standard errors": [e.std_error for e in model],
        "degrees of freedom": [e.df for e in model],
    }
    in_r = r_peer(
        "lme4 and pbkrtest",
        long,
        "{ m <- lmer(y ~ w + (1 | id), d, control = lmerControl(optCtrl = list(ftol_abs = 1e-12, "
        "xtol_abs = 1e-12))); V <- vcovAdj(m); "
        "df <- c(Lb_ddf(c(0, 1, 0), vcov(m), V), Lb_ddf(c(0, 0, 1), vcov(m), V)) }",
        found,
        {
            "changes": "fixef(m)[2:3]",
            "`standard errors`": "sqrt(diag(as.matrix(V)))[2:3]",
            "`degrees of freedom`": "df",
        },
        libraries=("lme4", "pbkrtest"),
        setup="d <- data.frame(id = factor(x[, 1]), w = factor(x[, 2]), y = x[, 3])",
    )
    return Measurement(
        task="Mixed model of three waves with Kenward-Roger df, 60 respondents, gaps",
        seconds=best_of(5, lambda: lmm_change(wide)),
        memory=peak_memory(lambda: lmm_change(wide)),
        target=0.1,
        others=(_statsmodels_mixed(long, found), *in_r),
    )


def _statsmodels_mixed(long: np.ndarray, found: dict[str, object]) -> Peer:
    import statsmodels.api as sm

    design = np.column_stack([np.ones(len(long)), long[:, 1] == 1, long[:, 1] == 2]).astype(float)

    def fit() -> object:
        return sm.MixedLM(long[:, 2], design, groups=long[:, 0]).fit(reml=True)

    return python_peer(
        "statsmodels MixedLM (no Kenward-Roger df)",
        fit,
        {"changes": found["changes"]},
        {"changes": fit().fe_params[1:3]},
    )


def _cluster_robust() -> Measurement:
    generator = np.random.default_rng(1)
    cluster = np.repeat(np.arange(12), 10)
    change = generator.normal(size=120) + generator.normal(size=12)[cluster]
    ours = cr2_mean(change, cluster)
    return Measurement(
        task="Cluster-robust mean (CR2, Satterthwaite df), 12 clusters of 10",
        seconds=best_of(5, lambda: cr2_mean(change, cluster)),
        memory=peak_memory(lambda: cr2_mean(change, cluster)),
        target=0.01,
        others=r_peer(
            "clubSandwich (10 runs, scaled down)",
            np.column_stack([change, cluster]),
            'for (i in 1:10) fit <- coef_test(m, vcovCR(m, d$g, "CR2"), test = "Satterthwaite")',
            {"mean": ours.value, "standard error": ours.std_error, "degrees of freedom": ours.df},
            {"mean": "fit$beta", "`standard error`": "fit$SE", "`degrees of freedom`": "fit$df_Satt"},
            libraries=("clubSandwich",),
            setup="d <- data.frame(y = x[, 1], g = x[, 2]); m <- lm(y ~ 1, d)",
            scale=1 / 10,
        ),
    )
