"""``segments:`` of a study file: its grammar, and the coded interviews that it names, read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from mtle_survey.decisions.lines import read_lines
from mtle_survey.errors import MtleError, Problem, problem
from mtle_survey.instrument.file_grammar import ID, PROSE
from mtle_survey.instrument.grammar import Either, Key, ListOf, MapOf, Record, Text
from mtle_survey.instrument.suggest import did_you_mean
from mtle_survey.readers.common.open import source_of
from mtle_survey.segments.model import Interviews, Meaning, Segment, same_code
from mtle_survey.segments.refi_qda import NotAProjectError, is_project, refi_qda
from mtle_survey.segments.tables import ALSO_NAMED, NAMED, dedoose, recognised, table, taguette

COLUMNS = Record(
    "columns of a table of segments",
    {
        "document": Key(PROSE, "The header of the interview or other source.", required=True),
        "code": Key(PROSE, "The header of the code.", required=True),
        "passage": Key(PROSE, "The header of what tells the passages of a source apart."),
        "text": Key(PROSE, "The header of the passage's text, where it has no number or range."),
        "coder": Key(PROSE, "The header of who coded."),
    },
)

SEGMENT_FILE = Record(
    "file of segments",
    {
        "file": Key(PROSE, "An export of Taguette or Dedoose, a .qdpx, or another table.", required=True),
        "coder": Key(PROSE, "Who coded, where the export does not say."),
        "columns": Key(COLUMNS, "Headers of a table from other software, such as a report of NVivo."),
    },
)

MEANING = Record(
    "meaning of a code",
    {
        "scale": Key(ID, "The scale that the code speaks to.", required=True),
        "says": Key(
            Text(choices=("improved", "same", "declined")), "What a passage with it says.", required=True
        ),
    },
)

SEGMENTS = Record(
    "segments",
    {
        "files": Key(
            Either(
                text=PROSE, listed=ListOf(entry=Either(text=PROSE, mapped=SEGMENT_FILE)), mapped=SEGMENT_FILE
            ),
            "One export, or a list of them.",
            required=True,
        ),
        "people": Key(PROSE, "CSV of document and id, where a document's name is not the respondent's id."),
        "codes": Key(
            MapOf(entry=Either(listed=ListOf(entry=MEANING), mapped=MEANING)),
            "Code: the scale it speaks to, and what it says.",
            required=True,
        ),
    },
)


def declared_interviews(values: Mapping[str, Any], folder: Path) -> Interviews:
    """Read the coded interviews that a study file names.

    Raises
    ------
    MtleError
        T040 (a file cannot be read), T041 (its columns are not known), or what ails the list of people.
    """
    named = values["files"] if isinstance(values["files"], tuple) else (values["files"],)
    entries: list[Mapping[str, Any]] = [{"file": e} if isinstance(e, str) else e for e in named]
    segments: list[Segment] = []
    for entry in entries:
        segments += read_segments(folder / entry["file"], entry.get("columns", {}), entry.get("coder", ""))
    people = {}
    if "people" in values:
        lines = read_lines(folder / values["people"], ("document", "id"))
        people = {line.get("document"): line.get("id") for line in lines}
    return Interviews(
        segments=tuple(segments),
        people=people,
        meanings={code: _meanings(entry) for code, entry in values["codes"].items()},
        files=tuple(str(entry["file"]) for entry in entries),
    )


def read_segments(
    path: Path, columns: Mapping[str, str] | None = None, coder: str = ""
) -> tuple[Segment, ...]:
    """Read one export; which software wrote it is seen from what it holds."""
    try:
        data = path.read_bytes()
    except OSError as failure:
        raise MtleError([_unreadable(path, failure.strerror or "it cannot be opened")]) from None
    if is_project(data):
        try:
            return refi_qda(data, coder)
        except NotAProjectError as failure:
            raise MtleError([_unreadable(path, str(failure))]) from None
    grid = source_of(data, str(path)).grid
    if grid is None:
        raise MtleError([_unreadable(path, "it is no table and no REFI-QDA project")])
    if grid.ragged:
        rows = ", ".join(str(row) for row in grid.ragged[:10])
        raise MtleError([_unreadable(path, f"other numbers of cells than the header has, in rows {rows}")])
    header = tuple(name.strip() for name in grid.record(0))
    records = [dict(zip(header, grid.record(r), strict=False)) for r in range(1, len(grid.rows))]
    if columns:
        missing = [name for name in columns.values() if name not in header]
        if missing:
            raise MtleError([_unknown(path, name, header) for name in missing])
        return tuple(table(records, columns, coder))
    tool = recognised(header)
    if tool is None:
        if set(NAMED) <= set(header):
            own = {name: name for name in (*NAMED, *ALSO_NAMED) if name in header}
            return tuple(table(records, own, coder))
        raise MtleError([_unknown(path, "", header)])
    return tuple((taguette if tool == "taguette" else dedoose)(records, coder))


def code_problems(interviews: Interviews, file: str) -> Iterator[Problem]:
    """Codes that are declared and never met, and codes that are met and not declared."""
    applied = interviews.codes
    for code in interviews.meanings:
        if not any(same_code(code, met) for met in applied):
            suggestion = did_you_mean(code, applied)
            yield problem("T043", file=file, found=f"“{code}”", suggestion=suggestion)
    left = [met for met in applied if not any(same_code(code, met) for code in interviews.meanings)]
    if left:
        yield problem("T044", file=file, found=", ".join(f"“{code}”" for code in left), count=len(left))


def _meanings(entry: Mapping[str, Any] | tuple[Mapping[str, Any], ...]) -> tuple[Meaning, ...]:
    entries = entry if isinstance(entry, tuple) else (entry,)
    return tuple(Meaning(scale=e["scale"], says=e["says"]) for e in entries)


def _unreadable(path: Path, reason: str) -> Problem:
    return problem("T040", file=str(path), found=reason)


def _unknown(path: Path, name: str, header: tuple[str, ...]) -> Problem:
    found = f"“{name}”" if name else f"columns {', '.join(header[:8])}"
    return problem("T041", file=str(path), found=found, header=", ".join(header[:20]))
