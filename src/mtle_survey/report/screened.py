"""What the report says of each sign of careless answers, and whether a study has any to speak of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from mtle_survey.report.view import View
from mtle_survey.screening.rule import CarelessRule

CODES = frozenset({"Q001", "Q003", "Q004", "Q005", "Q006", "Q007", "Q008", "Q009", "Q010", "Q011"})
"""Problems that the section on careless answers tells of in its own way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One index in plain words.

    Attributes
    ----------
    title, meaning, cut_off : str
    """

    title: str
    meaning: str
    cut_off: str


SIGNS: Mapping[str, Sign] = {
    "longstring": Sign(
        title="One answer in a long row",
        meaning="Neighbouring questions that ask in both directions got the same answer: not all of it can "
        "be meant.",
        cut_off="at least 8 in a row, and half of the block",
    ),
    "irv": Sign(
        title="One answer throughout",
        meaning="Every rated question got the same code.",
        cut_off="no variation over at least 8 answers",
    ),
    "mahalanobis": Sign(
        title="A pattern like nobody else’s",
        meaning="Taken together the answers are far from everybody’s. An unusual role does that as well as "
        "not reading.",
        cut_off="as far once in a thousand, or once in a hundred where most answers stand at the top",
    ),
    "psychometric_synonyms": Sign(
        title="Like questions answered unlike",
        meaning="Questions that nearly everybody answers alike got opposite answers.",
        cut_off="correlation within the person below 0",
    ),
    "psychometric_antonyms": Sign(
        title="Opposite questions answered alike",
        meaning="Questions that nearly everybody answers in opposite ways got like answers.",
        cut_off="correlation within the person above 0",
    ),
    "even_odd": Sign(
        title="Halves of scales that disagree",
        meaning="Within the scales, every other answer says something else than the rest.",
        cut_off="correlation below .30",
    ),
    "person_total": Sign(
        title="Answers that run against everybody’s",
        meaning="Answers are high where those of others are low.",
        cut_off="correlation with the others below 0",
    ),
    "time_per_item": Sign(
        title="Pages too fast to read",
        meaning="Less than two seconds for a question leaves no time to read it.",
        cut_off="on at least half of the pages",
    ),
    "relative_time": Sign(
        title="Too fast on the whole",
        meaning="The whole questionnaire took much less time than it took others.",
        cut_off="less than a third of the usual time",
    ),
    "instructed_items": Sign(
        title="Wrong where the answer was given",
        meaning="A question says which answer to choose, or has one right answer for everybody.",
        cut_off="two wrong, or the only one beside another sign",
    ),
}


def has_screening(view: View) -> bool:
    """Whether the study declares something about careless answers, or a response shows a sign of them."""
    declared = replace(view.study.careless_rule, cluster=None) != CarelessRule()
    return declared or any(screen.flagged.any() for screen in view.study.careless.values())
