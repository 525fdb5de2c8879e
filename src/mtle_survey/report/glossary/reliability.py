"""How statistics of reliability and of items are shown."""

from __future__ import annotations

from mtle_survey.report.display import Display
from mtle_survey.report.inline import Italic, Subscript

RELIABILITY: dict[str, Display] = {
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
}
