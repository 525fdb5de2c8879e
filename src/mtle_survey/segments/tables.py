"""Segments from tables: the exports of Taguette and Dedoose, and any table with named columns."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence

from mtle_survey.segments.model import Segment

Record = Mapping[str, str]

# Taguette writes a row for each tag of a highlight: id, document, tag, content.
TAGUETTE = ("id", "document", "tag", "content")
# Dedoose writes a row for each excerpt, with columns "Code: PATH Applied", "… Range" and "… Weight" per code.
DEDOOSE = ("Media Title", "Excerpt Copy")
APPLIED_BEFORE, APPLIED_AFTER = "Code: ", " Applied"
YES = frozenset({"true", "1", "1.0", "yes"})

NAMED = ("document", "code")
ALSO_NAMED = ("passage", "text", "coder")


def recognised(header: Sequence[str]) -> str | None:
    """``taguette`` or ``dedoose``, by the columns; None for others."""
    names = {name.strip() for name in header}
    if set(TAGUETTE) <= {name.casefold() for name in names}:
        return "taguette"
    return "dedoose" if set(DEDOOSE) <= names else None


def taguette(records: Sequence[Record], coder: str) -> Iterator[Segment]:
    """A highlight has one row for each of its tags; Taguette does not say whose it is.

    Ids are the project's own, so that two coders' exports are compared by the highlighted text.
    """
    rows = [{name.casefold(): cell for name, cell in record.items()} for record in records]
    yield from _grouped((r["document"], r["id"], digest(r["content"]), coder, r["tag"]) for r in rows)


def dedoose(records: Sequence[Record], coder: str) -> Iterator[Segment]:
    """An excerpt is one row; the codes are those whose column says so, else those listed together."""
    for record in records:
        applied = {
            name[len(APPLIED_BEFORE) : -len(APPLIED_AFTER)].strip()
            for name, cell in record.items()
            if name.startswith(APPLIED_BEFORE)
            and name.endswith(APPLIED_AFTER)
            and cell.strip().casefold() in YES
        }
        if not any(name.startswith(APPLIED_BEFORE) for name in record):
            listed = record.get("Codes Applied Combined", "").split(",")
            applied = {code.strip() for code in listed if code.strip()}
        yield Segment(
            document=record["Media Title"].strip(),
            passage=record.get("Excerpt Range", "").strip() or digest(record["Excerpt Copy"]),
            coder=coder or record.get("Excerpt Creator", "").strip(),
            codes=frozenset(applied),
        )


def table(records: Sequence[Record], columns: Mapping[str, str], coder: str) -> Iterator[Segment]:
    """A row for each code of a passage, columns as the study file names them."""

    def cell(record: Record, role: str) -> str:
        return record.get(columns.get(role, ""), "").strip()

    def passage(number: int, record: Record) -> str:
        text = cell(record, "text")
        return cell(record, "passage") or (digest(text) if text else f"row {number}")

    yield from _grouped(
        (
            cell(record, "document"),
            passage(number, record),
            passage(number, record),
            coder or cell(record, "coder"),
            cell(record, "code"),
        )
        for number, record in enumerate(records, start=2)
    )


def digest(text: str) -> str:
    """A short stand-in for a text, by which passages are compared without being kept."""
    return hashlib.sha256(" ".join(text.split()).casefold().encode()).hexdigest()[:16]


def _grouped(rows: Iterator[tuple[str, str, str, str, str]]) -> Iterator[Segment]:
    """Rows of document, id, passage, coder and code to one segment per document, id and coder."""
    found: dict[tuple[str, str, str, str], set[str]] = {}
    for document, own_id, passage, coder, code in rows:
        codes = found.setdefault((document.strip(), own_id, passage, coder), set())
        if code.strip():
            codes.add(code.strip())
    for (document, _, passage, coder), codes in found.items():
        yield Segment(document=document, passage=passage, coder=coder, codes=frozenset(codes))
