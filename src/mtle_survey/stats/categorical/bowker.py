"""Is the table of moves symmetric: as many went from a to b as from b to a?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mtle_survey.stats.categorical.symmetry_null import is_sparse, symmetric_tables
from mtle_survey.stats.categorical.transitions import Counts, checked_table
from mtle_survey.stats.distributions import chi2_upper_p
from mtle_survey.stats.estimate import Array, Estimate, Statistic, not_available


def bowker(table: Counts, *, seed: int = 1, draws: int = 10_000) -> Estimate:
    """Bowker's test of symmetry.

    Parameters
    ----------
    table : (K, K) integer array
        Respondents by earlier (rows) and later (columns) category.
    seed, draws : int
        Of the Monte Carlo p-value that sparse tables get.

    Returns
    -------
    Estimate
        Chi-square; df counts the pairs of categories between which somebody moved. Method
        ``bowker/chi2``, or ``bowker/monte_carlo`` where two categories exchanged fewer than ten.

    Not available when
    ------------------
    Nobody changed category.

    Notes
    -----
    Sum over i < j of (n_ij - n_ji)^2 / (n_ij + n_ji). Monte Carlo: given n_ij + n_ji, n_ij is
    binomial(1/2); p = (1 + tables at least as extreme)/(1 + draws).

    References
    ----------
    Bowker, A. H. (1948). A test for symmetry in contingency tables. Journal of the American Statistical
    Association, 43, 572-574. https://doi.org/10.1080/01621459.1948.10483284
    """
    table = checked_table(table)
    n = int(table.sum())
    movers = (table + table.T)[np.triu_indices(table.shape[0], 1)]
    df = int((movers > 0).sum())
    sparse = is_sparse(table)
    method = "bowker/monte_carlo" if sparse else "bowker/chi2"
    if df == 0:
        return not_available(f"none of the {n} respondents changed category", n=n, method=method)
    chi2 = float(_chi2(table.astype(float), movers))
    if sparse:
        extreme = sum(
            int((_chi2(drawn, movers) >= chi2 - 1e-9).sum()) for drawn in symmetric_tables(table, seed, draws)
        )
        p_value = (1 + extreme) / (1 + draws)
    else:
        p_value = chi2_upper_p(chi2, df)
    return Estimate(value=chi2, n=n, method=method, test_statistic=chi2, df=df, p_value=p_value)


def _chi2(tables: Array, movers: NDArray[np.int64]) -> Array:
    """Chi-square of one table (K, K) or of many (b, K, K) with the same movers."""
    rows, columns = np.triu_indices(tables.shape[-1], 1)
    some = movers > 0
    gap = (tables[..., rows, columns] - tables[..., columns, rows])[..., some]
    chi2: Array = (gap**2 / movers[some]).sum(axis=-1)
    return chi2


STATISTIC = Statistic(
    name="bowker",
    family="categorical",
    label="Symmetry of moves (Bowker)",
    formula="sum_{i<j} (n_ij - n_ji)^2 / (n_ij + n_ji)",
    reference="Bowker, A. H. (1948). A test for symmetry in contingency tables. Journal of the American "
    "Statistical Association, 43(244), 572-574. https://doi.org/10.1080/01621459.1948.10483284",
    compute=bowker,
)
