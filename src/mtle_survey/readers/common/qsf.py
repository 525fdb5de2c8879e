"""What a Qualtrics survey definition (QSF) says about the columns of an export."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mtle_survey.errors import MtleError, problem
from mtle_survey.raw_table import RawColumn
from mtle_survey.readers.common.html import plain_text
from mtle_survey.readers.common.source import Source

SINGLE = frozenset({"SAVR", "SAHR", "SACOL", "SB", "DL", "SAVRTB"})
MODE_COLUMNS = ("status", "finished")


@dataclass(frozen=True, slots=True, kw_only=True)
class QsfColumn:
    """One column that the definition implies.

    Attributes
    ----------
    names : tuple of str
        What the column may be called in an export: its ImportId and its headers.
    stem, part : str
        The question's wording, and the statement's or option's (empty if it has none).
    value_labels : mapping of exported code to text
        In the order of the questionnaire; empty for several-choice and text questions.
    """

    names: tuple[str, ...]
    stem: str
    part: str = ""
    value_labels: Mapping[str, str] = field(default_factory=dict)


def qsf_columns(definition: Source | None) -> dict[str, QsfColumn]:
    """Every column that the definition implies, by each of its names; names of two columns are left out.

    Raises
    ------
    MtleError
        R038 if the file is another definition.
    """
    if definition is None:
        return {}
    document = definition.document
    elements = document.get("SurveyElements") if isinstance(document, dict) else None
    if not isinstance(elements, list) or "SurveyEntry" not in document:
        raise MtleError([problem("R038", file=definition.file, found="no Qualtrics survey definition (QSF)")])
    payloads = [e.get("Payload") for e in elements if isinstance(e, dict) and e.get("Element") == "SQ"]
    columns = [c for p in payloads if isinstance(p, dict) for c in _columns(p)]
    found: dict[str, QsfColumn] = {}
    twice = set()
    for column in columns:
        for name in dict.fromkeys(column.names):
            if name in found:
                twice.add(name)
            found[name] = column
    return {name: column for name, column in found.items() if name not in twice}


def with_definition(
    columns: Sequence[RawColumn], cells: NDArray[np.object_], known: Mapping[str, QsfColumn]
) -> list[RawColumn]:
    """Columns with the wording and the labels of the definition.

    Labels go with the codes of an export of numeric values; an export of choice texts says itself what was
    answered, and its texts, which may be digits, are no codes.
    """
    numeric = _holds_codes(columns, cells)
    completed = []
    for column in columns:
        found = known.get((column.import_id or "").replace("-", "_")) or known.get(column.name)
        if found is None or column.metadata:
            completed.append(column)
            continue
        wording = f"{found.stem} - {found.part}" if found.part else found.stem
        completed.append(
            replace(
                column,
                question=wording or column.question,
                statement=found.part or column.statement,
                import_id=column.import_id or found.names[0],
                value_labels=dict(found.value_labels) if numeric else column.value_labels,
            )
        )
    return completed


def _holds_codes(columns: Sequence[RawColumn], cells: NDArray[np.object_]) -> bool:
    """Whether the export holds numeric values: its own columns then hold digits, not words."""
    told = {
        cell.strip()
        for column in columns
        if column.meaning in MODE_COLUMNS
        for cell in cells[:, column.position]
        if cell and cell.strip()
    }
    return bool(told) and all(text.lstrip("-").isdigit() for text in told)


def _columns(question: Mapping[str, Any]) -> Iterator[QsfColumn]:
    qid = str(question.get("QuestionID") or "")
    tag = str(question.get("DataExportTag") or qid)
    stem = plain_text(str(question.get("QuestionText") or ""))
    kind, selector = question.get("QuestionType"), question.get("Selector")
    choices, tags = _entries(question, "Choices"), question.get("ChoiceDataExportTags")
    if kind == "MC" and selector in SINGLE:
        yield QsfColumn(names=(qid, tag), stem=stem, value_labels=_labels(choices, question))
        return
    if kind == "Matrix" and question.get("SubSelector") == "MultipleAnswer":
        return
    labels = _labels(_entries(question, "Answers"), question) if kind == "Matrix" else {}
    if kind in ("MC", "Matrix"):
        for choice, text in choices.items():
            own = str(tags[choice]) if isinstance(tags, dict) and choice in tags else choice
            names = (f"{qid}_{choice}", f"{tag}_{own}", *((own,) if own.startswith(tag) else ()))
            yield QsfColumn(names=names, stem=stem, part=text, value_labels=labels)
    elif kind != "DB":
        yield QsfColumn(names=(qid, tag), stem=stem)


def _entries(question: Mapping[str, Any], key: str) -> dict[str, str]:
    """Choices or answers with their text, in the order of the questionnaire."""
    entries = question.get(key)
    if isinstance(entries, list):
        entries = {str(place): entry for place, entry in enumerate(entries, 1)}
    if not isinstance(entries, dict):
        return {}
    order = question.get("AnswerOrder" if key == "Answers" else "ChoiceOrder")
    places = [str(place) for place in order] if isinstance(order, list) else []
    listed = [place for place in places if place in entries] + [p for p in entries if p not in places]
    return {place: plain_text(_display(entries[place])) for place in dict.fromkeys(listed)}


def _display(entry: object) -> str:
    return str(entry.get("Display") or "") if isinstance(entry, dict) else str(entry)


def _labels(entries: Mapping[str, str], question: Mapping[str, Any]) -> dict[str, str]:
    """Exported code: label; the code is the recode value, or the entry's own number where there is none."""
    recoded = question.get("RecodeValues")
    codes = recoded if isinstance(recoded, dict) else {}
    return {str(codes.get(place, place)): text for place, text in entries.items()}
