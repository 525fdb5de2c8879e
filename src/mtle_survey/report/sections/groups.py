"""Change within groups and sites, small groups handled."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from mtle_survey.instrument.model import FieldDefinition, Scale
from mtle_survey.report.between_groups import comparison_arms, program_arm
from mtle_survey.report.blocks import Block, Cell, Column, Details, FigureBlock, Note, TableBlock
from mtle_survey.report.cells import count, number_column, scale_name, value_with_interval, words
from mtle_survey.report.figures.caterpillar import caterpillar_figure
from mtle_survey.report.format import count_of, unit_of
from mtle_survey.report.informant_words import both_groups
from mtle_survey.report.inline import Italic, Wording, text
from mtle_survey.report.section import ReportSection
from mtle_survey.report.view import View
from mtle_survey.stats.gates import CLUSTERS_FIXED_UP_TO
from mtle_survey.table import Row

_MOST_GROUPS = 15
MOST_DRAWN = 3


def applies(view: View) -> bool:
    """Whether change was broken down by any field."""
    found = (*_within_sites(view), *_tables(view), *_likeness(view))
    return view.main_contrast is not None and bool(found)


def blocks(view: View) -> tuple[Block, ...]:
    """A table for each field, over the leading outcomes."""
    return (
        Note(
            kind="caution",
            title=text("Nobody was put into these groups by lot"),
            paragraphs=(
                text(
                    both_groups(view),
                    "Groups differ in more than their name. With several groups and outcomes some will stand "
                    "out by chance; intervals that overlap widely do not show a difference.",
                ),
            ),
        ),
        *_within_sites(view),
        *_tables(view),
        *_likeness(view),
    )


def _within_sites(view: View) -> Iterator[TableBlock]:
    """For so few sites that nothing is said of sites in general: where the mean rose, and the change."""
    contrast = view.main_contrast
    if contrast is None or view.disclosure.public or view.compares_groups:
        return
    table = view.study.change_by_site.where(contrast=contrast.name, group=None)
    rows = []
    for scale in view.leading_scales:
        within = table.one(statistic="mean_change", scale=scale.id, method="site_stratified")
        rose, fell = (table.one(statistic=name, scale=scale.id) for name in ("sites_rose", "sites_fell"))
        if within is not None and rose is not None and fell is not None and scale.about in (None, "self"):
            moved = (count(count_of(rose)), count(count_of(fell)))
            change = value_with_interval(within, unit_of(scale))
            rows.append((scale_name(scale), count(within.n), count(rose.n), *moved, change))
    if rows:
        yield TableBlock(
            id="table-within-sites",
            caption=text("Change within sites"),
            columns=(
                Column(label=("Scale",)),
                number_column(Italic("n")),
                number_column("All", group="Sites"),
                number_column("Mean rose", group="Sites"),
                number_column("Mean fell", group="Sites"),
                number_column("Change within sites [CI]"),
            ),
            rows=tuple(rows),
            note=text(
                f"With up to {CLUSTERS_FIXED_UP_TO} sites nothing can be said of sites in general: the "
                "change is that at these sites, which are held constant, and how alike people of one site "
                "are is not estimated."
            ),
        )


def _fields(view: View) -> list[FieldDefinition]:
    names = dict.fromkeys((*view.study.groups, *((view.study.cluster,) if view.study.cluster else ())))
    return [view.instrument.field[name] for name in names if name in view.instrument.field]


def _rows(view: View, field: str) -> list[Row]:
    contrast = view.main_contrast
    if contrast is None:
        return []
    return [
        row
        for row in view.study.change_by_group.where(statistic="mean_change", contrast=contrast.name)
        if (row.group or "").startswith(f"{field}=")
    ]


def _told(view: View, rows: list[Row]) -> bool:
    """Whether change is known in any group; a public edition shows what it hides, as hidden."""
    return bool(rows) and (view.disclosure.public or any(row.available for row in rows))


def _tables(view: View) -> Iterator[Block]:
    for field in _fields(view):
        found = _rows(view, field.id)
        if not _told(view, found) or len({row.group for row in found}) > _MOST_GROUPS:
            continue
        rows = [
            cells
            for scale in view.leading_scales
            if _may_be_shown(scale, field)
            for cells in _scale(view, scale, field, [r for r in found if r.scale == scale.id])
        ]
        if field.role == "cluster" or field.id == view.study.cluster:
            yield from _caterpillars(view, field, found)
        if rows:
            table = TableBlock(
                id=f"table-by-{field.id}",
                caption=text("Change by ", Wording(field.title)),
                columns=(
                    Column(label=("Scale",)),
                    Column(label=(Wording(field.title),)),
                    number_column(Italic("n")),
                    number_column("Change [CI]"),
                ),
                rows=tuple(rows),
                note=text(
                    "People with a score in both waves. A group of fewer than 5 is counted but gets no "
                    "number."
                ),
            )
            drawn = field.id == view.study.cluster and not view.disclosure.public
            yield Details(title=table.caption, blocks=(table,)) if drawn else table


def _caterpillars(view: View, field: FieldDefinition, found: list[Row]) -> Iterator[FigureBlock]:
    """For the first leading outcomes, the sites beside each other; never in a public edition."""
    contrast = view.main_contrast
    if view.disclosure.public or contrast is None:
        return
    labels = dict(zip(field.codes, field.labels, strict=False))
    for scale in [s for s in view.leading_scales if _may_be_shown(s, field)][:MOST_DRAWN]:
        everyone = view.found.about(scale=scale.id, contrast=contrast.name).get("mean_change")
        sites = [
            (labels.get(name, name), row)
            for row in found
            if row.scale == scale.id
            for name in ((row.group or "").partition("=")[2],)
        ]
        if everyone is None or sum(row.available for _, row in sites) < 2:
            continue
        yield caterpillar_figure(
            f"figure-change-sites-{scale.id}",
            text("Change of ", Wording(scale.title), " by ", Wording(field.title)),
            sites,
            everyone,
            unit=unit_of(scale),
            note=text(
                "Dot and line: the change at one site and its interval. Shaded: the interval of everyone's "
                "change. Sites with few people swing widely; an order of sites is not a ranking."
            ),
        )


def _may_be_shown(scale: Scale, field: FieldDefinition) -> bool:
    """A scale about one identifiable person, such as the principal, is never shown by site."""
    return field.role != "cluster" or scale.about in (None, "self")


def _scale(view: View, scale: Scale, field: FieldDefinition, rows: list[Row]) -> Iterator[tuple[Cell, ...]]:
    labels = dict(zip(field.codes, field.labels, strict=False))
    order = {
        f"{field.id}={value}": place
        for place, label in enumerate(field.labels)
        for value in (field.codes[place], label)
    }
    rows = sorted(rows, key=lambda row: order.get(row.group or "", len(order)))
    sizes = view.disclosure.counts([row.n or 0 for row in rows])
    for place, (row, n) in enumerate(zip(rows, sizes, strict=True)):
        name = (row.group or "").partition("=")[2]
        yield (
            scale_name(scale) if place == 0 else words(),
            words(Wording(labels.get(name, name))),
            count(n if row.n is not None else None, view.disclosure.hidden_count),
            value_with_interval(row if n is not None else None, unit_of(scale)),
        )


def _likeness(view: View) -> Iterator[TableBlock]:
    """How alike people of one site are in their change, where there are enough sites to say."""
    contrast = view.main_contrast
    if contrast is None:
        return
    table = view.shown(view.study.change_by_site)
    rows = []
    arms = (program_arm(view), *comparison_arms(view)) if view.compares_groups else ()
    groups: list[tuple[str | None, tuple[Cell, ...]]] = [
        (arm.group, (words(Wording(arm.name)),)) for arm in arms
    ]
    for scale, (group, name) in product(view.leading_scales, groups or [(None, ())]):
        about = {"scale": scale.id, "contrast": contrast.name, "group": group}
        alike = table.one(statistic="cluster_icc", **about)
        inflation = table.one(statistic="design_effect", **about)
        if alike is not None and alike.available:
            numbers = (count(alike.n), value_with_interval(alike), value_with_interval(inflation))
            rows.append((scale_name(scale), *name, *numbers))
    if rows:
        yield TableBlock(
            id="table-sites",
            caption=text("How alike people of one site are in their change"),
            columns=(
                Column(label=("Scale",)),
                *((Column(label=("Group",)),) if arms else ()),
                number_column(Italic("n")),
                number_column("ICC [CI]"),
                number_column("Variance inflation"),
            ),
            rows=tuple(rows),
            note=text(
                "ICC = intraclass correlation of change; 0 when it does not matter which site one comes "
                "from. Variance inflation = how many times as large the uncertainty (its square) is because "
                "people share sites; 1 when it does not matter."
            ),
        )


SECTION = ReportSection(name="groups", title="Groups and sites", order=52, applies=applies, blocks=blocks)
