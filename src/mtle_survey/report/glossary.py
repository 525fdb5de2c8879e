"""How statistics are shown to people: name, symbol, decimals, and what they mean in plain words."""

from __future__ import annotations

from mtle_survey.report.change_glossary import CHANGE
from mtle_survey.report.display import Display
from mtle_survey.report.inline import Italic, Subscript

STATISTICS: dict[str, Display] = {
    **CHANGE,
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
    "baseline_g": Display(
        label="Difference at the start",
        symbol=(Italic("g"),),
        signed=True,
        meaning="How far two groups were apart at the start, in standard deviations.",
    ),
    "ancova_effect": Display(
        label="Adjusted difference",
        kind="score",
        signed=True,
        meaning="How far the groups are apart at the end, for people who started alike.",
    ),
    "adjusted_g": Display(
        label="Adjusted difference",
        symbol=(Italic("g"),),
        signed=True,
        meaning="The adjusted difference in standard deviations.",
    ),
    "ancova_p_holm": Display(
        label="Test of the adjusted difference",
        symbol=(Italic("p"),),
        kind="test",
        bounded=True,
        meaning="How often chance alone would put groups that do not differ at least so far apart on one of "
        "the primary scales, adjusted for their number after Holm.",
    ),
    "did_effect": Display(
        label="Difference of changes",
        kind="score",
        signed=True,
        meaning="How much more one group changed than the other.",
    ),
    "dose_slope": Display(
        label="Slope",
        kind="score",
        signed=True,
        meaning="How much larger the change is among people with more participation.",
    ),
    "dose_spearman": Display(
        label="Rank correlation",
        symbol=("ρ",),
        bounded=True,
        signed=True,
        meaning="Whether people with more participation also changed more, from −1 to 1.",
    ),
    "cluster_icc": Display(
        label="Intraclass correlation",
        symbol=("ICC",),
        bounded=True,
        meaning="How alike people of one site are in their change; 0 when sites do not matter.",
    ),
    "informant_gap": Display(
        label="Gap",
        kind="score",
        signed=True,
        meaning="How much higher one kind of informants rates the same units than another does.",
    ),
    "icc_a1": Display(
        label="Intraclass correlation, agreement",
        symbol=("ICC(A,1)",),
        bounded=True,
        meaning="How far informants give the same unit the same score. 1 is full agreement; one kind that is "
        "always higher lowers it.",
    ),
    "icc_c1": Display(
        label="Intraclass correlation, consistency",
        symbol=("ICC(C,1)",),
        bounded=True,
        meaning="How far informants put units in the same order, even if one kind is always higher.",
    ),
    "krippendorff_alpha": Display(
        label="Krippendorff's alpha",
        bounded=True,
        meaning="Agreement of any number of informants beyond chance; neighbouring options are nearer. "
        "1 is full agreement, 0 what chance gives.",
    ),
    "kappa_quadratic": Display(
        label="Weighted kappa",
        symbol=("κ",),
        bounded=True,
        meaning="Agreement of two informants beyond chance; distant options weigh more (squared). It is not "
        "defined where neither informant's answers vary.",
    ),
    "percent_agreement": Display(
        label="Exact agreement", kind="share", meaning="The share of pairs of answers that are the same."
    ),
    "within_one": Display(
        label="Within one option",
        kind="share",
        meaning="The share of pairs of answers that are the same or one option apart.",
    ),
    "kendall_w": Display(
        label="Kendall's W",
        symbol=(Italic("W"),),
        bounded=True,
        meaning="How alike several groups rank the same things, ties allowed: 1 is the same ranking, 0 none "
        "in common.",
    ),
    "rated_high": Display(
        label="Rated in the upper half",
        kind="share",
        meaning="The share of ratings in the upper half of the options, such as important or essential.",
    ),
    "shrunken_mean": Display(
        label="Shrunken mean",
        kind="score",
        meaning="A site's mean, pulled toward the mean of all by as much as it is uncertain.",
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
    "events": Display(label="Entries", kind="count"),
    "people": Display(label="People who made entries", kind="count"),
    "total": Display(label="Sum over entries", kind="count"),
    "design_effect": Display(
        label="Variance inflation by sites",
        meaning="By how much the uncertainty (its square) grows because people come from the same sites.",
    ),
    "alpha": Display(
        label="Coefficient alpha",
        symbol=("α",),
        bounded=True,
        meaning="How consistently the items of a scale measure one thing among these respondents. "
        "Near 1 is consistent; .70 is often asked for comparing groups.",
    ),
    "omega_total": Display(
        label="Coefficient omega",
        symbol=("ω",),
        bounded=True,
        meaning="Like alpha, but items may be related to the scale more or less strongly.",
    ),
    "omega_categorical": Display(
        label="Categorical omega",
        symbol=("ω", Subscript("cat")),
        bounded=True,
        meaning="Like omega, treating the answers as ordered categories.",
    ),
    "omega_hierarchical": Display(
        label="Hierarchical omega",
        symbol=("ω", Subscript("h")),
        bounded=True,
        meaning="The share of the total score's variance that one general factor accounts for.",
    ),
    "alpha_standardized": Display(
        label="Standardized alpha",
        bounded=True,
        meaning="Alpha of items brought to one spread. It describes a score that nobody computed.",
    ),
    "alpha_ordinal": Display(
        label="Ordinal alpha",
        bounded=True,
        meaning="Alpha of the answers thought to lie behind the observed ones, not of the score.",
    ),
    "lambda2": Display(
        label="Guttman's lambda-2",
        symbol=("λ", Subscript("2")),
        bounded=True,
        meaning="A lower bound of the reliability that is never below alpha.",
    ),
    "spearman_brown": Display(
        label="Spearman–Brown",
        bounded=True,
        meaning="The reliability of a scale of two items.",
    ),
    "mean_inter_item_correlation": Display(
        label="Mean correlation of items",
        bounded=True,
        meaning="How strongly the items of a scale go together, on average.",
    ),
    "sem": Display(
        label="Standard error of measurement",
        symbol=(Italic("SEM"),),
        kind="score",
        meaning="How far one respondent's score would typically vary if it were measured again.",
    ),
    "item_rest_correlation": Display(
        label="Item–rest correlation",
        symbol=(Italic("r"),),
        bounded=True,
        meaning="How well an item goes with the other items of its scale. Below .30 is weak; "
        "a negative value may mean that the item is keyed the wrong way.",
    ),
    "alpha_if_dropped": Display(
        label="Alpha without the item",
        symbol=("α",),
        bounded=True,
        meaning="The scale's alpha if the item were left out. The report never leaves an item out.",
    ),
    "kmo": Display(
        label="Kaiser–Meyer–Olkin measure",
        symbol=("KMO",),
        bounded=True,
        meaning="How much of what items share is shared by more than two of them; below .50 they should not "
        "be factored.",
    ),
    "bartlett_chi2": Display(label="Bartlett’s test", symbol=("χ²",), kind="test"),
    "correlation_determinant": Display(
        label="Determinant",
        bounded=True,
        meaning="Near 0 when some items nearly repeat others, 1 when no two go together.",
    ),
    "n_factors": Display(
        label="Number of factors", kind="count", meaning="How many things the items measure, by one rule."
    ),
    "loading": Display(
        label="Loading",
        bounded=False,
        meaning="How strongly an item goes with a factor, the other factors held constant.",
    ),
    "loading_std": Display(
        label="Standardized loading",
        bounded=True,
        meaning="How strongly an item goes with the factor it was written for, from −1 to 1.",
    ),
    "communality": Display(
        label="Communality",
        symbol=(Italic("h"), "²"),
        bounded=True,
        meaning="Share of an item’s variance that the factors explain.",
    ),
    "uniqueness": Display(
        label="Uniqueness", bounded=True, meaning="Share of an item’s variance that the factors leave."
    ),
    "factor_correlation": Display(
        label="Correlation of factors", bounded=True, meaning="How far two factors go together."
    ),
    "rmsr": Display(
        label="Root mean square residual",
        symbol=("RMSR",),
        bounded=True,
        meaning="How far correlations typically lie from what the factors imply.",
    ),
    "determinacy": Display(
        label="Determinacy",
        bounded=True,
        meaning="Correlation of the best factor score with the factor; below .80 scores should not be used.",
    ),
    "congruence": Display(
        label="Congruence",
        bounded=True,
        meaning="How alike two factors are; from .95 they count as the same.",
    ),
    "cfi": Display(
        label="Comparative fit index",
        symbol=("CFI",),
        bounded=True,
        meaning="How much better the structure fits than no structure at all; 1 is perfect.",
    ),
    "tli": Display(label="Tucker–Lewis index", symbol=("TLI",), bounded=True),
    "rmsea": Display(
        label="Root mean square error of approximation",
        symbol=("RMSEA",),
        bounded=True,
        meaning="Misfit of the structure for each degree of freedom; 0 is perfect.",
    ),
    "srmr": Display(
        label="Standardized root mean square residual",
        symbol=("SRMR",),
        bounded=True,
        meaning="How far correlations typically lie from what the structure implies; 0 is perfect.",
    ),
    "ave": Display(
        label="Average variance extracted",
        symbol=("AVE",),
        bounded=True,
        meaning="Share of its items’ variance that a factor explains.",
    ),
    "htmt": Display(
        label="Heterotrait–monotrait ratio",
        symbol=("HTMT",),
        meaning="Correlation of two scales’ items across scales, against that within; above .85 they are "
        "hard to tell apart.",
    ),
    "close_fit_power": Display(
        label="Power of the test of close fit",
        bounded=True,
        meaning="How likely a structure with an RMSEA of .08 would be told from a close fit.",
    ),
    "means_comparable": Display(
        label="Means may be compared",
        kind="count",
        meaning="1 where nothing speaks against the same meaning on every occasion, 0 where something does.",
    ),
    "item_bias": Display(
        label="Bias of an item",
        kind="score",
        signed=True,
        meaning="Points by which an item’s mean differs because it is answered otherwise at the same level.",
    ),
    "scale_bias": Display(
        label="Bias of a scale",
        kind="score",
        signed=True,
        meaning="Points by which a scale’s mean differs because some of its items are answered differently.",
    ),
    "latent_mean": Display(
        label="Mean of the factor",
        signed=True,
        meaning="In standard deviations of the first occasion, where the mean is 0.",
    ),
    "marginal_reliability": Display(
        label="Marginal reliability",
        bounded=True,
        meaning="Reliability of people’s places on the trait, averaged over the people.",
    ),
    "discrimination": Display(
        label="Discrimination", symbol=(Italic("a"),), meaning="How sharply an item tells people apart."
    ),
    "category_difficulty": Display(
        label="Step",
        symbol=(Italic("b"),),
        signed=True,
        meaning="Where on the trait the next answer becomes as likely as not, in standard deviations.",
    ),
}


def display(statistic: str) -> Display:
    """How a statistic is shown; one that the glossary does not know shows its id, two decimals."""
    return STATISTICS.get(statistic, Display(label=statistic.replace("_", " ").capitalize()))
