"""A site that is spelt in two ways is told, and put together only where the study file says so."""

from __future__ import annotations

import pytest

from mtle_survey.errors import MtleError, Severity
from mtle_survey.report.build import build_document
from mtle_survey.study import Study
from mtle_survey.study_file import load_study
from tests.support import put_study

STUDY = """instrument: open.yaml
waves:
  pre: {files: pre.csv}
  post: {files: post.csv}
respondent: teacher
"""
INSTRUMENT = """
id: open
version: 1.0.0
title: Open sites
response_formats:
  agree5:
    codes: [1, 2, 3, 4, 5]
    labels: [Strongly disagree, Disagree, Neither, Agree, Strongly agree]
items:
  a1: {text: I share what I know., format: agree5}
  a2: {text: Colleagues ask for my view., format: agree5}
scales:
  voice: {title: Voice, items: [a1, a2]}
fields:
  teacher: {title: Code, role: respondent}
  site: {title: Site, role: cluster}
  hobby: {title: Hobby}
"""
SITES = ["Site A", "Site A", "site a ", "Site B", "St. Mary", "Saint Mary"]


def export(sites: list[str]) -> str:
    rows = [f"t{i},{site},{'Golf' if i else 'golf'},{i % 5 + 1},{i % 4 + 1}" for i, site in enumerate(sites)]
    return "\n".join(["teacher,site,hobby,a1,a2", *rows])


def study(folder, extra="", pre=SITES, post=("SiteA", *SITES[1:])) -> Study:
    (folder / "open.yaml").write_text(INSTRUMENT, encoding="utf-8")
    return load_study(put_study(folder, STUDY + extra, pre=export(pre), post=export(list(post))))


def told(found: Study, code: str):
    return [p for p in found.problems if p.code == code]


def test_both_spellings_are_told_with_counts_rows_and_the_remedy(tmp_path):
    (found,) = told(study(tmp_path), "D112")
    assert (found.severity, found.item, found.column) == (Severity.WARNING, "site", "site")
    assert found.found == (
        "“Site A” in 3 responses; “site a” 2 (pre.csv row 4, post.csv row 4); “SiteA” 1 (post.csv row 2)"
    )
    assert (found.file.endswith("pre.csv"), found.row, found.rows) == (True, 4, (4,))
    assert "spellings: {site: {'Site A': ['site a', 'SiteA']}}" in found.fix


def test_nothing_is_put_together_by_guesswork(tmp_path):
    found = study(tmp_path)
    assert {"site a", "Site A"} <= set(found.waves["pre"].fields["site"])
    assert "Saint" not in told(found, "D112")[0].found, "words that differ are no matter of spelling"


def test_a_field_that_divides_nobody_may_be_spelt_as_people_like(tmp_path):
    assert {p.item for p in told(study(tmp_path), "D112")} == {"site"}
    grouped = study(tmp_path, "groups: [hobby]\n")
    assert {p.item for p in told(grouped, "D112")} == {"site", "hobby"}


def test_the_remedy_works_as_it_is_written(tmp_path):
    fix = told(study(tmp_path), "D112")[0].fix
    line = fix[fix.index("spellings:") : fix.index(";")]
    mended = study(tmp_path, line + "\n")
    assert not told(mended, "D112")
    assert set(mended.waves["post"].fields["site"]) == {"Site A", "Site B", "St. Mary", "Saint Mary"}
    assert [(d.count, d.where) for d in mended.decisions] == [(1, "pre"), (1, "post"), (1, "post")]
    assert "“site a” in site counted as “Site A”" in mended.decisions[0].what


def test_what_the_evaluator_knows_to_be_one_can_be_declared(tmp_path):
    found = study(tmp_path, "spellings: {site: {St. Mary: Saint Mary}}\n")
    assert list(found.waves["pre"].fields["site"][-2:]) == ["St. Mary", "St. Mary"]


def test_a_spelling_that_nobody_wrote_is_pointed_out(tmp_path):
    found = study(tmp_path, "spellings: {site: {Site B: [Site b]}}\n")
    (unmet,) = told(found, "T118")
    assert unmet.severity is Severity.WARNING
    assert unmet.found == "“Site b” under site" and "“Site B”" in unmet.why


@pytest.mark.parametrize(
    "names", ["{Site A: [x], Site B: [x]}", "{Site A: [Site B], Site B: [y]}"], ids=["twice", "a name"]
)
def test_one_spelling_cannot_stand_for_two_names(tmp_path, names):
    with pytest.raises(MtleError) as stopped:
        study(tmp_path, f"spellings: {{site: {names}}}\n")
    assert [p.code for p in stopped.value.problems] == ["T003"]


def test_the_report_shows_the_spellings_among_the_problems_of_the_data(tmp_path):
    document = build_document(study(tmp_path))
    table = next(block for block in document.blocks() if getattr(block, "id", "") == "table-problems")
    words = " ".join(document.words(cell.text) for row in table.rows for cell in row)
    assert "Site A / site a / SiteA" in words
