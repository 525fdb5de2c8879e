"""Sentences about scoring, the same in every kind of codebook."""

from __future__ import annotations

from mtle_survey.codebook.rows import CodebookRow, code_text
from mtle_survey.counting import counted
from mtle_survey.instrument.model import Instrument, Reason, ResponseFormat, Scale

REASONS = {
    Reason.NOT_SHOWN: "was not shown",
    Reason.BLANK: "left blank",
    Reason.NOT_APPLICABLE: "does not apply",
    Reason.REFUSED: "declined",
    Reason.DONT_KNOW: "does not know",
    Reason.OTHER: "other reason",
    Reason.INVALID: "not valid",
}
KINDS = {
    "outcome": "outcome: read as change",
    "condition": "condition: described, not read as an outcome",
    "background": "background: described only",
}
_METHODS = {
    "mean": "Mean of the items",
    "sum": "Sum of the items, missing answers replaced by the mean of the others",
    "pomp": "Percent of the maximum possible",
}


def scoring_words(scale: Scale, instrument: Instrument) -> str:
    """How a scale is scored, in one or two sentences."""
    k = len(instrument.scale_items(scale.id))
    against = len(instrument.reverse_keyed(scale.id))
    reversal = f", {against} of them reversed" if against else ""
    wanted = "" if scale.direction == "higher" else " Lower scores are the wanted ones."
    return (
        f"{_METHODS[scale.score.method]} ({counted(k, 'item')}{reversal}). {_minimum_words(scale, k)}{wanted}"
    )


def asked_words(wording: str, aspect: str | None) -> str:
    """An item's wording, with the aspect where it is rated in several."""
    return wording if aspect is None else f"{wording} ({aspect.replace('_', ' ')})"


def _minimum_words(scale: Scale, k: int) -> str:
    rule = scale.score.min_answered
    if isinstance(rule, float):
        return f"Scored when at least {rule:.0%} of the items are answered."
    least = min(k, max(2, (k + 1) // 2)) if rule is None else rule
    return f"Scored when at least {least} of them {'is' if least == 1 else 'are'} answered."


def reversal_words(response_format: ResponseFormat) -> str:
    """The formula of reversal over the declared range."""
    total = code_text(response_format.low + response_format.high)
    return f"{total} − answer"


def reverse_words(row: CodebookRow, instrument: Instrument) -> str | None:
    """In which scales an item is reversed and how; None if in none."""
    if not row.reverse_keyed or row.format is None:
        return None
    formula = reversal_words(instrument.response_formats[row.format])
    return f"reverse-keyed in {', '.join(row.reverse_keyed)}: {formula}"
