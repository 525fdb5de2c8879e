"""The report as a Word document with native tables, captions, styles and alternative texts."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from mtle_survey.report.archive import without_clocks
from mtle_survey.report.blocks import (
    Block,
    Definitions,
    FigureBlock,
    Heading,
    KeyFacts,
    ListBlock,
    Note,
    Paragraph,
    Section,
    TableBlock,
)
from mtle_survey.report.characters import printable
from mtle_survey.report.document import Document
from mtle_survey.report.inline import Code, Italic, Strong, Subscript, Text, plain
from mtle_survey.report.table_layout import body, column_weight, spanners
from mtle_survey.report.word import (
    add_page_number,
    add_sequence,
    describe_picture,
    keep_rows_whole,
    mark_caution,
    mark_header_row,
    prepare,
    set_borders,
    set_style,
    set_widths,
)
from mtle_survey.report.writer import Writer

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.table import _Cell as WordCell
    from docx.text.paragraph import Paragraph as WordParagraph

FIGURE_WIDTH_INCHES, FIGURE_HEIGHT_INCHES = 6.0, 8.5
DOTS_PER_INCH = 150


def write(document: Document) -> bytes:
    """A .docx file; the same document gives the same bytes."""
    import docx

    word = docx.Document()
    prepare(word, document)
    add_page_number(word.sections[0].footer.paragraphs[0], document.marking)
    word.add_paragraph(printable(document.title), style="Title")
    subtitle = " · ".join(part for part in (document.subtitle, document.date) if part)
    word.add_paragraph(printable(subtitle), style="Subtitle")
    writer = _WordWriter(document, word)
    for section in document.sections:
        writer.block(section, 1)
    out = io.BytesIO()
    word.save(out)
    return without_clocks(out.getvalue())


class _WordWriter:
    """Appends blocks of one document to one Word document."""

    def __init__(self, document: Document, word: WordDocument) -> None:
        self._document = document
        self._word = word

    def block(self, block: Block, level: int) -> None:
        match block:
            case Section():
                self._runs(self._word.add_heading(level=level), block.title)
                for part in block.blocks:
                    self.block(part, level + 1)
            case Heading():
                self._runs(self._word.add_heading(level=level), block.text)
            case Paragraph():
                self._paragraph(block.text)
            case ListBlock():
                for item in block.items:
                    self._paragraph(item, "List Number" if block.ordered else "List Bullet")
            case Note():
                self._note(block)
            case KeyFacts():
                self._facts(block)
            case Definitions():
                for entry in block.terms:
                    term = self._paragraph(())
                    self._runs(term, entry.term, bold=True)
                    term.paragraph_format.keep_with_next = True
                    self._paragraph(entry.explanation)
            case TableBlock():
                self._table(block)
            case FigureBlock():
                self._figure(block)

    def _paragraph(self, content: Text, style: str | None = None) -> WordParagraph:
        paragraph = self._word.add_paragraph(style=style)
        self._runs(paragraph, content)
        return paragraph

    def _runs(self, paragraph: WordParagraph, content: Text, *, bold: bool = False) -> None:
        for part in content:
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
            mark_caution(paragraph)

    def _facts(self, facts: KeyFacts) -> None:
        table = self._word.add_table(rows=1, cols=len(facts.facts))
        for cell, fact in zip(table.rows[0].cells, facts.facts, strict=True):
            set_style(cell.paragraphs[0], "Key Fact")
            self._runs(cell.paragraphs[0], fact.value)
            for content in (fact.label, fact.remark):
                if content:
                    line = cell.add_paragraph()
                    set_style(line, "Table Text")
                    self._runs(line, content)
        self._word.add_paragraph()

    def _caption(self, identifier: str, content: Text) -> None:
        paragraph = self._word.add_paragraph(style="Caption")
        paragraph.paragraph_format.keep_with_next = True
        kind, number = self._document.names[identifier].split(" ")
        paragraph.add_run(f"{kind} ")
        add_sequence(paragraph, kind, number)
        paragraph.add_run("  ")
        self._runs(paragraph, content)

    def _below(self, content: Text) -> None:
        if content:
            self._paragraph(("Note. ", *content), "Table Note")

    def _table(self, block: TableBlock) -> None:
        self._caption(block.id, block.caption)
        heads = spanners(block)
        first = 2 if heads else 1
        table = self._word.add_table(rows=first + len(block.rows), cols=len(block.columns))
        cells = [list(row.cells) for row in table.rows]
        weights = [column_weight(block, place, self._document) for place in range(len(block.columns))]
        set_widths(cells, weights)
        place = 0
        for head in heads:
            self._fill(cells[0][place], (head.text,), centre=True, bold=True)
            if head.width > 1:
                cells[0][place].merge(cells[0][place + head.width - 1])
            place += head.width
        for column, cell in zip(block.columns, cells[first - 1], strict=True):
            self._fill(cell, column.label, right=column.align == "number", bold=True)
        for at, row in enumerate(body(block), start=first):
            if row.span:
                self._fill(cells[at][0], row.head.text)
            if row.span > 1:
                cells[at][0].merge(cells[at + row.span - 1][0])
            for column, cell, content in zip(block.columns[1:], cells[at][1:], row.cells, strict=True):
                self._fill(cell, content.text, right=column.align == "number")
        for row_number in range(first):
            mark_header_row(table.rows[row_number])
        keep_rows_whole(table)
        set_borders(table, header_rows=first)
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
        set_style(paragraph, "Table Text")
        if right or centre:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if right else WD_ALIGN_PARAGRAPH.CENTER
        self._runs(paragraph, content, bold=bold)

    def _figure(self, block: FigureBlock) -> None:
        from docx.shared import Inches

        self._caption(block.id, block.title)
        paragraph = self._word.add_paragraph()
        picture = io.BytesIO(block.drawing.png(DOTS_PER_INCH))
        width = min(FIGURE_WIDTH_INCHES, FIGURE_HEIGHT_INCHES / block.drawing.ratio)
        paragraph.add_run().add_picture(picture, width=Inches(width))
        describe_picture(paragraph, self._document.words(block.title), block.alt)
        self._below(block.note)


WRITER = Writer(suffix="docx", write=write)
