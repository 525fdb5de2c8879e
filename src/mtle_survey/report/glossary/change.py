"""How statistics of change are shown: its size, its limits, growth, interviews, extras."""

from __future__ import annotations

from mtle_survey.report.display import Display
from mtle_survey.report.inline import Italic, Subscript

CHANGE: dict[str, Display] = {
    "mean_change": Display(
        label="Change",
        kind="score",
        signed=True,
        meaning="Later score minus earlier score, averaged over respondents who have both.",
    ),
    "d_av": Display(
        label="Standardized change",
        symbol=(Italic("d"), Subscript("av")),
        signed=True,
        meaning="The change divided by the average of the two standard deviations, so that scales "
        "with different answers can be set side by side. It is not corrected for small samples.",
    ),
    "improved": Display(
        label="Rose",
        kind="share",
        meaning="Respondents whose own score rose by more than the step that counts as a change.",
    ),
    "same": Display(
        label="About the same",
        kind="share",
        meaning="Respondents whose own score moved by no more than the step that counts as a change.",
    ),
    "declined": Display(
        label="Fell",
        kind="share",
        meaning="Respondents whose own score fell by more than the step that counts as a change.",
    ),
    "probability_of_improvement": Display(
        label="Probability of rising",
        bounded=True,
        meaning="The chance that a randomly chosen respondent rose, ties counted as half.",
    ),
    "lmm_change": Display(
        label="Change with everyone",
        kind="score",
        signed=True,
        meaning="The change estimated from everyone who answered at least once, by a model that knows "
        "which answers come from the same person.",
    ),
    "longitudinal_invariance": Display(
        label="Whether the items mean the same in both waves",
        meaning="Whether a higher score later stands for more of the same thing, and not for another reading "
        "of the questions.",
    ),
    "reliable_improved": Display(label="Rose reliably", kind="share"),
    "reliable_same": Display(label="Within measurement error", kind="share"),
    "reliable_declined": Display(label="Fell reliably", kind="share"),
    "reliable_by_chance": Display(label="Expected by chance", kind="share"),
    "reliable_least": Display(
        label="Least reliable change",
        kind="score",
        meaning="The smallest change of one person that measurement error alone seldom makes.",
    ),
    "at_best": Display(
        label="At the top at the start",
        kind="share",
        meaning="Share of people who had no room left to rise at the start.",
    ),
    "attrition": Display(
        label="Lost",
        kind="share",
        meaning="Share of the people identified in the first wave who are not found again.",
    ),
    "order_difference": Display(
        label="Lead of the first over the second",
        kind="score",
        signed=True,
        meaning="Above zero when the first scale gained more early and the second more late, in standard "
        "deviations of the first wave.",
    ),
    "order_spearman": Display(
        label="Rank correlation of early and late gains", bounded=True, meaning="From −1 to 1."
    ),
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
