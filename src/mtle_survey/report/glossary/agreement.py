"""How statistics of agreement between informants and between coders are shown."""

from __future__ import annotations

from mtle_survey.report.display import Display
from mtle_survey.report.inline import Italic

AGREEMENT: dict[str, Display] = {
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
}
