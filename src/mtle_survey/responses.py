"""Coded answers of one wave: respondents by items, with a reason for every missing value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from mtle_survey.errors import Problem
from mtle_survey.instrument.model import Instrument, Reason
from mtle_survey.raw_table import ExcludedRecords


class Missing(IntEnum):
    """State of one cell: answered, or why it is missing (the order is that of the report)."""

    ANSWERED = 0
    NOT_SHOWN = 1
    BLANK = 2
    NOT_APPLICABLE = 3
    REFUSED = 4
    DONT_KNOW = 5
    OTHER = 6
    INVALID = 7

    @classmethod
    def of(cls, reason: Reason) -> Missing:
        """The cell state that a declared reason stands for."""
        return cls[reason.name]

    @property
    def words(self) -> str:
        """The reason as it is said within a sentence."""
        return self.name.lower().replace("_", " ")


CODE_SEPARATOR = "-"


def written_code(elements: Sequence[str | None]) -> str | None:
    """A self-made code as its owner wrote it, elements apart; None where nothing was answered."""
    plain = [" ".join((text or "").split()) for text in elements]
    return CODE_SEPARATOR.join(plain) if any(plain) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a wave's answers come from; ``sheet`` is that of a workbook, where one was named."""

    file: str
    sha256: str
    platform: str
    dialect: str
    reason: str
    encoding: str
    delimiter: str
    records: int
    excluded: tuple[ExcludedRecords, ...]
    sheet: str = ""

    @property
    def content(self) -> tuple[str, str]:
        """What tells the data of two sources apart: the hash of the file, and the sheet."""
        return self.sha256, self.sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveFacts:
    """What is said of a wave besides its results.

    Attributes
    ----------
    sources : tuple of Source
    items : tuple of str
    responses, answered : int
        All responses, and those that hold a rated answer.
    """

    sources: tuple[Source, ...]
    items: tuple[str, ...]
    responses: int
    answered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Responses:
    """The answers of one wave, mapped to an instrument, not yet keyed or scored.

    Attributes
    ----------
    instrument : Instrument
    wave : str or None
    sources : tuple of Source
        One per file of the wave.
    items : tuple of str
        The rated items that were administered, in the instrument's order.
    values : (n, k) float array
        Raw codes; nan where missing.
    reasons : (n, k) uint8 array
        ``Missing`` of every cell.
    fields : mapping of field id to (n,) object array
        Text or None, by declared field; number and date fields stay text here.
    texts : mapping of item id to (n,) object array
        Answers to items that are not rated (text, number, multiple, rank); text or None.
    rows : (n,) int array
        Spreadsheet row of each response in its file.
    source_index : (n,) int array
        Which of ``sources`` each response comes from.
    ids : (n,) object array or None
        The respondent's identifier as text, None where blank; the whole None if unlinked.
    elements : (n, e) object array or None
        The elements of a self-made code, as answered; None where people have no such code.
    columns : mapping of item or field id to str
        The header that each was found under.
    timing : (n,) float array or None
        Seconds taken, where the platform says so.
    recorded : tuple of str, or None
        First, middle and last day on which answers were recorded (ISO dates), where the export says so.
    page_seconds : mapping of header to (n,) float array
        Seconds spent on a page, where the platform times pages.
    comments : mapping of open question to (n,) object array
        Answers in people's own words, of questions that the study declares and the instrument does not know;
        text or None. Only redacted and approved ones ever leave the program.
    personal_texts : frozenset of str
        What stood in the columns of personal data, where comments are to be freed of it; never shown.
    marks : (n,) object array or None
        What stands for everything that each person answered, where these are not all of the questions that a
        report beside this one knows of; None where it follows from the answers.
    label_order : mapping of item id to str
        What the file says about the direction of the item's codes, in words.
    problems : tuple of Problem
    """

    instrument: Instrument
    wave: str | None
    sources: tuple[Source, ...]
    items: tuple[str, ...]
    values: NDArray[np.float64]
    reasons: NDArray[np.uint8]
    fields: Mapping[str, NDArray[np.object_]]
    texts: Mapping[str, NDArray[np.object_]]
    rows: NDArray[np.int64]
    source_index: NDArray[np.int64]
    ids: NDArray[np.object_] | None = None
    elements: NDArray[np.object_] | None = None
    marks: NDArray[np.object_] | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    timing: NDArray[np.float64] | None = None
    recorded: tuple[str, str, str] | None = None
    page_seconds: Mapping[str, NDArray[np.float64]] = field(default_factory=dict)
    comments: Mapping[str, NDArray[np.object_]] = field(default_factory=dict, repr=False)
    personal_texts: frozenset[str] = field(default=frozenset(), repr=False)
    label_order: Mapping[str, str] = field(default_factory=dict)
    forms: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def facts(self) -> WaveFacts:
        """What is said of the wave besides its results."""
        return WaveFacts(
            sources=self.sources,
            items=self.items,
            responses=len(self),
            answered=int(self.answered.sum()),
        )

    def subset(self, chosen: NDArray[np.bool_] | slice) -> Responses:
        """The chosen responses, in the same order, with everything that belongs to them."""
        return replace(
            self,
            values=self.values[chosen],
            reasons=self.reasons[chosen],
            fields={name: cells[chosen] for name, cells in self.fields.items()},
            texts={name: cells[chosen] for name, cells in self.texts.items()},
            rows=self.rows[chosen],
            source_index=self.source_index[chosen],
            ids=None if self.ids is None else self.ids[chosen],
            elements=None if self.elements is None else self.elements[chosen],
            marks=None if self.marks is None else self.marks[chosen],
            timing=None if self.timing is None else self.timing[chosen],
            page_seconds={name: seconds[chosen] for name, seconds in self.page_seconds.items()},
            comments={name: cells[chosen] for name, cells in self.comments.items()},
        )

    @property
    def answered(self) -> NDArray[np.bool_]:
        """(n,) whether a rated item was answered; any question, where the instrument rates nothing."""
        if not self.instrument.rated_items:
            filled = [np.array([text is not None for text in cells]) for cells in self.texts.values()]
            return np.logical_or.reduce(filled) if filled else np.zeros(len(self), dtype=np.bool_)
        return np.asarray((self.reasons == Missing.ANSWERED).any(axis=1), dtype=np.bool_)
