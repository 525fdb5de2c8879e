"""The number-of-factors panel: every rule's answer, and a consensus by a stated rule."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mtle_survey.stats.estimate import Array, Estimate, not_available
from mtle_survey.stats.structure.correlation.pearson import pearson
from mtle_survey.stats.structure.correlation.polychoric import polychoric
from mtle_survey.stats.structure.correlation.smoothing import smooth
from mtle_survey.stats.structure.gates import too_few_for_efa
from mtle_survey.stats.structure.linear_algebra import is_singular
from mtle_survey.stats.structure.retention.empirical_kaiser import empirical_kaiser
from mtle_survey.stats.structure.retention.hull import hull_caf, hull_cfi
from mtle_survey.stats.structure.retention.maximum_likelihood_fits import likelihood_fits
from mtle_survey.stats.structure.retention.minimum_average_partial import minimum_average_partial
from mtle_survey.stats.structure.retention.next_eigenvalue import next_eigenvalue
from mtle_survey.stats.structure.retention.parallel_analysis import (
    PERMUTATIONS,
    PERMUTED_UP_TO,
    ParallelAnalysis,
    parallel_analysis,
)
from mtle_survey.stats.structure.retention.sequential_tests import sequential_tests

METHODS = (
    "parallel_analysis",
    "parallel_analysis_mean",
    "map_tr2",
    "map_tr4",
    "ekc",
    "hull_caf",
    "hull_cfi",
    "nest",
    "smt_chi2",
    "smt_rmsea",
)
# One vote for each principle; the others are shown, as they retain too many or repeat a vote.
VOTERS = ("parallel_analysis", "map_tr4", "ekc", "hull_cfi", "nest")
RULE = (
    "the number named by most of parallel analysis (95th percentile), MAP (TR4), EKC, Hull (CFI) and NEST; "
    "between equals the one that parallel analysis names, else the smallest"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorPanel:
    """How many factors, by several rules.

    Attributes
    ----------
    counts : dict of str to Estimate
        The answer of each method in ``METHODS``; 0 is an answer.
    consensus : Estimate
        The agreed number, by ``rule``.
    candidates : tuple of int
        The consensus alone where voters differ by one at most; else it and its neighbours, all of which
        should be looked at.
    parallel : ParallelAnalysis
        Observed and reference eigenvalues.
    rule : str
        How the consensus is found.
    n : int
        Complete respondents.
    correlation : str
        ``pearson`` or ``polychoric``.
    """

    counts: dict[str, Estimate]
    consensus: Estimate
    candidates: tuple[int, ...]
    parallel: ParallelAnalysis
    rule: str
    n: int
    correlation: str


def factor_panel(
    x: ArrayLike, correlation: str = "pearson", *, permutations: int = PERMUTATIONS, seed: int = 0
) -> FactorPanel:
    """Every retention rule on the same correlations.

    Parameters
    ----------
    x : (n, p) float array
        Responses, nan where missing; incomplete respondents are left out.
    correlation : {"pearson", "polychoric"}
        The kind of correlation.
    permutations : int
        Of parallel analysis.
    seed : int
        Of parallel analysis and the next eigenvalue test.

    Returns
    -------
    FactorPanel
        No rule is hidden, and none can make another change.

    Not available when
    ------------------
    There are fewer than 50 complete respondents or 3 for each item. Single rules: likelihood-based ones
    where the matrix is not positive definite.
    """
    data = np.asarray(x, dtype=float)
    complete = data[~np.isnan(data).any(axis=1)]
    parallel = parallel_analysis(complete, correlation, permutations=permutations, seed=seed)
    if correlation == "pearson":
        return factor_panel_of(pearson(complete).R, parallel, seed)
    ordered = polychoric(complete)
    return factor_panel_of(ordered.R, parallel, seed, ordered.thresholds)


def factor_panel_of(
    R: Array, parallel: ParallelAnalysis, seed: int = 0, cuts: tuple[Array, ...] = ()
) -> FactorPanel:
    """Every retention rule from the correlations and the parallel analysis of them.

    Parameters
    ----------
    R : (p, p) float array
        Correlations of the kind that ``parallel`` is about.
    parallel : ParallelAnalysis
        It says how many people answered, and which kind of correlation this is.
    seed : int
        Of the next eigenvalue test.
    cuts : tuple of p float arrays
        Thresholds of polychoric correlations.
    """
    n = parallel.n
    reason = too_few_for_efa(n, parallel.observed.size) or parallel.unavailable
    if reason:
        lost = not_available(reason, n=n)
        counts = {method: lost.with_method(method) for method in METHODS}
        return _panel(counts, lost.with_method("consensus"), (), parallel)
    answers = _answers(smooth(R).R, parallel, seed, cuts)
    counts = {
        method: not_available(answer, n=n, method=method)
        if isinstance(answer, str)
        else Estimate(value=float(answer), n=n, method=method)
        for method, answer in answers.items()
    }
    votes = [int(counts[m].value) for m in VOTERS if counts[m].available]
    agreed = _agree(votes, parallel.n_factors)
    spread = max(votes) - min(votes)
    near = (agreed,) if spread <= 1 else tuple(k for k in (agreed - 1, agreed, agreed + 1) if k >= 1)
    return _panel(counts, Estimate(value=float(agreed), n=n, method="consensus"), near, parallel)


def _answers(
    R: Array, parallel: ParallelAnalysis, seed: int, cuts: tuple[Array, ...]
) -> dict[str, int | str]:
    """Each method's number, or why it has none."""
    n, p = parallel.n, R.shape[0]
    average_partial = minimum_average_partial(R)
    answers: dict[str, int | str] = {
        "parallel_analysis": parallel.n_factors,
        "parallel_analysis_mean": parallel.n_factors_mean,
        "map_tr2": average_partial.n_factors_tr2,
        "map_tr4": average_partial.n_factors_tr4,
        "ekc": empirical_kaiser(R, n).n_factors,
    }
    if is_singular(R):
        reason = "the correlation matrix is not positive definite, which this rule needs"
        return answers | {method: reason for method in METHODS if method not in answers}
    most = max(parallel.n_factors + 1, 3)
    fits = likelihood_fits(R, n, p // 2)
    no_elbow = "fewer than three solutions lie on the hull, so it has no elbow"
    tests = sequential_tests(fits, n)
    rejected = "every identified number of factors is rejected"
    answers["hull_caf"] = _or_reason(hull_caf(R, most).n_factors, no_elbow)
    answers["hull_cfi"] = _or_reason(hull_cfi(fits, most).n_factors, no_elbow)
    answers["nest"] = (
        f"its samples of {n:,} people’s answers would take too long; it is drawn up to {PERMUTED_UP_TO:,}"
        if cuts and n > PERMUTED_UP_TO
        else next_eigenvalue(R, n, cuts, seed=seed).n_factors
    )
    answers["smt_chi2"] = _or_reason(tests.n_factors_chi2, rejected)
    answers["smt_rmsea"] = _or_reason(tests.n_factors_rmsea, rejected)
    return answers


def _or_reason(answer: int | None, reason: str) -> int | str:
    return reason if answer is None else answer


def _agree(votes: list[int], preferred: int) -> int:
    """The commonest vote; between equals the preferred one, else the smallest."""
    counted = Counter(votes)
    most = max(counted.values())
    leaders = [k for k, votes_for in counted.items() if votes_for == most]
    return preferred if preferred in leaders else min(leaders)


def _panel(
    counts: dict[str, Estimate], consensus: Estimate, candidates: tuple[int, ...], parallel: ParallelAnalysis
) -> FactorPanel:
    return FactorPanel(
        counts=counts,
        consensus=consensus,
        candidates=candidates,
        parallel=parallel,
        rule=RULE,
        n=parallel.n,
        correlation=parallel.correlation,
    )
