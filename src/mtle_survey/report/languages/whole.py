"""A whole document in another language."""

from __future__ import annotations

from dataclasses import replace

from mtle_survey.report.blocks import Note
from mtle_survey.report.document import Document
from mtle_survey.report.languages.translator import Translator
from mtle_survey.report.mapped_texts import mapped_section

# Sources are cited as they were published.
AS_THEY_ARE = ("references",)


def in_language(document: Document, translator: Translator) -> Document:
    """The document with every text translated; a box at the top counts what has no translation yet."""
    sections = tuple(
        replace(section, title=translator.text(section.title))
        if section.id in AS_THEY_ARE
        else mapped_section(section, translator.text)
        for section in document.sections
    )
    translated = replace(
        document,
        title=translator.words(document.title),
        subtitle=translator.words(document.subtitle),
        marking=translator.words(document.marking),
        sections=sections,
        columns={name: translator.words(meaning) for name, meaning in document.columns.items()},
        language=translator.spoken.code,
    )
    count = sum(translator.missing.values())
    if not count or not sections:
        return translated
    first = replace(sections[0], blocks=(_notice(count, translator), *sections[0].blocks))
    return replace(translated, sections=(first, *sections[1:]))


def _notice(count: int, translator: Translator) -> Note:
    return Note(
        kind="caution",
        title=translator.text(("Parts of this report are in English",)),
        paragraphs=(translator.text((f"{count} passages have no translation yet and stand in English.",)),),
    )
