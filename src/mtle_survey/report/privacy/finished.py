"""A public document reads as a finished report: what would hold nothing but hidden numbers is left out.

Only takes away: whatever stands in the result stood in the document before.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from mtle_survey.report.blocks import (
    Block,
    Cell,
    Details,
    Finding,
    Findings,
    ListBlock,
    Paragraph,
    Section,
    TableBlock,
)
from mtle_survey.report.format import DASH
from mtle_survey.report.inline import Inline, Reference, Text, plain, text
from mtle_survey.report.mapped_texts import mapped_section
from mtle_survey.report.privacy.net import PEOPLE, WHOLE_STUDY
from mtle_survey.report.privacy.sentences import remark

# Sections whose every row is told: about the whole study, or with the few put together in a row that says so.
_WHOLE = WHOLE_STUDY | {"comments"}
_RANGE = re.compile(r"\d+(\.\d+)?–\d+(\.\d+)?")


def finished(sections: Iterable[Section], smallest: int, hidden: Collection[str]) -> tuple[Section, ...]:
    """The sections without points, rows, columns and tables in which nothing may be told.

    References to a table that is left out lead to its section. Sections about the whole study, and that
    of comments, are left as they are.

    Parameters
    ----------
    sections : iterable of Section
    smallest : int
        The fewest people that anything may be about.
    hidden : collection of str
        What stands in place of a number.
    """
    finishing = _Finishing(smallest, hidden)
    done = tuple(finishing.section(section) for section in sections)
    return tuple(mapped_section(section, finishing.pointed) for section in done)


class _Finishing:
    """Takes away what tells nothing, and remembers in which section it stood."""

    def __init__(self, smallest: int, hidden: Collection[str]) -> None:
        self._smallest = smallest
        self._remark = remark(smallest)
        self._marks = frozenset({DASH, *hidden, ""})
        self._left_out: dict[str, str] = {}

    def section(self, section: Section) -> Section:
        if section.id in _WHOLE:
            return section
        return replace(section, blocks=tuple(self._blocks(section.blocks, section.id)))

    def pointed(self, content: Text) -> Text:
        """The text, with references to what is left out leading to the section where it stood."""
        return text(*(self._target(part) for part in content))

    def _target(self, part: Inline) -> Inline:
        if isinstance(part, Reference) and part.target in self._left_out:
            return Reference(self._left_out[part.target])
        return part

    def _blocks(self, blocks: Iterable[Block], section: str) -> Iterator[Block]:
        captions: list[Text] = []
        for block in blocks:
            match block:
                case TableBlock():
                    told = self._table(block)
                    if told is None:
                        captions.append(block.caption)
                        self._left_out[block.id] = section
                        continue
                    block = told
                case Section():
                    block = self.section(block)
                case Details():
                    yield replace(block, blocks=tuple(self._blocks(block.blocks, section)))
                    continue
                case ListBlock():
                    block = replace(block, items=tuple(self._told(block.items)))
                    if not block.items:
                        continue
                case Findings():
                    block = Findings(findings=tuple(self._finding(f) for f in block.findings))
            yield from self._named(captions)
            captions = []
            yield block
        yield from self._named(captions)

    def _named(self, captions: list[Text]) -> Iterator[Block]:
        """What the tables were about that stood here and are left out."""
        if captions:
            yield Paragraph(
                text=text(
                    "Left out of this edition, since every number would tell of fewer than "
                    f"{self._smallest} people:"
                )
            )
            yield ListBlock(items=tuple(captions))

    def _finding(self, found: Finding) -> Finding:
        return replace(found, points=tuple(self._told(found.points)))

    def _told(self, items: Iterable[Text]) -> Iterator[Text]:
        """Points without the remark that a sentence is not shown, which the foot of every page says."""
        for item in items:
            kept = tuple(
                part.replace(f"{self._remark} ", "").replace(self._remark, "")
                if isinstance(part, str)
                else part
                for part in item
            )
            if plain(kept, _AnyName()).strip():
                yield text(*kept)

    def _table(self, table: TableBlock) -> TableBlock | None:
        """The table without rows and columns that tell nothing; None where no row is left.

        How many people a result would rest on is nothing without the result.
        """
        table = replace(table, rows=tuple(tuple(map(self._cell, row)) for row in table.rows))
        numbers = [k for k, column in enumerate(table.columns) if column.align == "number" and k > 0]
        if not numbers:
            return table
        counts = [k for k in numbers if plain(table.columns[k].label, _AnyName()).strip() in PEOPLE]
        results = [k for k in numbers if k not in counts] or numbers
        kept: list[tuple[Cell, ...]] = []
        head, headless = table.rows[0][0] if table.rows else Cell(text=()), False
        for row in table.rows:
            if row[0].text:
                head, headless = row[0], False
            if all(self._tells_nothing(row[k]) for k in results):
                headless = headless or bool(row[0].text)
                continue
            kept.append((head, *row[1:]) if headless else row)
            headless = False
        if not kept:
            return None
        empty = {k for k in numbers if all(plain(row[k].text, _AnyName()) in self._marks for row in kept)}
        told = [k for k in range(len(table.columns)) if k not in empty]
        columns = tuple(table.columns[k] for k in told)
        return replace(table, columns=columns, rows=tuple(tuple(row[k] for k in told) for row in kept))

    def _cell(self, cell: Cell) -> Cell:
        """The cell, with a reason instead of the remark that its sentence is not shown."""
        if plain(cell.text, _AnyName()) != self._remark:
            return cell
        return Cell(text=(f"fewer than {self._smallest} people",))

    def _tells_nothing(self, cell: Cell) -> bool:
        """Whether a cell holds no number about anybody; the possible range of a score is none."""
        words = plain(cell.text, _AnyName()).strip()
        return words in self._marks or _RANGE.fullmatch(words) is not None


class _AnyName(dict[str, str]):
    """Whatever a reference points at is called by its id."""

    def __missing__(self, target: str) -> str:
        return target
