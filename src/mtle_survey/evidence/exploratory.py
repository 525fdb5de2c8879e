"""One exploratory solution with its sampling errors, scores, general factor and likeness to the scales."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from mtle_survey.evidence.item_correlations import ItemCorrelations
from mtle_survey.stats.estimate import Array
from mtle_survey.stats.structure.correlation.pearson_covariance import correlation_covariance
from mtle_survey.stats.structure.correlation.polychoric_covariance import ordinal_moments
from mtle_survey.stats.structure.efa.bootstrap import bootstrap_errors
from mtle_survey.stats.structure.efa.factor_scores import ScoreWeights, score_weights
from mtle_survey.stats.structure.efa.loading_errors import LoadingErrors, no_errors
from mtle_survey.stats.structure.efa.sandwich import sandwich_errors
from mtle_survey.stats.structure.efa.schmid_leiman import SchmidLeiman, schmid_leiman
from mtle_survey.stats.structure.efa.solution import Efa, efa
from mtle_survey.stats.structure.rotation.alignment import congruence
from mtle_survey.stats.structure.rotation.presets import PRESETS

MOST_ITEMS_WITH_ERRORS = 60  # the covariance of all correlations grows with the fourth power of the items
LEAST_DETERMINACY = 0.80


@dataclass(frozen=True, slots=True, kw_only=True)
class ExploratorySolution:
    """A solution and what follows from it.

    Attributes
    ----------
    efa : Efa
    errors : LoadingErrors
        Sandwich, or bootstrap where the rotation has no criterion.
    weights : ScoreWeights
        Of regression scores, with determinacy.
    general : SchmidLeiman
        A general factor above three or more correlated ones.
    congruence : mapping of scale id to (k,) float array
        Likeness of each factor to each declared scale (loadings of 1 on its items, 0 elsewhere).
    """

    efa: Efa
    errors: LoadingErrors
    weights: ScoreWeights
    general: SchmidLeiman
    congruence: Mapping[str, Array]

    @property
    def poorly_determined(self) -> tuple[int, ...]:
        """Factors whose scores should not be used, by position: determinacy below .80 (Grice, 2001)."""
        if self.weights.unavailable:
            return tuple(range(self.efa.n_factors))
        return tuple(int(k) for k in np.flatnonzero(self.weights.determinacy < LEAST_DETERMINACY))

    def scored(self, method: str) -> ScoreWeights:
        """Weights by regression, Bartlett or ten Berge."""
        return score_weights(self.efa, method)


def exploratory_solution(
    correlations: ItemCorrelations,
    complete: Array | None,
    k: int,
    *,
    estimator: str,
    rotation: str,
    members: Mapping[str, tuple[int, ...]],
    target: Array | None,
    seed: int,
    refits: int,
    level: float,
) -> ExploratorySolution:
    """Extract and rotate k factors.

    Parameters
    ----------
    correlations : ItemCorrelations
    complete : (n, p) float array or None
        Answers behind them, for sampling errors; None where they are not at hand.
    k : int
    estimator, rotation : str
    members : mapping of scale id to tuple of int
        Positions of each declared scale's items.
    target : (p, k) float array, optional
        Of a target rotation.
    seed : int
        Of random starts and the bootstrap.
    refits : int
        Bootstrap samples, where the bootstrap is needed.
    level : float
        Confidence level.
    """
    used = rotation if k > 1 else "none"
    fitted = efa(correlations.R, correlations.n, k, estimator, used, seed=seed, target=target)
    return ExploratorySolution(
        efa=fitted,
        errors=_errors(fitted, correlations, complete, target, seed, refits, level),
        weights=score_weights(fitted),
        general=schmid_leiman(fitted),
        congruence=_congruence(fitted, members),
    )


def _errors(
    fitted: Efa,
    correlations: ItemCorrelations,
    complete: Array | None,
    target: Array | None,
    seed: int,
    refits: int,
    level: float,
) -> LoadingErrors:
    p, k = fitted.pattern.shape
    if complete is None:
        return no_errors(p, k, level, "", "standard errors need the rows")
    if correlations.missing != "listwise" or p > MOST_ITEMS_WITH_ERRORS:
        reason = (
            f"standard errors are computed from complete answers to at most {MOST_ITEMS_WITH_ERRORS} items"
        )
        return no_errors(p, k, level, "", reason)
    preset = PRESETS.get(fitted.rotation)
    if preset is not None and preset.promax:
        return bootstrap_errors(
            complete, fitted, correlations.kind, draws=refits, seed=seed, level=level, target=target
        )
    pairs = p * (p - 1) // 2
    gamma = (
        correlation_covariance(complete)
        if correlations.kind == "pearson"
        else ordinal_moments(complete).gamma[-pairs:, -pairs:]
    )
    return sandwich_errors(fitted, gamma, level, target)


def _congruence(fitted: Efa, members: Mapping[str, tuple[int, ...]]) -> Mapping[str, Array]:
    p = fitted.R.shape[0]
    found = {}
    for scale, items in members.items():
        declared = np.zeros((p, 1))
        declared[list(items)] = 1.0
        found[scale] = congruence(fitted.pattern, declared)[:, 0]
    return found
