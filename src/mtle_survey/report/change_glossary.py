"""How the further statistics of change are shown: growth, limits of the scale, interviews, extras."""

from __future__ import annotations

from mtle_survey.report.display import Display
from mtle_survey.report.inline import Italic, Subscript

CHANGE: dict[str, Display] = {
    "growth_slope": Display(
        label="Growth per year",
        kind="score",
        signed=True,
        meaning="How many points the mean rises in a year along a straight line.",
    ),
    "growth_slope_sd": Display(
        label="Spread of people's growth",
        kind="score",
        meaning="How far the growth of single people typically lies from the mean growth, in points a year.",
    ),
    "serial_correlation": Display(
        label="Likeness after a year",
        bounded=True,
        meaning="How alike two scores of a person are that lie a year apart, from 0 to 1.",
    ),
    "tobit_change": Display(
        label="Change beyond the end of the scale",
        kind="score",
        signed=True,
        meaning="What the change would be if the end of the scale had stopped nobody, taking scores to be "
        "normally distributed.",
    ),
    "headroom": Display(
        label="Room at the start",
        meaning="Distance from the mean at the start to the best possible score, in standard deviations.",
    ),
    "share_of_possible_gain": Display(
        label="Share of the possible gain",
        kind="share",
        meaning="Gain of all who had room, over the room they had.",
    ),
    "oldham": Display(
        label="Change against level",
        symbol=(Italic("r"),),
        bounded=True,
        meaning="Whether people who stand higher on average changed more (above 0) or less (below 0); free "
        "of the illusion that low starters gain most.",
    ),
    "regression_to_mean": Display(label="Change to be expected without any", kind="score", signed=True),
    "response_shift": Display(label="Shift of the starting point", kind="score", signed=True),
    "equivalence": Display(label="Mean change", kind="score", signed=True),
    "smallest_effect": Display(label="Smallest change that would matter", kind="score"),
    "bayes_factor": Display(
        label="Bayes factor",
        symbol=("BF", Subscript("10")),
        meaning="How many times likelier these answers are under a change than under none.",
    ),
    "little_mcar": Display(label="Little's test", symbol=("χ²",), kind="test"),
    "imputed_change": Display(label="Change with gaps filled in", kind="score", signed=True),
    "missing_information": Display(label="Missing information", kind="share"),
    "tipping_point": Display(label="Tipping point", kind="score", signed=True),
    "informant_gap": Display(label="Mean gap", kind="score", signed=True),
    "icc_a1": Display(label="Agreement", symbol=("ICC",), bounded=True),
    "percent_agreement": Display(label="Same mark", kind="share"),
    "kappa": Display(label="Kappa", symbol=("κ",), bounded=True),
    "ac1": Display(label="AC1", symbol=("AC1",), bounded=True),
    "answered_higher": Display(label="Answered higher", kind="share"),
    "answered_alike": Display(label="Answered alike", kind="share"),
    "answered_lower": Display(label="Answered lower", kind="share"),
    "odds_ratio": Display(label="Odds of a higher answer"),
    "expected_shift": Display(label="Expected shift of the answer", kind="score", signed=True),
}
