"""Roles, stages and other classes that a rule of the instrument gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from mtle_survey.evidence.pairs import Contrast
from mtle_survey.report.blocks import Block, Cell, Column, Details, FigureBlock, Paragraph, TableBlock
from mtle_survey.report.categories import Categories, categories, transitions
from mtle_survey.report.cells import count, number_column, share, words
from mtle_survey.report.few import beside
from mtle_survey.report.figures.alluvial import alluvial_figure
from mtle_survey.report.format import count_of
from mtle_survey.report.informant_words import both_groups
from mtle_survey.report.inline import Reference, Text, Wording, counted, text
from mtle_survey.report.section import ReportSection
from mtle_survey.report.view import View


def applies(view: View) -> bool:
    """Whether the instrument classifies anybody."""
    return bool(categories(view))


def blocks(view: View) -> tuple[Block, ...]:
    """For each class: counts by wave, and who moved from which value to which."""
    together = both_groups(view)
    label = (Paragraph(text=text(together)),) if together else ()
    return (*label, *(block for score in categories(view) for block in _score(view, score)))


def _score(view: View, score: Categories) -> Iterator[Block]:
    yield TableBlock(
        id=f"table-class-{score.id}",
        caption=text(Wording(score.title)),
        columns=(Column(label=("Value",)), *(number_column(wave or "Respondents") for wave in score.by_wave)),
        rows=tuple(_counts(view, score)),
        note=text(
            "Worked out from the answers by a rule of the instrument (",
            Reference("methods"),
            "). Percentages of those whom the rule could place",
            "; the others are counted without one." if score.undecided else ".",
        ),
    )
    moves = transitions(view, score)
    if moves is not None:
        yield from _transitions(view, score, moves)


def _counts(view: View, score: Categories) -> Iterator[tuple[Cell, ...]]:
    counted = {wave: score.counts(view, wave) for wave in score.by_wave}
    nothing: tuple[int | None, ...] = (None,) * len(score.kinds)
    shown = {
        wave: view.disclosure.counts([c[kind] for kind in score.kinds])
        if view.release.shows_fact(score.id, wave)
        else nothing
        for wave, c in counted.items()
    }
    for place, kind in enumerate(score.kinds):
        cells = (_cell(view, score, place, counted[w], shown[w]) for w in score.by_wave)
        yield (words(score.labels[kind]), *cells)


def _cell(
    view: View, score: Categories, place: int, counted: Counter[str], shown: tuple[int | None, ...]
) -> Cell:
    """A count, and its percentage of those placed unless that would tell how many were not."""
    placed = sum(counted[score.kinds[i]] for i in score.decided)
    told = all(shown[i] is not None for i in range(len(shown)) if i not in score.decided)
    if place in score.decided and told and placed:
        return share(shown[place], placed, view.disclosure.hidden_count)
    return count(shown[place], view.disclosure.hidden_count)


def _ways(view: View, score: Categories, contrast: str) -> Text:
    """How many of those who moved moved up, and how many down, where the values have an order."""
    table = view.shown(view.study.changes.stages)
    found = [table.one(statistic=way, item=score.id, contrast=contrast) for way in ("moved_up", "moved_down")]
    counts = [count_of(row) for row in found if row is not None and row.available]
    if len(counts) < 2 or not view.disclosure.shows_all(counts):
        return ()
    return text(" (", counted(counts[0]), " up, ", counted(counts[1]), " down)")


def _transitions(view: View, score: Categories, moves: NDArray[np.int64]) -> Iterator[Block]:
    """How many people moved, and from which value to which."""
    contrast = view.main_contrast
    if contrast is None or not view.release.shows_moves(score.id, contrast.name):
        return
    placed = moves[np.ix_(score.decided, score.decided)]
    total, stayed = int(placed.sum()), int(np.trace(placed))
    unplaced = int(moves.sum()) - total
    told = (stayed, total - stayed, unplaced)
    if view.disclosure.counts(told) == told:
        others = f" {unplaced} more could not be placed at least once." if unplaced else ""
        yield Paragraph(
            text=text(
                "Of ",
                counted(total),
                " people whom the rule could place both times, ",
                counted(total - stayed),
                " moved",
                *_ways(view, score, contrast.name),
                " and ",
                counted(stayed),
                f" stayed.{others}",
            )
        )
    if view.disclosure.counts(moves.ravel().tolist()) != tuple(moves.ravel().tolist()):
        yield Paragraph(
            text=text("Who moved from which value to which is not shown, to protect small groups.")
        )
        return
    table = _moves_table(score, moves, contrast)
    if total > stayed:
        yield from beside(view, _moves_figure(score, placed, contrast, table))
    aside = total > 0 and (stayed == total or not view.few)
    yield Details(title=table.caption, blocks=(table,)) if aside else table


def _moves_table(score: Categories, moves: NDArray[np.int64], contrast: Contrast) -> TableBlock:
    return TableBlock(
        id=f"table-moves-{score.id}",
        caption=text(Wording(score.title), f": from {contrast.earlier} (rows) to {contrast.later} (columns)"),
        columns=(
            Column(label=(f"In {contrast.earlier}",)),
            *(number_column(score.labels[kind], group=f"In {contrast.later}") for kind in score.kinds),
            number_column("All"),
        ),
        rows=tuple(
            (words(score.labels[kind]), *(count(int(n)) for n in row), count(int(row.sum())))
            for kind, row in zip(score.kinds, moves, strict=True)
        ),
        note=text(
            "Counts of people. Those on the diagonal stayed",
            "; who was not placed neither moved nor stayed." if score.undecided else ".",
        ),
    )


def _moves_figure(
    score: Categories, placed: NDArray[np.int64], contrast: Contrast, table: TableBlock
) -> FigureBlock:
    """Streams from value to value of the people whom the rule could place both times."""
    ordered = [kind for i, kind in enumerate(score.kinds) if i in score.decided]
    return alluvial_figure(
        f"figure-moves-{score.id}",
        text(Wording(score.title), f": from {contrast.earlier} to {contrast.later}"),
        [score.labels[kind] for kind in ordered],
        placed,
        (contrast.earlier, contrast.later),
        data=replace(table, id=f"figure-moves-{score.id}-data"),
        note=text("Streams are as wide as the number of people who went that way."),
    )


SECTION = ReportSection(
    name="roles", title="Roles, stages and other classes", order=48, applies=applies, blocks=blocks
)
