"""Questions that allow several answers, spread over one column for each option."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from mtle_survey.errors import Problem, Severity, problem
from mtle_survey.instrument.model import Item
from mtle_survey.normalise import normalise_label, number_in
from mtle_survey.raw_table import ExportTable, RawColumn

JOINED = "; "
CHOSEN = frozenset({"1", "1.0", "checked", "yes", "y", "true", "x", "selected", "ja", "oui", "sí"})
NOT_CHOSEN = frozenset({"", "0", "0.0", "unchecked", "no", "n", "false", "not selected", "nein", "non"})
PART = re.compile(r"(?:___|[_/.#:-]|\s*\[)(?P<part>[^\[\]]+)\]?")
LEAST_PARTS = 2

Part = tuple[int, str]
"""The place of a column and the option that it stands for."""


def option_columns(table: ExportTable, item: Item, names: Iterable[str]) -> list[Part]:
    """The columns of the options of one question; empty unless two or more are known for what they are.

    A column belongs to the question if its header begins with one of ``names``, or its wording with the
    question's. Which option it stands for is said by its statement, by the rest of its header, or by its
    cells where they repeat the option; its position says nothing.
    """
    heads = sorted({name.strip().casefold() for name in names if name.strip()}, key=len, reverse=True)
    options = {normalise_label(option): option for option in item.options}
    slugs = {_slug(option): option for option in item.options}
    found: dict[str, list[int]] = {}
    for place, column in enumerate(table.columns):
        rest = _rest(column, heads, normalise_label(item.text))
        if column.metadata or rest is None:
            continue
        option = (
            options.get(normalise_label(column.statement or ""))
            or slugs.get(_slug(rest))
            or _repeated(table, place, options)
        )
        if option is not None:
            found.setdefault(option, []).append(place)
    if len(found) < LEAST_PARTS or any(len(places) > 1 for places in found.values()):
        return []
    return [(found[option][0], option) for option in item.options if option in found]


def joined_options(
    table: ExportTable, item: Item, parts: Sequence[Part]
) -> tuple[NDArray[np.object_], list[Problem]]:
    """(n,) the chosen options of each record in declared order, joined by semicolons.

    None where every column is blank; an empty text where the platform says that nothing was chosen. A cell
    that says neither, such as -99 for a question seen but not answered, counts as not chosen and is told.
    """
    n = len(table.rows)
    chosen = np.zeros((n, len(parts)), dtype=bool)
    said = np.zeros((n, len(parts)), dtype=bool)
    problems = []
    for k, (place, option) in enumerate(parts):
        cells = table.column(place)
        plain = [normalise_label(text or "") for text in cells.texts]
        yes = [text in CHOSEN or text == normalise_label(option) for text in plain]
        chosen[:, k] = np.array(yes, dtype=bool)[cells.index] if yes else False
        said[:, k] = np.array([bool(text) for text in plain], dtype=bool)[cells.index] if yes else False
        odd = [
            text
            for text, reading, is_yes in zip(cells.texts, plain, yes, strict=True)
            if text is not None and not is_yes and reading not in NOT_CHOSEN
        ]
        said[cells.where(odd), k] = False
        if odd and len(cells.where(odd)):
            problems.append(_odd_cells(table, item, place, option, odd))
    texts = np.full(n, None, dtype=object)
    for i in np.flatnonzero(said.any(axis=1)).tolist():
        texts[i] = JOINED.join(option for (_, option), yes in zip(parts, chosen[i], strict=True) if yes)
    return texts, problems


def _odd_cells(table: ExportTable, item: Item, place: int, option: str, odd: list[str]) -> Problem:
    """Cells that are neither; a note for numbers, which platforms use for answers that are missing."""
    rows = table.rows[table.column(place).where(odd)].tolist()
    numbers = all(number_in(text.strip()) is not None for text in odd)
    return problem(
        "D111",
        file=table.file,
        row=rows[0],
        rows=rows,
        column=table.columns[place].name,
        item=item.id,
        found=", ".join(f"“{text.strip()[:40]}”" for text in odd[:3]),
        count=len(rows),
        severity=Severity.NOTE if numbers else Severity.WARNING,
        option=option,
    )


def _rest(column: RawColumn, heads: Sequence[str], wording: str) -> str | None:
    """What is left of a column's name after the question's; None if it is not of the question."""
    for name in (column.name.strip(), column.import_id or ""):
        for head in heads:
            match = PART.fullmatch(name[len(head) :]) if name.casefold().startswith(head) else None
            if match is not None:
                return match["part"].strip()
    shown = normalise_label(column.question or "")
    return "" if column.statement and shown.startswith(wording) and shown != wording else None


def _slug(text: str) -> str:
    """Letters and digits only: ``Grades_K_2`` and ``Grades K-2`` are one."""
    return "".join(c for c in normalise_label(text) if c.isalnum())


def _repeated(table: ExportTable, place: int, options: dict[str, str]) -> str | None:
    """The option that is the only text of the column."""
    texts = {normalise_label(text) for text in table.distinct(place) if text and text.strip()}
    return options.get(texts.pop()) if len(texts) == 1 else None
