"""Quotes that readers of public reports have, and that may not be shown any more."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mtle_survey.errors import Problem, problem
from mtle_survey.evidence.open_comments import shown_text
from mtle_survey.report.privacy.ledger import FILE, Entry, read_ledger
from mtle_survey.report.privacy.quotes import text_mark
from mtle_survey.report.privacy.released import salted

if TYPE_CHECKING:
    from mtle_survey.study import Study


def taken_back(study: Study, folder: Path) -> list[Problem]:
    """One problem for each public report that quotes what is no longer approved, or no longer there.

    Parameters
    ----------
    study : Study
    folder : Path
        Where the ledger is.
    """
    if study.review is None or study.audience != "public":
        return []
    review = study.review
    approved = [shown_text(c, review) for c in study.comments if c.verdict == "yes"]
    found = []
    for entry in read_ledger(folder / FILE).standing():
        gone = _gone(entry, approved)
        if gone:
            found.append(
                problem("T088", file=str(folder / FILE), found=entry.id, count=gone, release=entry.id)
            )
    return found


def _gone(entry: Entry, approved: list[str]) -> int:
    """How many quotes of a report are not among the texts that are approved now."""
    mark = salted(entry.content.salt)
    now = {mark(text_mark(text)) for text in approved}
    return len({quote.text for heard in entry.content.heard for quote in heard.quoted} - now)
