"""``mtle simulate``: seeded synthetic responses with known truth."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mtle_survey.cli.inputs import find_instrument
from mtle_survey.cli.next_step import inputs_again, say_next
from mtle_survey.cli.output import Format, say
from mtle_survey.cli.run import failed, misused


def simulate(
    instrument: Annotated[str, typer.Argument(help="Instrument id or path of its YAML file.")],
    n: Annotated[int, typer.Option("-n", min=1, help="Respondents.")] = 60,
    sites: Annotated[int, typer.Option(min=1, help="Sites.")] = 6,
    waves: Annotated[
        str, typer.Option(help="Names of the waves, separated by commas; a form of that name is used.")
    ] = "pre,post",
    seed: Annotated[int, typer.Option(help="Seed; the same seed gives the same bytes.")] = 1,
    codes: Annotated[bool, typer.Option("--codes", help="Write codes instead of option labels.")] = False,
    output: Annotated[
        Path, typer.Option("-o", "--output", help="Folder for the exports and truth.json.")
    ] = Path("simulated"),
) -> None:
    """Write synthetic exports in the look of Qualtrics, with the truth behind them."""
    from mtle_survey.errors import MtleError, UsageError

    try:
        from mtle_survey.simulate import default_recipe, write_simulation
        from mtle_survey.simulate import simulate as draw

        model = find_instrument(instrument)
        recipe = default_recipe(
            model, n=n, sites=sites, waves=[w.strip() for w in waves.split(",") if w.strip()], seed=seed
        )
        written = write_simulation(draw(model, recipe), output, labels=not codes)
    except UsageError as error:
        misused(error)
    except MtleError as error:
        failed("simulate", None, error.problems, Format.TABLE)
    for path in written:
        say(f"Wrote {path}")
    exports = [str(path) for path in written if path.suffix == ".csv"]
    say_next(f"mtle new-study {inputs_again(exports)} writes a study file of them")
