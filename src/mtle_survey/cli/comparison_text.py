"""What ``mtle compare`` prints about a program and a comparison group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from mtle_survey.cli.compare_words import leading_rows, level_head, main_contrast, title_of
from mtle_survey.cli.text_table import text_table

if TYPE_CHECKING:
    from mtle_survey.study import Study
    from mtle_survey.table import Row


WAYS = ("ancova_effect", "adjusted_g", "did_effect")


def comparison_text(study: Study) -> Iterator[str]:
    """How alike the groups started, how far apart they ended, and what that allows to say."""
    from mtle_survey.report.format import estimate_with_interval

    rows: list[list[str]] = []
    reasons: dict[str, dict[str, None]] = {}
    left_out: list[str] = []
    for start in leading_rows(study, study.comparison, statistic="baseline_g"):
        here = study.comparison.where(scale=start.scale)
        end = [r for r in here if r.contrast == start.contrast and r.wave != start.wave]
        gain = [r for r in here if r.contrast == f"({main_contrast(study)}) x ({start.contrast})"]
        found = {r.statistic: r for r in (*end, *gain)}
        ways = [found[name] for name in WAYS if name in found]
        judged = [found[name] for name in (*WAYS, "ancova_p_holm") if name in found]
        for r in judged:
            if r.unavailable:
                reasons.setdefault(r.unavailable, {})[title_of(study, start.scale)] = None
        *end_cells, gain_cell = (estimate_with_interval(r) for r in ways)
        title = f"{title_of(study, start.scale)} ({start.contrast})"
        tested = _tested(found) if study.primary else ()
        rows.append([title, str(start.n), estimate_with_interval(start), *end_cells, *tested, gain_cell])
        left_out += _without_site(study, start, title)
    if rows:
        level = level_head(study)
        yield "Program against comparison group"
        columns = ["Scale", "n", f"g at start {level}", "Adjusted difference", "g"]
        columns += [*(["p / Holm"] if study.primary else []), "Difference of changes"]
        yield text_table(columns, rows)
        yield from (f"Not available: {', '.join(titles)}: {why}." for why, titles in reasons.items())
        if left_out:
            yield f"Left out because no site is on record for them: {', '.join(left_out)}."
        yield study.claims.told({s.id: s.title for s in study.instrument.scales})


def _without_site(study: Study, start: Row, title: str) -> Iterator[str]:
    """How many people of the two groups are not compared; nothing where all are."""
    from mtle_survey.evidence.arms import comparisons

    column, comparison = str(study.design["column"]), comparisons(study.design)[str(start.contrast)]
    groups = (f"{column}={name}" for name in (study.design["program"], comparison))
    about = {"statistic": "improved", "scale": start.scale, "contrast": main_contrast(study)}
    people = sum(row.n or 0 for group in groups for row in study.comparison.where(group=group, **about))
    if people > (start.n or 0):
        yield f"{title} {people - (start.n or 0)} of {people}"


def _tested(found: Mapping[str, Row]) -> tuple[str]:
    """The p of the adjusted difference, and the same adjusted for the number of primary scales."""
    from mtle_survey.report.format import DASH, p_in_table

    effect, adjusted = found.get("ancova_effect"), found.get("ancova_p_holm")
    if effect is None or adjusted is None or effect.p_value is None or adjusted.estimate is None:
        return (DASH,)
    return (f"{p_in_table(effect.p_value)} / {p_in_table(adjusted.estimate)}",)
