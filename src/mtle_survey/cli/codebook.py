"""``mtle codebook``: the instrument, for people and for machines."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from mtle_survey.cli.inputs import find_instrument
from mtle_survey.cli.output import Format, say, write_result, write_whole
from mtle_survey.cli.run import failed, misused


class CodebookFormat(StrEnum):
    """What a codebook can be written as."""

    HTML = "html"
    CSV = "csv"
    JSONLD = "jsonld"


def codebook(
    instrument: Annotated[str, typer.Argument(help="Instrument id or path of its YAML file.")],
    form: Annotated[
        CodebookFormat, typer.Option("--as", help="For people (html) or machines (csv, jsonld).")
    ] = CodebookFormat.HTML,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="Write to this file instead of printing.", show_default=False),
    ] = None,
) -> None:
    """Write what was asked, how it is coded, keyed and scored."""
    from mtle_survey.errors import MtleError, UsageError

    try:
        from mtle_survey.codebook import codebook_text

        text = codebook_text(find_instrument(instrument), form.value)
    except UsageError as error:
        misused(error)
    except MtleError as error:
        failed("codebook", None, error.problems, Format.TABLE)
    if output is None:
        write_result(text, None)
    else:
        write_whole(output, text.encode("utf-8"))
        say(f"Wrote {output}")
