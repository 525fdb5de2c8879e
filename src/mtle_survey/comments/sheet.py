"""The review sheet: written for a person to decide in, read back with every misfit located."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import cast

from mtle_survey.comments.model import Comment, OpenQuestion, Review, Reviewed, Verdict
from mtle_survey.comments.spelling import tidied, unguarded
from mtle_survey.counting import counted
from mtle_survey.errors import MtleError, Problem, problem
from mtle_survey.instrument.suggest import did_you_mean
from mtle_survey.readers.common.open import source_of

COLUMNS = (
    "key",
    "question",
    "wave",
    "people",
    "asked",
    "text",
    "taken out",
    "look at",
    "approved",
    "theme",
    "edited",
    "note",
)
NEEDED = ("key", "question", "wave", "text", "approved")
VERDICTS = ("yes", "no")
CHANGED = "changed since it was decided: decide again"
REDACTED_OTHERWISE = "redacted otherwise than when it was decided: decide again"
ALIKE = 0.6  # share of characters in common from which a new comment is taken for a changed one


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A review sheet as it is to be written.

    Attributes
    ----------
    rows : tuple of tuple of str or int
        In the order of ``COLUMNS``.
    counts : mapping of str to int
        Comments that are approved, not approved and to be decided; changed ones, and decisions dropped
        because their comment is no longer there.
    """

    rows: tuple[tuple[str | int, ...], ...]
    counts: Mapping[str, int]


def read_sheet(path: Path) -> tuple[Reviewed, ...]:
    """The lines of a review sheet.

    Raises
    ------
    MtleError
        T081 (cannot be read), T082 (a column is missing), T083 (a value that is neither yes nor no),
        T084 (a key twice).
    """
    file = str(path)
    try:
        data = path.read_bytes()
    except OSError as failure:
        raise MtleError(
            [problem("T081", file=file, found=failure.strerror or "it cannot be opened")]
        ) from None
    grid = source_of(data, file).grid
    if grid is None or grid.ragged:
        where = f"rows {', '.join(map(str, grid.ragged[:10]))} are longer or shorter" if grid else "no table"
        raise MtleError([problem("T081", file=file, found=where)])
    header = [name.strip().casefold() for name in grid.record(0)]
    if missing := [name for name in NEEDED if name not in header]:
        raise MtleError([_missing(file, name, header) for name in missing])
    records = [
        (int(grid.rows[place]), dict(zip(header, grid.record(place), strict=False)))
        for place in range(1, len(grid.rows))
    ]
    lines = tuple(_line(row, record) for row, record in records)
    wrong = [*_strange_values(file, records), *_repeated(file, lines)]
    if wrong:
        raise MtleError(wrong)
    return lines


def sheet_problems(path: Path, review: Review, comments: Sequence[Comment]) -> Iterator[Problem]:
    """What is wrong between a sheet and the comments as they are now."""
    known = {comment.key for comment in comments}
    for key, line in review.lines.items():
        if key not in known:
            yield problem("T085", file=str(path), row=line.row, column="key", found=f"“{key[:24]}”")
    stale = [c.reviewed for c in comments if c.reviewed is not None and c.reviewed.approved and not c.verdict]
    if stale:
        yield problem(
            "T086",
            file=str(path),
            row=min(line.row for line in stale),
            column="text",
            found=counted(len(stale), "decided comment"),
            count=len(stale),
        )


def new_sheet(
    comments: Sequence[Comment], questions: Sequence[OpenQuestion], before: Mapping[str, Reviewed]
) -> Sheet:
    """The sheet with every comment of now and every decision that still holds.

    A comment whose words were changed in the export has another key. It keeps the theme and the edit of the
    one it resembles most, and loses its approval.
    """
    wording = {question.id: question.text for question in questions}
    gone = {key: line for key, line in before.items() if key not in {c.key for c in comments}}
    counts: Counter[str] = Counter()
    rows = []
    for comment in comments:
        line, note = _carried_over(comment, before.get(comment.key), gone)
        counts[{"yes": "approved", "no": "not approved", "": "to decide"}[line.approved]] += 1
        counts["changed"] += bool(note)
        rows.append(_row(comment, wording[comment.question], line, note))
    counts["dropped"] = sum(bool(line.approved) for line in gone.values())
    return Sheet(rows=tuple(rows), counts=dict(counts))


def _carried_over(comment: Comment, line: Reviewed | None, gone: dict[str, Reviewed]) -> tuple[Reviewed, str]:
    """What the reviewer had decided about a comment, and what there is to be said about it."""
    if line is not None:
        stale = line.approved and not comment.verdict
        return (replace(line, approved=""), REDACTED_OTHERWISE) if stale else (line, "")
    earlier = _most_alike(comment, gone)
    if earlier is None:
        blank = Reviewed(key=comment.key, row=0, question=comment.question, wave=comment.wave or "", text="")
        return blank, ""
    del gone[earlier.key]
    return replace(earlier, approved=""), CHANGED if earlier.approved else ""


def _most_alike(comment: Comment, gone: Mapping[str, Reviewed]) -> Reviewed | None:
    alike = [
        (SequenceMatcher(None, line.text, comment.proposed.text, autojunk=False).ratio(), key)
        for key, line in gone.items()
        if (line.question, line.wave) == (comment.question, comment.wave or "")
    ]
    best = max(alike, default=(0.0, ""))
    return gone[best[1]] if best[0] >= ALIKE else None


def _row(comment: Comment, asked: str, line: Reviewed, note: str) -> tuple[str | int, ...]:
    taken_out = ", ".join(f"{n} {kind}" for kind, n in comment.proposed.removed.items())
    return (
        comment.key,
        comment.question,
        comment.wave or "",
        len(comment.writers),
        asked,
        comment.proposed.text,
        taken_out,
        ", ".join(comment.proposed.look_at),
        line.approved,
        "; ".join(line.themes),
        line.edited,
        note,
    )


def _missing(file: str, name: str, header: Sequence[str]) -> Problem:
    found = f"columns {', '.join(header)[:120]}"
    hint = did_you_mean(name, header)
    return problem("T082", file=file, row=1, column=name, found=found, suggestion=hint)


def _line(row: int, record: Mapping[str, str]) -> Reviewed:
    def cell(column: str) -> str:
        return tidied(unguarded(record.get(column, "")))

    approved = cell("approved").casefold()
    themes = tuple(dict.fromkeys(part.strip() for part in cell("theme").split(";") if part.strip()))
    return Reviewed(
        key=cell("key"),
        row=row,
        question=cell("question"),
        wave=cell("wave"),
        text=cell("text"),
        approved=cast("Verdict", approved) if approved in VERDICTS else "",
        themes=themes,
        edited=cell("edited"),
    )


def _strange_values(file: str, records: Sequence[tuple[int, Mapping[str, str]]]) -> Iterator[Problem]:
    for row, record in records:
        value = record.get("approved", "").strip()
        if value and value.casefold() not in VERDICTS:
            found = counted(len(value), "character") if len(value) > 12 else f"“{value}”"
            yield problem("T083", file=file, row=row, column="approved", found=found)


def _repeated(file: str, lines: Sequence[Reviewed]) -> Iterator[Problem]:
    counts = Counter(line.key for line in lines)
    seen: set[str] = set()
    for line in lines:
        if counts[line.key] > 1 and line.key in seen:
            found = f"“{line.key[:24]}”" if line.key else "a blank cell"
            yield problem("T084", file=file, row=line.row, column="key", found=found)
        seen.add(line.key)
