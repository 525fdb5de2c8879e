"""Workbook, Word file and PDF of a public edition tell nothing that the page and report.json do not tell.

The attacks of ``tests/attack`` read the page and ``report.json``; so they cover what the other formats say.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from openpyxl import load_workbook

from mtle_survey.report.build import write_reports
from tests.attack.formats import (
    Telling,
    all_but,
    counts_of_workbook,
    labels_of_drawings,
    lines_of_pdf,
    numbers_of_workbook,
    out_of_sight,
    parts_out_of_sight,
    rows_of_word,
)
from tests.attack.studies import Recipe, described, study_of
from tests.outside import needs_pdftotext

FILES = ("report.json", "evaluation.html", "evaluation.xlsx", "evaluation.docx", "evaluation.pdf")


def written(recipe: Recipe, folder: Path, *, paper: bool = True) -> Telling:
    """A public edition in all formats, and what its page and report.json say."""
    write_reports(study_of(recipe), [folder / name for name in FILES if paper or name != FILES[-1]])
    return Telling(folder)


def told_elsewhere_alone(telling: Telling) -> list[object]:
    """What Word file and workbook say and the page and report.json do not."""
    word, book = telling.folder / "evaluation.docx", telling.folder / "evaluation.xlsx"
    return [
        *all_but(rows_of_word(word), telling),
        *all_but(counts_of_workbook(book), telling),
        *((sheet, value) for sheet, value in numbers_of_workbook(book) if not telling.has(value)),
        *labels_of_drawings(telling.folder),
        *out_of_sight(book),
        *parts_out_of_sight(word),
    ]


@settings(max_examples=3, phases=(Phase.explicit, Phase.generate))
@given(recipe=described())
def test_word_and_workbook_tell_nothing_else(recipe: Recipe) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert told_elsewhere_alone(written(recipe, Path(folder), paper=False)) == []


FEW = Recipe(n=33, lost=5, late=3, shapes=("agree", "middle"), blanks=0.02, sites=(1, 2, 1), seed=5)
MANY = Recipe(n=66, lost=5, late=2, shapes=("agree", "middle", "poles"), sites=(1, 2, 1, 3), seed=5)


@needs_pdftotext
@pytest.mark.parametrize("recipe", [FEW, MANY], ids=["few", "many"])
def test_no_format_tells_anything_else(recipe: Recipe, tmp_path: Path) -> None:
    telling = written(recipe, tmp_path)
    assert told_elsewhere_alone(telling) == []
    assert all_but(lines_of_pdf(tmp_path / "evaluation.pdf"), telling) == []


def test_a_count_that_only_another_format_tells_is_found(tmp_path: Path) -> None:
    """A number, a comment and a hidden sheet, added by hand."""
    telling = written(FEW, tmp_path, paper=False)
    book = load_workbook(tmp_path / "evaluation.xlsx")
    book.worksheets[1]["A40"], book.worksheets[1]["B40"] = "rose on Leading", 7
    book.worksheets[1]["C40"] = 3.456789
    book.create_sheet("aside").sheet_state = "hidden"
    book.save(tmp_path / "evaluation.xlsx")
    found = told_elsewhere_alone(telling)
    assert (book.worksheets[1].title, 3.456789) in found
    assert "sheet aside" in found


def test_lost_people_are_the_same_in_report_json_and_on_the_page(tmp_path: Path) -> None:
    """Those of one wave only are left out of the results, and counted all the same."""
    telling = written(FEW, tmp_path, paper=False)
    assert telling.number("attrition.post-pre") == pytest.approx(FEW.lost / (FEW.n - FEW.late))
