"""Did the shares of the categories change?"""

from __future__ import annotations

import numpy as np

from mtle_survey.stats.categorical.symmetry_null import is_sparse, symmetric_tables
from mtle_survey.stats.categorical.transitions import Counts, checked_table
from mtle_survey.stats.distributions import chi2_upper_p
from mtle_survey.stats.estimate import Array, Estimate, Statistic, not_available


def stuart_maxwell(table: Counts, *, seed: int = 1, draws: int = 10_000) -> Estimate:
    """Stuart and Maxwell's test that both waves have the same shares of every category.

    Parameters
    ----------
    table : (K, K) integer array
        Respondents by earlier (rows) and later (columns) category.
    seed, draws : int
        Of the Monte Carlo p-value that sparse tables get.

    Returns
    -------
    Estimate
        Chi-square; df is one less than the categories that somebody left or entered: the others are
        dropped. Method ``stuart_maxwell/chi2``, or ``stuart_maxwell/monte_carlo`` where two categories
        exchanged fewer than ten.

    Not available when
    ------------------
    Nobody changed category, or moves fall into groups of categories that exchange nobody.

    Notes
    -----
    d'S^-1 d over all such categories but one, d_i = n_i. - n_.i, S_ii = n_i. + n_.i - 2 n_ii,
    S_ij = -(n_ij + n_ji). Monte Carlo as in Bowker's test: S stays as it is.

    References
    ----------
    Stuart, A. (1955). A test for homogeneity of the marginal distributions in a two-way classification.
    Biometrika, 42, 412-416. https://doi.org/10.1093/biomet/42.3-4.412
    Maxwell, A. E. (1970). British Journal of Psychiatry, 116, 651-655.
    https://doi.org/10.1192/bjp.116.535.651
    """
    table = checked_table(table)
    n = int(table.sum())
    sparse = is_sparse(table)
    method = "stuart_maxwell/monte_carlo" if sparse else "stuart_maxwell/chi2"
    used, inverse, reason = moves_covariance(table)
    if inverse is None:
        return not_available(reason, n=n, method=method)
    chi2 = float(_chi2(table.astype(float), used, inverse))
    df = used.size - 1
    if sparse:
        extreme = sum(
            int((_chi2(drawn, used, inverse) >= chi2 - 1e-9).sum())
            for drawn in symmetric_tables(table, seed, draws)
        )
        p_value = (1 + extreme) / (1 + draws)
    else:
        p_value = chi2_upper_p(chi2, df)
    return Estimate(value=chi2, n=n, method=method, test_statistic=chi2, df=df, p_value=p_value)


def moves_covariance(table: Counts) -> tuple[Counts, Array | None, str]:
    """The categories with movers, and the inverse covariance of their differences but the last.

    Returns
    -------
    tuple
        Positions of the categories, the inverse (None where there is none), and the reason for None.
    """
    movers = (table + table.T).astype(float)
    np.fill_diagonal(movers, 0.0)
    used = np.flatnonzero(movers.sum(axis=1) > 0)
    if used.size == 0:
        return used, None, f"none of the {int(table.sum())} respondents changed category"
    within = movers[np.ix_(used, used)]
    S = np.diag(within.sum(axis=1)) - within
    S = S[:-1, :-1]
    if np.linalg.matrix_rank(S) < used.size - 1:
        return used, None, "moves fall into groups of categories that exchange nobody: test them apart"
    return used, np.asarray(np.linalg.inv(S), dtype=np.float64), ""


def _chi2(tables: Array, used: Counts, inverse: Array) -> Array:
    """Chi-square of one table (K, K) or of many (b, K, K) with the same movers."""
    d = (tables.sum(axis=-1) - tables.sum(axis=-2))[..., used[:-1]]
    chi2: Array = np.einsum("...i,ij,...j->...", d, inverse, d)
    return chi2


STATISTIC = Statistic(
    name="stuart_maxwell",
    family="categorical",
    label="Equal shares in both waves (Stuart-Maxwell)",
    formula="d' S^-1 d, d_i = n_i. - n_.i",
    reference="Stuart, A. (1955). A test for homogeneity of the marginal distributions in a two-way "
    "classification. Biometrika, 42(3/4), 412-416. https://doi.org/10.1093/biomet/42.3-4.412",
    compute=stuart_maxwell,
)
