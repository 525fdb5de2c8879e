"""Which columns of a file hold the items, the fields and the comments of a study."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mtle_survey.instrument.model import Form, Instrument
from mtle_survey.matching.columns import (
    ColumnMatch,
    Target,
    comment_targets,
    field_targets,
    item_targets,
    match_columns,
    suffixed_columns,
)
from mtle_survey.matching.identification import respondent_columns
from mtle_survey.matching.prepared import Reading
from mtle_survey.matching.several import Part, option_columns
from mtle_survey.raw_table import ExportTable


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundColumns:
    """Where everything stands.

    Attributes
    ----------
    wanted : tuple of str
        Items that the file is to hold.
    rated : tuple of str
        Rated items that it holds.
    items, fields, comments : ColumnMatch
    options : mapping of item to sequence of Part
        The columns of questions that allow several answers, one for each option.
    """

    wanted: tuple[str, ...]
    rated: tuple[str, ...]
    items: ColumnMatch
    fields: ColumnMatch
    comments: ColumnMatch
    options: Mapping[str, Sequence[Part]]

    @property
    def positions(self) -> dict[str, int]:
        """The column of each item; the first one of those that have a column for each option."""
        first = {item: parts[0][0] for item, parts in self.options.items()}
        return dict(self.items.positions) | {i: p for i, p in first.items() if i not in self.items.positions}

    @property
    def asked(self) -> set[int]:
        """The columns of items."""
        spread = (place for parts in self.options.values() for place, _ in parts)
        return {*self.items.positions.values(), *spread}

    @property
    def claimed(self) -> set[int]:
        """The columns of anything."""
        return self.asked | {*self.fields.positions.values(), *self.comments.positions.values()}


def find_columns(table: ExportTable, instrument: Instrument, reading: Reading) -> FoundColumns:
    """Match the columns of a file; what could not be matched is told by each ``ColumnMatch``."""
    declared = reading.form.columns if reading.form else {}
    overrides = {**suffixed_columns(table, instrument, declared, reading.suffix), **reading.columns}
    wanted = _wanted_items(instrument, reading.form)
    targets = item_targets(instrument, wanted, overrides)
    items = match_columns(table, targets)
    undeclared = (*respondent_columns(instrument, reading.respondent), *reading.also)
    several = (target for target in targets if instrument.item[target.id].type == "multiple")
    options = {t.id: option_columns(table, instrument.item[t.id], t.names) for t in several}
    return FoundColumns(
        wanted=wanted,
        rated=tuple(i for i in instrument.rated_items if i in items.positions),
        items=items,
        fields=match_columns(table, _field_targets(instrument, overrides, undeclared)),
        comments=match_columns(table, comment_targets(reading.comments, reading.suffix)),
        options={item: parts for item, parts in options.items() if parts},
    )


def _wanted_items(instrument: Instrument, form: Form | None) -> tuple[str, ...]:
    if form is None:
        return tuple(item.id for item in instrument.items)
    return tuple(item.id for item in instrument.items if item.id in form.items or item.base in form.items)


def _field_targets(
    instrument: Instrument, overrides: Mapping[str, tuple[str, ...]], undeclared: Iterable[str]
) -> list[Target]:
    targets = list(field_targets(instrument, overrides))
    claimed = {name.casefold() for target in targets for name in target.names}
    names = dict.fromkeys(n for n in undeclared if n not in instrument.field and n.casefold() not in claimed)
    return [*targets, *(Target(name, (name,), name) for name in names)]
