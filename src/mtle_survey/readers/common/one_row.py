"""Exports with one header row: columns from their names, and the platform's own among them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from mtle_survey.errors import MtleError, problem
from mtle_survey.raw_table import RawColumn
from mtle_survey.readers.common.grid import Grid
from mtle_survey.readers.common.html import plain_text
from mtle_survey.readers.common.source import Source

CODE_AND_TEXT = re.compile(
    r"(?P<code>[A-Za-z][A-Za-z0-9_]*(?:\[[^\[\]\s]*\]){0,2})\. (?P<text>.+)", re.DOTALL
)
MOST = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformColumns:
    """Columns that a platform adds to the answers, by name without case, spaces and underscores.

    Attributes
    ----------
    meanings : mapping of str to str
        Each name with its meaning (``RawColumn.meaning``), maybe empty.
    personal : frozenset of str
        Those among them that identify people.
    pattern : re.Pattern or None
        Further columns of the platform, matched against the name as it stands.
    """

    meanings: Mapping[str, str]
    personal: frozenset[str] = field(default_factory=frozenset)
    pattern: re.Pattern[str] | None = None

    def flag(self, column: RawColumn) -> RawColumn:
        """The same column, flagged as the platform's if it is."""
        key = column_key(column.name)
        matched = self.pattern is not None and self.pattern.search(column.name) is not None
        return replace(
            column,
            meaning=self.meanings.get(key, ""),
            metadata=key in self.meanings or matched,
            personal=key in self.personal,
        )


def column_key(name: str) -> str:
    """A header without markup, case, spaces and underscores."""
    return re.sub(r"[\s_]+", "", plain_text(name)).casefold()


def required_grid(source: Source) -> Grid:
    """The grid of a source; R005 if the file is not a table."""
    if source.grid is None:
        raise MtleError([problem("R005", file=source.file, found=f"a {source.kind} file, not a table")])
    return source.grid


def one_row_columns(names: Sequence[str]) -> list[RawColumn]:
    """A column for each header, which is also its wording."""
    return [
        RawColumn(position=position, name=name, question=plain_text(name) or None)
        for position, name in enumerate(names)
    ]


def with_shared_stems(columns: Sequence[RawColumn], pattern: re.Pattern[str]) -> list[RawColumn]:
    """Statements for headers of the form ``stem [row]``, where several columns share the stem.

    ``pattern`` has the groups ``stem`` and ``row``.
    """
    found = [pattern.fullmatch(column.name.strip()) for column in columns]
    stems = [plain_text(match.group("stem")) if match else "" for match in found]
    return [
        replace(column, statement=plain_text(match.group("row")) or None)
        if match and stems.count(stem) > 1
        else column
        for column, match, stem in zip(columns, found, stems, strict=True)
    ]


def with_codes_apart(columns: Sequence[RawColumn]) -> list[RawColumn]:
    """Columns named by the code of ``code. wording`` headers, if nearly all headers are of that form.

    The whole header stays findable as the stable id.
    """
    found = [CODE_AND_TEXT.fullmatch(column.name.strip()) for column in columns]
    named = sum(1 for column in columns if column.name.strip())
    if sum(match is not None for match in found) < max(2, MOST * named):
        return list(columns)
    return [
        replace(
            column, name=match.group("code"), question=plain_text(match.group("text")), import_id=column.name
        )
        if match
        else column
        for column, match in zip(columns, found, strict=True)
    ]
