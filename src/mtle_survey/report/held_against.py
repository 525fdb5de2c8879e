"""What the numbers of a report are held against, so that none is printed on the wrong side of it."""

from __future__ import annotations

from mtle_survey.evidence.cut_offs import cut_off
from mtle_survey.report.bands import ADJUSTABLE, ALIKE
from mtle_survey.rounding import Limit
from mtle_survey.table import Row

ALPHA = Limit(0.05, "at_least")  # a test counts below it
ZERO = Limit(0.0, "side")

_GROUPS = (Limit(cut_off("reliability_groups"), "at_least"),)


def within(size: float) -> tuple[Limit, Limit]:
    """The limits of what may be up to so large, above and below zero."""
    return Limit(size, "at_most"), Limit(-size, "at_least")


_HELD: dict[str, tuple[Limit, ...]] = {
    "baseline_g": (*within(ALIKE), *within(ADJUSTABLE)),
    **dict.fromkeys(("alpha", "omega_total", "omega_categorical", "lambda2"), _GROUPS),
    "difference_score_reliability": (Limit(cut_off("difference_score"), "at_least"),),
    "item_rest_correlation": tuple(
        Limit(cut_off(name), "at_least") for name in ("item_rest_weak", "item_rest_very_weak")
    ),
    "near_floor": (Limit(cut_off("near_floor"), "at_most"),),
    "near_ceiling": (Limit(cut_off("near_ceiling"), "at_most"),),
    "missing": tuple(Limit(cut_off(name), "at_most") for name in ("missing", "missing_much")),
    "skewness": within(cut_off("skewness")),
    "kurtosis": within(cut_off("kurtosis")),
}


def held_against(row: Row, *, bound: bool = False) -> tuple[Limit, ...]:
    """The limits of a row's statistic, in its own unit; none where nothing hangs on its size.

    Groups that are compared are rated by the observed difference at the start, not by its interval; that of
    those who were lost is held against nothing.
    """
    if row.statistic == "baseline_g" and (bound or row.group is not None):
        return ()
    return _HELD.get(row.statistic, ())
