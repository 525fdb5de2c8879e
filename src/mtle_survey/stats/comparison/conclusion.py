"""What the interval of a difference lets one conclude, and whether two ways to compare conclude the same."""

from __future__ import annotations

from typing import Literal

from mtle_survey.stats.estimate import Estimate

Conclusion = Literal["higher", "uncertain", "lower"]


def conclusion_of(low: float, high: float) -> Conclusion:
    """On which side of zero an interval lies wholly; uncertain where it includes zero.

    Parameters
    ----------
    low, high : float
        The interval; twice the same number where nothing is uncertain.
    """
    if low > 0.0:
        return "higher"
    return "lower" if high < 0.0 else "uncertain"


def sensitive_to_model(ancova: Estimate, did: Estimate) -> bool:
    """Whether covariance adjustment and gain scores lead to different conclusions.

    In intact groups both models rest on an untestable assumption (Lord's paradox); a conclusion that
    depends on the choice is none. Two differences on either side of zero whose intervals both include it
    lead to the same conclusion, namely to none.

    Parameters
    ----------
    ancova, did : Estimate
        Both available.
    """
    if not (ancova.available and did.available):
        raise ValueError("both effects must be available")
    return _concluded(ancova) != _concluded(did)


def _concluded(effect: Estimate) -> Conclusion:
    if effect.interval is None:
        return conclusion_of(effect.value, effect.value)
    return conclusion_of(effect.interval.low, effect.interval.high)
