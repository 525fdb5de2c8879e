"""``mtle status``: who has answered so far, by site and wave, while a survey is open."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mtle_survey.cli.next_step import inputs_again, say_next
from mtle_survey.cli.options import Output, Printed
from mtle_survey.cli.output import Format, envelope, write_result
from mtle_survey.cli.problem_text import tell
from mtle_survey.cli.run import FAILED, failed, misused

if TYPE_CHECKING:
    from mtle_survey.decisions.roster import SiteStatus
    from mtle_survey.errors import Problem
    from mtle_survey.study import Study

ABOUT_PEOPLE = ("P", "T1")


def status(
    file: Annotated[str, typer.Argument(help="A study file (.yaml).", metavar="STUDY", show_default=False)],
    format: Printed = Format.TABLE,
    output: Output = None,
) -> None:
    """Who has answered so far, by site and wave; which IDs look wrong. Exports may still be missing."""
    from mtle_survey.errors import MtleError, UsageError, errors_in

    try:
        from mtle_survey.study_file import open_study
        from mtle_survey.study_plan import plan_study

        if not file.endswith((".yaml", ".yml")):
            raise UsageError("the status is that of a study: name its file (.yaml)")
        plan = plan_study(file)
        study = open_study(plan, so_far=True)
    except UsageError as error:
        misused(error)
    except MtleError as error:
        failed("status", None, error.problems, format)
    problems = [p for p in study.problems if p.code.startswith(ABOUT_PEOPLE)]
    absent = [w for w, specs in plan.waves.items() if not any(Path(s.path).exists() for s in specs)]
    write_result(_render(study, problems, absent, format), output)
    if problems:
        tell(problems)
    if format is Format.TABLE:
        say_next(f"mtle validate {inputs_again([file])} shows what else is wrong with the exports")
    if errors_in(problems):
        raise typer.Exit(FAILED)


def _render(study: Study, problems: list[Problem], absent: list[str], form: Format) -> str:
    if form is Format.CSV:
        return study.linking.to_csv()
    if form is Format.JSON:
        return envelope("status", study, study.linking.to_records(), problems)
    from mtle_survey.cli.text_table import text_table
    from mtle_survey.decisions.roster import response_status

    parts = []
    for wave, responses in study.waves.items():
        if wave is not None and wave == study.retrospective:
            continue
        roster = study.decided.roster
        invitations = None if roster is None else roster.of(wave, study.decided.cohort_waves)
        rows = [_row(s) for s in response_status(wave, responses, invitations, study.cluster)]
        table = text_table([wave or "Responses", "Invited", "Answered", "Rate"], rows)
        parts += [table, *_missing(study, wave), ""]
    parts += [f"{wave}: no export yet" for wave in absent]
    return "\n".join(parts)


def _row(site: SiteStatus) -> list[str]:
    if site.invited is None:
        return [site.site or "All", "", str(site.answered), ""]
    rate = f"{100 * site.answered / site.invited:.0f}%" if site.invited else ""
    return [site.site or "All", str(site.invited), str(site.answered), rate]


def _missing(study: Study, wave: str | None) -> list[str]:
    """Who is on the roster and has not answered, by site."""
    from mtle_survey.decisions.roster import unmet

    roster = study.decided.roster
    found = None if roster is None else unmet(study.waves[wave], roster.of(wave, study.decided.cohort_waves))
    if found is None or not found.missing:
        return []
    by_site: dict[str, list[str]] = {}
    for entry in found.missing:
        by_site.setdefault(entry.site or "no site", []).append(entry.id)
    return ["Missing:", *(f"  {site}: {', '.join(ids)}" for site, ids in sorted(by_site.items()))]
