"""The exploratory solution: extraction, rotation and everything read from them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mtle_survey.stats.distributions import chi2_upper_p
from mtle_survey.stats.estimate import Array, Estimate, not_available
from mtle_survey.stats.structure.efa.extraction import Extraction, extract
from mtle_survey.stats.structure.gates import too_few_for_efa
from mtle_survey.stats.structure.linear_algebra import correlation_matrix, is_singular
from mtle_survey.stats.structure.rotation.rotate_loadings import STARTS, Rotated, rotate_loadings

HEYWOOD = 0.998  # a communality from here on is no estimate but a breakdown


@dataclass(frozen=True, slots=True, kw_only=True)
class Efa:
    """An exploratory factor solution.

    Attributes
    ----------
    n : int
        Respondents behind the correlations.
    method, rotation : str
        How factors were extracted and rotated.
    R : (p, p) float array
        The correlations analysed.
    pattern : (p, k) float array
        Pattern loadings; factors by falling sum of squares, each with a positive sum of cubes.
    structure : (p, k) float array
        Correlations of items with factors.
    factor_correlation : (k, k) float array
        Correlations of the factors.
    communality, uniqueness : (p,) float arrays
        diag(pattern factor_correlation pattern') and its complement.
    variance : (k,) float array
        Sums of squared loadings that respect the factor correlations: diag(Phi Lambda'Lambda).
    complexity : (p,) float array
        Hofmann's number of factors that an item needs: (Sum l^2)^2 / Sum l^4.
    residual : (p, p) float array
        Observed minus reproduced correlations; uniquenesses on the diagonal.
    rmsr : Estimate
        Root mean square of the residuals off the diagonal.
    largest_residual : float
        Greatest absolute residual off the diagonal.
    chi2 : Estimate
        Bartlett-corrected likelihood-ratio test of k factors; only for ``ml``.
    converged : bool
        Whether extraction and the chosen rotation converged.
    heywood : (p,) bool array
        Items whose communality is .998 or more: such a solution is not to be interpreted.
    rotated : Rotated or None
        Starts, optima and the transform; None when unavailable.
    unavailable : str
        Why there is no solution; arrays are then nan.
    """

    n: int
    method: str
    rotation: str
    R: Array
    pattern: Array
    structure: Array
    factor_correlation: Array
    communality: Array
    uniqueness: Array
    variance: Array
    complexity: Array
    residual: Array
    rmsr: Estimate
    largest_residual: float
    chi2: Estimate
    converged: bool
    heywood: NDArray[np.bool_]
    rotated: Rotated | None
    unavailable: str = ""

    @property
    def n_factors(self) -> int:
        """How many factors."""
        return int(self.pattern.shape[1])

    @property
    def interpretable(self) -> bool:
        """Whether the solution converged without a Heywood case or collapsed factors."""
        return (
            not self.unavailable
            and self.converged
            and not self.heywood.any()
            and self.rotated is not None
            and not self.rotated.near_singular
        )


def efa(
    R: ArrayLike,
    n: int,
    k: int,
    method: str = "minres",
    rotation: str = "oblimin",
    *,
    starts: int = STARTS,
    seed: int = 0,
    kaiser: bool | None = None,
    target: ArrayLike | None = None,
) -> Efa:
    """Exploratory factor analysis of a correlation matrix.

    Parameters
    ----------
    R : (p, p) float array
        Pearson or polychoric correlations without missing entries.
    n : int
        Respondents behind them.
    k : int
        Number of factors.
    method : {"minres", "ml", "paf"}
        How to extract; see :func:`~mtle_survey.stats.structure.efa.extraction.extract`.
    rotation : str
        ``none`` or a preset of ``rotation.presets.PRESETS``.
    starts, seed, kaiser, target
        Passed to :func:`~mtle_survey.stats.structure.rotation.rotate_loadings.rotate_loadings`.

    Returns
    -------
    Efa
        The solution.

    Not available when
    ------------------
    There are fewer than 50 respondents or 3 for each item, no factor or more than the items identify,
    or maximum likelihood meets a matrix that is not positive definite.

    Notes
    -----
    Checked against R psych::fa, factanal and GPArotation: tests/oracle/R/efa.R.

    References
    ----------
    Fabrigar, L. R., Wegener, D. T., MacCallum, R. C., & Strahan, E. J. (1999). Evaluating the use of
    exploratory factor analysis in psychological research. Psychological Methods, 4, 272-299.
    https://doi.org/10.1037/1082-989X.4.3.272
    """
    matrix = correlation_matrix(R)
    p = matrix.shape[0]
    reason = too_few_for_efa(n, p) or _unidentified(p, k)
    if not reason and rotation.startswith("bifactor") and k < 3:
        reason = f"{k} factors; a bifactor rotation needs a general and at least two group factors"
    if not reason and method == "ml" and is_singular(matrix):
        reason = "the correlation matrix is not positive definite, which maximum likelihood needs"
    if reason:
        return _no_solution(matrix, n, max(k, 0), method, rotation, reason)
    extraction = extract(matrix, k, method)
    rotated = rotate_loadings(
        extraction.loadings, rotation, starts=starts, seed=seed, kaiser=kaiser, target=target
    )
    return solution(matrix, n, extraction, rotated)


def degrees_of_freedom(p: int, k: int) -> float:
    """Degrees of freedom of k common factors of p items: ((p - k)^2 - (p + k)) / 2."""
    return ((p - k) ** 2 - (p + k)) / 2


def solution(R: Array, n: int, extraction: Extraction, rotated: Rotated) -> Efa:
    """Everything that follows from extracted and rotated loadings; see :class:`Efa`."""
    p = R.shape[0]
    pattern, phi = rotated.pattern, rotated.factor_correlation
    structure = pattern @ phi
    communality = (structure * pattern).sum(axis=1)
    residual = R - structure @ pattern.T
    off_diagonal = residual[np.triu_indices(p, 1)]
    squares = pattern**2
    tested = extraction.method == "ml" and degrees_of_freedom(p, pattern.shape[1]) > 0
    return Efa(
        n=n,
        method=extraction.method,
        rotation=rotated.rotation,
        R=R,
        pattern=pattern,
        structure=structure,
        factor_correlation=phi,
        communality=communality,
        uniqueness=1.0 - communality,
        variance=np.diag(phi @ pattern.T @ pattern).copy(),
        complexity=squares.sum(axis=1) ** 2 / np.maximum((squares**2).sum(axis=1), 1e-300),
        residual=residual,
        rmsr=Estimate(value=float(np.sqrt(np.mean(off_diagonal**2))), n=n, method=extraction.method),
        largest_residual=float(np.abs(off_diagonal).max()),
        chi2=_test(p, pattern.shape[1], n, extraction.objective)
        if tested
        else not_available(
            "only maximum likelihood with positive degrees of freedom tests the number of factors", n=n
        ),
        converged=extraction.converged and rotated.n_converged > 0,
        heywood=communality >= HEYWOOD,
        rotated=rotated,
    )


def _test(p: int, k: int, n: int, objective: float) -> Estimate:
    chi2 = (n - 1 - (2 * p + 5) / 6 - 2 * k / 3) * objective
    df = degrees_of_freedom(p, k)
    return Estimate(
        value=chi2, n=n, method="ml/bartlett", test_statistic=chi2, df=df, p_value=chi2_upper_p(chi2, df)
    )


def _unidentified(p: int, k: int) -> str:
    if k < 1:
        return "no factor was asked for; at least 1 is needed"
    if degrees_of_freedom(p, k) < 0:
        most = max((m for m in range(p) if degrees_of_freedom(p, m) >= 0), default=0)
        return f"{p} items identify at most {most} factors, not {k}"
    return ""


def _no_solution(R: Array, n: int, k: int, method: str, rotation: str, reason: str) -> Efa:
    p = R.shape[0]
    loadings, item, factor = np.full((p, k), np.nan), np.full(p, np.nan), np.full((k, k), np.nan)
    return Efa(
        n=n,
        method=method,
        rotation=rotation,
        R=R,
        pattern=loadings,
        structure=loadings,
        factor_correlation=factor,
        communality=item,
        uniqueness=item,
        variance=np.full(k, np.nan),
        complexity=item,
        residual=np.full((p, p), np.nan),
        rmsr=not_available(reason, n=n, method=method),
        largest_residual=float("nan"),
        chi2=not_available(reason, n=n, method=method),
        converged=False,
        heywood=np.zeros(p, dtype=bool),
        rotated=None,
        unavailable=reason,
    )
