"""Satterthwaite's degrees of freedom for contrasts of a random-intercept model."""

from __future__ import annotations

import math

import numpy as np

from mtle_survey.stats.estimate import Array
from mtle_survey.stats.mixed.random_intercept import RandomInterceptFit
from mtle_survey.stats.mixed.variance_information import variance_information


def satterthwaite_contrast(fit: RandomInterceptFit, contrast: Array) -> tuple[float, float]:
    """Standard error and degrees of freedom of one contrast of the fixed effects.

    Parameters
    ----------
    fit : RandomInterceptFit
        The model.
    contrast : (p,) float array
        Weights of the fixed effects.

    Returns
    -------
    tuple of float
        The model's standard error, and df = 2 v^2 / (g' W g), v the variance of the contrast, g its
        gradient by the two variances, W the inverse of their observed information. On the boundary,
        where groups do not differ, df = N - p.

    References
    ----------
    Fai, A. H.-T., & Cornelius, P. L. (1996). Approximate F-tests of multiple degree of freedom
    hypotheses in generalized least squares analyses of unbalanced split-plot experiments. Journal of
    Statistical Computation and Simulation, 54, 363-378. https://doi.org/10.1080/00949659608811740
    """
    variance = float(contrast @ fit.covariance @ contrast)
    if fit.variance_group == 0.0:
        return math.sqrt(variance), float(fit.data.y.size - fit.beta.size)
    information = variance_information(fit)
    direction = fit.covariance @ contrast
    gradient = np.array([-direction @ information.P[i] @ direction for i in range(2)])
    spread = float(gradient @ np.linalg.solve(information.observed, gradient))
    return math.sqrt(variance), 2.0 * variance**2 / spread
