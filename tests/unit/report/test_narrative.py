"""The evaluator's prose: numbers filled in, marks where one moved, nothing taken for markup."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mtle_survey.errors import MtleError
from mtle_survey.plugins import discover
from mtle_survey.report.build import build_document, write_reports, writers
from mtle_survey.report.document import texts_of
from mtle_survey.report.format import estimate
from mtle_survey.report.narrative.prose import blocks_of, passages
from mtle_survey.report.narrative.told import tell
from mtle_survey.report.view import View
from mtle_survey.study import Study
from mtle_survey.study_grammar import NARRATED, OWN_SECTIONS
from tests.unit.report.studies import two_waves


def written(folder: Path, prose: str, *, section: str = "change", **options: object) -> Study:
    (folder / "own.md").write_text(prose, encoding="utf-8")
    return two_waves(narrative={section: str(folder / "own.md")}, **options)


def words(study: Study, section: str = "change") -> str:
    blocks = tell(View(study)).blocks[section]
    return "\n".join(
        "".join(p if isinstance(p, str) else p.text for p in content)
        for block in blocks
        for content in texts_of(block)
    ).replace("\u00a0", " ")


def test_a_citation_becomes_the_number_with_its_interval_and_n(tmp_path: Path) -> None:
    study = written(tmp_path, "moved by {{lead.mean_change}}, that is {{lead.mean_change.post-pre|number}}.")
    row = study.change.one(statistic="mean_change", scale="lead", headline=True)
    assert row is not None
    shown = words(study)
    assert f"moved by {estimate(row)}, 95% CI [" in shown and "], n = 21, that is" in shown
    assert shown.endswith(f"that is {estimate(row)}.")


def test_counts_are_told_as_counts(tmp_path: Path) -> None:
    study = written(tmp_path, "{{lead.improved}}; {{lead.mean.pre|n}}; {{lead.mean_change|interval}}")
    rose = study.change.one(statistic="improved", scale="lead")
    assert rose is not None and rose.estimate is not None
    assert words(study).startswith(f"{round(rose.estimate * 21)} of 21 (")


def test_what_names_no_number_is_a_located_error(tmp_path: Path) -> None:
    study = written(tmp_path, "First.\n\nSecond line\nholds {{lead.mean_chang}} and {{lead.mean.pre|size}}.")
    with pytest.raises(MtleError) as raised:
        build_document(study)
    first, second = raised.value.problems
    assert (first.code, first.row) == ("T060", 4)
    assert "lead.mean_change" in (first.fix or "")
    assert second.row == 4 and "number, interval, n, p" in (second.fix or "")
    assert first.file is not None and first.file.endswith("own.md")


def test_a_file_that_is_gone_is_an_error(tmp_path: Path) -> None:
    study = written(tmp_path, "x")
    (tmp_path / "own.md").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(MtleError) as raised:
        build_document(study)
    assert [p.code for p in raised.value.problems] == ["T061"]


def test_a_paragraph_whose_number_moved_is_marked_until_its_words_change(tmp_path: Path) -> None:
    prose = "Change: {{lead.mean_change|number}}.\n\nNothing cited here."
    write_reports(written(tmp_path, prose), [tmp_path / "a.html"])
    remembered = json.loads((tmp_path / "own.md.seen.json").read_text(encoding="utf-8"))
    assert len(remembered["internal"]) == 1

    other = written(tmp_path, prose, rise=1.2)
    told = tell(View(other))
    assert [p.code for p in told.problems] == ["T062"]
    assert len(told.blocks["change"]) == 3, "the mark, and both paragraphs"
    assert "What follows may no longer hold." in words(other)
    write_reports(other, [tmp_path / "b.html"])
    assert "may no longer hold" in words(other), "the mark stays on the next run"

    changed = written(tmp_path, prose.replace("Change:", "The change:"), rise=1.2)
    assert tell(View(changed)).problems == ()


def test_editions_are_remembered_apart(tmp_path: Path) -> None:
    prose = "{{lead.mean_change}}"
    write_reports(written(tmp_path, prose), [tmp_path / "a.html"])
    public = written(tmp_path, prose, audience="public")
    assert tell(View(public)).problems == ()
    write_reports(public, [tmp_path / "b.html"])
    assert set(json.loads((tmp_path / "own.md.seen.json").read_text())) == {"internal", "public"}


def test_a_public_edition_does_not_tell_what_it_hides(tmp_path: Path) -> None:
    study = written(tmp_path, "All: {{whole.mean.pre}}", audience="public", n=9, lost=3)
    assert words(study) == "All: [not given]"


@pytest.mark.parametrize("suffix", ["html", "docx", "pdf", "xlsx"])
def test_prose_reaches_every_writer_as_text(tmp_path: Path, suffix: str) -> None:
    hostile = "<script>alert(1)</script> #set page() ![x](http://a/b.png) [go](javascript:alert(1)) =1+1 $x$"
    study = written(tmp_path, hostile, section="summary")
    content = writers()[suffix].write(build_document(study))
    assert b"<script>alert(1)" not in content
    assert len(content) > 10_000


def test_markdown_becomes_blocks() -> None:
    text = "# Title\n\nA *b* **c** `d` [e](https://x.org) [f](http://x.org)\n\n"
    prose = f"{text}1. one\n2. two\n   - three\n\n> said\n\n---\n"
    kinds = [type(b).__name__ for p in passages(prose) for b in blocks_of(p, lambda w: w)]
    assert kinds == ["Heading", "Paragraph", "ListBlock", "Note"]
    paragraph = next(b for p in passages(prose) for b in blocks_of(p, lambda w: w) if "Paragraph" in repr(b))
    styles = [type(part).__name__ for content in texts_of(paragraph) for part in content]
    assert styles == ["str", "Italic", "str", "Strong", "str", "Code", "str", "Link", "str"]


def test_sections_of_prose_alone_stand_where_they_belong(tmp_path: Path) -> None:
    document = build_document(written(tmp_path, "We run a program.", section="background"))
    assert [s.id for s in document.sections][:2] == ["summary", "background"]


def test_every_section_that_may_be_narrated_exists() -> None:
    there = {section.name for section in discover("mtle_survey.report.sections", "SECTION").values()}
    assert set(NARRATED) <= there
    assert set(OWN_SECTIONS) <= set(NARRATED)
