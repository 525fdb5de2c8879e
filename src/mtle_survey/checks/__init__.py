"""Rules on the quality of data, one per file; they report and never alter data."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from mtle_survey.errors import Problem
from mtle_survey.plugins import discover
from mtle_survey.responses import Responses
from mtle_survey.screening.rule import CarelessRule


def check_responses(
    responses: Responses | Collection[Responses], rule: CarelessRule | None = None
) -> Iterator[Problem]:
    """Run every rule found in this package over one wave.

    Parameters
    ----------
    responses : Responses or collection of Responses
        One wave, whole or in successive parts over the same items, which are gone through more than once.
    rule : CarelessRule, optional
        What the study declares about careless responding.
    """
    parts = (responses,) if isinstance(responses, Responses) else responses
    for check in discover(__name__, "CHECK").values():
        yield from check(parts, rule or CarelessRule())
