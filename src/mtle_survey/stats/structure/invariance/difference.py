"""Tests of one nested model against a looser one."""

from __future__ import annotations

import numpy as np

from mtle_survey.stats.distributions import chi2_upper_p
from mtle_survey.stats.estimate import Array, Estimate, not_available
from mtle_survey.stats.structure.cfa.least_squares import scale_and_shift
from mtle_survey.stats.structure.linear_algebra import inverse


def likelihood_ratio(chi2: float, df: float, looser_chi2: float, looser_df: float, n: int) -> Estimate:
    """Difference of two likelihood-ratio statistics; not available where a level adds no restriction."""
    method = "likelihood_ratio"
    df_difference = df - looser_df
    if df_difference <= 0:
        return _equivalent(n, method)
    return _tested(chi2 - looser_chi2, df_difference, n, method)


def satorra_bentler(
    chi2: float,
    df: float,
    factor: float,
    looser_chi2: float,
    looser_df: float,
    looser_factor: float,
    n: int,
) -> Estimate:
    """Scaled difference of two scaled statistics.

    Parameters
    ----------
    chi2, df, factor : float
        Unscaled statistic, degrees of freedom and scaling factor of the stricter model.
    looser_chi2, looser_df, looser_factor : float
        The same of the looser model.
    n : int
        Respondents.

    Returns
    -------
    Estimate
        Chi-square with the difference in degrees of freedom.

    Not available when
    ------------------
    The difference's scaling factor is not positive, or a model has none, as can happen in small samples.

    References
    ----------
    Satorra, A., & Bentler, P. M. (2001). A scaled difference chi-square test statistic for moment
    structure analysis. Psychometrika, 66, 507-514. https://doi.org/10.1007/BF02296192
    """
    method = "satorra_bentler_2001"
    df_difference = df - looser_df
    if df_difference <= 0:
        return _equivalent(n, method)
    scale = (df * factor - looser_df * looser_factor) / df_difference
    if not scale > 0:
        return not_available("the scaling factor of the difference is not positive", n=n, method=method)
    return _tested((chi2 - looser_chi2) / scale, df_difference, n, method)


def satorra_2000(
    difference: float,
    df: float,
    slopes: Array,
    looser_slopes: Array,
    looser_information: Array,
    looser_meat: Array,
    n: int,
) -> Estimate:
    """Scaled and shifted difference of two least-squares statistics.

    Parameters
    ----------
    difference : float
        Stricter minus looser naive statistic.
    df : float
        Difference in degrees of freedom.
    slopes, looser_slopes : (k, q0) and (k, q1) float arrays
        Derivatives of all groups' statistics in the parameters of the stricter and the looser model.
    looser_information : (q1, q1) float array
        Delta' W Delta of the looser model.
    looser_meat : (q1, q1) float array
        Delta' W Gamma W Delta of the looser model.
    n : int
        Respondents.

    Returns
    -------
    Estimate
        Chi-square with the difference in degrees of freedom.

    Notes
    -----
    The restrictions are found as what the stricter model's slopes leave of the looser model's parameter
    space. Checked against R lavaan::lavTestLRT: tests/oracle/R/invariance.R.

    References
    ----------
    Satorra, A. (2000). Scaled and adjusted restricted tests in multi-sample analysis of moment
    structures. In R. D. H. Heijmans, D. S. G. Pollock, & A. Satorra (Eds.), Innovations in multivariate
    statistical analysis (pp. 233-247). Kluwer. https://doi.org/10.1007/978-1-4615-4603-0_17
    """
    method = "satorra_2000/scaled_shifted"
    if df <= 0:
        return _equivalent(n, method)
    H = np.linalg.lstsq(looser_slopes, slopes, rcond=None)[0]
    left, size, _ = np.linalg.svd(H)
    rank = int((size > 1e-8 * size[0]).sum())
    A = left[:, rank:].T
    P = inverse(looser_information)
    middle = A.T @ inverse(A @ P @ A.T) @ A
    reduced = P @ middle @ P @ looser_meat
    a, b = scale_and_shift(float(np.trace(reduced)), float(np.trace(reduced @ reduced)), df)
    return _tested(a * difference + b, df, n, method)


def _equivalent(n: int, method: str) -> Estimate:
    reason = "the two models are equivalent: this level adds no restriction that the data can test"
    return not_available(reason, n=n, method=method)


def _tested(chi2: float, df: float, n: int, method: str) -> Estimate:
    chi2 = max(chi2, 0.0)
    return Estimate(
        value=chi2, n=n, method=method, test_statistic=chi2, df=df, p_value=chi2_upper_p(chi2, df)
    )
