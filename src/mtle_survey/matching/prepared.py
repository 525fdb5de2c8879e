"""How one file is to be read, and the file once it is matched to an instrument."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from mtle_survey.errors import Problem
from mtle_survey.instrument.model import Form, Instrument
from mtle_survey.matching.answers import Answers
from mtle_survey.matching.ended_early import without_reach
from mtle_survey.matching.identification import Respondent
from mtle_survey.matching.options import Mode
from mtle_survey.raw_table import ExportTable
from mtle_survey.responses import Responses, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How one file is to be read.

    Attributes
    ----------
    wave : str or None
    form : Form or None
        The form that was answered; None takes whatever items the file holds.
    columns : mapping of item or field id to headers
        The study's own column names, which go before the instrument's.
    respondent : str, tuple of str or None
        The column (or field) that identifies people, or the columns of a self-made code.
    values : Mode or None
        ``labels`` or ``codes`` where the evaluator has said which.
    suffix : str
        What the headers of this wave end in, where several waves stand side by side.
    also : tuple of str
        Columns that the study needs although the instrument does not declare them; they become fields.
    comments : mapping of open question to header
        Columns of free text that the study declares; they become comments.
    unfinished : str or None
        ``not_shown`` where the evaluator says that blanks after the last answer of an unfinished response
        were never shown.
    """

    wave: str | None = None
    form: Form | None = None
    columns: Mapping[str, tuple[str, ...]]
    respondent: Respondent = None
    values: Mode | None = None
    suffix: str = ""
    also: tuple[str, ...] = ()
    comments: Mapping[str, str] = field(default_factory=dict)
    unfinished: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """One file matched to an instrument and read, ready to be coded as a whole or in parts.

    Attributes
    ----------
    table : ExportTable
    reading : Reading
    instrument : Instrument
    items : tuple of str
        Rated items that the file holds.
    answers : Answers
    texts, fields, comments : mapping of item, field or open question to (n,) object array
    ids, elements : object arrays or None
    columns : mapping of item or field id to header
    positions : mapping of item id to index into the table's columns
    reached : (n,) int array or None
        The column up to which each response came; None where blanks after it count as left blank.
    recorded : tuple of str, or None
        First, middle and last day on which answers were recorded.
    timing : (n,) float array or None
    page_seconds : mapping of header to (n,) float array
    problems : tuple of Problem
    """

    table: ExportTable
    reading: Reading
    instrument: Instrument
    items: tuple[str, ...]
    answers: Answers
    texts: Mapping[str, NDArray[np.object_]]
    fields: Mapping[str, NDArray[np.object_]]
    comments: Mapping[str, NDArray[np.object_]]
    ids: NDArray[np.object_] | None
    elements: NDArray[np.object_] | None
    columns: Mapping[str, str]
    positions: Mapping[str, int]
    reached: NDArray[np.int64] | None
    recorded: tuple[str, str, str] | None
    timing: NDArray[np.float64] | None
    page_seconds: Mapping[str, NDArray[np.float64]]
    problems: tuple[Problem, ...]

    @property
    def source(self) -> Source:
        """Where the answers come from."""
        return _source(self.table)

    def responses(self, chosen: slice = slice(None)) -> Responses:
        """The responses of the chosen records; the problems are those of the whole file."""
        rows = self.table.rows[chosen]
        return Responses(
            instrument=self.instrument,
            wave=self.reading.wave,
            sources=(self.source,),
            items=self.items,
            values=self.answers.values(chosen),
            reasons=self._reasons(chosen),
            fields={name: cells[chosen] for name, cells in self.fields.items()},
            texts={name: cells[chosen] for name, cells in self.texts.items()},
            comments={name: cells[chosen] for name, cells in self.comments.items()},
            personal_texts=self.table.personal_texts,
            rows=rows,
            source_index=np.zeros(len(rows), dtype=np.int64),
            ids=None if self.ids is None else self.ids[chosen],
            elements=None if self.elements is None else self.elements[chosen],
            columns=self.columns,
            timing=None if self.timing is None else self.timing[chosen],
            recorded=self.recorded,
            page_seconds={name: seconds[chosen] for name, seconds in self.page_seconds.items()},
            label_order={item: order.value for item, order in self.answers.label_order.items()},
            forms=(self.reading.form.id,) if self.reading.form else (),
            problems=self.problems,
        )

    def _reasons(self, chosen: slice) -> NDArray[np.uint8]:
        reasons = self.answers.reasons(chosen)
        if self.reached is None:
            return reasons
        places = np.array([self.positions[item] for item in self.items], dtype=np.int64)
        return without_reach(reasons, self.reached[chosen], places)


def _source(table: ExportTable) -> Source:
    return Source(
        file=table.file,
        sha256=table.sha256,
        platform=table.platform,
        dialect=table.dialect,
        reason=table.reason,
        encoding=table.encoding,
        delimiter=table.delimiter,
        records=table.records,
        excluded=table.excluded,
        sheet=table.sheet,
    )
