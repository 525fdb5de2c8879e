"""Did the shares of the categories change? Bhapkar's more powerful form."""

from __future__ import annotations

from mtle_survey.stats.categorical.stuart_maxwell import stuart_maxwell
from mtle_survey.stats.categorical.transitions import Counts
from mtle_survey.stats.distributions import chi2_upper_p
from mtle_survey.stats.estimate import Estimate, Statistic, not_available

METHOD = "bhapkar/chi2"


def bhapkar(table: Counts) -> Estimate:
    """Bhapkar's test that both waves have the same shares of every category.

    Parameters
    ----------
    table : (K, K) integer array
        Respondents by earlier (rows) and later (columns) category.

    Returns
    -------
    Estimate
        Chi-square, never smaller than Stuart and Maxwell's.

    Not available when
    ------------------
    ``stuart_maxwell`` is not, its table is sparse (the chi-square distribution does not hold then), or
    nobody stayed or returned, so that the covariance is singular.

    Notes
    -----
    W/(1 - W/N), W the Stuart-Maxwell statistic.

    References
    ----------
    Bhapkar, V. P. (1966). A note on the equivalence of two test criteria for hypotheses in categorical
    data. Journal of the American Statistical Association, 61, 228-235.
    https://doi.org/10.1080/01621459.1966.10502021
    """
    stuart = stuart_maxwell(table, draws=1)
    if not stuart.available:
        return not_available(stuart.unavailable, n=stuart.n, method=METHOD)
    if stuart.method == "stuart_maxwell/monte_carlo":
        return not_available(
            "two categories exchanged fewer than 10 respondents: use Stuart and Maxwell's Monte Carlo test",
            n=stuart.n,
            method=METHOD,
        )
    left = 1.0 - stuart.value / stuart.n
    if left <= 1e-12:
        return not_available("every respondent moved the same way", n=stuart.n, method=METHOD)
    chi2 = stuart.value / left
    return Estimate(
        value=chi2,
        n=stuart.n,
        method=METHOD,
        test_statistic=chi2,
        df=stuart.df,
        p_value=chi2_upper_p(chi2, stuart.df),
    )


STATISTIC = Statistic(
    name="bhapkar",
    family="categorical",
    label="Equal shares in both waves (Bhapkar)",
    formula="W / (1 - W/N), W Stuart-Maxwell",
    reference="Bhapkar, V. P. (1966). A note on the equivalence of two test criteria for hypotheses in "
    "categorical data. Journal of the American Statistical Association, 61(313), 228-235. "
    "https://doi.org/10.1080/01621459.1966.10502021",
    compute=bhapkar,
)
