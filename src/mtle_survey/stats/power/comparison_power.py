"""What a program and a comparison group can show."""

from __future__ import annotations

import math
from dataclasses import dataclass

from mtle_survey.stats.estimate import Statistic
from mtle_survey.stats.intervals import check_level
from mtle_survey.stats.power.noncentral import smallest_noncentrality, t_power


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonDesign:
    """Two groups, the later scores of which are compared.

    Attributes
    ----------
    program_n, comparison_n : int
        Respondents in each arm, at least 2.
    sd : float
        Standard deviation of scores within an arm.
    baseline_correlation : float
        Correlation of the later score with the baseline that is held constant; 0 when none is.
    program_clusters, comparison_clusters : int or None
        Clusters in each arm, at least 2, where whole clusters belong to one arm.
    icc : float
        Intraclass correlation of clusters.
    """

    program_n: int
    comparison_n: int
    sd: float
    baseline_correlation: float = 0.0
    program_clusters: int | None = None
    comparison_clusters: int | None = None
    icc: float = 0.0

    def __post_init__(self) -> None:
        clusters = (self.program_clusters, self.comparison_clusters)
        if (clusters[0] is None) != (clusters[1] is None):
            raise ValueError("clusters are given for both arms or for none")
        units = [
            n if c is None else c for n, c in zip((self.program_n, self.comparison_n), clusters, strict=True)
        ]
        possible = self.sd > 0.0 and abs(self.baseline_correlation) < 1.0 and 0.0 <= self.icc <= 1.0
        if min(units) < 2 or not possible or units[0] > self.program_n or units[1] > self.comparison_n:
            raise ValueError(f"impossible design: {self}")


def comparison_power(design: ComparisonDesign, difference: float, level: float = 0.95) -> float:
    """Chance that the comparison finds a true difference.

    Parameters
    ----------
    design : ComparisonDesign
        Sizes, spread, baseline and clusters.
    difference : float
        True adjusted difference of the arms, in score units.
    level : float in (0, 1)
        1 minus the significance level.

    Returns
    -------
    float
        Power, counting rejections on both sides.

    Notes
    -----
    Var = sd^2 (1 - r^2) sum over arms of [1 + (n/J - 1) icc]/n; df = units - 2, less one for a baseline,
    units being clusters where there are any.

    References
    ----------
    Bloom, H. S. (1995). Minimum detectable effects: A simple way to report the statistical power of
    experimental designs. Evaluation Review, 19, 547-556. https://doi.org/10.1177/0193841X9501900504
    """
    std_error, df = _precision(design, level)
    return t_power(difference / std_error, df, level)


def comparison_minimal_difference(
    design: ComparisonDesign, power: float = 0.80, level: float = 0.95
) -> float:
    """The smallest true difference found with the wanted power, in score units."""
    std_error, df = _precision(design, level)
    return smallest_noncentrality(df, power, level) * std_error


def _precision(design: ComparisonDesign, level: float) -> tuple[float, int]:
    """Standard error of the difference, and its degrees of freedom."""
    check_level(level)
    units, share = 0, 0.0
    for n, clusters in (
        (design.program_n, design.program_clusters),
        (design.comparison_n, design.comparison_clusters),
    ):
        size = 1.0 if clusters is None else n / clusters
        share += (1.0 + (size - 1.0) * design.icc) / n
        units += n if clusters is None else clusters
    df = units - 2 - int(design.baseline_correlation != 0.0)
    return design.sd * math.sqrt((1.0 - design.baseline_correlation**2) * share), df


STATISTIC = Statistic(
    name="comparison_power",
    family="power",
    label="Power of a comparison of two groups",
    formula="P(|T| > t), Var = sd^2 (1 - r^2) sum [1 + (n/J - 1) icc] / n",
    reference="Bloom, H. S. (1995). Minimum detectable effects: A simple way to report the statistical power "
    "of experimental designs. Evaluation Review, 19(5), 547-556. "
    "https://doi.org/10.1177/0193841X9501900504",
    compute=comparison_power,
)
