"""``mtle report``: the whole evaluation as a document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mtle_survey.cli.completion import complete_field, complete_formats
from mtle_survey.cli.inputs import open_inputs
from mtle_survey.cli.next_step import say_next
from mtle_survey.cli.options import Files, InstrumentName, KeepPreview, Respondent
from mtle_survey.cli.output import Format, paced, say
from mtle_survey.cli.problem_text import tell
from mtle_survey.cli.run import failed, misused, report_problems
from mtle_survey.counting import counted

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from mtle_survey.errors import Problem
    from mtle_survey.study import Study

# What somebody who wants a file, and not a folder, may ask for.
OTHER_PROGRAMS = frozenset({"doc", "odt", "rtf", "txt", "md", "csv", "xls", "ods", "pptx", "htm", "tex"})


def report(
    files: Files,
    instrument: InstrumentName = None,
    id: Respondent = None,
    keep_preview: KeepPreview = False,
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--as",
            help="Which of the formats, separated by commas; default all.",
            show_default=False,
            autocompletion=complete_formats,
        ),
    ] = None,
    output: Annotated[
        Path, typer.Option("-o", "--output", help="Folder for evaluation.* and report.json, or one file.")
    ] = Path("reports"),
    by: Annotated[
        str | None,
        typer.Option(
            help="A field, such as the site: one more report for each of its values, in its own folder.",
            show_default=False,
            autocompletion=complete_field,
        ),
    ] = None,
    sheets: Annotated[
        Path | None,
        typer.Option(
            help="Folder for a sheet per unit, such as the school: what all its informants want.",
            show_default=False,
        ),
    ] = None,
    checklists: Annotated[
        bool,
        typer.Option(
            "--checklists",
            help="Also the checklists JARS, CHERRIES, COSMIN, GRRAS and WWC, filled in as far as known.",
        ),
    ] = False,
    supersedes: Annotated[
        str | None,
        typer.Option(
            help="Earlier public reports, such as R1 or R1,R2, that never left your hands and that this one "
            "takes the place of.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Write the whole evaluation: who answered, what changed, how sure one can be."""
    from mtle_survey.errors import MtleError, UsageError

    try:
        study = open_inputs(files, instrument, id, keep_preview=keep_preview)
        study.require_sound()
        if sheets is not None:
            _require_sheets(study)
        written = (
            _write_batch(study, by, formats, output, _names(supersedes))
            if by
            else [f"Wrote {path}" for path in _write(study, formats, output, _names(supersedes), checklists)]
        )
        if sheets is not None:
            written.append(_write_sheets(study, sheets))
    except UsageError as error:
        misused(error)
    except MtleError as error:
        failed("report", None, error.problems, Format.TABLE)
    report_problems([p for p in study.problems if p.severity != "note"], whole=False)
    report_problems(_prose_problems(study), whole=True)
    if gone := _taken_back(study, output):
        tell(gone)
    for line in written:
        say(line)
    page = output if output.suffix == ".html" else output / "evaluation.html"
    if page.exists():
        say_next(f"open {page} in a browser")


def _prose_problems(study: Study) -> Sequence[Problem]:
    """Paragraphs of the evaluator that were written when a number was another."""
    from mtle_survey.report.view import View

    return View(study).told.problems if study.narrative else ()


def _taken_back(study: Study, output: Path) -> Sequence[Problem]:
    """Quotes of earlier public reports that are not approved any more."""
    from mtle_survey.report.privacy.taken_back import taken_back

    return taken_back(study, output.parent if output.suffix else output)


def _require_sheets(study: Study) -> None:
    """Nothing is written where the sheets cannot be."""
    from mtle_survey.report.opportunity_sheets import require_sheets

    require_sheets(study)


def _write_sheets(study: Study, folder: Path) -> str:
    from mtle_survey.report.opportunity_sheets import write_sheets

    return f"Wrote {counted(len(write_sheets(study, folder)), 'sheet')} into {folder}"


def _names(text: str | None) -> list[str]:
    return [name.strip() for name in text.split(",")] if text else []


def _write(
    study: Study, formats: Sequence[str] | None, output: Path, supersedes: list[str], checklists: bool
) -> list[Path]:
    from mtle_survey.report.build import write_reports, writers

    known = writers()
    _require_folder_or_format(output, formats, known)
    if output.suffix.lstrip(".") in known:
        checked = [output.with_name(f"checklists{output.suffix}")] if checklists else []
        return write_reports(study, [output], supersedes=supersedes, checked=checked, progress=paced())
    names = _file_names(formats)
    checked = [output / f"checklists{_fillable(names)}"] if checklists else []
    files = [output / name for name in names]
    return write_reports(study, files, supersedes=supersedes, checked=checked, progress=paced())


def _require_folder_or_format(output: Path, formats: Sequence[str] | None, known: Collection[str]) -> None:
    """Raise UsageError where the name of one file and the formats that are asked for do not go together."""
    from mtle_survey.errors import UsageError

    suffix = output.suffix.lstrip(".")
    if suffix in known and formats and _file_names(formats) != _file_names([suffix]):
        raise UsageError(f"{output} is one file of {suffix}: leave --as out, or name a folder with -o")
    if suffix in OTHER_PROGRAMS and not output.is_dir():
        raise UsageError(
            f"cannot write {output}: formats are {', '.join(known)}; for a folder choose another name"
        )


def _write_batch(
    study: Study, by: str, formats: Sequence[str] | None, output: Path, supersedes: list[str]
) -> list[str]:
    from mtle_survey.errors import UsageError
    from mtle_survey.report.batch import write_batch
    from mtle_survey.report.build import writers

    if output.suffix.lstrip(".") in writers():
        raise UsageError(f"--by writes several reports: name a folder with -o, not {output}")
    done = write_batch(study, by, output, _file_names(formats), supersedes=supersedes, progress=say)
    return [
        f"Wrote {counted(done.reports, 'report')} into {output}",
        *(f"No report for {why}" for why in done.left_out),
    ]


def _fillable(names: Sequence[str]) -> str:
    """The suffix of checklists: Word's, unless it is not wanted."""
    suffixes = [Path(name).suffix for name in names if not name.endswith(".json")]
    return ".docx" if ".docx" in suffixes or not suffixes else suffixes[0]


def _file_names(formats: Sequence[str] | None) -> list[str]:
    from mtle_survey.errors import UsageError
    from mtle_survey.report.build import writers

    known = writers()
    wanted = [name.strip() for name in ",".join(formats).split(",")] if formats else list(known)
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise UsageError(f"cannot write {', '.join(unknown)}; formats are {', '.join(known)}")
    return [_file_name(name) for name in wanted]


def _file_name(form: str) -> str:
    """The report for people is the evaluation; the one for programs bears its own name."""
    return "report.json" if form == "json" else f"evaluation.{form}"
