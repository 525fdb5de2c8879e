"""Where a reliability or an item begins to be remarked on, each number with who set it."""

from __future__ import annotations

from dataclasses import dataclass

NUNNALLY = "Nunnally, J. C., & Bernstein, I. H. (1994). Psychometric theory (3rd ed.). McGraw-Hill."
STREINER = (
    "Streiner, D. L., Norman, G. R., & Cairney, J. (2015). Health measurement scales (5th ed.). Oxford "
    "University Press."
)
CLARK = (
    "Clark, L. A., & Watson, D. (1995). Constructing validity: Basic issues in objective scale "
    "development. Psychological Assessment, 7(3), 309-319. https://doi.org/10.1037/1040-3590.7.3.309"
)
TERWEE = (
    "Terwee, C. B., et al. (2007). Quality criteria were proposed for measurement properties of health "
    "status questionnaires. Journal of Clinical Epidemiology, 60(1), 34-42. "
    "https://doi.org/10.1016/j.jclinepi.2006.03.012"
)
CURRAN = (
    "Curran, P. J., West, S. G., & Finch, J. F. (1996). The robustness of test statistics to nonnormality "
    "and specification error in confirmatory factor analysis. Psychological Methods, 1(1), 16-29. "
    "https://doi.org/10.1037/1082-989X.1.1.16"
)
REISE = (
    "Reise, S. P., Bonifay, W. E., & Haviland, M. G. (2013). Scoring and modeling psychological measures in "
    "the presence of multidimensionality. Journal of Personality Assessment, 95(2), 129-140. "
    "https://doi.org/10.1080/00223891.2012.725437"
)
RHEMTULLA = (
    "Rhemtulla, M., Brosseau-Liard, P. E., & Savalei, V. (2012). When can categorical variables be treated "
    "as continuous? Psychological Methods, 17(3), 354-373. https://doi.org/10.1037/a0029315"
)
OWN = "a convention of this program, without a source of its own"


@dataclass(frozen=True, slots=True, kw_only=True)
class CutOff:
    """A number that divides what is remarked on from what is not.

    Attributes
    ----------
    value : float
        In the unit of the statistic.
    meaning : str
        What it is held against, for a list of rules.
    source : str
        Who set it: an APA reference, or the word that it is a convention of this program.
    """

    value: float
    meaning: str
    source: str


CUT_OFFS: dict[str, CutOff] = {
    "reliability_groups": CutOff(value=0.70, meaning="reliability, for comparing groups", source=NUNNALLY),
    "reliability_preferred": CutOff(
        value=0.80, meaning="reliability, preferred for comparing groups", source=NUNNALLY
    ),
    "reliability_individuals": CutOff(
        value=0.90, meaning="reliability, for decisions about single people", source=NUNNALLY
    ),
    "general_factor_least": CutOff(
        value=0.50, meaning="omega hierarchical, least for reading a total as one thing", source=REISE
    ),
    "general_factor_preferred": CutOff(
        value=0.75, meaning="omega hierarchical, preferred for the same", source=REISE
    ),
    "difference_score": CutOff(
        value=0.50,
        meaning="reliability of each person's change, below it single changes say little",
        source=OWN,
    ),
    "few_categories": CutOff(
        value=5,
        meaning="answers used, fewer are too coarse for coefficients of continuous scores",
        source=RHEMTULLA,
    ),
    "item_rest_weak": CutOff(value=0.30, meaning="item-rest correlation, below it weak", source=NUNNALLY),
    "item_rest_very_weak": CutOff(
        value=0.20, meaning="item-rest correlation, below it very weak", source=STREINER
    ),
    "alpha_gain": CutOff(value=0.02, meaning="rise of alpha without an item", source=OWN),
    "redundant_pair": CutOff(
        value=0.80, meaning="correlation of two items, above it they say the same", source=OWN
    ),
    "mean_correlation_low": CutOff(
        value=0.15, meaning="mean correlation of items, below it they have little in common", source=CLARK
    ),
    "mean_correlation_high": CutOff(
        value=0.50, meaning="mean correlation of items, above it they say nearly the same", source=CLARK
    ),
    "one_category": CutOff(value=0.80, meaning="share of one answer to an item", source=STREINER),
    "unused_answers": CutOff(value=0, meaning="declared answers that nobody gave", source=OWN),
    "near_floor": CutOff(value=0.15, meaning="share of people at the bottom of a scale", source=TERWEE),
    "near_ceiling": CutOff(value=0.15, meaning="share of people at the top of a scale", source=TERWEE),
    "missing": CutOff(
        value=0.05,
        meaning="share of people who left an item out",
        source="Schafer, J. L. (1999). Multiple imputation: A primer. Statistical Methods in Medical "
        "Research, 8(1), 3-15. https://doi.org/10.1177/096228029900800102",
    ),
    "missing_much": CutOff(
        value=0.10,
        meaning="share of people who left an item out, serious",
        source="Bennett, D. A. (2001). How can I deal with missing data in my study? Australian and New "
        "Zealand Journal of Public Health, 25(5), 464-469. https://doi.org/10.1111/j.1467-842X.2001.tb00294.x",
    ),
    "skewness": CutOff(value=2.0, meaning="skewness, in size", source=CURRAN),
    "kurtosis": CutOff(value=7.0, meaning="excess kurtosis, in size", source=CURRAN),
}


def cut_off(name: str) -> float:
    """The number of a rule."""
    return CUT_OFFS[name].value
