"""What is needed most: importance less adequacy, by area, by group and by topic."""

from __future__ import annotations

from collections.abc import Iterator

from mtle_survey.evidence.needs import FEWEST_IN_GROUP, MODEL, declared_needs, topics
from mtle_survey.instrument.model import FieldDefinition, ScoreRule
from mtle_survey.report.blocks import Block, Cell, Column, FigureBlock, Paragraph, TableBlock
from mtle_survey.report.cells import NOTHING, count, number_column, value, value_with_interval, words
from mtle_survey.report.figures.dumbbell import Movement, dumbbell_figure
from mtle_survey.report.format import estimate, number
from mtle_survey.report.inline import Italic, Wording, listing, text
from mtle_survey.report.section import ReportSection
from mtle_survey.report.view import View, Wave
from mtle_survey.table import Row, Table

CONSENSUS = 0.75  # Diamond et al. (2014): the median threshold of percent agreement in Delphi studies


def applies(view: View) -> bool:
    """Whether the instrument declares needs and somebody's are known."""
    return any(row.available for row in view.study.standing.needs)


def blocks(view: View) -> tuple[Block, ...]:
    """Areas in the order of their need; the groups' views; the topics."""
    return tuple(_blocks(view))


def _blocks(view: View) -> Iterator[Block]:
    table = view.shown(view.study.standing.needs)
    wave = next(w for w in reversed(view.waves) if table.where(wave=w))
    areas = _areas(view, table, wave)
    yield Paragraph(
        text=text(
            "A need is how important people find something less how adequate they find what there is. "
            "It is a view, not a measure of quality. Only people asked about an area count for it; who was "
            "not asked is not missing."
        )
    )
    yield _ranked(table, areas, wave)
    yield from _figure(view, table, areas, wave)
    for name in view.study.groups:
        field = view.instrument.field.get(name)
        if field is not None:
            yield from _by_group(view, table, areas, wave, field)
    yield from _topics(view, table, areas, wave)


def _areas(view: View, table: Table, wave: Wave) -> list[ScoreRule]:
    """Areas with a number, greatest need first."""
    known = [
        (row.estimate, score)
        for score in declared_needs(view.instrument)
        if (row := _mean(table, score.id, wave)) is not None and row.estimate is not None
    ]
    return [score for _, score in sorted(known, key=lambda entry: -entry[0])]


def _mean(
    table: Table, scale: str, wave: Wave, *, factor: str | None = None, group: str | None = None
) -> Row | None:
    return table.one(statistic="mean", model=MODEL, scale=scale, wave=wave, factor=factor, group=group)


def _title(score: ScoreRule) -> Wording:
    return Wording(score.title or score.id)


def _ranked(table: Table, areas: list[ScoreRule], wave: Wave) -> TableBlock:
    rows = []
    for place, score in enumerate(areas, 1):
        need = _mean(table, score.id, wave)
        rows.append(
            (
                words(str(place)),
                words(_title(score)),
                count(None if need is None else need.n),
                value(_mean(table, score.id, wave, factor="importance")),
                value(_mean(table, score.id, wave, factor="adequacy")),
                value_with_interval(need),
            )
        )
    return TableBlock(
        id="table-needs",
        caption=text("Areas in the order of their need"),
        columns=(
            Column(label=("Place",)),
            Column(label=("Area",)),
            number_column(Italic("n")),
            number_column("Importance"),
            number_column("Adequacy"),
            number_column("Need [CI]"),
        ),
        rows=tuple(rows),
        note=text(
            "Means of the people who rated both. Neighbours in this order whose intervals overlap widely "
            "could as well change places."
        ),
    )


def _figure(view: View, table: Table, areas: list[ScoreRule], wave: Wave) -> Iterator[FigureBlock]:
    scores = view.study.scores[wave]
    movements = []
    for score in areas:
        need, low, high = (
            _mean(table, score.id, wave, factor=factor) for factor in (None, "adequacy", "importance")
        )
        scale = score.inputs["importance"]
        if None in (need, low, high) or not isinstance(scale, str) or need is None:
            continue
        ends = [row.estimate for row in (low, high) if row is not None and row.estimate is not None]
        if len(ends) == 2:
            movements.append(
                Movement(
                    title=score.title or score.id,
                    low=scores.low[scale],
                    high=scores.high[scale],
                    earlier=ends[0],
                    later=ends[1],
                    change=need,
                )
            )
    if movements:
        yield dumbbell_figure(
            "figure-needs",
            text("Adequacy, importance, and the need between them"),
            movements,
            ("Adequacy", "Importance"),
            note=text("Means of the people who rated both, on the whole response range."),
            difference="need",
        )


