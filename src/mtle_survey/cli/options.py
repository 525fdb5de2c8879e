"""The arguments and options that commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mtle_survey.cli.completion import complete_instrument, complete_wave_file
from mtle_survey.cli.output import Format

Files = Annotated[
    list[str],
    typer.Argument(
        help="A study file (.yaml), or exports: FILE, or WAVE=FILE for each of several, in time order.",
        metavar="[WAVE=]FILE…",
        show_default=False,
        autocompletion=complete_wave_file,
    ),
]
InstrumentName = Annotated[
    str | None,
    typer.Option(
        "-i",
        "--instrument",
        help="Instrument id or path of its YAML file.",
        show_default=False,
        autocompletion=complete_instrument,
    ),
]
Respondent = Annotated[
    str | None,
    typer.Option("--id", help="Column that identifies respondents.", metavar="COLUMN", show_default=False),
]
KeepPreview = Annotated[
    bool,
    typer.Option(
        "--keep-preview",
        help="Count responses that the platform marks as preview, test or spam, of every file named here.",
    ),
]
Printed = Annotated[Format, typer.Option("--format", help="What is printed.")]
Output = Annotated[
    Path | None,
    typer.Option("-o", "--output", help="Write the result to this file instead.", show_default=False),
]
