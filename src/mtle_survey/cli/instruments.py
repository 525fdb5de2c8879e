"""``mtle instruments``: list, show, check, compare and start instrument files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from mtle_survey.cli.inputs import find_instrument
from mtle_survey.cli.output import Format, say, write_result
from mtle_survey.cli.problem_text import count_text, problem_text, tell
from mtle_survey.cli.run import failed, misused

if TYPE_CHECKING:
    from mtle_survey.errors import Problem
    from mtle_survey.table import Table

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
    """Scales, scores by rule and forms of one instrument."""
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
    ]
    if rows:
        parts += ["", text_table(["Scale", "Title", "Kind", "Items", "Reversed"], rows, numbers_from=3)]
    if model.scores:
        ruled = [[score.id, score.title or "", score.rule] for score in model.scores]
        parts += ["", text_table(["Score", "Title", "Rule"], ruled, numbers_from=3)]
    if forms:
        parts += ["", text_table(["Form", "Title", "Rated items"], forms, numbers_from=2)]
    write_result("\n".join(parts), None)


@instruments.command()
def check(
    name: Name,
    judges: Annotated[
        Path | None,
        typer.Option("--judges", help="Ratings of relevance, 1 to 4: judges by items.", show_default=False),
    ] = None,
) -> None:
    """What an expert would question in an instrument file; with ratings, how relevant its items are."""
    from mtle_survey.errors import MtleError, UsageError

    parts = []
    try:
        from mtle_survey.instrument.lint import check_instrument

        model = find_instrument(name)
        problems = check_instrument(model)
        if judges is not None:
            from mtle_survey.evidence.content_validity import (
                content_problems,
                content_validity,
                read_ratings,
                review_text,
            )

            ratings = read_ratings(judges, model)
            problems += content_problems(ratings, model)
            parts = [_indices(content_validity(ratings, model)), "", review_text(ratings), ""]
    except (UsageError, MtleError) as error:
        _stop(error)
    parts.append(problem_text(problems, sys.stdout) + (count_text(problems) or "No problem found."))
    write_result("\n".join(parts), None)


def _indices(found: Table) -> str:
    """Content validity indices as text, items before scales."""
    from mtle_survey.cli.text_table import text_table

    rows = [
        [
            one.item or one.scale or "all rated items",
            one.statistic,
            "–" if one.estimate is None else f"{one.estimate:.2f}",
            "" if one.conf_low is None else f"{one.conf_low:.2f} to {one.conf_high:.2f}",
            str(one.n),
        ]
        for one in found.rows
    ]
    return text_table(["Item or scale", "Index", "Value", "95% interval", "n"], rows, numbers_from=2)


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
    source: Annotated[
        Path | None,
        typer.Option(
            "--from",
            help="Definition to start from: Qualtrics QSF, REDCap data dictionary, XLSForm, LimeSurvey LSS, "
            "formr items.",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="File to write; default instruments/ID.yaml.")
    ] = None,
) -> None:
    """Start an instrument file: with comments that explain each key, or from a platform's definition."""
    from mtle_survey.errors import MtleError, UsageError
    from mtle_survey.whole_files import write_whole

    path = output or Path("instruments") / f"{id}.yaml"
    problems: tuple[Problem, ...] = ()
    try:
        if path.exists():
            raise UsageError(f"{path} exists already; nothing was changed")
        if source is None:
            from mtle_survey.instrument.template import new_instrument

            text = new_instrument(id)
        else:
            from mtle_survey.exchange.start import start_from

            started = start_from(source, id)
            text, problems = started.text, started.problems
    except (UsageError, MtleError) as error:
        _stop(error)
    if problems:
        tell(problems)
    write_whole(path, text.encode("utf-8"))
    say(f"Wrote {path}")
    say(f"Next: write your questions and scales into it, then mtle instruments check {path}")


def _stop(error: Exception) -> NoReturn:
    from mtle_survey.errors import MtleError

    if isinstance(error, MtleError):
        failed("instruments", None, error.problems, Format.TABLE)
    misused(error)
