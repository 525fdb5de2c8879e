"""What ``mtle compare`` prints about parts of the people: those lost, sites, groups, and by participation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mtle_survey.cli.compare_words import leading_rows, level_head, main_contrast, title_of
from mtle_survey.cli.text_table import text_table
from mtle_survey.counting import counted

if TYPE_CHECKING:
    from mtle_survey.study import Study
    from mtle_survey.table import Row


def lost_text(study: Study) -> Iterator[str]:
    """Who was not found again, and how they had started."""
    from mtle_survey.report.format import count_of, estimate_with_interval

    main = main_contrast(study)
    lost = study.attrition.one(statistic="attrition", contrast=main, group=None)
    if lost is None or not lost.available or study.panel is None:
        return
    earlier, later = study.panel.names[0], study.panel.names[-1]
    yield f"Lost: {count_of(lost)} of {counted(lost.n or 0, 'person')} of {earlier} not found in {later}."
    rows = leading_rows(study, study.attrition, statistic="baseline_g", contrast=main)
    if count_of(lost) and rows:
        yield "Above zero, those who stayed had started higher:"
        cells = [[title_of(study, r.scale), str(r.n), estimate_with_interval(r)] for r in rows]
        yield text_table(["Scale", "n", f"g {level_head(study)}"], cells)


def sites_text(study: Study) -> Iterator[str]:
    """Change with the sites respected."""
    from mtle_survey.report.format import count_of, estimate, estimate_with_interval

    main, rows = main_contrast(study), []
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
                title_of(study, icc.scale)
                if icc.group is None
                else f"{title_of(study, icc.scale)} ({icc.group})",
                str(rose.n),
                f"{count_of(rose)} / {count_of(fell)}",
                estimate(icc),
                estimate_with_interval(respected),
                str(respected.method),
            ]
        )
    if rows:
        yield f"{main}: with the sites respected"
        columns = ["Scale", "Sites", "Rose / fell", "ICC", f"Change {level_head(study)}", "Method"]
        yield text_table(columns, rows)


def groups_text(study: Study) -> Iterator[str]:
    """Change within each group."""
    from mtle_survey.report.format import estimate_with_interval

    main = main_contrast(study)
    for field in study.panel.groups if study.panel is not None else ():
        rows = []
        for r in leading_rows(study, study.change_by_group, statistic="mean_change", contrast=main):
            name, _, value = str(r.group).partition("=")
            if name == field:
                rows.append([title_of(study, r.scale), value, str(r.n), estimate_with_interval(r)])
        if rows:
            title = study.instrument.field[field].title if field in study.instrument.field else field
            yield f"{main}: by {title.lower()}"
            columns = ["Scale", title, "Pairs", f"Change {level_head(study)}"]
            yield text_table(columns, rows, numbers_from=2)


def dose_text(study: Study) -> Iterator[str]:
    """Change and how much people took part."""
    from mtle_survey.report.format import estimate_with_interval

    main = main_contrast(study)
    slopes = leading_rows(study, study.dosage, statistic="dose_slope", contrast=main)
    rows = []
    for slope in slopes:
        rank = study.dosage.one(statistic="dose_spearman", scale=slope.scale, contrast=main)
        ranked = estimate_with_interval(rank) if rank is not None else ""
        rows.append([title_of(study, slope.scale), str(slope.n), _small(slope), ranked])
    if rows:
        whose = "" if slopes[0].group is None else ", in the program group"
        yield f"{main}: associated with {study.dose}{whose} (people chose how much to take part)"
        yield text_table(
            ["Scale", "n", f"Change per unit {level_head(study)}", f"Rank correlation {level_head(study)}"],
            rows,
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
