"""Incremental fit indices: the model beside one of unrelated items."""

from __future__ import annotations

import math


def cfi(chi2: float, df: float, baseline_chi2: float, baseline_df: float) -> float:
    """Comparative fit index.

    Parameters
    ----------
    chi2, df : float
        Test statistic and degrees of freedom of the model.
    baseline_chi2, baseline_df : float
        The same of the model of unrelated items.

    Returns
    -------
    float
        1 - max(chi2 - df, 0)/max(chi2 - df, baseline_chi2 - baseline_df, 0); 1 where both are 0.

    References
    ----------
    Bentler, P. M. (1990). Comparative fit indexes in structural models. Psychological Bulletin, 107,
    238-246. https://doi.org/10.1037/0033-2909.107.2.238
    """
    excess = max(chi2 - df, 0.0)
    worst = max(excess, baseline_chi2 - baseline_df, 0.0)
    return 1.0 if worst == 0.0 else 1.0 - excess / worst


def tli(chi2: float, df: float, baseline_chi2: float, baseline_df: float) -> float:
    """Tucker-Lewis index, not bounded; nan without degrees of freedom or where the baseline fits perfectly.

    Returns
    -------
    float
        (baseline_chi2/baseline_df - chi2/df)/(baseline_chi2/baseline_df - 1).

    References
    ----------
    Tucker, L. R., & Lewis, C. (1973). A reliability coefficient for maximum likelihood factor analysis.
    Psychometrika, 38, 1-10. https://doi.org/10.1007/BF02291170
    """
    if df <= 0 or baseline_df <= 0:
        return math.nan
    ratio = baseline_chi2 / baseline_df
    return math.nan if ratio == 1.0 else (ratio - chi2 / df) / (ratio - 1.0)
