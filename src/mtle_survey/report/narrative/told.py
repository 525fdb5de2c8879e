"""The evaluator's prose for each section, with its numbers, and with marks where a number moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mtle_survey.errors import MtleError, Problem, problem
from mtle_survey.report.blocks import Block, Note
from mtle_survey.report.inline import Code, commas, text
from mtle_survey.report.narrative.citations import CITATION, Numbers, Unknown, citations
from mtle_survey.report.narrative.memory import memory_of, passage_key, read_seen, with_seen
from mtle_survey.report.narrative.prose import Passage, blocks_of, passages
from mtle_survey.report.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """All prose of a report.

    Attributes
    ----------
    blocks : mapping of section to blocks
    memories : mapping of path to bytes
        The files beside the prose, to be written once the report is.
    problems : tuple of Problem
        Passages whose number moved.
    """

    blocks: Mapping[str, tuple[Block, ...]]
    memories: Mapping[Path, bytes]
    problems: tuple[Problem, ...]


def tell(view: View) -> Told:
    """Read every file that the study names.

    Raises
    ------
    MtleError
        A citation names no number, with every such place.
    """
    if not view.study.narrative:
        return Told(blocks={}, memories={}, problems=())
    numbers, edition = Numbers(view), view.study.audience
    blocks: dict[str, tuple[Block, ...]] = {}
    memories: dict[Path, bytes] = {}
    moved: list[Problem] = []
    unknown: list[Problem] = []
    for section, name in view.study.narrative.items():
        path = Path(name)
        reader = _Reader(path, numbers, read_seen(path, edition))
        told = [block for passage in passages(_content(path)) for block in reader.blocks(passage)]
        blocks[section] = tuple(told)
        moved += reader.moved
        unknown += reader.unknown
        if reader.seen or memory_of(path).exists():
            memories[memory_of(path)] = with_seen(path, edition, reader.seen)
    if unknown:
        raise MtleError(unknown)
    return Told(blocks=blocks, memories=memories, problems=tuple(moved))


def _content(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise MtleError([problem("T061", file=str(path), found=str(reason))]) from None


class _Reader:
    """Goes through one file; remembers what it met."""

    def __init__(self, path: Path, numbers: Numbers, before: Mapping[str, Mapping[str, str]]) -> None:
        self._path = path
        self._numbers = numbers
        self._before = before
        self.seen: dict[str, Mapping[str, str]] = {}
        self.moved: list[Problem] = []
        self.unknown: list[Problem] = []

    def blocks(self, passage: Passage) -> tuple[Block, ...]:
        """A passage; a mark stands before it where a number is not what it was when it was written."""
        now: dict[str, str] = {}
        for name, part in citations(passage.source):
            shown = self._numbers.shown(name, part)
            cited = _cited(name, part)
            if isinstance(shown, Unknown):
                self._misses(passage, cited, shown)
                now[cited] = ""
            else:
                now[cited] = shown
        told = blocks_of(passage, lambda words: _filled_in(words, now))
        if not now:
            return told
        key = passage_key(passage.source)
        before = self._before.get(key, {})
        self.seen[key] = {**now, **{cited: before[cited] for cited in now if cited in before}}
        changed = {c: (before[c], now[c]) for c in now if c in before and before[c] != now[c]}
        return (self._mark(passage, changed), *told) if changed else told

    def _mark(self, passage: Passage, changed: Mapping[str, tuple[str, str]]) -> Note:
        told = [f"{cited} was {was}, now {now}" for cited, (was, now) in changed.items()]
        self.moved.append(problem("T062", file=str(self._path), row=passage.line, found="; ".join(told)))
        points = [text(Code(c), f" was {was}, now {now}") for c, (was, now) in changed.items()]
        return Note(
            kind="caution",
            title=text("Written when a number was another"),
            paragraphs=(text(commas(points), ". What follows may no longer hold."),),
        )

    def _misses(self, passage: Passage, cited: str, unknown: Unknown) -> None:
        lines = passage.source.split("\n")
        place = next((i for i, line in enumerate(lines) if unknown.cited.split("|")[0] in line), 0)
        column = lines[place].find("{{") + 1
        self.unknown.append(
            problem(
                "T060",
                file=str(self._path),
                row=passage.line + place,
                found=f"{{{{{cited}}}}} (line {passage.line + place}, column {column})",
                suggestion=unknown.suggestion,
            )
        )


def _filled_in(words: str, shown: Mapping[str, str]) -> str:
    return CITATION.sub(lambda found: shown[_cited(found["id"], found["part"])], words)


def _cited(name: str, part: str | None) -> str:
    return name if part is None else f"{name}|{part}"
