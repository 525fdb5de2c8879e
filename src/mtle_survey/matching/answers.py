"""Read the rated items of one file: each distinct text once, then every record by the text it holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mtle_survey.errors import Problem, problem
from mtle_survey.instrument.model import Instrument, Item, ResponseFormat
from mtle_survey.instrument.suggest import did_you_mean
from mtle_survey.matching.damaged_values import kind_of_damage
from mtle_survey.matching.file_labels import by_label, declared_missing, labelled_codes
from mtle_survey.matching.label_order import (
    LabelOrder,
    digits_of_labels,
    labels_of_codes,
    order_of,
    order_problem,
)
from mtle_survey.matching.options import NAN, Mode, Options, code_text, column_modes
from mtle_survey.normalise import number_in
from mtle_survey.raw_table import CodedColumn, ExportTable
from mtle_survey.responses import Missing

LISTED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadItem:
    """One rated item: what each distinct text stands for, and which text each record holds.

    Attributes
    ----------
    codes : (t,) float array
        nan where the text is no answer.
    reasons : (t,) uint8 array
        ``Missing`` of each text.
    index : (n,) int array
        Place of each record's text.
    """

    codes: NDArray[np.float64]
    reasons: NDArray[np.uint8]
    index: NDArray[np.integer]

    def answered(self) -> NDArray[np.bool_]:
        """(n,) which records hold an answer."""
        return np.asarray((self.reasons == Missing.ANSWERED)[self.index], dtype=np.bool_)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The rated items of one file.

    Attributes
    ----------
    items : tuple of ReadItem
    records : int
    label_order : mapping of item id to LabelOrder
    problems : tuple of Problem
    """

    items: tuple[ReadItem, ...]
    records: int
    label_order: Mapping[str, LabelOrder]
    problems: tuple[Problem, ...]

    def values(self, chosen: slice) -> NDArray[np.float64]:
        """(m, k) codes of the chosen records."""
        out = np.empty((len(range(self.records)[chosen]), len(self.items)))
        for k, item in enumerate(self.items):
            out[:, k] = item.codes[item.index[chosen]]
        return out

    def reasons(self, chosen: slice) -> NDArray[np.uint8]:
        """(m, k) ``Missing`` of the chosen records."""
        out = np.empty((len(range(self.records)[chosen]), len(self.items)), dtype=np.uint8)
        for k, item in enumerate(self.items):
            out[:, k] = item.reasons[item.index[chosen]]
        return out

    def answered(self) -> NDArray[np.bool_]:
        """(n,) which records hold at least one answer; all of them where nothing is rated."""
        if not self.items:
            return np.ones(self.records, dtype=bool)
        return np.asarray(np.logical_or.reduce([item.answered() for item in self.items]), dtype=np.bool_)


@dataclass(frozen=True, slots=True)
class _Column:
    """One rated item in the file: its column, its options and the texts that occur, blank ones left out."""

    item: Item
    place: int
    cells: CodedColumn
    options: Options
    held: list[str]


def read_answers(
    table: ExportTable,
    instrument: Instrument,
    rated: Sequence[str],
    positions: Mapping[str, int],
    values_are: Mode | None,
) -> Answers:
    """Read every rated item by the options of its response format.

    Parameters
    ----------
    table : ExportTable
    instrument : Instrument
    rated : sequence of item ids
    positions : mapping of item id to index into the columns
    values_are : Mode or None
        ``labels`` or ``codes`` where the evaluator has said which.
    """
    formats = {name: Options(f) for name, f in instrument.response_formats.items()}
    problems: list[Problem] = []
    orders: dict[str, LabelOrder] = {}
    columns: list[_Column] = []
    for name in rated:
        item, place = instrument.item[name], positions[name]
        options, cells = formats[str(item.format)], table.column(place)
        orders[name], reversed_labels = _order_in_file(table, item, place, cells, options)
        cells, contradictions = by_label(cells, table.columns[place], options, file=table.file, item=name)
        problems += [*reversed_labels, *contradictions]
        held = sorted({t for t in cells.occurring() if t is not None and t.strip()})
        columns.append(_Column(item, place, cells, options, held))
    modes = column_modes({c.item.id: c.options for c in columns}, {c.item.id: c.held for c in columns})
    read = []
    for column in columns:
        one, found = _read_item(table, instrument, column, values_are or modes[column.item.id])
        read.append(one)
        problems += found
        if orders[column.item.id] is LabelOrder.UNKNOWN and any(map(column.options.is_label, column.held)):
            orders[column.item.id] = LabelOrder.BY_LABEL
    return Answers(items=tuple(read), records=len(table.rows), label_order=orders, problems=tuple(problems))


