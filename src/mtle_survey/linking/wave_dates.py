"""Do the waves stand in the order in which they were answered?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

from mtle_survey.errors import Problem, problem
from mtle_survey.matching.days import no_such_day
from mtle_survey.responses import Responses

TOLERATED_DAYS = 60


def date_problems(
    waves: Mapping[str | None, Responses],
    names: Sequence[str],
    dates: Mapping[str, str],
    study_file: str | None = None,
) -> Iterator[Problem]:
    """Declared dates that are no day, waves that run backwards, and answers recorded far from their date.

    The middle day of a wave stands for it, so that a few late answers do not count.
    """
    for wave, text in dates.items():
        if _day(text) is None:
            yield problem(
                "P020",
                file=study_file,
                found=f"{wave}: “{text}”",
                fault="No such day exists" if no_such_day(text) else "It is not written as one day",
            )
    for earlier, later in pairwise(names):
        a, b = waves[earlier].recorded, waves[later].recorded
        if a is not None and b is not None and b[1] < a[1]:
            evidence = f"its answers were recorded around {b[1]} and those of {earlier} around {a[1]}"
            yield _backwards(waves, earlier, later, evidence)
        elif _day(dates.get(earlier)) and _day(dates.get(later)) and dates[later] < dates[earlier]:
            evidence = f"the study dates it {dates[later]} and {earlier} {dates[earlier]}"
            yield _backwards(waves, earlier, later, evidence)
    for wave in names:
        declared, recorded = _day(dates.get(wave)), waves[wave].recorded
        if declared is None or recorded is None:
            continue
        first, last = date.fromisoformat(recorded[0]), date.fromisoformat(recorded[2])
        if max((first - declared).days, (declared - last).days) > TOLERATED_DAYS:
            yield problem(
                "P019",
                file=waves[wave].sources[0].file,
                found=f"{wave}: {declared}",
                wave=wave,
                declared=declared,
                first=first,
                last=last,
            )


def _backwards(waves: Mapping[str | None, Responses], earlier: str, later: str, evidence: str) -> Problem:
    file = waves[later].sources[0].file
    return problem(
        "P018", file=file, found=f"{later} after {earlier}", earlier=earlier, later=later, evidence=evidence
    )


def _day(text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text.strip())
    except ValueError:
        return None
