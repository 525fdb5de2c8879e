"""``mtle tables`` of a study whose answers are counted where they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mtle_survey.aggregates.engines import Answers, count_answers, is_database, stays
from mtle_survey.errors import UsageError

if TYPE_CHECKING:
    from mtle_survey.aggregates.model import Aggregates
    from mtle_survey.study_plan import StudyPlan


def counted_in_place(plan: StudyPlan) -> Aggregates | None:
    """Sums and tables of a study whose files are Parquet files or tables of databases.

    None where the rows are to be read: some wave is an export, or the study declares what only rows can carry
    out and its Parquet files can be read as such.

    Raises
    ------
    UsageError
        Some answers stay in a database although rows are needed.
    """
    files = [spec.path for specs in plan.waves.values() for spec in specs]
    if not any(map(stays, files)):
        return None
    reasons = [*dict.fromkeys(_what_needs_rows(plan))]
    if not all(map(stays, files)):
        reasons.append("waves that are exports")
    if not reasons:
        return count_answers(
            plan.instrument,
            {
                wave: Answers(name=specs[0].path, columns=specs[0].columns)
                for wave, specs in plan.waves.items()
            },
        )
    if any(map(is_database, files)):
        raise UsageError(
            f"answers that stay in a database are counted there, without rows; the study also has "
            f"{', '.join(reasons)}: do this in the database, and leave it out of the study file"
        )
    return None


def _what_needs_rows(plan: StudyPlan) -> Iterator[str]:
    decided = plan.decisions
    yield from (key for key in ("corrections", "withdrawn") if key in decided.files())
    if decided.consent is not None:
        yield "consent"
    if decided.cohorts is not None:
        yield "cohorts"
    if plan.versions:
        yield "waves with an instrument of their own"
    for specs in plan.waves.values():
        if len(specs) > 1:
            yield "waves of several files"
        for spec in specs:
            declared = {
                "forms": spec.forms,
                "only or where": spec.only,
                "suffix": spec.suffix,
                "informants": spec.informant,
                "values: labels": spec.values == "labels",
            }
            yield from (what for what, given in declared.items() if given)