def _order_in_file(
    table: ExportTable, item: Item, place: int, cells: CodedColumn, options: Options
) -> tuple[LabelOrder, list[Problem]]:
    """Whether labels that the file gives to its codes run as the instrument's do."""
    column = table.columns[place]
    if not column.value_labels or not labelled_codes(cells, column):
        return LabelOrder.UNKNOWN, []
    pairs = labels_of_codes(column.value_labels, options)
    order = order_of(pairs)
    if order is not LabelOrder.REVERSED:
        return order, []
    return order, [order_problem(table, place, item, pairs, options, cells=len(cells.index))]


def _read_item(
    table: ExportTable, instrument: Instrument, column: _Column, mode: Mode
) -> tuple[ReadItem, list[Problem]]:
    undecided = mode is Mode.EITHER and column.options.collide
    declared = declared_missing(column.cells, table.columns[column.place], column.options)
    codes = np.full(len(column.cells.texts), NAN)
    reasons = np.full(len(column.cells.texts), Missing.NOT_SHOWN, dtype=np.uint8)
    for t, text in enumerate(column.cells.texts):
        if text is None:
            continue
        answer = None if undecided or not text.strip() else column.options.read(text, mode)
        if answer is not None:
            codes[t], reasons[t] = answer.code, answer.reason
        else:
            unread = Missing.INVALID if text.strip() else Missing.BLANK
            reasons[t] = declared.get(text, unread)
    one = ReadItem(codes=codes, reasons=reasons, index=column.cells.index)
    if not (undecided and column.held):
        states = dict(zip(column.cells.texts, reasons.tolist(), strict=True))
        invalid = [t for t in column.held if states[t] == Missing.INVALID]
        return one, list(_value_problems(table, instrument, column, invalid))
    both_ways = problem(
        "D105",
        file=table.file,
        column=table.columns[column.place].name,
        item=column.item.id,
        found=few(column.held),
        format=column.item.format,
    )
    return one, [both_ways]


def _value_problems(
    table: ExportTable, instrument: Instrument, column: _Column, invalid: Sequence[str]
) -> Iterator[Problem]:
    contradicting = [t for t in invalid if column.options.number_beside_label(t) is not None]
    if contradicting:
        pairs = digits_of_labels(column.held, column.options)
        count = len(column.cells.where(contradicting))
        yield order_problem(table, column.place, column.item, pairs, column.options, cells=count)
    for text in (t for t in invalid if t not in contradicting):
        rows = table.rows[column.cells.where((text,))].tolist()
        code = kind_of_damage(text) or ("D104" if number_in(text) is not None else "D101")
        yield problem(
            code,
            file=table.file,
            row=rows[0],
            rows=rows,
            column=table.columns[column.place].name,
            item=column.item.id,
            found=f"“{text.strip()[:80]}”",
            count=len(rows),
            item_id=column.item.id,
            format=column.item.format,
            options=_option_list(instrument.format_of(column.item.id), codes=code != "D101"),
            suggestion=did_you_mean(text.strip(), filter(None, instrument.format_of(column.item.id).labels)),
        )


def _option_list(response_format: ResponseFormat, *, codes: bool) -> str:
    if codes:
        return f"{code_text(response_format.low)} to {code_text(response_format.high)}"
    return " / ".join(label for label in response_format.labels if label)


def few(names: Iterable[str]) -> str:
    """The first of several names, and how many there are."""
    names = list(names)
    shown = ", ".join(str(name) for name in names[:LISTED])
    return shown + (f" and {len(names) - LISTED} more" if len(names) > LISTED else "")
