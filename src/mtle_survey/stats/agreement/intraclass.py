"""Intraclass correlations in the forms of McGraw and Wong, with their intervals."""

from __future__ import annotations

import math
from typing import Literal

from scipy.special import fdtri

from mtle_survey.stats.agreement.two_way import MeanSquares, mean_squares
from mtle_survey.stats.estimate import Array, Estimate, Interval, not_available
from mtle_survey.stats.intervals import check_level
from mtle_survey.stats.moments import NO_VARIANCE, complete_matrix

Form = Literal["1", "k", "C,1", "C,k", "A,1", "A,k"]


def intraclass_correlation(x: Array, form: Form, level: float = 0.95) -> Estimate:
    """Intraclass correlation of complete ratings.

    Parameters
    ----------
    x : (n, k) float array
        Ratings of n targets by k raters, or of n respondents on k occasions. For the one-way forms the
        raters may differ between targets; for the others each column is one rater.
    form : {"1", "k", "C,1", "C,k", "A,1", "A,k"}
        One-way, two-way for consistency (C) or for absolute agreement (A); of a single rating (1) or of
        the mean of all k.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    Estimate
        At most 1; may be negative. ``n`` counts targets. Method ``anova/ICC(form)``.

    Not available when
    ------------------
    n < 2, k < 2, every rating is the same; for consistency, each rater rated all targets alike; for the
    forms of the mean (``k``), the targets' means are all the same, or differ by less than the raters'
    disagreement explains, so that there is nothing to divide by.

    Notes
    -----
    With mean squares of rows R, columns C, error E and within W: (R - W) / (R + (k - 1) W),
    (R - E) / (R + (k - 1) E), (R - E) / (R + (k - 1) E + k (C - E) / n), and 1 - W/R, 1 - E/R,
    (R - E) / (R + (C - E) / n). Intervals by F; for absolute agreement with Satterthwaite's degrees of
    freedom.

    References
    ----------
    McGraw & Wong (1996). Psychological Methods, 1, 30-46. https://doi.org/10.1037/1082-989X.1.1.30
    """
    check_level(level)
    matrix = complete_matrix(x)
    n, k = matrix.shape
    method = f"anova/ICC({form})"
    if n < 2 or k < 2:
        return not_available(
            f"an intraclass correlation needs 2 or more targets and ratings of each; there are {n} and {k}",
            n=n,
            method=method,
        )
    squares = mean_squares(matrix)
    largest = max(squares.rows, squares.columns, squares.error)
    if largest == 0.0 or largest <= NO_VARIANCE * float((matrix**2).mean()):
        return not_available("every rating is the same", n=n, method=method)
    of_mean = form in ("k", "C,k", "A,k")
    noise = 0.0 if of_mean else squares.error
    if (of_mean or form == "C,1") and squares.rows + noise <= NO_VARIANCE * largest:
        return not_available("the targets do not differ in their mean rating", n=n, method=method)
    if form == "A,k" and squares.rows + (squares.columns - squares.error) / n <= NO_VARIANCE * largest:
        return not_available(
            "the targets' mean ratings differ by less than the raters' disagreement explains",
            n=n,
            method=method,
        )
    value = _value(squares, form)
    return Estimate(value=value, n=n, method=method, interval=_interval(squares, form, level))


def _value(s: MeanSquares, form: Form) -> float:
    n, k = s.n, s.k
    match form:
        case "1":
            return (s.rows - s.within) / (s.rows + (k - 1) * s.within)
        case "k":
            return 1.0 - s.within / s.rows
        case "C,1":
            return (s.rows - s.error) / (s.rows + (k - 1) * s.error)
        case "C,k":
            return 1.0 - s.error / s.rows
        case "A,1":
            return (s.rows - s.error) / (s.rows + (k - 1) * s.error + k * (s.columns - s.error) / n)
        case "A,k":
            return (s.rows - s.error) / (s.rows + (s.columns - s.error) / n)


def _interval(s: MeanSquares, form: Form, level: float) -> Interval | None:
    upper = 0.5 + level / 2.0
    if form in ("A,1", "A,k"):
        bounds = _absolute_bounds(s, upper)
        mean_of_k = form == "A,k"
    else:
        one_way = form in ("1", "k")
        bounds = _ratio_bounds(s, s.within if one_way else s.error, one_way, upper)
        mean_of_k = form in ("k", "C,k")
    if bounds is None or math.isnan(sum(bounds)) or (mean_of_k and 1.0 + (s.k - 1) * bounds[0] <= 0.0):
        return None
    low, high = (s.k * b / (1.0 + (s.k - 1) * b) if mean_of_k else b for b in bounds)
    return Interval(low=low, high=high, level=level)


def _ratio_bounds(s: MeanSquares, noise: float, one_way: bool, upper: float) -> tuple[float, float] | None:
    """Bounds of the single-rating form from the ratio of two mean squares."""
    if noise <= NO_VARIANCE * s.rows:
        return None
    df = s.n * (s.k - 1) if one_way else (s.n - 1) * (s.k - 1)
    ratio = s.rows / noise
    low = ratio / float(fdtri(s.n - 1, df, upper))
    high = ratio * float(fdtri(df, s.n - 1, upper))
    return (low - 1.0) / (low + s.k - 1.0), (high - 1.0) / (high + s.k - 1.0)


def _absolute_bounds(s: MeanSquares, upper: float) -> tuple[float, float] | None:
    """Bounds of absolute agreement of a single rating, with Satterthwaite's degrees of freedom."""
    n, k = s.n, s.k
    r = _value(s, "A,1")
    if 1.0 - r <= NO_VARIANCE:
        return None
    a = k * r / (n * (1.0 - r))
    b = 1.0 + k * r * (n - 1) / (n * (1.0 - r))
    spread = (a * s.columns) ** 2 / (k - 1) + (b * s.error) ** 2 / ((n - 1) * (k - 1))
    if spread <= 0.0:
        return None
    df = (a * s.columns + b * s.error) ** 2 / spread
    noise = k * s.columns + (k * n - k - n) * s.error
    f_low, f_high = float(fdtri(n - 1, df, upper)), float(fdtri(df, n - 1, upper))
    return (
        n * (s.rows - f_low * s.error) / (f_low * noise + n * s.rows),
        n * (f_high * s.rows - s.error) / (noise + n * f_high * s.rows),
    )
