"""From a study to a document, and from a document to files."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mtle_survey.errors import MtleError, UsageError, problem
from mtle_survey.plugins import discover
from mtle_survey.report.blocks import Block, FigureBlock, Heading, Section
from mtle_survey.report.checklists.fill import checklists
from mtle_survey.report.document import Document, texts_of, walk
from mtle_survey.report.inline import text, without_counts
from mtle_survey.report.languages.choose import in_language_of
from mtle_survey.report.mapped_texts import mapped_section
from mtle_survey.report.parallel import write_all
from mtle_survey.report.privacy.finished import finished
from mtle_survey.report.privacy.ledger import FILE, Entry, read_ledger
from mtle_survey.report.privacy.net import caught
from mtle_survey.report.privacy.released import Released
from mtle_survey.report.provenance import manifest
from mtle_survey.report.repeated_notes import notes_once
from mtle_survey.report.section import ReportSection
from mtle_survey.report.view import View
from mtle_survey.report.writer import Writer
from mtle_survey.study_grammar import OWN_SECTIONS
from mtle_survey.whole_files import write_together

if TYPE_CHECKING:
    from mtle_survey.study import Study


def build_document(study: Study, *, date: str = "", known: tuple[Released, ...] = ()) -> Document:
    """Everything the report says about a study, in no particular format.

    Parameters
    ----------
    study : Study
    date : str
        The date to print; the clock is never read.
    known : tuple of Released
        What readers of a public report have from other reports about the same people.
    """
    return report_of(View(study, known), date)


def report_of(view: View, date: str = "", progress: Callable[[str], None] = lambda _: None) -> Document:
    """Everything the report says about a study, as one edition shows it, in the study's language.

    ``progress`` is told which part of the report is being made.
    """
    own = [texts for blocks in view.told.blocks.values() for block in blocks for texts in texts_of(block)]
    return in_language_of(view.study, lambda: _in_english(view, date, progress), own)


def _in_english(view: View, date: str, progress: Callable[[str], None]) -> Document:
    from mtle_survey.report.figures.colours import in_palette

    study = view.study
    found: list[ReportSection] = list(discover("mtle_survey.report.sections", "SECTION").values())
    sections = tuple(
        _made(view, section, progress)
        for section in sorted(found, key=lambda s: (s.order, s.name))
        if section.applies(view)
    )
    if view.disclosure.public:
        rule = view.disclosure
        seen = (caught(section, rule.smallest, rule.hidden, whole=not view.of_a_part) for section in sections)
        sections = finished(seen, rule.smallest, (rule.hidden, rule.hidden_count))
    sections = tuple(notes_once(mapped_section(section, without_counts)) for section in sections)
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
    )


def _made(view: View, section: ReportSection, progress: Callable[[str], None]) -> Section:
    """One section, with what the evaluator says at its head."""
    progress(f"making: {section.title}")
    return Section(
        id=section.name,
        title=text(section.title),
        blocks=(*_prose(view, section.name), *section.blocks(view)),
        one_page=section.one_page,
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


def write_reports(
    study: Study,
    paths: Sequence[str | os.PathLike[str]],
    *,
    date: str = "",
    supersedes: Sequence[str] = (),
    checked: Sequence[str | os.PathLike[str]] = (),
    progress: Callable[[str], None] = lambda _: None,
) -> list[Path]:
    """Write the report to several files; nothing is written unless all of them could be made.

    A public report is held to every earlier one in the ledger beside it, and is entered there. Results that
    would tell of a few people beside those of an earlier report are not shown; where the leading ones are
    among them, no report is written.

    Parameters
    ----------
    study : Study
    paths : sequence of path
    date : str
        The date to print.
    supersedes : sequence of str
        Earlier public reports that never left the evaluator's hands.
    checked : sequence of path
        Files for the reporting checklists, filled in as far as the study knows.
    progress : callable
        Told which part of the report is being made.

    Raises
    ------
    UsageError
        A suffix that no writer knows, or a release that is not in the ledger.
    MtleError
        Readers of earlier public reports could work out something about a few people.
    """
    targets = [Path(path) for path in paths]
    chosen = chosen_writers(targets)
    path = targets[0].parent / FILE
    ledger = read_ledger(path) if study.audience == "public" else None
    standing = ledger.standing(supersedes) if ledger else []
    view = View(study, tuple(entry.content for entry in standing))
    refuse_telling(view, standing)
    document = report_of(view, date, progress)
    progress(f"writing: {', '.join(target.name for target in targets)}")
    written = zip(targets, write_all(chosen, document), strict=True)
    contents = {**view.told.memories, **dict(written)}
    forms = [Path(path) for path in checked]
    if forms:
        filled = checklists(view, date=date)
        contents |= dict(zip(forms, write_all(chosen_writers(forms), filled), strict=True))
    if ledger and view.edition:
        contents[path] = ledger.with_release(study.title, view.edition.released, supersedes).to_bytes()
    write_together(contents)
    return [*targets, *forms]


def chosen_writers(targets: Sequence[Path]) -> list[Writer]:
    """The writer of each file, by its suffix; ``UsageError`` where there is none."""
    known = writers()
    for target in targets:
        if target.suffix.lstrip(".").lower() not in known:
            formats = ", ".join(sorted(known))
            raise UsageError(f"no report can be written as {target.name}: formats are {formats}")
    return [known[target.suffix.lstrip(".").lower()] for target in targets]


def refuse_telling(view: View, standing: Sequence[Entry]) -> None:
    """Stop where a leading change cannot be told beside earlier public reports.

    Lesser results give way by themselves.

    Raises
    ------
    MtleError
        Readers of earlier reports could work out something about a few people.
    """
    if view.edition is None or not standing or not view.edition.leading_given_way():
        return
    releases = ", ".join(entry.id for entry in standing)
    wrong = problem(
        "T070",
        found=releases,
        results=len(view.edition.given_way()),
        releases=releases,
        smallest=view.study.small_cell,
    )
    raise MtleError([wrong])
