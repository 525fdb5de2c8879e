"""Do the options run the same way in the file as in the instrument? One of three proofs of polarity."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from itertools import pairwise

from mtle_survey.errors import Problem, problem
from mtle_survey.instrument.model import Item
from mtle_survey.matching.options import Mode, Options, code_text
from mtle_survey.normalise import number_in
from mtle_survey.raw_table import ExportTable
from mtle_survey.responses import Missing


class LabelOrder(StrEnum):
    """What the file says about the direction of an item's codes."""

    BY_LABEL = "answers were read by their labels"
    CONFIRMED = "the file labels its codes in the instrument's order"
    REVERSED = "the file labels its codes in the opposite order"
    DIFFERENT = "the file numbers the options differently"
    UNKNOWN = "the file holds codes without labels"


def labels_of_codes(value_labels: Mapping[str, str], options: Options) -> dict[float, float]:
    """Codes in the file, as numbers, with the instrument's code of the option that each is labelled as."""
    found = {}
    for code, label in value_labels.items():
        answer = options.read(label, Mode.LABELS)
        number = number_in(code)
        if answer is not None and answer.reason is Missing.ANSWERED and number is not None:
            found[number] = answer.code
    return found


def digits_of_labels(texts: Iterable[str], options: Options) -> dict[float, float]:
    """Numbers written beside a known label (``Agree (2)``), with the instrument's code of that label."""
    found = {}
    for text in texts:
        beside = options.number_beside_label(text)
        if beside is not None:
            found[beside[0]] = beside[1]
    return found


def order_of(pairs: Mapping[float, float]) -> LabelOrder:
    """How codes in the file (keys) go with the instrument's codes (values)."""
    if len(pairs) < 2:
        return LabelOrder.UNKNOWN
    if all(file == ours for file, ours in pairs.items()):
        return LabelOrder.CONFIRMED
    ours = [pairs[file] for file in sorted(pairs)]
    if all(later < earlier for earlier, later in pairwise(ours)):
        return LabelOrder.REVERSED
    return LabelOrder.DIFFERENT


def order_problem(
    table: ExportTable,
    place: int,
    item: Item,
    pairs: Mapping[float, float],
    options: Options,
    *,
    cells: int,
) -> Problem:
    """A conflict between the file's numbers and the instrument's, with the item's wording."""
    shown = ", ".join(
        f"{code_text(file)} is “{options.label_of(ours)}” (declared {code_text(ours)})"
        for file, ours in sorted(pairs.items())
        if file != ours
    )
    return problem(
        "D204" if order_of(pairs) is LabelOrder.REVERSED else "D205",
        file=table.file,
        column=table.columns[place].name,
        item=item.id,
        found=shown,
        count=cells,
        wording=item.text,
    )
