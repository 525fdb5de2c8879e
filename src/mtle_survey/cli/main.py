"""The ``mtle`` command and its subcommands."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import typer

from mtle_survey.cli.app import app as local_page
from mtle_survey.cli.codebook import codebook
from mtle_survey.cli.comments import comments
from mtle_survey.cli.compare import compare
from mtle_survey.cli.diff import diff
from mtle_survey.cli.factors import factors
from mtle_survey.cli.instruments import instruments
from mtle_survey.cli.new_study import new_study
from mtle_survey.cli.plan import plan
from mtle_survey.cli.reliability import reliability
from mtle_survey.cli.report import report
from mtle_survey.cli.score import score
from mtle_survey.cli.simulate import simulate
from mtle_survey.cli.status import status
from mtle_survey.cli.tables import tables
from mtle_survey.cli.validate import validate

# What the XML library behind workbooks says when its scratch file cannot grow.
NO_ROOM = ("IO_ENOSPC", "IO_EFBIG", "IO_EDQUOT")

app = typer.Typer(
    name="mtle",
    help="Check, score and report surveys of teacher leadership, from raw exports to the evaluation.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback(invoke_without_command=True)
def main(
    version: bool = typer.Option(False, "--version", help="Print the version and stop."),
) -> None:
    """Check, score and report surveys of teacher leadership, from raw exports to the evaluation."""
    if version:
        from importlib.metadata import version as installed

        sys.stdout.write(f"mtle {installed('mtle-survey')}\n")
        raise typer.Exit


for command in (
    new_study,
    validate,
    status,
    score,
    reliability,
    factors,
    compare,
    plan,
    comments,
    report,
    diff,
    tables,
    codebook,
    simulate,
):
    app.command()(command)
app.command("app")(local_page)
app.add_typer(instruments)


def run() -> None:
    """Entry point: no stack trace reaches a user."""
    try:
        app()
    except (KeyboardInterrupt, BrokenPipeError):
        sys.exit(130)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        sys.stderr.write(f"mtle: {where}{error.strerror or error}\n")
        sys.exit(1)
    except Exception as error:  # noqa: BLE001 - the last line: a mistake of the program is said, not dumped
        _apologise(error)


def _apologise(error: Exception) -> None:
    """A mistake of the program itself: no stack trace, unless MTLE_DEBUG asks for it."""
    if os.environ.get("MTLE_DEBUG"):
        raise error
    if str(error) in NO_ROOM:
        sys.stderr.write(f"mtle: {tempfile.gettempdir()}: no room for scratch files. Nothing was written.\n")
        sys.exit(1)
    where = error.__traceback__
    while where is not None and where.tb_next is not None:
        where = where.tb_next
    place = f" ({Path(where.tb_frame.f_code.co_filename).stem}, line {where.tb_lineno})" if where else ""
    sys.stderr.write(
        f"mtle: a mistake in this program, not in your data: {type(error).__name__}{place}. Nothing was "
        "written. Please report it with the command you ran; MTLE_DEBUG=1 shows the details.\n"
    )
    sys.exit(1)


if __name__ == "__main__":
    run()
