"""``mtle plan``: how large a change a design can find, and how many people it takes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mtle_survey.cli.next_step import inputs_again, say_next
from mtle_survey.cli.options import InstrumentName, Output, Printed, Respondent
from mtle_survey.cli.output import Format, envelope, say, write_result
from mtle_survey.cli.run import failed, misused

if TYPE_CHECKING:
    from mtle_survey.evidence.planning import Planned, Wish
    from mtle_survey.study import Study
    from mtle_survey.table import Row, Table

LEVEL = 0.95
LOCK = "plan.lock.json"
TITLES = {
    "sd_change": "SD of change",
    "wave_correlation": "r",
    "cluster_icc": "ICC",
}


def plan(
    files: Annotated[
        list[str] | None,
        typer.Argument(
            help="A study file or WAVE=FILE exports whose spread, correlation and sites are used; none: "
            "figures from the options, in standard deviations.",
            metavar="[WAVE=]FILE…",
            show_default=False,
        ),
    ] = None,
    instrument: InstrumentName = None,
    id: Respondent = None,
    people: Annotated[
        int | None, typer.Option(help="People with both scores.", min=2, show_default=False)
    ] = None,
    change: Annotated[
        float | None, typer.Option(help="The change to be found, in score units.", show_default=False)
    ] = None,
    power: Annotated[float, typer.Option(help="Wanted chance to find it.", min=0.06, max=0.999)] = 0.80,
    sd: Annotated[
        float | None,
        typer.Option(help="Standard deviation of scores; default 1 without a study.", show_default=False),
    ] = None,
    r: Annotated[
        float | None,
        typer.Option(
            help="Correlation of a person's two scores; default .5 without a study.", show_default=False
        ),
    ] = None,
    clusters: Annotated[
        int | None, typer.Option(help="Sites the people come from.", min=2, show_default=False)
    ] = None,
    icc: Annotated[
        float | None,
        typer.Option(
            help="How alike changes are within a site; else the sample's with four or more sites, or .10.",
            min=0.0,
            max=1.0,
            show_default=False,
        ),
    ] = None,
    comparison: Annotated[
        int | None, typer.Option(help="People in a comparison group.", min=2, show_default=False)
    ] = None,
    comparison_clusters: Annotated[
        int | None, typer.Option(help="Sites of the comparison group.", min=2, show_default=False)
    ] = None,
    lock: Annotated[
        bool,
        typer.Option(
            "--lock", help="Write down what the study file declares, with a hash, before results are seen."
        ),
    ] = False,
    format: Printed = Format.TABLE,
    output: Output = None,
) -> None:
    """The smallest change that can be found, the power to find a given one, and the people it takes."""
    from mtle_survey.errors import MtleError, UsageError
    from mtle_survey.evidence.planning import Wish, planning, wished

    if lock:
        _lock(files or [], output)
        return
    wish = Wish(
        change=change,
        power=power,
        people=people,
        clusters=clusters,
        comparison=comparison,
        comparison_clusters=comparison_clusters,
        sd=sd,
        correlation=r,
        icc=icc,
    )
    study = None
    try:
        if (sd is not None and sd <= 0.0) or (r is not None and not -1.0 < r < 1.0):
            raise UsageError("--sd is above 0, and --r lies between -1 and 1")
        study = _study(files or [], instrument, id)
        designs = tuple(wished(d, wish) for d in (_without_study(wish) if study is None else _sample(study)))
        table = planning(designs, wish, LEVEL if study is None else study.confidence)
    except UsageError as error:
        misused(error)
    except MtleError as error:
        failed("plan", study, error.problems, format)
    write_result(_rendered(table, study, wish, format), output)
    if format is Format.TABLE and study is not None and study.study_file:
        say_next(
            f"mtle plan {inputs_again(files or [])} --lock writes down what the study declares, before "
            "anybody looks at results; the report then lists every deviation"
        )


def _lock(files: list[str], output: Path | None) -> None:
    """Write the lock file of a study; the exports need not be there yet."""
    from mtle_survey.errors import MtleError, UsageError
    from mtle_survey.evidence.locked_plan import declared, fingerprint, lock
    from mtle_survey.study_plan import plan_study
    from mtle_survey.whole_files import write_whole

    try:
        if len(files) != 1 or not files[0].endswith((".yaml", ".yml")):
            raise UsageError("--lock needs a study file, and nothing else")
        target = output or Path(files[0]).with_name(LOCK)
        if target.exists():
            raise UsageError(
                f"{target} is locked already; to lock another plan, move it away or name another -o"
            )
        study = plan_study(files[0], locking=True)
    except UsageError as error:
        misused(error)
    except MtleError as error:
        failed("plan", None, error.problems, Format.TABLE)
    plan = declared(study.instrument, list(study.waves), study.settings)
    write_whole(target, lock(plan))
    say(f"Locked into {target}, SHA-256 {fingerprint(plan)}.")
    say(f"Add “plan: {target.name}” to the study file: the report then lists every deviation.")


def _study(files: list[str], instrument: str | None, id: str | None) -> Study | None:
    from mtle_survey.cli.compare import open_comparable

    if not files:
        return None
    study = open_comparable(files, instrument, id, ())
    study.require_sound()
    return study


def _sample(study: Study) -> tuple[Planned, ...]:
    from mtle_survey.errors import UsageError
    from mtle_survey.evidence.planning import from_sample

    if study.panel is None:
        raise UsageError("planning from a study needs people who answered two waves")
    outcomes = {s.id for s in study.instrument.scales if s.kind == "outcome" and s.report}
    return tuple(design for design in from_sample(study.panel) if design.scale in outcomes)


def _without_study(wish: Wish) -> tuple[Planned, ...]:
    from mtle_survey.errors import UsageError
    from mtle_survey.evidence.planning import Planned

    if wish.people is None:
        raise UsageError("say how many people are planned (--people), or give a study")
    return (Planned(scale=None, people=wish.people, sd_pre=1.0, sd_post=1.0, correlation=0.5),)


def _rendered(table: Table, study: Study | None, wish: Wish, form: Format) -> str:
    if form is Format.CSV:
        return table.to_csv()
    if form is Format.JSON:
        return envelope("plan", study, table.to_records(), () if study is None else study.problems)
    return _text(table, study, wish)


def _text(table: Table, study: Study | None, wish: Wish) -> str:
    from mtle_survey.cli.text_table import text_table
    from mtle_survey.report.format import number

    def shown(found: Row | None, decimals: int = 2) -> str:
        return "" if found is None or found.estimate is None else number(found.estimate, decimals)

    scales = list(dict.fromkeys(r.scale for r in table))
    rows = []
    led: set[str] = set()
    for scale in scales:
        title = "Any score" if study is None else study.instrument.scale[str(scale)].title
        about = {"scale": scale, "headline": True}
        here, between = {**about, "contrast": None}, {**about, "contrast": "program - comparison"}
        figures = [table.one(statistic=name, **here) for name in TITLES]
        smallest = table.one(statistic="minimum_detectable_change", **here)
        led.add("" if smallest is None else smallest.method or "")
        cells = [
            title,
            "" if smallest is None else str(smallest.n),
            *(shown(f) for f in figures),
            shown(smallest),
        ]
        if wish.change is not None:
            cells += [shown(table.one(statistic="power", **here))]
            cells += [
                shown(table.one(statistic=name, **here), 0) for name in ("needed_pairs", "needed_clusters")
            ]
        if wish.comparison is not None:
            cells.append(shown(table.one(statistic="minimum_detectable_change", **between)))
        rows.append(cells)
    columns = ["Scale", "People", *TITLES.values(), f"Finds ({100 * wish.power:g}% power)"]
    if wish.change is not None:
        columns += [f"Power for {wish.change:g}", "People needed", "Sites needed"]
    if wish.comparison is not None:
        columns.append("Finds between groups")
    unit = "standard deviations" if study is None and wish.sd is None else "score units"
    return "\n".join(
        [
            text_table(columns, rows),
            "",
            f"Changes are in {unit}.{_of_sites(table, led)}",
        ]
    )


def _of_sites(table: Table, led: set[str]) -> str:
    """What the change found has to do with the sites that people come from; empty without sites."""
    from mtle_survey.stats.gates import CLUSTERS_FIXED_UP_TO

    told = ""
    if "clustered" in led:
        told = (
            " Where people come from several sites, the change found and its power\n"
            "allow for the sites (ICC: the sample's with four or more sites, else as given or .10)."
        )
    if "paired" in led and table.where(statistic="minimum_detectable_change", method="clustered"):
        told += (
            f"\nUp to {CLUSTERS_FIXED_UP_TO} sites say nothing of sites in general, and how alike people of "
            "a site are cannot be\nestimated from them: the change found is that of people at these very "
            "sites (method paired). What it\nwould be for sites in general, at the ICC shown, stands beside "
            "it in --format csv (method clustered)."
        )
    return told
