"""How descriptions of scales and items are shown."""

from __future__ import annotations

from mtle_survey.report.display import Display
from mtle_survey.report.inline import Italic

DESCRIPTION: dict[str, Display] = {
    "mean": Display(
        label="Mean",
        symbol=(Italic("M"),),
        kind="score",
        meaning="The average score of the respondents counted.",
    ),
    "sd": Display(
        label="Standard deviation",
        symbol=(Italic("SD"),),
        kind="score",
        meaning="How far respondents typically lie from the mean, in points of the scale.",
    ),
    "median": Display(
        label="Median",
        symbol=(Italic("Mdn"),),
        kind="score",
        meaning="The middle score: half of the respondents lie above it, half below.",
    ),
    "min": Display(label="Lowest", kind="score", meaning="The lowest score that occurred."),
    "max": Display(label="Highest", kind="score", meaning="The highest score that occurred."),
    "skewness": Display(
        label="Skewness",
        signed=True,
        meaning="Whether scores trail off to one side: negative when the tail is on the low side.",
    ),
    "kurtosis": Display(
        label="Excess kurtosis",
        signed=True,
        meaning="Whether scores have more extreme values than a bell curve (positive) or fewer (negative).",
    ),
    "near_floor": Display(
        label="At the bottom",
        kind="share",
        meaning="Share of respondents within half an answer step of the lowest possible score.",
    ),
    "near_ceiling": Display(
        label="At the top",
        kind="share",
        meaning="Share of respondents within half an answer step of the highest possible score. "
        "They have no room left to rise.",
    ),
    "missing": Display(
        label="Missing", kind="share", meaning="Share of respondents without a value, whatever the reason."
    ),
    "commented": Display(
        label="Commented",
        kind="share",
        meaning="Share of those asked an open question who answered it in their own words.",
    ),
    "not_applicable": Display(
        label="Does not apply",
        kind="share",
        meaning="Share of respondents who said that the question does not apply to them.",
    ),
    "events": Display(label="Entries", kind="count"),
    "people": Display(label="People who made entries", kind="count"),
    "total": Display(label="Sum over entries", kind="count"),
}
