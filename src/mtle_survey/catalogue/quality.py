"""Problems of response quality (codes Q…)."""

from __future__ import annotations

from mtle_survey.catalogue.entry import Entry

_FLAGGED = "nothing is removed; compare the results with and without these responses"

QUALITY: dict[str, Entry] = {
    "Q001": Entry(
        "one answer throughout, reversed items included",
        "warning",
        "The same answer was given to a long run of neighbouring questions that ask in both directions, so not all of it can be "
        "meant.",
        _FLAGGED,
    ),
    "Q002": Entry(
        "identical answer vectors",
        "warning",
        "Two people rarely agree on twenty or more items; it may be one record twice.",
        "look at the rows and delete the copy in the export if it is one",
    ),
    "Q003": Entry(
        "one answer throughout, without reversed items",
        "note",
        "A long run of one answer to questions that ask in one direction only may be what the person means.",
        "nothing; a few reversed items would tell the two apart",
    ),
    "Q004": Entry(
        "answers without any variation",
        "note",
        "Every rated question got the same code.",
        _FLAGGED,
    ),
    "Q005": Entry(
        "pattern of answers unlike anybody else's",
        "note",
        "So large a distance from the others is expected once in a thousand; it may be a person with an unusual role as well "
        "as one who did not read.",
        _FLAGGED,
    ),
    "Q006": Entry(
        "answers that contradict each other",
        "note",
        "Questions that nearly everybody answers alike, in opposite ways, or consistently within a scale were answered "
        "otherwise. Where many people show this sign, it says more about the questionnaire than about them.",
        _FLAGGED,
    ),
    "Q007": Entry(
        "faster than anybody can read",
        "warning",
        "Less than two seconds for a question, or less than a third of the usual time, does not allow for reading.",
        _FLAGGED,
    ),
    "Q008": Entry(
        "wrong answer where the right one was given",
        "warning",
        "The question says which answer to choose, or has one right answer for everybody.",
        _FLAGGED,
    ),
    "Q009": Entry(
        "several independent signs of careless answers",
        "warning",
        "These responses show {rule}.",
        "{remedy}",
    ),
    "Q010": Entry(
        "indices of careless answers that were not computed",
        "note",
        "{reason}.",
        "nothing; the other indices were computed",
    ),
    "Q011": Entry(
        "signs of careless answers gather in one site",
        "warning",
        "If they fell on people at random, so many in one place would be rare (p = {p}). The cause may lie in how the survey "
        "was given there.",
        "ask how and when people answered in {site} before you interpret its results",
    ),
}
