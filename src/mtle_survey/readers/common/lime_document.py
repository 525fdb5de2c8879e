"""A LimeSurvey structure as one document, whether it came as XML (LSS) or as tab-separated text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element, SubElement

from mtle_survey.readers.common.source import Source

ROW_COLUMNS = ("class", "type/scale", "name", "relevance", "text", "help", "language")
FURTHER_COLUMNS = (
    "id",
    "related_id",
    "validation",
    "mandatory",
    "encrypted",
    "other",
    "default",
    "same_default",
    "same_script",
)
REQUIRED = frozenset(ROW_COLUMNS[:3])
Row = dict[str, str]


def lime_document(source: Source) -> Element | None:
    """The root of a survey structure; None if the source is something else.

    Tab-separated structures become the document that LimeSurvey would have written as XML: tables of
    groups, questions, subquestions, answers and attributes, in the survey's first language.
    """
    if isinstance(source.document, Element):
        return source.document if source.document.find("LimeSurveyDocType") is not None else None
    if not is_text_structure(source):
        return None
    return _document([row for row in _records(source) if row["class"]])


def is_text_structure(source: Source) -> bool:
    """Whether the source is a tab-separated survey structure."""
    if source.grid is None or source.delimiter != "\t":
        return False
    return {name.strip().casefold() for name in source.grid.record(0)} >= REQUIRED


def _records(source: Source) -> Iterator[Row]:
    if source.grid is None:
        return
    names = [name.strip() for name in source.grid.record(0)]
    known = {name: name.casefold() for name in names if name.casefold() in (*ROW_COLUMNS, *FURTHER_COLUMNS)}
    for cells in source.grid.cells[1:]:
        row = {known.get(name, name): (cell or "").strip() for name, cell in zip(names, cells, strict=True)}
        yield {**dict.fromkeys(ROW_COLUMNS, ""), **row, "class": row.get("class", "").upper()}


def _document(rows: list[Row]) -> Element:
    root = Element("document")
    SubElement(root, "LimeSurveyDocType").text = "Survey"
    language = _first_language(rows)
    SubElement(SubElement(root, "languages"), "language").text = language
    tables = _tables([row for row in rows if row["language"] in ("", language)], language)
    for name, entries in tables.items():
        holder = SubElement(SubElement(root, name), "rows")
        for entry in entries:
            cells = SubElement(holder, "row")
            for column, text in entry.items():
                SubElement(cells, column).text = text
    return root


def _first_language(rows: list[Row]) -> str:
    declared = [row["text"] for row in rows if row["class"] == "S" and row["name"] == "language"]
    used = [row["language"] for row in rows if row["language"]]
    return (declared or used or ["en"])[0]


def _tables(rows: list[Row], language: str) -> dict[str, list[Row]]:
    """Rows of the structure's tables; a part or an answer belongs to the question above it."""
    about = {"language": language}
    tables: dict[str, list[Row]] = {
        "groups": [],
        "questions": [],
        "subquestions": [],
        "answers": [],
        "question_attributes": [],
        "surveys": [{**_named(rows, "S"), **about}],
        "surveys_languagesettings": [{**_named(rows, "SL"), "surveyls_language": language}],
    }
    group = question = ""
    for number, row in enumerate(rows, 1):
        place = str(number)
        match row["class"]:
            case "G":
                group = place
                tables["groups"].append(
                    {"gid": place, **about, "group_name": row["name"], "group_order": place}
                )
            case "Q":
                question = place
                kind = {"type": row["type/scale"], "other": row.get("other", ""), "help": row["help"]}
                tables["questions"].append({**_asked(place, group, row), **about, **kind})
                tables["question_attributes"] += _attributes(place, row)
            case "SQ":
                part = {"parent_qid": question, "scale_id": row["type/scale"] or "0"}
                tables["subquestions"].append({**_asked(place, group, row), **about, **part})
                tables["question_attributes"] += _attributes(place, row)
            case "A":
                tables["answers"].append({**_answer(place, question, row), **about})
    return tables


def _named(rows: list[Row], kind: str) -> Row:
    """Settings of the survey, or its titles, by name."""
    return {row["name"]: row["text"] for row in rows if row["class"] == kind and row["name"].isidentifier()}


def _asked(place: str, group: str, row: Row) -> Row:
    """What a question and a part of one have in common."""
    return {
        "qid": place,
        "gid": group,
        "title": row["name"],
        "question": row["text"],
        "question_order": place,
        "relevance": row["relevance"],
    }


def _answer(place: str, question: str, row: Row) -> Row:
    return {
        "qid": question,
        "code": row["name"],
        "answer": row["text"],
        "sortorder": place,
        "assessment_value": row["relevance"] if _whole(row["relevance"]) else "0",
        "scale_id": row["type/scale"] or "0",
    }


def _attributes(question: str, row: Mapping[str, str]) -> Iterator[Row]:
    for name, value in row.items():
        if value and name not in ROW_COLUMNS and name not in FURTHER_COLUMNS:
            yield {"qid": question, "attribute": name, "value": value}


def _whole(text: str) -> bool:
    return text.removeprefix("-").isdigit()
