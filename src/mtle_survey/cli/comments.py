"""``mtle comments``: a sheet in which a person reads the open comments and approves what may be quoted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mtle_survey.cli.next_step import inputs_again, say_next
from mtle_survey.cli.output import Format, say
from mtle_survey.cli.run import failed, files_read, misused, refuse_overwriting
from mtle_survey.counting import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mtle_survey.comments.model import Reviewed
    from mtle_survey.study import Study

NO_SUCH_QUESTION = "T087"


def comments(
    study_file: Annotated[
        str, typer.Argument(metavar="STUDY.yaml", help="A study file with the key comments.")
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            help="The review sheet, .csv or .xlsx; by default the one that the study file names.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Write the sheet in which a person reads open comments, redacted, and approves what may be quoted."""
    from mtle_survey.comments.sheet import new_sheet
    from mtle_survey.errors import MtleError, UsageError, errors_in
    from mtle_survey.review_files import sheet_bytes
    from mtle_survey.study_file import load_study
    from mtle_survey.whole_files import write_whole

    try:
        study = load_study(study_file)
        if absent := [p for p in errors_in(study.problems) if p.code == NO_SUCH_QUESTION]:
            raise MtleError(absent)
        target, before = _target(study, output)
        questions = study.review.declared.questions if study.review else ()
        sheet = new_sheet(study.comments, questions, before)
        content = sheet_bytes(sheet, target)
    except UsageError as error:
        misused(error)
    except MtleError as error:
        failed("comments", None, error.problems, Format.TABLE)
    write_whole(target, content)
    say(_told(sheet.counts, target, len(questions)))
    say_next(f"write yes or no under approved in {target}, then mtle report {inputs_again([study_file])}")


def _target(study: Study, output: Path | None) -> tuple[Path, Mapping[str, Reviewed]]:
    """Where the sheet goes, and what was decided before.

    Raises
    ------
    UsageError
        The study has no comments, nothing says where the sheet is to go, or an export stands there.
    MtleError
        An earlier sheet cannot be read.
    """
    from mtle_survey.comments.sheet import read_sheet
    from mtle_survey.errors import UsageError

    if study.review is None:
        raise UsageError(
            "the study file quotes from no open question: add comments: {questions: [ITEM or HEADER], "
            "sheet: comments.csv}"
        )
    target = output or study.review.declared.sheet
    if target is None:
        raise UsageError("say where the review sheet goes: -o comments.csv, or comments: {sheet: …}")
    refuse_overwriting(files_read(study), target)
    if not target.exists() or target == study.review.declared.sheet:
        return target, study.review.lines
    return target, {**study.review.lines, **{line.key: line for line in read_sheet(target)}}


def _told(counts: Mapping[str, int], target: Path, questions: int) -> str:
    """How many comments stand where; never a word of them."""
    decided = {name: counts.get(name, 0) for name in ("approved", "not approved", "to decide")}
    listed = ", ".join(f"{count} {name}" for name, count in decided.items())
    comments = counted(sum(decided.values()), "comment")
    lines = [f"Wrote {target}: {comments} on {counted(questions, 'question')}: {listed}."]
    if counts.get("changed"):
        lines.append(
            f"{counts['changed']} lost their approval because their text has changed; see column note."
        )
    if counts.get("dropped"):
        lines.append(f"Dropped, because their comments are not in the exports any more: {counts['dropped']}.")
    return "\n".join(lines)
