"""The report as a Word document with native tables, captions, styles and alternative texts."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from mtle_survey.report.archive import without_clocks
from mtle_survey.report.blocks import (
    Block,
    Definitions,
    Details,
    FigureBlock,
    Finding,
    Findings,
    Heading,
    KeyFacts,
    ListBlock,
    Note,
    Paragraph,
    Quotations,
    Section,
    TableBlock,
)
from mtle_survey.report.characters import printable
from mtle_survey.report.document import Document
from mtle_survey.report.inline import Code, Italic, Reference, Strong, Subscript, Text, plain, text
from mtle_survey.report.one_page import is_crowded
from mtle_survey.report.pictures import as_dots
from mtle_survey.report.table_layout import body, is_wide, spanners, unbroken
from mtle_survey.report.word import (
    CROWDED_POINTS,
    SMALL_POINTS,
    colour,
    describe_picture,
    end_first_page,
    mark_remark,
    new_word,
    set_style,
    style_ids,
    text_width_mm,
    tighten,
)
from mtle_survey.report.word_cover import add_cover
from mtle_survey.report.word_fields import (
    add_contents,
    add_reference,
    add_sequence,
    bookmark_names,
    bookmarked,
)
from mtle_survey.report.word_tables import (
    describe,
    keep_together,
    mark_header_row,
    set_lines,
    set_widths,
    widths,
)
from mtle_survey.report.writer import Writer

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.table import _Cell as WordCell
    from docx.text.paragraph import Paragraph as WordParagraph

FIGURE_WIDTH_INCHES, FIGURE_HEIGHT_INCHES = 5.5, 8.5
DOTS_PER_INCH, MM_PER_INCH = 150, 25.4
CAUTION, CAUTION_GROUND, REMARK_GROUND = "B35806", "FDF5EC", "F5F4F8"


def write(document: Document) -> bytes:
    """A .docx file; the same document gives the same bytes."""
    word = new_word(document)
    add_cover(word, document)
    writer = _WordWriter(document, word)
    first = [section for section in document.sections if section.one_page]
    for section in first:
        writer.block(section, 1)
    if first and document.brand.template is None:
        end_first_page(word)
    if len(document.sections) > 1:
        contents = word.add_paragraph(document.labels.contents, style="TOC Heading")
        contents.paragraph_format.page_break_before = bool(first) and document.brand.template is not None
        headings = {writer.bookmarks[s.id]: printable(document.words(s.title)) for s in document.sections}
        add_contents(word, headings)
    for section in document.sections:
        if section not in first:
            writer.block(section, 1)
    out = io.BytesIO()
    word.save(out)
    return without_clocks(out.getvalue())


class _WordWriter:
    """Appends blocks of one document to one Word document."""

    def __init__(self, document: Document, word: WordDocument) -> None:
        self._document = document
        self._word = word
        self._small: float | None = None  # points, on a page on which much has to fit
        self._styles = style_ids(word)
        self._width = text_width_mm(word)
        self.bookmarks = bookmark_names(list(document.names))
        self._cell_style = self._styles["Table Text"]
        on_paper = [b for b in document.blocks() if isinstance(b, FigureBlock) and b.id in document.on_paper]
        self._dots = as_dots(document, on_paper, DOTS_PER_INCH)
        self._numbers = {name: place for place, name in enumerate(document.names, start=1)}

    def block(self, block: Block, level: int) -> None:
        match block:
            case Section():
                self._section(block, level)
            case Heading():
                heading = self._word.add_heading(level=level)
                self._runs(heading, block.text)
                if self._small:
                    tighten(heading, self._small)
            case Paragraph():
                self._paragraph(block.text, "Small Text" if block.small else None)
            case ListBlock():
                for item in block.items:
                    self._paragraph(item, "List Number" if block.ordered else "List Bullet")
            case Note():
                self._note(block)
            case KeyFacts():
                self._facts(block)
            case Findings():
                for found in block.findings:
                    self._finding(found)
            case Details():
                pass
            case Definitions():
                for entry in block.terms:
                    term = self._paragraph(())
                    self._runs(term, entry.term, bold=True)
                    self._runs(term, text(". ", entry.explanation))
            case Quotations():
                self._quotations(block)
            case TableBlock():
                self._table(block)
            case FigureBlock():
                self._figure(block)

    def _section(self, section: Section, level: int) -> None:
        """A section; one that is to fill a page is set small, and what follows it begins a new page."""
        if section.one_page:
            self._small = CROWDED_POINTS if is_crowded(section, self._document) else SMALL_POINTS
        heading = self._word.add_heading(level=level)
        self._runs(heading, section.title)
        if self._small:
            tighten(heading, self._small)
        bookmarked(heading, self.bookmarks[section.id], self._numbers[section.id])
        for part in section.blocks:
            self.block(part, level + 1)
        self._small = None

    def _finding(self, found: Finding) -> None:
        asked = self._paragraph(())
        self._runs(asked, (*found.question, "  "), bold=True)
        verdict = len(asked.runs)
        self._runs(asked, ("[", *found.verdict, "]"), bold=True)
        colour(asked.runs[verdict:], found.kind)
        asked.paragraph_format.keep_with_next = True
        if self._small:
            tighten(asked, self._small)
        for point in found.points:
            self._paragraph(point, "List Bullet")

    def _paragraph(self, content: Text, style: str | None = None) -> WordParagraph:
        paragraph = self._word.add_paragraph(style=style)
        self._runs(paragraph, content)
        if self._small:
            tighten(paragraph, self._small)
        return paragraph

    def _runs(self, paragraph: WordParagraph, content: Text, *, bold: bool = False) -> None:
        for part in content:
            if isinstance(part, Reference) and part.target in self._document.on_paper:
                add_reference(paragraph, self.bookmarks[part.target], self._document.names[part.target])
                continue
            run = paragraph.add_run(printable(plain((part,), self._document.names)))
            run.bold = True if bold or isinstance(part, Strong) else None
            run.italic = True if isinstance(part, Italic) else None
            run.font.subscript = True if isinstance(part, Subscript) else None
            if isinstance(part, Code):
                run.font.name = "Courier New"

    def _note(self, note: Note) -> None:
        for place, content in enumerate(note.paragraphs):
            paragraph = self._word.add_paragraph()
            if place == 0:
                self._runs(paragraph, (*note.title, ". "), bold=True)
            self._runs(paragraph, content)
            caution = note.kind == "caution"
            colour = CAUTION if caution else self._document.brand.colour.removeprefix("#").upper()
            mark_remark(paragraph, colour, CAUTION_GROUND if caution else REMARK_GROUND)

    def _quotations(self, block: Quotations) -> None:
        title = self._paragraph(())
        self._runs(title, block.title, bold=True)
        title.paragraph_format.keep_with_next = True
        for quote in block.quotes:
            said = self._paragraph(quote.text, "Quote")
            said.paragraph_format.keep_together = True
            if quote.source:
                said.add_run().add_break()
                self._runs(said, ("— ", *quote.source))

    def _facts(self, facts: KeyFacts) -> None:
        table = self._word.add_table(rows=1, cols=len(facts.facts))
        for cell, fact in zip(table.rows[0].cells, facts.facts, strict=True):
            set_style(cell.paragraphs[0], self._styles["Key Fact"])
            self._runs(cell.paragraphs[0], fact.value)
            for content in (fact.label, fact.remark):
                if content:
                    line = cell.add_paragraph()
                    set_style(line, self._styles["Table Text"])
                    self._runs(line, content)
        self._paragraph(())

    def _caption(self, identifier: str, content: Text) -> None:
        paragraph = self._word.add_paragraph(style="Caption")
        paragraph.paragraph_format.keep_with_next = True
        kind, number = self._document.names[identifier].rsplit(" ", 1)
        paragraph.add_run(f"{kind} ")
        add_sequence(paragraph, kind, number)
        bookmarked(paragraph, self.bookmarks[identifier], self._numbers[identifier])
        paragraph.add_run("  ")
        self._runs(paragraph, content)

    def _below(self, content: Text) -> None:
        if content:
            self._paragraph((f"{self._document.labels.note} ", *content), "Table Note")

    def _table(self, block: TableBlock) -> None:
        self._caption(block.id, block.caption)
        heads = spanners(block)
        first = 2 if heads else 1
        table = self._word.add_table(rows=first + len(block.rows), cols=len(block.columns))
        set_widths(table, widths(block, self._document, self._width))
        cells = [list(row.cells) for row in table.rows]
        self._cell_style = self._styles["Table Text Small" if is_wide(block) else "Table Text"]
        place = 0
        for head in heads:
            self._fill(cells[0][place], (head.text,), centre=True, bold=True)
            if head.width > 1:
                cells[0][place].merge(cells[0][place + head.width - 1])
            place += head.width
        for column, cell in zip(block.columns, cells[first - 1], strict=True):
            self._fill(cell, _whole(column.label), right=column.align == "number", bold=True)
        for at, row in enumerate(body(block), start=first):
            if row.span:
                self._fill(cells[at][0], row.head.text)
            if row.span > 1:
                cells[at][0].merge(cells[at + row.span - 1][0])
            for column, cell, content in zip(block.columns[1:], cells[at][1:], row.cells, strict=True):
                self._fill(cell, _whole(content.text), right=column.align == "number")
        for row_number in range(first):
            mark_header_row(table.rows[row_number])
        keep_together(table, header_rows=first)
        set_lines(table, header_rows=first)
        describe(table, f"{self._document.names[block.id]} {self._document.words(block.caption)}")
        self._below(block.note)

    def _fill(
        self,
        cell: WordCell,
        content: Text,
        *,
        right: bool = False,
        centre: bool = False,
        bold: bool = False,
    ) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        paragraph = cell.paragraphs[0]
        set_style(paragraph, self._cell_style)
        if right or centre:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if right else WD_ALIGN_PARAGRAPH.CENTER
        self._runs(paragraph, content, bold=bold)

    def _figure(self, block: FigureBlock) -> None:
        from docx.shared import Inches

        self._caption(block.id, block.title)
        paragraph = self._word.add_paragraph()
        picture = io.BytesIO(self._dots[block.id])
        widest = min(FIGURE_WIDTH_INCHES, self._width / MM_PER_INCH)
        width = min(widest, FIGURE_HEIGHT_INCHES / block.drawing.ratio)
        paragraph.add_run().add_picture(picture, width=Inches(width))
        describe_picture(paragraph, self._document.words(block.title), block.alt)
        paragraph.paragraph_format.keep_with_next = bool(block.note)
        self._below(block.note)


def _whole(content: Text) -> Text:
    """A text whose intervals stay on one line."""
    return tuple(unbroken(part) if isinstance(part, str) else part for part in content)


WRITER = Writer(suffix="docx", write=write, typesets=True)