def _by_group(
    view: View, table: Table, areas: list[ScoreRule], wave: Wave, field: FieldDefinition
) -> Iterator[Block]:
    present = {
        (row.group or "").partition("=")[2]
        for row in table.where(statistic="mean", model=MODEL, wave=wave)
        if (row.group or "").startswith(f"{field.id}=")
    }
    groups = [g for g in field.labels if g in present] or sorted(present)
    if not groups:
        return
    yield _concordance(view, wave, field)
    yield TableBlock(
        id=f"table-needs-by-{field.id}",
        caption=text("Need by ", Wording(field.title)),
        columns=(Column(label=(Wording(field.title),)), *(number_column(_title(score)) for score in areas)),
        rows=tuple(
            (
                words(Wording(group)),
                *(_of_group(view, _mean(table, s.id, wave, group=f"{field.id}={group}")) for s in areas),
            )
            for group in groups
        ),
        note=text(
            f"Mean need (n). An en dash stands for an area that the group was not asked about, and for fewer "
            f"than {FEWEST_IN_GROUP} people."
        ),
    )


def _of_group(view: View, row: Row | None) -> Cell:
    if row is None or row.n is None or row.n < FEWEST_IN_GROUP:
        return NOTHING
    if row.estimate is None:
        return words(view.disclosure.hidden)
    return Cell(text=(f"{number(row.estimate, signed=True)} ({row.n})",), value=row.estimate)


def _concordance(view: View, wave: Wave, field: FieldDefinition) -> Paragraph:
    found = view.study.standing.needs.one(statistic="kendall_w", model=MODEL, wave=wave, factor=field.id)
    if found is None or not found.available:
        reason = "" if found is None else f": {found.unavailable}"
        return Paragraph(text=text("How alike the groups rank the areas cannot be said", reason, "."))
    named = (found.with_ or "").split(", ")
    titles = [_title(score) for score in declared_needs(view.instrument) if score.id in named]
    return Paragraph(
        text=text(
            f"{found.n} groups rank the {len(titles)} areas that all of them were asked about (",
            listing(titles),
            "). How alike they rank them: Kendall's ",
            Italic("W"),
            f" = {estimate(found)}, where 1 is the same ranking and 0 none in common; ties are allowed for.",
        )
    )


def _topics(view: View, table: Table, areas: list[ScoreRule], wave: Wave) -> Iterator[TableBlock]:
    rows: list[tuple[float, tuple[Cell, ...]]] = []
    for score in areas:
        for topic in topics(view.instrument, score):
            agreed = table.one(statistic="rated_high", model=MODEL, item=topic.importance, wave=wave)
            important = view.found.about(item=topic.importance, wave=wave).get("mean")
            adequate = view.found.about(item=topic.adequacy, wave=wave).get("mean")
            if agreed is None or not agreed.n:
                continue
            together = agreed.estimate is not None and agreed.estimate >= CONSENSUS
            rows.append(
                (
                    -(agreed.estimate if agreed.estimate is not None else 0.0),
                    (
                        words(Wording(view.instrument.item[topic.importance].text)),
                        words(_title(score)),
                        count(agreed.n),
                        value(important),
                        value(adequate),
                        value(agreed),
                        words("yes" if together else "no"),
                    ),
                )
            )
    if rows:
        yield TableBlock(
            id="table-need-topics",
            caption=text("Topics, most agreed importance first"),
            columns=(
                Column(label=("Topic",)),
                Column(label=("Area",)),
                number_column(Italic("n")),
                number_column("Importance"),
                number_column("Adequacy"),
                number_column("Rate it in the upper half"),
                Column(label=("Consensus",)),
            ),
            rows=tuple(cells for _, cells in sorted(rows, key=lambda entry: entry[0])),
            note=text(
                f"Consensus = at least {number(100 * CONSENSUS, 0)}% of those asked rate the importance in "
                "the upper half of the options, the threshold most used in Delphi studies (Diamond et al., "
                "2014, Journal of Clinical Epidemiology, 67, 401–409)."
            ),
        )


SECTION = ReportSection(name="needs", title="What is needed", order=57, applies=applies, blocks=blocks)
