"""What the numbers of a report are held against, so that none is printed on the wrong side of it."""

from __future__ import annotations

from mtle_survey.evidence.cut_offs import cut_off
from mtle_survey.report.bands import ADJUSTABLE, ALIKE

ALPHA = 0.05  # p-values, wherever a sentence rests on one

_RELIABILITY = tuple(
    cut_off(name) for name in ("reliability_groups", "reliability_preferred", "reliability_individuals")
)
_HELD: dict[str, tuple[float, ...]] = {
    "baseline_g": (-ADJUSTABLE, -ALIKE, ALIKE, ADJUSTABLE),
    **dict.fromkeys(("alpha", "omega_total", "omega_categorical", "lambda2"), _RELIABILITY),
    "difference_score_reliability": (cut_off("difference_score"),),
    "item_rest_correlation": (cut_off("item_rest_weak"), cut_off("item_rest_very_weak")),
    "mean_inter_item_correlation": (cut_off("mean_correlation_low"), cut_off("mean_correlation_high")),
    "near_floor": (cut_off("near_floor"),),
    "near_ceiling": (cut_off("near_ceiling"),),
    "missing": (cut_off("missing"), cut_off("missing_much")),
    "skewness": (-cut_off("skewness"), cut_off("skewness")),
    "kurtosis": (cut_off("kurtosis"),),
}


def held_against(statistic: str) -> tuple[float, ...]:
    """The cut-offs of a statistic, in its own unit; none where nothing hangs on its size."""
    return _HELD.get(statistic, ())
