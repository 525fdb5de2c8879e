"""How statistics of factors, their comparison over groups, and item response models are shown."""

from __future__ import annotations

from mtle_survey.report.display import Display
from mtle_survey.report.inline import Italic

STRUCTURE: dict[str, Display] = {
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
