"""Next eigenvalue sufficiency test."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mtle_survey.stats.estimate import Array
from mtle_survey.stats.intervals import check_level
from mtle_survey.stats.structure.correlation.polychoric import polychoric
from mtle_survey.stats.structure.efa.extraction import extract
from mtle_survey.stats.structure.efa.solution import degrees_of_freedom

SAMPLES = 1000
SAMPLES_OF_ANSWERS = 200  # polychoric correlations take a hundred times as long


@dataclass(frozen=True, slots=True, kw_only=True)
class NextEigenvalue:
    """Whether the next eigenvalue is larger than the factors so far let expect.

    Attributes
    ----------
    observed : (m,) float array
        The first, second … eigenvalue, as far as tested.
    reference : (m,) float array
        Percentile of each under the model with one factor less.
    n_factors : int
        Factors that suffice; may be 0.
    """

    observed: Array
    reference: Array
    n_factors: int


def next_eigenvalue(
    R: Array,
    n: int,
    thresholds: tuple[Array, ...] = (),
    *,
    samples: int | None = None,
    seed: int = 0,
    level: float = 0.95,
) -> NextEigenvalue:
    """Test factors one by one against samples from the model without the next.

    Parameters
    ----------
    R : (p, p) float array
        Positive definite Pearson, or polychoric, correlations.
    n : int
        Respondents behind them.
    thresholds : tuple of p float arrays
        Of polychoric correlations: where latent responses are cut into categories. Without any,
        correlations are Pearson's.
    samples : int, optional
        Samples drawn from each model: by default 1,000, and 200 of polychoric correlations.
    seed : int
        Of the draws.
    level : float in (0, 1)
        Percentile that the next eigenvalue must exceed.

    Returns
    -------
    NextEigenvalue
        Stops at the first eigenvalue that the model explains.

    Notes
    -----
    Samples are Wishart matrices under multivariate normality, drawn by their Cholesky factors; of
    polychoric correlations they are normal responses cut at the observed thresholds, correlated as the data
    were. k factors are fitted by minres. Checked against R: tests/oracle/R/retention.R.

    References
    ----------
    Achim, A. (2017). Testing the number of required dimensions in exploratory factor analysis. The
    Quantitative Methods for Psychology, 13, 64-74. https://doi.org/10.20982/tqmp.13.1.p064
    """
    check_level(level)
    p = R.shape[0]
    rng = np.random.default_rng(seed)
    eigenvalues = np.linalg.eigvalsh(R)[::-1]
    most = max(k for k in range(p) if degrees_of_freedom(p, k) >= 0)
    observed, reference = [], []
    for k in range(most + 1):
        loadings = extract(R, k, "minres").loadings
        implied = loadings @ loadings.T
        np.fill_diagonal(implied, 1.0)
        drawn = (
            sample_polychoric(implied, n, thresholds, samples or SAMPLES_OF_ANSWERS, rng)
            if thresholds
            else sample_correlations(implied, n, samples or SAMPLES, rng)
        )
        limit = float(np.quantile(np.linalg.eigvalsh(drawn)[:, p - 1 - k], level))
        observed.append(eigenvalues[k])
        reference.append(limit)
        if eigenvalues[k] <= limit:
            return NextEigenvalue(observed=np.array(observed), reference=np.array(reference), n_factors=k)
    return NextEigenvalue(observed=np.array(observed), reference=np.array(reference), n_factors=most + 1)


def sample_correlations(population: Array, n: int, samples: int, rng: np.random.Generator) -> Array:
    """(samples, p, p) correlation matrices of n normal respondents (Bartlett's decomposition)."""
    p = population.shape[0]
    factor = np.linalg.cholesky(population + 1e-12 * np.eye(p))
    triangle = np.tril(rng.standard_normal((samples, p, p)), -1)
    degrees = (n - 1 - np.arange(p)).astype(float)
    triangle[:, np.arange(p), np.arange(p)] = np.sqrt(rng.chisquare(degrees, (samples, p)))
    root = factor @ triangle
    root /= np.sqrt((root**2).sum(axis=2, keepdims=True))
    return np.asarray(root @ root.swapaxes(1, 2))


def sample_polychoric(
    population: Array, n: int, thresholds: tuple[Array, ...], samples: int, rng: np.random.Generator
) -> Array:
    """(samples, p, p) polychoric correlations of n respondents with the given thresholds.

    A sample in which an item has a single category, so that it correlates with nothing, is drawn again.
    """
    factor = np.linalg.cholesky(population + 1e-12 * np.eye(population.shape[0]))
    found: list[Array] = []
    while len(found) < samples:
        latent = rng.standard_normal((n, population.shape[0])) @ factor.T
        coded = [np.searchsorted(cut, latent[:, j]) for j, cut in enumerate(thresholds)]
        R = polychoric(np.column_stack(coded)).R
        if np.isfinite(R).all():
            found.append(R)
    return np.array(found)
