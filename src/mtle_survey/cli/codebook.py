"""``mtle codebook``: the instrument, for people, for machines and for survey platforms."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mtle_survey.cli.completion import complete_form, complete_instrument
from mtle_survey.cli.inputs import find_instrument, open_inputs
from mtle_survey.cli.output import Format, say, write_result
from mtle_survey.cli.problem_text import tell
from mtle_survey.cli.run import failed, misused
from mtle_survey.whole_files import write_whole

if TYPE_CHECKING:
    from mtle_survey.errors import Problem
    from mtle_survey.instrument.model import Instrument


class CodebookFormat(StrEnum):
    """What a codebook can be written as."""

    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"
    CSV = "csv"
    JSONLD = "jsonld"
    JSONSCHEMA = "jsonschema"
    QSF = "qsf"
    REDCAP = "redcap"
    XLSFORM = "xlsform"
    LSS = "lss"
    LIMESURVEY_TXT = "limesurvey-txt"
    QUESTIONNAIRE_DOCX = "questionnaire-docx"
    QUESTIONNAIRE_PDF = "questionnaire-pdf"


# What the name of a file asks for where no format is named.
BY_SUFFIX = {
    ".html": CodebookFormat.HTML,
    ".docx": CodebookFormat.DOCX,
    ".pdf": CodebookFormat.PDF,
    ".csv": CodebookFormat.CSV,
    ".jsonld": CodebookFormat.JSONLD,
    ".qsf": CodebookFormat.QSF,
    ".lss": CodebookFormat.LSS,
    ".xlsx": CodebookFormat.XLSFORM,
    ".txt": CodebookFormat.LIMESURVEY_TXT,
}
CODEBOOKS = frozenset({"html", "docx", "pdf", "csv", "jsonld", "jsonschema"})


def codebook(
    instrument: Annotated[
        str,
        typer.Argument(help="Instrument id or path of its YAML file.", autocompletion=complete_instrument),
    ],
    named: Annotated[
        CodebookFormat | None,
        typer.Option(
            "--as",
            help="For people (html, docx, pdf), machines (csv, jsonld, jsonschema), platforms (qsf, redcap, "
            "xlsform, lss, limesurvey-txt) or paper (questionnaire-docx, questionnaire-pdf). Default: what "
            "the name of the output file ends in, else html.",
            show_default=False,
        ),
    ] = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--form",
            help="Only this form's items; for platforms and paper.",
            show_default=False,
            autocompletion=complete_form,
        ),
    ] = None,
    data: Annotated[
        list[str] | None,
        typer.Option(
            "--data",
            help="Export whose answers are counted item by item; may be given for several waves.",
            metavar="[WAVE=]FILE",
            show_default=False,
        ),
    ] = None,
    judges: Annotated[
        Path | None,
        typer.Option("--judges", help="Ratings of relevance: judges by items.", show_default=False),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="Write to this file instead of printing.", show_default=False),
    ] = None,
) -> None:
    """Write what was asked, how it is coded, keyed and scored; or put it on a platform or on paper."""
    from mtle_survey.errors import MtleError, UsageError

    try:
        kind = _kind(named, output)
        model = find_instrument(instrument)
        if kind.value in CODEBOOKS:
            if form is not None:
                raise UsageError(
                    "a codebook describes the whole instrument; --form is for platforms and paper"
                )
            content = _codebook(model, instrument, kind.value, data or (), judges)
            problems: tuple[Problem, ...] = ()
        else:
            if data or judges is not None:
                raise UsageError("--data and --judges are for codebooks, not for platforms and paper")
            from mtle_survey.exchange.write import export_definition

            export = export_definition(model, kind.value, form)
            content, problems = export.content, export.problems
        if output is None:
            write_result(_printable(content, kind.value), None)
    except UsageError as error:
        misused(error)
    except MtleError as error:
        failed("codebook", None, error.problems, Format.TABLE)
    if problems:
        tell(problems)
    if output is not None:
        write_whole(output, content)
        say(f"Wrote {output}")


def _kind(named: CodebookFormat | None, output: Path | None) -> CodebookFormat:
    """The format that is named, else the one that the output's name ends in; ``UsageError`` for neither."""
    from mtle_survey.errors import UsageError

    if named is not None or output is None:
        return named or CodebookFormat.HTML
    kind = BY_SUFFIX.get(output.suffix.casefold())
    if kind is None:
        raise UsageError(
            f"{output} does not say what to write: name a format with --as, or end the name in one of "
            f"{', '.join(BY_SUFFIX)}"
        )
    return kind


def _codebook(model: Instrument, name: str, kind: str, data: Sequence[str], judges: Path | None) -> bytes:
    from mtle_survey.codebook import codebook_bytes
    from mtle_survey.evidence.content_validity import read_ratings

    waves = list(open_inputs(list(data), name, None).waves.values()) if data else []
    ratings = None if judges is None else read_ratings(judges, model)
    return codebook_bytes(model, kind, waves, ratings)


def _printable(content: bytes, kind: str) -> str:
    from mtle_survey.errors import UsageError

    if kind in ("docx", "pdf", "xlsform", "questionnaire-docx", "questionnaire-pdf"):
        raise UsageError(f"{kind} is not text; name a file with -o")
    return content.decode("utf-8")
