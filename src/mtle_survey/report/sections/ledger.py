"""What this report was made from, so that it can be made again."""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import PurePath

from mtle_survey.report.blocks import Block, Cell, Column, Paragraph, TableBlock
from mtle_survey.report.cells import count, number_column, words
from mtle_survey.report.disclosure import OF_THE_WHOLE
from mtle_survey.report.files_told import files_told
from mtle_survey.report.format import DASH, plain_number, wave_name
from mtle_survey.report.inline import Code, Text, Wording, listing, sentence_case, text
from mtle_survey.report.problem_words import REASON_ELSEWHERE
from mtle_survey.report.section import ReportSection, always
from mtle_survey.report.view import View

_LIBRARIES = ("numpy", "scipy", "matplotlib")


def blocks(view: View) -> tuple[Block, ...]:
    """Settings, files, and records left out."""
    return tuple(_blocks(view))


def _blocks(view: View) -> Iterator[Block]:
    yield Paragraph(
        text=text("The same files, definition and settings give the same numbers, and this same report.")
    )
    yield TableBlock(
        id="table-settings",
        caption=text("Program, definition and settings"),
        columns=(Column(label=("What",)), Column(label=("Value",))),
        rows=tuple((words(name), words(value)) for name, value in _settings(view)),
    )
    yield _files(view)
    yield from _decisions(view)
    if view.flow_told and (rows := tuple(_left_out(view))):
        yield TableBlock(
            id="table-left-out",
            caption=text("Records left out, and by which rule"),
            columns=(
                Column(label=("Wave",)),
                Column(label=("Kind",)),
                number_column("Records"),
                Column(label=("Rule",)),
            ),
            rows=rows,
        )


def _decisions(view: View) -> Iterator[TableBlock]:
    if view.study.decisions:
        yield TableBlock(
            id="table-decisions",
            caption=text("What was done to the data because the evaluators said so"),
            columns=(
                Column(label=("What",)),
                Column(label=("Where",)),
                number_column("Count"),
                Column(label=("Why",)),
            ),
            rows=tuple(
                (
                    words(sentence_case(d.what)),
                    words(_without_folders(d.where) or DASH),
                    count(d.count),
                    words(d.reason or DASH),
                )
                for d in view.study.decisions
            ),
        )


def _without_folders(where: str) -> str:
    """The same words, file names without the folders of this machine."""
    return " ".join(PurePath(word).name if "/" in word else word for word in where.split(" "))


def _settings(view: View) -> Iterator[tuple[str, Text]]:
    study, instrument = view.study, view.instrument
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    yield (
        "Program",
        text(f"mtle_survey {version('mtle-survey')}; Python {platform.python_version()}; {libraries}"),
    )
    yield "Instrument", text(Code(instrument.id), f" {instrument.version}, ", Wording(instrument.title))
    yield "Instrument file, SHA-256", text(Code(instrument.sha256 or "not from a file"))
    if instrument.citation:
        yield "Instrument, to be cited as", text(Wording(instrument.citation))
    if study.study_file:
        yield "Study file", text(Code(PurePath(study.study_file).name))
    yield "Design", text(str(study.design.get("type", "one_group")).replace("_", " "))
    yield "Primary scales", listing([Code(s) for s in study.primary]) or text("none declared")
    yield "Confidence level", text(plain_number(study.confidence))
    yield "Seed", text(str(study.seed))
    yield "Respondents identified by", text(Code(study.respondent)) if study.respondent else text("nothing")
    yield "Edition", text(view.disclosure.marking)
    for code, reason in study.accept.items():
        told = text(REASON_ELSEWHERE if view.disclosure.public else Wording(reason))
        yield f"Accepted: {code}", told


def _files(view: View) -> TableBlock:
    rows = tuple(
        (
            words(wave_name(told.wave)),
            words(Code(told.name)),
            words(told.source.platform),
            count(told.records),
            count(told.responses, DASH if view.flow_told else OF_THE_WHOLE),
            words(Code(told.source.sha256)),
        )
        for told in files_told(view.study)
    )
    return TableBlock(
        id="table-files",
        caption=text("Files"),
        columns=(
            Column(label=("Wave",)),
            Column(label=("File",)),
            Column(label=("Format",)),
            number_column("Records"),
            number_column("Responses"),
            Column(label=("SHA-256",)),
        ),
        rows=rows,
    )


def _left_out(view: View) -> Iterator[tuple[Cell, ...]]:
    """Records by wave and rule, those of all files of a wave together."""
    for wave, responses in view.study.waves.items():
        counts: Counter[tuple[str, str]] = Counter()
        for excluded in (e for source in responses.sources for e in source.excluded):
            counts[excluded.kind, excluded.rule] += len(excluded.rows)
        for (kind, rule), n in counts.items():
            if n:
                yield words(wave_name(wave)), words(kind), count(n), words(rule)


SECTION = ReportSection(name="ledger", title="Ledger", order=95, applies=always, blocks=blocks)
