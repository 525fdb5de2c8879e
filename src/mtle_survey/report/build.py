"""From a study to a document, and from a document to files."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mtle_survey.errors import UsageError
from mtle_survey.plugins import discover
from mtle_survey.report.blocks import Block, FigureBlock, Heading, Section
from mtle_survey.report.document import Document, walk
from mtle_survey.report.inline import text
from mtle_survey.report.parallel import write_all
from mtle_survey.report.provenance import manifest
from mtle_survey.report.section import ReportSection
from mtle_survey.report.view import View
from mtle_survey.report.writer import Writer
from mtle_survey.study_grammar import OWN_SECTIONS
from mtle_survey.whole_files import write_together

if TYPE_CHECKING:
    from mtle_survey.study import Study


def build_document(study: Study, *, date: str = "") -> Document:
    """Everything the report says about a study, in no particular format.

    Parameters
    ----------
    study : Study
    date : str
        The date to print; the clock is never read.
    """
    from mtle_survey.report.figures.colours import in_palette

    view = View(study)
    found: list[ReportSection] = list(discover("mtle_survey.report.sections", "SECTION").values())
    sections = tuple(
        Section(
            id=section.name,
            title=text(section.title),
            blocks=(*_prose(view, section.name), *section.blocks(view)),
            one_page=section.one_page,
        )
        for section in sorted(found, key=lambda s: (s.order, s.name))
        if section.applies(view)
    )
    if palette := study.brand.palette:
        for block in walk(sections):
            if isinstance(block, FigureBlock):
                block.drawing.repaint(lambda colour: in_palette(colour, palette))
    return Document(
        title=study.title,
        subtitle=f"Evaluation report: {study.instrument.title}",
        sections=sections,
        brand=study.brand,
        wording_language=study.instrument.language,
        date=date,
        marking=view.disclosure.marking,
        rows=view.rows,
        numbers=view.numbers,
        manifest=manifest(study),
        memories=view.told.memories,
    )


def _prose(view: View, section: str) -> tuple[Block, ...]:
    """What the evaluator says at the head of a section; the first page and sections of prose place it."""
    told = view.told.blocks.get(section, ())
    if not told or section in ("summary", *OWN_SECTIONS):
        return ()
    return (Heading(text=text("In the evaluator’s words")), *told)


def writers() -> Mapping[str, Writer]:
    """Output formats by file suffix."""
    found: dict[str, Writer] = discover("mtle_survey.report.writers", "WRITER")
    return {writer.suffix: writer for writer in found.values()}


def write_report(study: Study, path: str | os.PathLike[str], *, date: str = "") -> Path:
    """Write the report to one file, in the format that its suffix names.

    The file is written whole or not at all; folders that do not exist are made.

    Raises
    ------
    UsageError
        A suffix that no writer knows.
    """
    return write_reports(study, [path], date=date)[0]


def write_reports(study: Study, paths: Sequence[str | os.PathLike[str]], *, date: str = "") -> list[Path]:
    """Write the report to several files; nothing is written unless all of them could be made."""
    known = writers()
    targets = [Path(path) for path in paths]
    for target in targets:
        if target.suffix.lstrip(".").lower() not in known:
            formats = ", ".join(sorted(known))
            raise UsageError(f"no report can be written as {target.name}: formats are {formats}")
    document = build_document(study, date=date)
    contents = write_all([known[target.suffix.lstrip(".").lower()] for target in targets], document)
    write_together({**document.memories, **dict(zip(targets, contents, strict=True))})
    return targets
