"""Why a problem matters is told in the report as everywhere else, its study's words kept apart."""

from __future__ import annotations

from string import Formatter

import pytest

from mtle_survey.catalogue import CATALOGUE
from mtle_survey.errors import problem
from mtle_survey.report.inline import Wording, plain
from mtle_survey.report.problem_words import why_it_matters


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_the_report_says_what_the_problem_says(code: str) -> None:
    entry = CATALOGUE[code]
    gaps = {name for words in (entry.why, entry.fix) for _, name, _, _ in Formatter().parse(words) if name}
    found = problem(code, **{name: f"<{name}>" for name in gaps})
    assert plain(why_it_matters(found), {}) == found.why
    accepted = found.as_warning("It is so.")
    assert plain(why_it_matters(accepted), {}) == accepted.why
    assert why_it_matters(accepted)[-1] == Wording("It is so.")


def test_numbers_are_the_report_s_and_wordings_are_the_study_s() -> None:
    found = problem("D202", wording="I lead.", estimate="−.10", low="−.35", high=".16")
    assert why_it_matters(found) == (
        "“",
        Wording("I lead."),
        "”: item-rest correlation −.10, interval −.35 to .16; in a sample of this size a sound item can come "
        "out negative by chance.",
    )
