"""What ``mtle compare`` prints for people: the change first, then what may speak against it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from mtle_survey.cli.interviews_text import interviews_text
from mtle_survey.cli.linking_text import linking_text
from mtle_survey.cli.text_table import text_table
from mtle_survey.counting import counted

if TYPE_CHECKING:
    from mtle_survey.evidence.pairs import Contrast
    from mtle_survey.study import Study
    from mtle_survey.table import Row, Table

DIRECTIONS = ("improved", "same", "declined")
WAYS = ("ancova_effect", "adjusted_g", "did_effect")


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
        _lost,
        _sites,
        _groups,
        _dose,
        _comparison,
        _informants,
        _looking_back,
        interviews_text,
        _conclusions,
    ):
        found = list(section(study))
        parts += [*found, ""] if found else []
    parts.append("Everything else, item by item, is in --format csv and --format json.")
    return "\n".join(parts)


def _title(study: Study, scale: str | None) -> str:
    found = study.instrument.scale.get(str(scale))
    return str(scale) if found is None else found.title


def _level(study: Study) -> str:
    return f"[{100 * study.confidence:g}% CI]"


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
                _title(study, change.scale),
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
    level = _level(study)
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
    level = _level(study)
    columns = ["Score by rule", "Contrast", "Pairs", f"Change {level}", f"d_av {level}"]
    return ["Tests and outside scores", text_table(columns, rows)]


def _main(study: Study) -> str:
    """The contrast that every section after the first is about."""
    main = study.panel.main_contrast if study.panel is not None else None
    return main.name if main is not None else ""


def _leading(study: Study, table: Table, **wanted: object) -> list[Row]:
    """The available rows of the scales that the study is judged by, in their order."""
    found = [r for r in table.where(**wanted) if r.available and r.scale in study.leading]
    return sorted(found, key=lambda r: study.leading.index(str(r.scale)))


def _everyone(study: Study) -> Iterator[str]:
    from mtle_survey.report.format import estimate_with_interval

    main = _main(study)
    rows = _leading(study, study.everyone, statistic="lmm_change", headline=True, contrast=main)
    if rows:
        yield f"{main}: with everyone who has a score in any wave (mixed model, Kenward-Roger)"
        cells = [[_title(study, r.scale), str(r.n), estimate_with_interval(r)] for r in rows]
        yield text_table(["Scale", "People", f"Change {_level(study)}"], cells)


def _stages(study: Study) -> Iterator[str]:
    """Each ordered stage and each role in one line."""
    from mtle_survey.report.format import count_of

    titles = {s.id: s.title for s in study.instrument.scores}
    for row in study.changes.stages.where(statistic="moved_up", contrast=_main(study)):
        about = {"item": row.item, "contrast": row.contrast}
        down = study.changes.stages.one(statistic="moved_down", **about)
        if down is not None:
            title = titles.get(str(row.item)) or row.item
            up, fell, n = count_of(row), count_of(down), row.n or 0
            yield f"{title}, {_main(study)}: {up} of {n} moved up, {n - up - fell} stayed, {fell} moved down."


def _lost(study: Study) -> Iterator[str]:
    from mtle_survey.report.format import count_of, estimate_with_interval

    main = _main(study)
    lost = study.attrition.one(statistic="attrition", contrast=main, group=None)
    if lost is None or not lost.available or study.panel is None:
        return
    earlier, later = study.panel.names[0], study.panel.names[-1]
    yield f"Lost: {count_of(lost)} of {counted(lost.n or 0, 'person')} of {earlier} not found in {later}."
    rows = _leading(study, study.attrition, statistic="baseline_g", contrast=main)
    if count_of(lost) and rows:
        yield "Above zero, those who stayed had started higher:"
        cells = [[_title(study, r.scale), str(r.n), estimate_with_interval(r)] for r in rows]
        yield text_table(["Scale", "n", f"g {_level(study)}"], cells)


def _sites(study: Study) -> Iterator[str]:
    from mtle_survey.report.format import count_of, estimate, estimate_with_interval

    main, rows = _main(study), []
    for icc in study.change_by_site.where(statistic="cluster_icc", contrast=main):
        about = {"scale": icc.scale, "contrast": main, "group": icc.group}
        table = study.change_by_site if icc.group is None else study.comparison
        changes = [r for r in table.where(statistic="mean_change", **about) if r.method != "naive"]
        respected = next((r for r in changes if r.conf_low is not None), None)
        rose, fell = (table.one(statistic=name, **about) for name in ("sites_rose", "sites_fell"))
        if icc.scale not in study.leading or respected is None or rose is None or fell is None:
            continue
        rows.append(
            [
                _title(study, icc.scale)
                if icc.group is None
                else f"{_title(study, icc.scale)} ({icc.group})",
                str(rose.n),
                f"{count_of(rose)} / {count_of(fell)}",
                estimate(icc),
                estimate_with_interval(respected),
                str(respected.method),
            ]
        )
    if rows:
        yield f"{main}: with the sites respected"
        columns = ["Scale", "Sites", "Rose / fell", "ICC", f"Change {_level(study)}", "Method"]
        yield text_table(columns, rows)


def _groups(study: Study) -> Iterator[str]:
    from mtle_survey.report.format import estimate_with_interval

    main = _main(study)
    for field in study.panel.groups if study.panel is not None else ():
        rows = []
        for r in _leading(study, study.change_by_group, statistic="mean_change", contrast=main):
            name, _, value = str(r.group).partition("=")
            if name == field:
                rows.append([_title(study, r.scale), value, str(r.n), estimate_with_interval(r)])
        if rows:
            title = study.instrument.field[field].title if field in study.instrument.field else field
            yield f"{main}: by {title.lower()}"
            columns = ["Scale", title, "Pairs", f"Change {_level(study)}"]
            yield text_table(columns, rows, numbers_from=2)


def _dose(study: Study) -> Iterator[str]:
    from mtle_survey.report.format import estimate_with_interval

    main = _main(study)
    slopes = _leading(study, study.dosage, statistic="dose_slope", contrast=main)
    rows = []
    for slope in slopes:
        rank = study.dosage.one(statistic="dose_spearman", scale=slope.scale, contrast=main)
        ranked = estimate_with_interval(rank) if rank is not None else ""
        rows.append([_title(study, slope.scale), str(slope.n), _small(slope), ranked])
    if rows:
        whose = "" if slopes[0].group is None else ", in the program group"
        yield f"{main}: associated with {study.dose}{whose} (people chose how much to take part)"
        yield text_table(
            ["Scale", "n", f"Change per unit {_level(study)}", f"Rank correlation {_level(study)}"], rows
        )


def _small(row: Row) -> str:
    """A slope per hour is small: four decimals."""
    from mtle_survey.report.format import number

    if row.estimate is None:
        return ""
    bounds = (
        ""
        if row.conf_low is None or row.conf_high is None
        else f" [{number(row.conf_low, 4)}, {number(row.conf_high, 4)}]"
    )
    return number(row.estimate, 4, signed=True) + bounds


def _comparison(study: Study) -> Iterator[str]:
    from mtle_survey.report.format import estimate_with_interval

    rows: list[list[str]] = []
    reasons: dict[str, dict[str, None]] = {}
    left_out: list[str] = []
    for start in _leading(study, study.comparison, statistic="baseline_g"):
        here = study.comparison.where(scale=start.scale)
        end = [r for r in here if r.contrast == start.contrast and r.wave != start.wave]
        gain = [r for r in here if r.contrast == f"({_main(study)}) x ({start.contrast})"]
        found = {r.statistic: r for r in (*end, *gain)}
        ways = [found[name] for name in WAYS if name in found]
        judged = [found[name] for name in (*WAYS, "ancova_p_holm") if name in found]
        for r in judged:
            if r.unavailable:
                reasons.setdefault(r.unavailable, {})[_title(study, start.scale)] = None
        *end_cells, gain_cell = (estimate_with_interval(r) for r in ways)
        title = f"{_title(study, start.scale)} ({start.contrast})"
        tested = _tested(found) if study.primary else ()
        rows.append([title, str(start.n), estimate_with_interval(start), *end_cells, *tested, gain_cell])
        left_out += _without_site(study, start, title)
    if rows:
        level = _level(study)
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
    about = {"statistic": "improved", "scale": start.scale, "contrast": _main(study)}
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


def _informants(study: Study) -> Iterator[str]:
    from mtle_survey.evidence.cautions import agreement_caution
    from mtle_survey.report.format import estimate_with_interval

    rows = []
    for gap in study.informants.where(statistic="informant_gap"):
        about = {"scale": gap.scale, "wave": gap.wave, "contrast": gap.contrast}
        a1, c1 = (study.informants.one(statistic=name, **about) for name in ("icc_a1", "icc_c1"))
        if a1 is not None and c1 is not None:
            cells = [estimate_with_interval(r) for r in (gap, a1, c1)]
            rows.append([_title(study, gap.scale), gap.wave or "", str(gap.contrast), str(gap.n), *cells])
    if rows:
        yield "Agreement between informants about one unit"
        columns = ["Scale", "Wave", "Gap", "Units", f"Mean gap {_level(study)}", "ICC(A,1)", "ICC(C,1)"]
        yield text_table(columns, rows, numbers_from=3)
        caution = agreement_caution(study.informants, "units")
        if caution:
            yield caution


def _looking_back(study: Study) -> Iterator[str]:
    scales = study.changes.retrospective.scales
    if scales:
        yield "Start as asked then, and as remembered:"
        yield from (f"  {_title(study, found.scale)} (n = {found.n}): {found.sentence}" for found in scales)


def _conclusions(study: Study) -> Iterator[str]:
    lines = study.sensitivity.lines
    if lines:
        what = "difference" if any(line.between_groups for line in lines) else "change"
        yield f"Does the conclusion hold when the {what} is worked out in other ways?"
        yield from (f"  {line.told(_title(study, line.scale))}" for line in lines)
    yield from (f"  {caution.sentence}" for caution in study.changes.cautions)
    gates = [r for r in study.changes.invariance if r.scale in study.leading]
    for verdict in dict.fromkeys(_same_meaning(r) for r in gates):
        yield f"  Whether the questions mean the same both times: {verdict}."


def _same_meaning(gate: Row) -> str:
    if gate.unavailable:
        return gate.unavailable
    return "they do, as far as the answers tell" if gate.estimate == 1.0 else "they do not"
