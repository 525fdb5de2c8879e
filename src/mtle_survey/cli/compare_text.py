"""What ``mtle compare`` prints for people: the change first, then what may speak against it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mtle_survey.cli.change_by_part_text import dose_text, groups_text, lost_text, sites_text
from mtle_survey.cli.compare_words import leading_rows, level_head, main_contrast, title_of
from mtle_survey.cli.comparison_text import comparison_text
from mtle_survey.cli.interviews_text import interviews_text
from mtle_survey.cli.linking_text import linking_text
from mtle_survey.cli.text_table import text_table

if TYPE_CHECKING:
    from mtle_survey.evidence.pairs import Contrast
    from mtle_survey.study import Study
    from mtle_survey.table import Row


DIRECTIONS = ("improved", "same", "declined")


def compare_text(study: Study) -> str:
    """The tables of change, then everyone, lost, sites, groups, dose, comparison, agreement, conclusions."""
    parts: list[str] = []
    for contrast in study.contrasts:
        parts += _change(study, contrast)
    found_again = linking_text(study)
    parts += [found_again, ""] if found_again else []
    for section in (
        _score_change,
        _everyone,
        _stages,
        lost_text,
        sites_text,
        groups_text,
        dose_text,
        comparison_text,
        _informants,
        _looking_back,
        interviews_text,
        _conclusions,
    ):
        found = list(section(study))
        parts += [*found, ""] if found else []
    parts.append("Everything else, item by item, is in --format csv and --format json.")
    return "\n".join(parts)


def _change(study: Study, contrast: Contrast) -> list[str]:
    from mtle_survey.report.format import count_of, estimate, estimate_with_interval

    rows, reasons = [], []
    for change in study.change.where(statistic="mean_change", contrast=contrast.name, headline=True):
        about = {"scale": change.scale, "contrast": contrast.name, "headline": True}
        before = study.change.one(statistic="mean", wave=contrast.earlier, **about)
        after = study.change.one(statistic="mean", wave=contrast.later, **about)
        d = study.change.one(statistic="d_av", **about)
        counts = [study.change.one(statistic=name, **about) for name in DIRECTIONS]
        if change.unavailable:
            reasons.append(f"Not available: {change.scale}: {change.unavailable}")
        if before is None or after is None or d is None or any(c is None or c.unavailable for c in counts):
            continue
        rows.append(
            [
                title_of(study, change.scale),
                str(change.n),
                estimate(before),
                estimate(after),
                estimate_with_interval(change),
                estimate_with_interval(d),
                " / ".join(str(count_of(c)) for c in counts if c is not None),
            ]
        )
    if not rows and not reasons:
        return []
    level = level_head(study)
    columns = [
        "Scale",
        "Pairs",
        contrast.earlier,
        contrast.later,
        f"Change {level}",
        f"d_av {level}",
        "Rose / same / fell",
    ]
    heading = f"{contrast.name}: change among the people who answered both"
    return [heading, text_table(columns, rows), *reasons, ""]


def _score_change(study: Study) -> list[str]:
    """Tests, observations and other scores that are no scales."""
    from mtle_survey.report.format import estimate_with_interval

    found = study.changes.rule_scores
    rows = []
    for change in found.where(statistic="mean_change"):
        size = found.one(statistic="d_av", scale=change.scale, contrast=change.contrast)
        d = "" if size is None else estimate_with_interval(size)
        title = next((s.title for s in study.instrument.scores if s.id == change.scale), None)
        about = [title or str(change.scale), str(change.contrast), str(change.n)]
        rows.append([*about, estimate_with_interval(change), d])
    if not rows:
        return []
    level = level_head(study)
    columns = ["Score by rule", "Contrast", "Pairs", f"Change {level}", f"d_av {level}"]
    return ["Tests and outside scores", text_table(columns, rows)]


def _everyone(study: Study) -> Iterator[str]:
    from mtle_survey.report.format import estimate_with_interval

    main = main_contrast(study)
    rows = leading_rows(study, study.everyone, statistic="lmm_change", headline=True, contrast=main)
    if rows:
        yield f"{main}: with everyone who has a score in any wave (mixed model, Kenward-Roger)"
        cells = [[title_of(study, r.scale), str(r.n), estimate_with_interval(r)] for r in rows]
        yield text_table(["Scale", "People", f"Change {level_head(study)}"], cells)


def _stages(study: Study) -> Iterator[str]:
    """Each ordered stage and each role in one line."""
    from mtle_survey.report.format import count_of

    main = main_contrast(study)
    titles = {s.id: s.title for s in study.instrument.scores}
    for row in study.changes.stages.where(statistic="moved_up", contrast=main):
        about = {"item": row.item, "contrast": row.contrast}
        down = study.changes.stages.one(statistic="moved_down", **about)
        if down is not None:
            title = titles.get(str(row.item)) or row.item
            up, fell, n = count_of(row), count_of(down), row.n or 0
            yield f"{title}, {main}: {up} of {n} moved up, {n - up - fell} stayed, {fell} moved down."


def _informants(study: Study) -> Iterator[str]:
    from mtle_survey.evidence.cautions import agreement_caution
    from mtle_survey.report.format import estimate_with_interval

    rows = []
    for gap in study.informants.where(statistic="informant_gap"):
        about = {"scale": gap.scale, "wave": gap.wave, "contrast": gap.contrast}
        a1, c1 = (study.informants.one(statistic=name, **about) for name in ("icc_a1", "icc_c1"))
        if a1 is not None and c1 is not None:
            cells = [estimate_with_interval(r) for r in (gap, a1, c1)]
            rows.append([title_of(study, gap.scale), gap.wave or "", str(gap.contrast), str(gap.n), *cells])
    if rows:
        yield "Agreement between informants about one unit"
        columns = ["Scale", "Wave", "Gap", "Units", f"Mean gap {level_head(study)}", "ICC(A,1)", "ICC(C,1)"]
        yield text_table(columns, rows, numbers_from=3)
        caution = agreement_caution(study.informants, "units")
        if caution:
            yield caution


def _looking_back(study: Study) -> Iterator[str]:
    scales = study.changes.retrospective.scales
    if scales:
        yield "Start as asked then, and as remembered:"
        yield from (f"  {title_of(study, found.scale)} (n = {found.n}): {found.sentence}" for found in scales)


def _conclusions(study: Study) -> Iterator[str]:
    lines = study.sensitivity.lines
    if lines:
        what = "difference" if any(line.between_groups for line in lines) else "change"
        yield f"Does the conclusion hold when the {what} is worked out in other ways?"
        yield from (f"  {line.told(title_of(study, line.scale))}" for line in lines)
    yield from (f"  {caution.sentence}" for caution in study.changes.cautions)
    gates = [r for r in study.changes.invariance if r.scale in study.leading]
    for verdict in dict.fromkeys(_same_meaning(r) for r in gates):
        yield f"  Whether the questions mean the same both times: {verdict}."


def _same_meaning(gate: Row) -> str:
    if gate.unavailable:
        return gate.unavailable
    return "they do, as far as the answers tell" if gate.estimate == 1.0 else "they do not"
