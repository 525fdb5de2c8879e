"""Only what a person approved leaves the program, in no file anything else; and what it is said with."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pytest

from mtle_survey.report.blocks import Note, Quotations, TableBlock
from mtle_survey.report.build import build_document
from mtle_survey.report.document import Document
from mtle_survey.study_file import load_study
from tests.outside import needs_pdftotext, text_of_pdf
from tests.unit.comments.studies import STUDY, decide, lines, put, rewrite, run

PEOPLE = 36
FATES = ("quoted", "refused", "waiting")
NUMBERS = [f"{chr(97 + i // 10)}{chr(97 + i % 10)}" for i in range(PEOPLE)]
SAID = [f"{FATES[i % 3]}word{n} by Mrs. Secret{n}" if i < 30 else "" for i, n in enumerate(NUMBERS)]
BY_SITE = ["1"] * 20 + ["2"] * 16


def reviewed(folder: Path, study: str = STUDY, **cells: str) -> Path:
    """A study in which every third comment is approved, every third refused, and the others wait."""
    path = put(folder, SAID, study.replace("respondent:", "cluster: site\nrespondent:"), site=BY_SITE)
    sheet = decide(path, "", **cells)
    verdicts = {"quoted": "yes", "refused": "no", "waiting": ""}
    rows = lines(sheet)
    rewrite(sheet, [{**row, "approved": verdicts[row["text"].partition("word")[0]]} for row in rows])
    return path


def contents(file: Path) -> str:
    """Everything that a file holds, unpacked, and as text where it is a page."""
    data = file.read_bytes()
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = b"\n".join(archive.read(name) for name in archive.namelist())
    if file.suffix == ".pdf":
        data += text_of_pdf(file).encode()
    return data.decode("utf-8", "replace")


@needs_pdftotext
@pytest.mark.parametrize("audience", ["internal", "public"])
def test_no_file_holds_a_comment_that_was_not_approved_or_a_name(tmp_path: Path, audience: str) -> None:
    study = reviewed(tmp_path, STUDY.replace("bootstrap: 100", f"audience: {audience}, bootstrap: 100"))
    said = run("report", study, "-o", tmp_path / "out", "--by", "site", "--as", "html,docx,pdf,xlsx")
    said += run("report", study, "-o", tmp_path / "one", "--checklists")
    run("score", study, "-o", tmp_path / "scores.xlsx")
    run("tables", study, "-o", tmp_path / "shared.tables.json")
    made = [
        *(f for folder in ("out", "one") for f in (tmp_path / folder).rglob("*") if f.is_file()),
        *tmp_path.glob("scores*"),
        *tmp_path.glob("*.json"),
    ]
    assert {file.suffix for file in made} >= {".html", ".docx", ".pdf", ".xlsx", ".json"}
    for file in made:
        held = contents(file)
        found = re.findall(r"(?:refused|waiting)word[a-z]{2}|Secret[a-z]{2}", held)
        assert not found, (file, found)
    assert not re.findall(r"word[a-z]{2}|Secret", said)
    for suffix in ("html", "docx", "pdf", "xlsx"):
        whole = contents(tmp_path / "one" / f"evaluation.{suffix}")
        assert set(re.findall(r"quotedword[a-z]{2}", whole)) == {f"quotedword{n}" for n in NUMBERS[:30:3]}


def test_report_json_holds_numbers_and_no_comment(tmp_path: Path) -> None:
    run("report", reviewed(tmp_path), "-o", tmp_path / "out")
    held = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert "wordaa" not in json.dumps(held)
    share = held["numbers"]["said.commented.pre"]
    assert (share["estimate"], share["n"]) == (pytest.approx(30 / 36), 36)
    (sheet,) = [d for d in held["manifest"]["decisions"] if d["key"] == "comments"]
    assert sheet["file"] == "comments.csv" and len(sheet["sha256"]) == 64


def section(document: Document, name: str = "comments") -> list:
    return [block for part in document.sections if part.id == name for block in part.blocks]


def row(table: TableBlock, document: Document) -> list[str]:
    return [document.words(cell.text) for cell in table.rows[0]]


def test_counts_are_told_from_everybody_asked_to_the_quotes(tmp_path: Path) -> None:
    document = build_document(load_study(reviewed(tmp_path)))
    table = next(b for b in section(document) if isinstance(b, TableBlock))
    assert row(table, document)[1:] == ["pre", "36", "6", "30 (83%)", "10", "0", "10", "10"]
    words = " ".join(document.words(b.text) for b in section(document) if hasattr(b, "text"))
    assert "30 of 36 people (83%) answered “What helped you?” (pre)." in words
    (caution,) = [b for b in section(document) if isinstance(b, Note)]
    assert document.words(caution.title) == "Quotes illustrate; they do not measure"


def test_a_public_edition_tells_neither_of_few_nor_of_what_became_of_single_comments(tmp_path: Path) -> None:
    public = STUDY.replace("bootstrap: 100", "audience: public, bootstrap: 100")
    document = build_document(load_study(reviewed(tmp_path, public)))
    table = next(b for b in section(document) if isinstance(b, TableBlock))
    hidden = "n < 10, not shown"
    assert row(table, document)[1:] == ["pre", "36", hidden, hidden]
    (quotes,) = [b for b in section(document) if isinstance(b, Quotations)]
    assert document.words(quotes.title) == "pre: 10 quotes"
    (share,) = document.numbers.where(statistic="commented")
    assert share.estimate is None and share.unavailable


@pytest.mark.parametrize(
    ("audience", "shown"),
    [
        ("internal", [("time", "13 (43%)"), ("rooms", "12 (40%)"), ("food", "5 (17%)")]),
        ("public", [("time", "13 (43%)"), ("Further themes", "not shown")]),
    ],
)
def test_themes_are_counted_in_people_and_those_of_few_are_put_together(
    tmp_path: Path, audience: str, shown: list[tuple[str, str]]
) -> None:
    # 30 of 40 write; the 5 with food alone would be known as all who are in neither of the other themes
    said = [f"Text {i}" if i < 30 else "" for i in range(40)]
    study = put(tmp_path, said, STUDY.replace("bootstrap: 100", f"audience: {audience}, bootstrap: 100"))
    sheet = decide(study)
    order = {f"Text {i}": "time" if i < 13 else "rooms" if i < 25 else "food" for i in range(30)}
    rewrite(sheet, [{**r, "theme": order[r["text"]]} for r in lines(sheet)])
    document = build_document(load_study(study))
    table = next(b for b in section(document) if isinstance(b, TableBlock) and b.id == "table-themes")
    assert [tuple(document.words(c.text) for c in cells[2:]) for cells in table.rows] == shown


def test_a_theme_is_redacted_like_a_comment(tmp_path: Path) -> None:
    document = build_document(load_study(reviewed(tmp_path, theme="Mrs. Pell; time")))
    table = next(b for b in section(document) if isinstance(b, TableBlock) and b.id == "table-themes")
    assert [document.words(cells[2].text) for cells in table.rows] == ["[name]", "time"]


def test_without_an_approval_the_report_says_so_in_the_table_of_what_was_not_done(tmp_path: Path) -> None:
    path = put(tmp_path, SAID, site=BY_SITE)
    document = build_document(load_study(path))
    assert not section(document)
    table = next(b for b in section(document, "not_done") if isinstance(b, TableBlock))
    told = {document.words(cells[0].text): document.words(cells[2].text) for cells in table.rows}
    assert told["Quotes from open comments"] == "nobody has approved one of them yet"


def test_the_report_does_not_depend_on_the_order_of_the_rows(tmp_path: Path) -> None:
    def quotes(folder: Path, said: list[str]) -> list[str]:
        folder.mkdir()
        study = put(folder, said)
        decide(study)
        document = build_document(load_study(study))
        (block,) = [b for b in section(document) if isinstance(b, Quotations)]
        return [document.words(quote.text) for quote in block.quotes]

    assert quotes(tmp_path / "a", SAID) == quotes(tmp_path / "b", SAID[::-1])
    assert quotes(tmp_path / "c", SAID) != [text for text in SAID if text]


def test_a_report_in_spanish_quotes_as_people_wrote(tmp_path: Path) -> None:
    study = reviewed(tmp_path, STUDY + "language: es\n")
    document = build_document(load_study(study))
    (block,) = [b for b in section(document) if isinstance(b, Quotations)]
    assert "quotedwordaa by [name]" in [document.words(quote.text) for quote in block.quotes]
