"""What may be said of a reliability, in words: never more than its lower bound carries."""

from __future__ import annotations

from mtle_survey.evidence.cut_offs import cut_off
from mtle_survey.evidence.item_flags import Flag
from mtle_survey.evidence.recommendation import Reading, Recommendation, read
from mtle_survey.report.format import DASH, estimate_with_interval, number, percent
from mtle_survey.rounding import Limit

SYMBOLS = {
    "alpha": "α",
    "omega_total": "ω",
    "omega_categorical": "ω_cat",
    "spearman_brown": "SB",
}


def level_words(value: float) -> str:
    """A level of reliability as people write it: ".70"."""
    return number(value, 2, leading_zero=False)


def short_verdict(reading: Reading) -> str:
    """A few characters for a table cell: what the whole interval says about the level."""
    at = level_words(reading.level)
    return {"reached": f"≥ {at}", "open": f"{at}?", "missed": f"< {at}", "unknown": DASH}[reading.verdict]


def quoted(recommendation: Recommendation) -> str:
    """The recommended coefficient with its symbol: "ω .76 [.60, .84]"."""
    row = recommendation.row
    if row is None:
        return DASH
    return f"{SYMBOLS[row.statistic]} {estimate_with_interval(row)}"


def sentence(recommendation: Recommendation) -> str:
    """What may be written: "at least .70", or that it is not clear."""
    row, reading = recommendation.row, read(recommendation.row)
    at = level_words(reading.level)
    if row is None or row.estimate is None:
        return "no coefficient can be given"
    value = number(row.estimate, 2, leading_zero=False, beside=(Limit(reading.level, "at_least"),))
    if reading.verdict == "reached":
        return f"{value}, at least {at}"
    if reading.verdict == "missed":
        return f"{value}, below {at}"
    if reading.verdict == "unknown":
        return f"{value}, without an interval"
    above = row.estimate >= cut_off("reliability_groups")
    return f"{value}, not clearly {'above' if above else 'below'} {at}"


def remark(flag: Flag) -> str:
    """A remark in words, with its number and what that was held against."""
    about = flag.item or "The scale"
    if flag.kind == "unused_answers":
        return f"{about}: {flag.short} (n = {flag.n})"
    side = "below" if flag.value < flag.cut_off.value else "above"
    limit = Limit(flag.cut_off.value, "at_least" if side == "below" else "at_most")
    value, held_to = (_in_flag(flag, v, limit) for v in (flag.value, flag.cut_off.value))
    serious = "; serious" if flag.weight == "serious" else ""
    return f"{about}: {flag.short} ({value}, {side} {held_to}{serious}; n = {flag.n})"


def _in_flag(flag: Flag, value: float, limit: Limit) -> str:
    if flag.kind in ("one_category", "near_floor", "near_ceiling", "missing", "missing_much"):
        return percent(value, flag.n, (limit,))
    decimals = 3 if flag.kind == "alpha_gain" else 2
    return number(value, decimals, leading_zero=flag.kind in ("skewness", "kurtosis"), beside=(limit,))
