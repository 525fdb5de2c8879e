"""What the interval of a difference lets one conclude, and whether two ways to compare conclude the same."""

from __future__ import annotations

from typing import Literal

from mtle_survey.stats.estimate import Estimate

Conclusion = Literal[
    "higher, by as much as matters",
    "higher",
    "too small to matter",
    "uncertain",
    "lower",
    "lower, by as much as matters",
]


def conclusion_of(low: float, high: float, smallest: float | None = None) -> Conclusion:
    """Where an interval lies beside zero and, if one is declared, beside the smallest effect of interest.

    Parameters
    ----------
    low, high : float
        The interval; twice the same number where nothing is uncertain.
    smallest : float or None
        The smallest difference that matters, above zero, in the same units.

    Notes
    -----
    A difference that is wholly closer to zero than ``smallest`` is too small to matter, whether or not its
    interval includes zero.

    References
    ----------
    Lakens, D., Scheel, A. M., & Isager, P. M. (2018). Equivalence testing for psychological research: A
    tutorial. Advances in Methods and Practices in Psychological Science, 1, 259-269.
    https://doi.org/10.1177/2515245918770963
    """
    if smallest is not None:
        if low >= smallest:
            return "higher, by as much as matters"
        if high <= -smallest:
            return "lower, by as much as matters"
        if low > -smallest and high < smallest:
            return "too small to matter"
    if low > 0.0:
        return "higher"
    return "lower" if high < 0.0 else "uncertain"


def sensitive_to_model(ancova: Estimate, did: Estimate, smallest: float | None = None) -> bool:
    """Whether covariance adjustment and gain scores lead to different conclusions.

    In intact groups both models rest on an untestable assumption (Lord's paradox); a conclusion that
    depends on the choice is none. Two differences on either side of zero whose intervals both include it
    lead to the same conclusion, namely to none.

    Parameters
    ----------
    ancova, did : Estimate
        Both available.
    smallest : float or None
        The smallest difference that matters.
    """
    if not (ancova.available and did.available):
        raise ValueError("both effects must be available")
    return _concluded(ancova, smallest) != _concluded(did, smallest)


def _concluded(effect: Estimate, smallest: float | None) -> Conclusion:
    if effect.interval is None:
        return conclusion_of(effect.value, effect.value, smallest)
    return conclusion_of(effect.interval.low, effect.interval.high, smallest)
