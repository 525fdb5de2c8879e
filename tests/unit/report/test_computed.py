"""What unfolds below a table: formula, people, inputs and source, on the web page alone."""

from __future__ import annotations

from mtle_survey.report.blocks import Definitions, Details
from mtle_survey.report.build import build_document
from mtle_survey.report.computed import computed, formulas
from mtle_survey.report.document import texts_of, walk
from mtle_survey.report.view import View
from tests.unit.report.studies import two_waves


def test_it_tells_formula_source_people_and_files() -> None:
    details = computed(View(two_waves()), ("mean_change", "no_such_statistic"), "those in both waves")
    (definitions,) = details.blocks
    assert isinstance(definitions, Definitions)
    words = ["".join(p if isinstance(p, str) else p.text for p in t) for t in texts_of(definitions)]
    assert "Change" in words[0]
    assert formulas()["mean_change"].formula in words[1] and "Source: " in words[1]
    assert "https://" in words[1]
    assert "n counts those in both waves" in words[3]
    assert "pre.csv, post.csv" in words[3]


def test_the_tables_that_lead_have_it_and_paper_does_not() -> None:
    document = build_document(two_waves())
    titles = [document.words(b.title) for b in walk(document.sections) if isinstance(b, Details)]
    assert titles.count("How was this computed?") >= 4
    printed = [b for b in walk(document.sections, details=False) if isinstance(b, Details)]
    assert printed == []


def test_every_formula_can_be_read() -> None:
    for statistic in formulas().values():
        assert statistic.formula and "\n" not in statistic.formula, statistic.name
