"""How much stands on a page of its own, for formats that cannot measure their pages."""

from __future__ import annotations

from math import ceil

from mtle_survey.report.blocks import Section
from mtle_survey.report.document import Document, texts_of, walk

CHARACTERS_IN_LINE = 150  # at 8 points between narrow margins
USUAL_LINES = 60


def is_crowded(section: Section, document: Document) -> bool:
    """Whether the section may be too long for one page in the usual small letters."""
    texts = (content for block in walk((section,), details=False) for content in texts_of(block))
    return sum(ceil(len(document.words(content)) / CHARACTERS_IN_LINE) for content in texts) > USUAL_LINES
