"""What a report on a handful of people says, and what it spares its readers."""

from __future__ import annotations

import datetime as dt
import io
from functools import cache
from pathlib import Path

import pytest

from mtle_survey.counting import there_are
from mtle_survey.instrument.load import load_instrument
from mtle_survey.report.blocks import FigureBlock, TableBlock
from mtle_survey.report.build import build_document, writers
from mtle_survey.report.document import Document, texts_of, walk
from mtle_survey.report.reasons import by_reason
from mtle_survey.simulate import Recipe, WavePlan, simulate, write_simulation
from mtle_survey.study_file import load_study
from mtle_survey.table import Row
from tests.support import REPOSITORY
from tests.unit.report.studies import one_wave, two_waves

MOST_PAGES = 12
QUESTIONS = """
title: Nine synthetic teachers
instrument: {instrument}
waves:
  pre: {{files: pre.csv, date: 2025-09-01}}
  post: {{files: post.csv, date: 2026-05-18}}
respondent: teacher
cluster: site
groups: [grade_band]
dose: hours
primary: [identity, stg_o]
questions:
  - {{ask: Do teachers see themselves as leaders?, measures: [identity, mot_l]}}
  - {{ask: Do teachers lead others?, measures: [stg_o, stg_e], target: {{change: 0.3}}}}
  - {{ask: Do schools support them?, measures: [sls_e, rcl]}}
"""


@cache
def nine() -> Document:
    """Two waves of nine; one does not come back."""
    return build_document(two_waves(9, 1, primary=("lead",), dose="hours", groups=("arm",), cluster="site"))


def words(document: Document, *, details: bool = True) -> str:
    blocks = walk(document.sections, details=details)
    return "\n".join(document.words(content) for block in blocks for content in texts_of(block))


def on_paper(document: Document, kind: type) -> list:
    return [block for block in walk(document.sections, details=False) if isinstance(block, kind)]


def test_a_report_on_nine_teachers_is_short(tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    source = REPOSITORY / "instruments" / "mtle.yaml"
    waves = (
        WavePlan(wave="pre", date=dt.date(2025, 9, 1), forms=("pre",)),
        WavePlan(wave="post", date=dt.date(2026, 5, 18), forms=("post",)),
    )
    write_simulation(simulate(load_instrument(source), Recipe(n=9, sites=3, seed=1, waves=waves)), tmp_path)
    (tmp_path / "study.yaml").write_text(QUESTIONS.format(instrument=source), encoding="utf-8")
    document = build_document(load_study(tmp_path / "study.yaml"))
    assert len(pypdf.PdfReader(io.BytesIO(writers()["pdf"].write(document))).pages) <= MOST_PAGES


def test_answers_of_few_people_are_counted_and_not_drawn_as_shares() -> None:
    table = next(t for t in on_paper(nine(), TableBlock) if t.id.startswith("table-answers-lead"))
    assert [column.group for column in table.columns[1:]] == ["pre"] * 6 + ["post"] * 6
    for row in table.rows:
        counts = [cell.value for cell in row[1:]]
        assert sum(counts[1:6]) == counts[0] <= 9 and sum(counts[7:]) == counts[6] <= 8
    assert "1 = Strongly disagree" in nine().words(table.note)
    assert not [f.id for f in on_paper(nine(), FigureBlock) if f.id.startswith("figure-answers")]


def test_one_person_lost_is_not_compared() -> None:
    assert "How they had started is not compared: 1 is lost, and 2 are needed." in words(nine())
    assert "table-lost" not in nine().names


def test_one_person_lost_is_told_in_the_singular() -> None:
    said = words(nine()).replace("\u00a0", " ")
    assert ") is not found again in post." in said
    assert " 1 of 9 was lost; a reminder" in said
    assert "identified in pre is not found in post." in said
    assert ") are not found" not in said and "1 of 9 were" not in said


def test_a_public_report_on_nine_says_that_they_are_few_and_each_missing_mean_once() -> None:
    said = words(build_document(two_waves(9, 1, primary=("lead",), audience="public")))
    assert "Few people. 8 people are in both waves. Only large changes" in said
    assert "Principal support: the mean cannot be given (n < 10, not shown)." in said.replace("\u00a0", " ")


def test_what_is_drawn_of_few_people_stands_aside_and_is_not_lost() -> None:
    drawn = {block.id for block in nine().blocks() if isinstance(block, FigureBlock)}
    aside = {"figure-flow", "figure-forest", "figure-dosage"}
    assert aside <= drawn and not aside & nine().on_paper
    many = build_document(two_waves(primary=("lead",), dose="hours"))
    assert aside <= many.on_paper


def test_no_table_on_few_people_is_empty() -> None:
    for table in on_paper(nine(), TableBlock):
        numbers = [place for place, column in enumerate(table.columns) if column.align == "number"]
        told = [row[place].value for row in table.rows for place in numbers]
        assert not told or any(value is not None for value in told), table.id


def test_reliability_that_cannot_be_given_is_one_sentence() -> None:
    assert "table-reliability" not in nine().names
    assert "It cannot be given here: 5 to 9 complete respondents; 10 are needed." in words(nine())
    terms = words(next_section(nine(), "reading"))
    assert "Standardized change" in terms and "Coefficient alpha" not in terms


def next_section(document: Document, name: str) -> Document:
    """The document with one of its sections alone, for its words."""
    section = next(s for s in document.sections if s.id == name)
    return Document(title="", subtitle="", sections=(section,))


def test_a_reason_is_told_once_with_everything_it_keeps_away() -> None:
    table = next(t for t in on_paper(nine(), TableBlock) if t.id == "table-not-done")
    reasons = [nine().words(row[2].text) for row in table.rows]
    assert len(set(reasons)) == len(reasons)
    alike = next(row for row in table.rows if "complete respondents; 10 are needed" in str(row[2].text))
    assert {"Coefficient alpha", "Coefficient omega"} <= set(nine().words(alike[0].text).split("; "))
    assert nine().words(alike[1].text) == "all scales"


def test_groups_too_small_for_any_number_have_a_reason_and_no_table() -> None:
    document = build_document(two_waves(8, 1, groups=("site",)))
    assert "table-by-site" not in document.names
    table = next(t for t in on_paper(document, TableBlock) if t.id == "table-not-done")
    reason = next(
        document.words(r[2].text) for r in table.rows if document.words(r[0].text) == "Change by Site"
    )
    assert "needs at least 5" in reason and "3 to 4" in reason


def test_a_reason_of_one_and_of_several_is_told_once() -> None:
    def refused(why: str) -> Row:
        return Row(statistic="mean_change", unavailable=why)

    one, three = (refused(f"needs at least 5 pairs, and {there_are(n)}") for n in (1, 3))
    assert list(by_reason((one, three))) == ["needs at least 5 pairs, and there are 1 to 3"]
    assert list(by_reason((one, one))) == ["needs at least 5 pairs, and there is 1"]


def test_the_exact_test_is_told_where_standard_deviations_say_little() -> None:
    few, many = words(nine()), words(build_document(two_waves(primary=("lead",))))
    assert "exact signed-rank test is read first (Julious, 2005)" in few
    assert "Julious, S. A. (2005)" in few and "Pratt, J. W. (1959)" in few
    assert "signed-rank test is read first" not in many and "Pratt, J. W. (1959)" not in many


def test_one_wave_of_few_people_counts_its_answers_too() -> None:
    blocks = build_document(one_wave(9)).blocks()
    table = next(t for t in blocks if isinstance(t, TableBlock) and t.id == "table-answers-lead")
    assert table.rows[0][1].value == 9
