"""The head of the Word document: logo, organisation, title, and for whom it was written."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from mtle_survey.report.characters import printable
from mtle_survey.report.document import Document
from mtle_survey.report.plain_data import LOGO_HEIGHT_MM, LOGO_WIDTH_MM
from mtle_survey.report.word import describe_picture

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

TITLE_DOWN_MM = 45  # on a page of its own


def add_cover(word: WordDocument, document: Document) -> None:
    """Everything above the contents, on a page of its own where a title page is declared."""
    from docx.enum.text import WD_BREAK
    from docx.shared import Mm

    brand = document.brand
    if brand.logo is not None:
        line = word.add_paragraph()
        height = min(LOGO_HEIGHT_MM, LOGO_WIDTH_MM * brand.logo.height / brand.logo.width)
        line.add_run().add_picture(io.BytesIO(brand.logo.content), height=Mm(height))
        describe_picture(line, brand.logo.alt, brand.logo.alt)
    if brand.organisation:
        word.add_paragraph(printable(brand.organisation))
    title = word.add_paragraph(printable(document.title), style="Title")
    if brand.title_page is not None:
        title.paragraph_format.space_before = Mm(TITLE_DOWN_MM)
    subtitle = " · ".join(part for part in (document.subtitle, document.date) if part)
    word.add_paragraph(printable(subtitle), style="Subtitle")
    for line_of_words in document.title_lines():
        word.add_paragraph(printable(line_of_words))
    if brand.title_page is not None:
        word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
