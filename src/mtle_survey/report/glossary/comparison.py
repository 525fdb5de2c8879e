"""How statistics of groups, participation and sites are shown."""

from __future__ import annotations

from mtle_survey.report.display import Display
from mtle_survey.report.inline import Italic

COMPARISON: dict[str, Display] = {
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
    "design_effect": Display(
        label="Variance inflation by sites",
        meaning="By how much the uncertainty (its square) grows because people come from the same sites.",
    ),
    "shrunken_mean": Display(
        label="Shrunken mean",
        kind="score",
        meaning="A site's mean, pulled toward the mean of all by as much as it is uncertain.",
    ),
}
