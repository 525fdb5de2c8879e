"""An export as it stood in the file: text cells, columns by position, every record accounted for."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from mtle_survey.errors import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class RawColumn:
    """One column of an export.

    Attributes
    ----------
    position : int
        0-based place in the file; columns are addressed by it, since names may repeat.
    name : str
        The short header (``Q4_1``); the question text where the platform has no short names.
    question : str or None
        The question's wording, if the export carries it apart from the name.
    import_id : str or None
        The platform's stable id of the question (Qualtrics ImportId).
    value_labels : mapping of str to str
        Labels of codes, where the file itself holds them (SPSS, Stata).
    missing_codes : mapping of str to str
        Codes that the file declares as missing, with their label or an empty string.
    statement : str or None
        The part of the wording that is this column's own, where several columns share a stem: the
        row of a matrix, the option of a multi-select.
    meaning : str
        What a metadata column says, in words common to all platforms: ``response_id``, ``start``,
        ``end``, ``duration`` (seconds), ``status``, ``finished``, ``progress``, ``language``,
        ``event``, ``repeat_instrument``, ``repeat_instance``, ``record`` (the platform's id of a
        person who may have several rows); empty if none of these.
    folded : int
        How many columns of the file it was made of: more than 1 where a single choice had been spread
        over one column per option.
    personal : bool
        Whether the reader knows it as personal data (name, e-mail, IP address, location).
    metadata : bool
        Whether it belongs to the platform (dates, status, duration) and not to the questionnaire.
    """

    position: int
    name: str
    question: str | None = None
    import_id: str | None = None
    value_labels: Mapping[str, str] = field(default_factory=dict)
    missing_codes: Mapping[str, str] = field(default_factory=dict)
    statement: str | None = None
    meaning: str = ""
    folded: int = 1
    personal: bool = False
    metadata: bool = False


@dataclass(frozen=True, slots=True)
class CodedColumn:
    """The cells of one column as its distinct texts, and which of them each record holds.

    Attributes
    ----------
    texts : tuple of str or None
        Each once, in the order of their first occurrence; texts that no longer occur may remain.
    index : (n,) int array
        Place of each record's cell among ``texts``.
    """

    texts: tuple[str | None, ...]
    index: NDArray[np.integer]

    @classmethod
    def of(cls, cells: Iterable[str | None]) -> CodedColumn:
        """Take a column apart."""
        places: dict[str | None, int] = {}
        index = [places.setdefault(cell, len(places)) for cell in cells]
        return cls(tuple(places), np.array(index, dtype=np.int64))

    def cells(self) -> NDArray[np.object_]:
        """(n,) the cells themselves."""
        return np.asarray(_objects(self.texts)[self.index], dtype=object)

    def stripped(self) -> NDArray[np.object_]:
        """(n,) the cells without surrounding spaces; None where nothing is left."""
        return self.mapped([text.strip() or None if text is not None else None for text in self.texts])

    def mapped(self, values: Sequence[object]) -> NDArray[np.object_]:
        """(n,) for each record, what stands at the place of its text."""
        return np.asarray(_objects(values)[self.index], dtype=object)

    def occurring(self) -> tuple[str | None, ...]:
        """The texts that some record holds."""
        counts = np.bincount(self.index, minlength=len(self.texts))
        return tuple(text for text, count in zip(self.texts, counts, strict=True) if count)

    def where(self, texts: Collection[str | None]) -> NDArray[np.int64]:
        """Places of the records that hold one of these texts."""
        wanted = np.array([text in texts for text in self.texts], dtype=bool)
        return np.flatnonzero(wanted[self.index]) if len(wanted) else np.zeros(0, dtype=np.int64)


def _objects(values: Sequence[object]) -> NDArray[np.object_]:
    out = np.empty(len(values), dtype=object)
    out[:] = values
    return out


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcludedRecords:
    """Records of one kind that are not responses, with the stated rule.

    Attributes
    ----------
    kind : str
        ``header``, ``blank``, ``preview``, ``test``, ``spam`` …
    rows : tuple of int
        As a spreadsheet shows them; the header is 1.
    rule : str
        The rule, in words.
    """

    kind: str
    rows: tuple[int, ...]
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportTable(ABC):
    """A decoded, tokenised export, however its cells are kept.

    ``records == len(rows) + sum(len(e.rows) for e in excluded)`` always holds.

    Attributes
    ----------
    file : str
        The path as the user gave it.
    sha256 : str
        Hash of the file's bytes.
    platform, dialect : str
        What it was taken for (``qualtrics``, ``modern``), and ``reason`` why.
    encoding, delimiter : str
        How it was decoded; empty where they do not apply.
    columns : tuple of RawColumn
    rows : (n,) int array
        Spreadsheet row of each kept record (the header is 1, blank records count).
    records : int
        Parsed records in the file, headers and blank ones included.
    excluded : tuple of ExcludedRecords
    problems : tuple of Problem
    choice_separator : str
        What stands between the choices of a multi-select that fills one cell (``;``); empty if the
        platform does not join them. Options may hold it too: split by known options only.
    ambiguous_columns : mapping of int to str
        Indices into ``columns`` of those in which another plausible decoding reads a cell
        differently, with both readings in words; answers must not be taken from them until the
        encoding is stated.
    sheet : str
        The sheet of a workbook, where one was named.
    personal_texts : frozenset of str
        What stood in the columns of personal data before they were emptied; empty unless it was asked for.
    """

    file: str
    sha256: str
    platform: str
    dialect: str
    reason: str
    encoding: str
    delimiter: str
    columns: tuple[RawColumn, ...]
    rows: NDArray[np.int64]
    records: int
    excluded: tuple[ExcludedRecords, ...] = ()
    problems: tuple[Problem, ...] = ()
    choice_separator: str = ""
    ambiguous_columns: Mapping[int, str] = field(default_factory=dict)
    sheet: str = ""
    personal_texts: frozenset[str] = field(default=frozenset(), repr=False)

    @abstractmethod
    def column(self, place: int) -> CodedColumn:
        """The cells of one of ``columns``, taken apart."""

    @abstractmethod
    def distinct(self, place: int) -> set[str | None]:
        """The distinct cells of one of ``columns``."""

    @abstractmethod
    def filled(self, place: int) -> int:
        """How many cells of one of ``columns`` hold something."""

    @abstractmethod
    def rows_with(self, place: int, texts: Collection[str | None]) -> list[int]:
        """The rows whose cell is one of these texts."""

    @abstractmethod
    def emptied(self, place: int) -> Self:
        """The table with the cells of one column blank; nothing of them is kept."""

    def column_names(self) -> tuple[str, ...]:
        """Short headers in file order; they may repeat."""
        return tuple(column.name for column in self.columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class RawTable(ExportTable):
    """An export whose cells stand in memory as text.

    Attributes
    ----------
    cells : (n, m) object array
        One column for each of ``columns``. Text as it stood, unstripped; an empty string is a blank
        cell, None a cell that the platform says was not shown.
    """

    cells: NDArray[np.object_]

    def column(self, place: int) -> CodedColumn:
        """The cells of one of ``columns``, taken apart."""
        return CodedColumn.of(self.cells[:, place])

    def distinct(self, place: int) -> set[str | None]:
        """The distinct cells of one of ``columns``."""
        return set(self.cells[:, place])

    def filled(self, place: int) -> int:
        """How many cells of one of ``columns`` hold something."""
        return sum(1 for cell in self.cells[:, place] if cell)

    def rows_with(self, place: int, texts: Collection[str | None]) -> list[int]:
        """The rows whose cell is one of these texts."""
        pairs = zip(self.rows.tolist(), self.cells[:, place], strict=True)
        return [row for row, cell in pairs if cell in texts]

    def emptied(self, place: int) -> Self:
        """This table, its own cells changed, so that no copy of the data remains."""
        self.cells[:, place] = ""
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedTable(ExportTable):
    """An export of which only the distinct texts of each column stand in memory.

    Attributes
    ----------
    coded : tuple of CodedColumn
        One for each of ``columns``.
    """

    coded: tuple[CodedColumn, ...]

    def column(self, place: int) -> CodedColumn:
        """The cells of one of ``columns``, taken apart."""
        return self.coded[place]

    def distinct(self, place: int) -> set[str | None]:
        """The distinct cells of one of ``columns``."""
        return set(self.coded[place].occurring())

    def filled(self, place: int) -> int:
        """How many cells of one of ``columns`` hold something."""
        blank = self.coded[place].where(("", None))
        return len(self.rows) - len(blank)

    def rows_with(self, place: int, texts: Collection[str | None]) -> list[int]:
        """The rows whose cell is one of these texts."""
        return list(self.rows[self.coded[place].where(texts)].tolist())

    def emptied(self, place: int) -> Self:
        """The table with the cells of one column blank."""
        blank = CodedColumn(("",), np.zeros(len(self.rows), dtype=np.uint8))
        return replace(self, coded=(*self.coded[:place], blank, *self.coded[place + 1 :]))
