"""A plain questionnaire on paper, as a Word document."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from mtle_survey.exchange.model import Block, Export, Platform, Question, Questionnaire
from mtle_survey.exchange.on_paper import BOX, CIRCLE, HEAD, answer_hint, grid_headers
from mtle_survey.report.archive import without_clocks
from mtle_survey.report.characters import printable
from mtle_survey.report.document import Document
from mtle_survey.report.word import TEXT_WIDTH_MM, new_word, set_style, style_ids
from mtle_survey.report.word_tables import keep_rows_whole, mark_header_row, set_lines, set_widths

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

ROW_WEIGHT, ROW_WEIGHT_OF_MANY = 3.5, 2.4
MANY_OPTIONS = 6  # from here on columns are narrow, and their headings small
HEADING_OF_MANY_PT = 7


def write(questionnaire: Questionnaire) -> Export:
    """A .docx file; the same questionnaire gives the same bytes. Codes stand beside the circles, small."""
    marking = f"{questionnaire.id} {questionnaire.version}"
    title = Document(
        title=questionnaire.title, subtitle="", sections=(), language=questionnaire.language, marking=marking
    )
    word = new_word(title)
    word.add_paragraph(printable(questionnaire.title), style="Title")
    if questionnaire.instruction:
        word.add_paragraph(printable(questionnaire.instruction))
    number = 0
    for page in questionnaire.pages:
        for block in page.blocks:
            number = _grid(word, block, number) if block.grid else _single(word, block.questions[0], number)
    out = io.BytesIO()
    word.save(out)
    return Export(content=without_clocks(out.getvalue()))


def _single(word: WordDocument, question: Question, number: int) -> int:
    table_text = style_ids(word)["Table Text"]
    words = word.add_paragraph()
    words.paragraph_format.keep_with_next = True
    words.add_run(f"{number + 1}.  {printable(question.text)}").bold = True
    sign = BOX if question.kind == "multiple" else CIRCLE
    for option in question.options:
        line = word.add_paragraph(f"{sign}  {printable(option.label)}")
        line.paragraph_format.keep_with_next = option is not question.options[-1]
        set_style(line, table_text)
    if not question.options:
        word.add_paragraph(answer_hint(question))
    word.add_paragraph()
    return number + 1


def _grid(word: WordDocument, block: Block, number: int) -> int:
    from docx.shared import Pt

    table_text = style_ids(word)["Table Text"]
    if block.stem:
        stem = word.add_paragraph()
        stem.paragraph_format.keep_with_next = True
        stem.add_run(printable(block.stem)).bold = True
    options = block.questions[0].options
    many = len(options) >= MANY_OPTIONS
    table = word.add_table(rows=1, cols=1 + len(options))
    for cell, words in zip(table.rows[0].cells, ["", *grid_headers(options)], strict=True):
        heading = cell.paragraphs[0].add_run(printable(words))
        heading.bold = True
        heading.font.size = Pt(HEADING_OF_MANY_PT) if many else None
        set_style(cell.paragraphs[0], table_text)
    for question in block.questions:
        number += 1
        row = table.add_row().cells
        texts = [f"{number}.  {printable(question.text)}", *(f"{CIRCLE} {o.code}" for o in options)]
        for cell, words in zip(row, texts, strict=True):
            cell.paragraphs[0].add_run(words)
            set_style(cell.paragraphs[0], table_text)
    weights = [ROW_WEIGHT_OF_MANY if many else ROW_WEIGHT, *([1.0] * len(options))]
    set_widths(table, [TEXT_WIDTH_MM * weight / sum(weights) for weight in weights])
    mark_header_row(table.rows[0])
    keep_rows_whole(table)
    set_lines(table, header_rows=1)
    word.add_paragraph()
    return number


PLATFORM = Platform(name="questionnaire-docx", label="Paper (Word)", suffix="docx", head=HEAD, write=write)
