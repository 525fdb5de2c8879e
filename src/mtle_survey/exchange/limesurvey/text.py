"""A questionnaire as a tab-separated survey structure, which a spreadsheet can edit."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping

from mtle_survey.exchange.limesurvey.structure import Structured, structured
from mtle_survey.exchange.model import Export, Questionnaire

COLUMNS = (
    "id",
    "related_id",
    "class",
    "type/scale",
    "name",
    "relevance",
    "text",
    "help",
    "language",
    "validation",
    "mandatory",
    "encrypted",
    "other",
    "default",
    "same_default",
)
Row = Mapping[str, str]


def write(questionnaire: Questionnaire) -> Export:
    """A .txt file: a row per setting, group, question, subquestion and answer, attributes in columns."""
    found = structured(questionnaire)
    attributes = dict.fromkeys(row["attribute"] for row in found.tables["question_attributes"])
    columns = (*COLUMNS, *sorted(attributes))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", delimiter="\t", lineterminator="\n")
    writer.writeheader()
    writer.writerows(_rows(found, questionnaire.language))
    content = text.getvalue().encode("utf-8-sig")
    return Export(content=content, headers=found.headers, problems=found.problems)


def _rows(found: Structured, language: str) -> Iterator[Row]:
    """Settings first, then each group with its questions, and each question with its parts and answers."""
    for name, value in found.tables["surveys"][0].items():
        yield {"class": "S", "name": name, "text": value}
    for name, value in found.tables["surveys_languagesettings"][0].items():
        yield {"class": "SL", "name": name, "text": value, "language": language}
    attributes: dict[str, dict[str, str]] = {}
    for row in found.tables["question_attributes"]:
        attributes.setdefault(row["qid"], {})[row["attribute"]] = row["value"]
    for group in found.tables["groups"]:
        yield {
            "id": group["gid"],
            "class": "G",
            "type/scale": group["group_order"],
            "name": group["group_name"],
            "relevance": "1",
            "language": language,
        }
        for row in found.tables["questions"]:
            if row["gid"] == group["gid"]:
                yield {
                    **_asked(row, "Q", row["type"]),
                    "other": row["other"],
                    **attributes.get(row["qid"], {}),
                }
                yield from _below(row["qid"], found, attributes)


def _below(question: str, found: Structured, attributes: Mapping[str, Row]) -> Iterator[Row]:
    for row in found.tables["subquestions"]:
        if row["parent_qid"] == question:
            yield {**_asked(row, "SQ", row["scale_id"]), **attributes.get(row["qid"], {})}
    for row in found.tables["answers"]:
        if row["qid"] == question:
            yield {
                "related_id": question,
                "class": "A",
                "type/scale": row["scale_id"],
                "name": row["code"],
                "relevance": row["assessment_value"],
                "text": row["answer"],
                "language": row["language"],
            }


def _asked(row: Row, kind: str, type_or_scale: str) -> Row:
    return {
        "id": row["qid"],
        "related_id": row["parent_qid"] if kind == "SQ" else "",
        "class": kind,
        "type/scale": type_or_scale,
        "name": row["title"],
        "relevance": row["relevance"],
        "text": row["question"],
        "language": row["language"],
        "mandatory": row["mandatory"],
        "same_default": row["same_default"],
    }
