"""Rules on the quality of data, one per file; they report and never alter data."""

from __future__ import annotations

from collections.abc import Iterator

from mtle_survey.errors import Problem
from mtle_survey.plugins import discover
from mtle_survey.responses import Responses


def check_responses(responses: Responses) -> Iterator[Problem]:
    """Run every rule found in this package over one wave."""
    for check in discover(__name__, "CHECK").values():
        yield from check(responses)
