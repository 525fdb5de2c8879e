"""Responses that the platform marks as unfinished: which blanks stand after the last answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from mtle_survey.counting import counted
from mtle_survey.errors import Problem, problem
from mtle_survey.instrument.model import Instrument
from mtle_survey.matching.answers import Answers
from mtle_survey.matching.columns import item_targets, match_columns
from mtle_survey.normalise import number_in
from mtle_survey.raw_table import CodedColumn, ExportTable
from mtle_survey.responses import Missing

UNFINISHED = frozenset({"0", "false", "no", "partial", "incomplete", "started", "disqualified"})
WHOLE = 100
NOT_SHOWN = "not_shown"
_AS_BLANK = (
    "They count as left blank, since nobody can tell from the export whether the questions after the last "
    "answer were seen.",
    "if everybody was asked in the order of the columns, say so in the study file (unfinished: not_shown, "
    "beside files:), and they count as never shown",
)
_AS_NOT_SHOWN = ("The study file says that the questions after the last answer were never shown.", "nothing")


def ended_early(table: ExportTable) -> NDArray[np.bool_] | None:
    """(n,) which responses the platform marks as unfinished; None where it says nothing.

    Its own word (Finished, Status) goes before the share of pages that were seen (Progress).
    """
    for meaning, tells in (("finished", _unfinished), ("progress", _part)):
        place = next((i for i, c in enumerate(table.columns) if c.meaning == meaning), None)
        if place is not None:
            cells = table.column(place)
            said = [tells(text) if text and text.strip() else False for text in cells.texts]
            return np.array(said, dtype=np.bool_)[cells.index] if said else np.zeros(0, dtype=np.bool_)
    return None


def reach(table: ExportTable, instrument: Instrument, places: Iterable[int]) -> NDArray[np.int64] | None:
    """(n,) the column up to which each response came: all of them, unless it ended early.

    Parameters
    ----------
    table : ExportTable
    instrument : Instrument
    places : iterable of int
        Columns of the questions of this form; what other forms ask in the same records counts too.

    Returns
    -------
    (n,) int array or None
        The last column of a question that holds something, -1 where none does; None where the platform does
        not say who finished.
    """
    ended = ended_early(table)
    if ended is None:
        return None
    asked = set(places)
    for form in instrument.forms:
        if form.columns:
            asked |= set(
                match_columns(table, item_targets(instrument, form.columns, form.columns)).positions.values()
            )
    last = np.full(len(table.rows), -1, dtype=np.int64)
    for place in sorted(asked):
        last[_filled(table.column(place))] = place
    return np.where(ended, last, len(table.columns))


def without_reach(
    reasons: NDArray[np.uint8], up_to: NDArray[np.int64], places: NDArray[np.int64]
) -> NDArray[np.uint8]:
    """(n, k) the states of cells, blank ones beyond the reach of their response as never shown.

    Parameters
    ----------
    reasons : (n, k) uint8 array
    up_to : (n,) int array
        The column up to which each response came.
    places : (k,) int array
        The column of each item.
    """
    beyond = (reasons == Missing.BLANK) & (places[None, :] > up_to[:, None])
    return np.where(beyond, np.uint8(Missing.NOT_SHOWN), reasons)


def early_problems(
    table: ExportTable,
    answers: Answers,
    positions: Mapping[str, int],
    items: Iterable[str],
    up_to: NDArray[np.int64] | None,
    declared: str | None,
) -> list[Problem]:
    """How many blanks stand after the last answer of unfinished responses, and what they count as."""
    if up_to is None:
        return []
    cells = np.zeros(len(table.rows), dtype=np.int64)
    for item, read in zip(items, answers.items, strict=True):
        blank = (read.reasons == Missing.BLANK)[read.index]
        cells += blank & (positions[item] > up_to)
    rows = table.rows[cells > 0].tolist()
    if not rows:
        return []
    why, fix = _AS_NOT_SHOWN if declared == NOT_SHOWN else _AS_BLANK
    blanks = counted(int(cells.sum()), "blank answer")
    found = f"{counted(len(rows), 'response')}, {blanks} after the last one given"
    return [
        problem(
            "D121",
            file=table.file,
            row=rows[0],
            rows=rows,
            found=found,
            count=len(rows),
            reading=why,
            remedy=fix,
        )
    ]


def _filled(cells: CodedColumn) -> NDArray[np.bool_]:
    held = np.array([bool(text and text.strip()) for text in cells.texts], dtype=np.bool_)
    return held[cells.index] if len(held) else np.zeros(0, dtype=np.bool_)


def _unfinished(text: str) -> bool:
    return text.strip().casefold().removesuffix(".0") in UNFINISHED


def _part(text: str) -> bool:
    share = number_in(text)
    return share is not None and share < WHOLE
