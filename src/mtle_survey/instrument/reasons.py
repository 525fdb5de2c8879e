"""What the words of a nonresponse option say about why the answer is missing."""

from __future__ import annotations

import re

from mtle_survey.instrument.model import Reason
from mtle_survey.normalise import normalise_label

REASON_WORDS: tuple[tuple[Reason, tuple[str, ...]], ...] = (
    (
        Reason.REFUSED,
        (
            "prefer not",
            "rather not",
            "decline",
            "declined",
            "refuse",
            "refused",
            "do not wish",
            "don't wish",
            "do not want to",
        ),
    ),
    (
        Reason.DONT_KNOW,
        (
            "don't know",
            "do not know",
            "not sure",
            "unsure",
            "no opinion",
            "cannot say",
            "can't say",
            "cannot judge",
            "can't judge",
            "no basis",
        ),
    ),
    (
        Reason.NOT_APPLICABLE,
        (
            "not apply",
            "doesn't apply",
            "not applicable",
            "inapplicable",
            "not relevant",
            "n/a",
            "na",
            "did not attend",
            "didn't attend",
            "not yet asked",
            "have not been asked",
        ),
    ),
    (Reason.NOT_SHOWN, ("not shown", "not displayed", "not administered")),
    (Reason.BLANK, ("skipped", "no answer", "no response", "unanswered", "left blank")),
)
"""The first reason with a matching phrase counts; phrases match whole words, ignoring case and markup."""


def reason_of(label: str) -> Reason:
    """The reason that a nonresponse label states; ``Reason.OTHER`` if it uses none of the known words."""
    text = normalise_label(label)
    for reason, phrases in REASON_WORDS:
        if any(re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text) for phrase in phrases):
            return reason
    return Reason.OTHER
