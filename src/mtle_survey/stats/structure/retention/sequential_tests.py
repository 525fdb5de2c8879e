"""Sequential model tests for the number of factors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mtle_survey.stats.distributions import chi2_upper_p
from mtle_survey.stats.estimate import Array
from mtle_survey.stats.structure.fit.rmsea import rmsea_interval
from mtle_survey.stats.structure.retention.maximum_likelihood_fits import LikelihoodFits

SIGNIFICANCE = 0.05
CLOSE_FIT = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class SequentialTests:
    """How many factors are needed before a test no longer rejects.

    Attributes
    ----------
    p_value : (m,) float array
        Of the likelihood-ratio test of 0, 1, 2 … factors.
    rmsea_low : (m,) float array
        Lower limit of each model's 90% interval for the RMSEA.
    n_factors_chi2 : int or None
        The first number that exact fit does not reject at .05; None if all are rejected.
    n_factors_rmsea : int or None
        The first number whose lower RMSEA limit is below .05; None if there is none.
    """

    p_value: Array
    rmsea_low: Array
    n_factors_chi2: int | None
    n_factors_rmsea: int | None


def sequential_tests(fits: LikelihoodFits, n: int) -> SequentialTests:
    """Sequential likelihood-ratio and RMSEA tests.

    Parameters
    ----------
    fits : LikelihoodFits
        Of 0, 1, 2 … factors.
    n : int
        Respondents.

    Returns
    -------
    SequentialTests
        The exact test retains too many factors in large samples.

    References
    ----------
    Auerswald, M., & Moshagen, M. (2019). How to determine the number of factors to retain in exploratory
    factor analysis. Psychological Methods, 24, 468-491. https://doi.org/10.1037/met0000200
    """
    pairs = list(zip(fits.chi2, fits.df, strict=True))
    p_value = np.array([chi2_upper_p(chi2, df) for chi2, df in pairs])
    low = np.array([rmsea_interval(chi2, df, n, 0.90)[0] for chi2, df in pairs])
    return SequentialTests(
        p_value=p_value,
        rmsea_low=low,
        n_factors_chi2=_first(p_value > SIGNIFICANCE),
        n_factors_rmsea=_first(low < CLOSE_FIT),
    )


def _first(passed: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> int | None:
    return int(np.argmax(passed)) if passed.any() else None
