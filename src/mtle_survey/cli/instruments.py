"""``mtle instruments``: list, show, check, compare and start instrument files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NoReturn

import typer

from mtle_survey.cli.inputs import find_instrument
from mtle_survey.cli.output import Format, count_text, problem_text, say, write_result
from mtle_survey.cli.run import failed, misused

instruments = typer.Typer(
    name="instruments",
    help="List, show, check, compare and start instrument files.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Name = Annotated[str, typer.Argument(help="Instrument id or path of its YAML file.")]


@instruments.command("list")
def list_() -> None:
    """The instruments that can be named."""
    from mtle_survey.cli.text_table import text_table
    from mtle_survey.instrument.find import list_instruments
    from mtle_survey.instrument.load import load_instrument

    rows = []
    for found in list_instruments():
        model = load_instrument(found.path)
        rows.append(
            [found.id, model.version, str(len(model.rated_items)), str(len(model.scales)), model.title]
        )
    write_result(
        text_table(["Instrument", "Version", "Items", "Scales", "Title"], rows, numbers_from=9), None
    )


@instruments.command()
def show(name: Name) -> None:
    """Scales, items and forms of one instrument."""
    from mtle_survey.cli.text_table import text_table
    from mtle_survey.errors import MtleError, UsageError

    try:
        model = find_instrument(name)
    except (UsageError, MtleError) as error:
        _stop(error)
    rows = [
        [s.id, s.title, s.kind, str(len(model.scale_items(s.id))), str(len(model.reverse_keyed(s.id)))]
        for s in model.scales
    ]
    forms = [[f.id, f.title or "", str(sum(i in f.items for i in model.rated_items))] for f in model.forms]
    parts = [
        f"{model.title}, version {model.version}",
        *([model.notice] if model.notice else []),
        "",
        text_table(["Scale", "Title", "Kind", "Items", "Reversed"], rows, numbers_from=3),
    ]
    if forms:
        parts += ["", text_table(["Form", "Title", "Rated items"], forms, numbers_from=2)]
    write_result("\n".join(parts), None)


@instruments.command()
def check(name: Name) -> None:
    """What an expert would question in an instrument file."""
    from mtle_survey.errors import MtleError, UsageError

    try:
        from mtle_survey.instrument.lint import check_instrument

        problems = check_instrument(find_instrument(name))
    except (UsageError, MtleError) as error:
        _stop(error)
    write_result(problem_text(problems) + (count_text(problems) or "No problem found."), None)


@instruments.command()
def diff(first: Name, second: Name) -> None:
    """What differs between two versions, and what of it breaks comparability."""
    from mtle_survey.cli.text_table import text_table
    from mtle_survey.errors import MtleError, UsageError

    try:
        from mtle_survey.instrument.diff import diff_instruments

        changes = diff_instruments(find_instrument(first), find_instrument(second))
    except (UsageError, MtleError) as error:
        _stop(error)
    rows = [[c.what, "breaks" if c.breaks else "keeps", c.before, c.after] for c in changes]
    write_result(
        text_table(["What", "Comparability", "Before", "After"], rows, numbers_from=9)
        if rows
        else "No difference.",
        None,
    )


@instruments.command()
def new(
    id: Annotated[str, typer.Argument(help="Id of the new instrument.")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="File to write; default instruments/ID.yaml.")
    ] = None,
) -> None:
    """Start an instrument file with comments that explain each key."""
    from mtle_survey.cli.output import write_whole
    from mtle_survey.errors import UsageError

    path = output or Path("instruments") / f"{id}.yaml"
    try:
        from mtle_survey.instrument.template import new_instrument

        if path.exists():
            raise UsageError(f"{path} exists already; nothing was changed")
        text = new_instrument(id)
    except UsageError as error:
        _stop(error)
    write_whole(path, text.encode("utf-8"))
    say(f"Wrote {path}")


def _stop(error: Exception) -> NoReturn:
    from mtle_survey.errors import MtleError

    if isinstance(error, MtleError):
        failed("instruments", None, error.problems, Format.TABLE)
    misused(error)
