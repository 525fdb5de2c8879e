"""An export as it stood in the file: text cells, columns by position, every record accounted for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

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
class RawTable:
    """A decoded, tokenised export.

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
    cells : (n, m) object array
        One column for each of ``columns``. Text as it stood, unstripped; an empty string is a blank
        cell, None a cell that the platform says was not shown.
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
    """

    file: str
    sha256: str
    platform: str
    dialect: str
    reason: str
    encoding: str
    delimiter: str
    columns: tuple[RawColumn, ...]
    cells: NDArray[np.object_]
    rows: NDArray[np.int64]
    records: int
    excluded: tuple[ExcludedRecords, ...] = ()
    problems: tuple[Problem, ...] = ()
    choice_separator: str = ""
    ambiguous_columns: Mapping[int, str] = field(default_factory=dict)

    def column_names(self) -> tuple[str, ...]:
        """Short headers in file order; they may repeat."""
        return tuple(column.name for column in self.columns)
