"""What a LimeSurvey structure file (LSS) says about the columns of an export."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from mtle_survey.readers.common.html import plain_text

FIXED_ANSWERS: Mapping[str, Mapping[str, str]] = {
    "Y": {"Y": "Yes", "N": "No"},
    "C": {"Y": "Yes", "U": "Uncertain", "N": "No"},
    "E": {"I": "Increase", "S": "Same", "D": "Decrease"},
    "G": {"F": "Female", "M": "Male"},
    "M": {"Y": "Yes", "N": "No"},
    "P": {"Y": "Yes", "N": "No"},
}
Row = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class LimeQuestion:
    """One column's question.

    Attributes
    ----------
    code : str
        The column's heading in an export of codes: ``Q``, ``Q[SQ001]``, ``Q[SQ001][1]``.
    stem, part : str
        The question's wording, and the subquestion's (empty if it has none).
    value_labels : mapping of answer code to text
        In the order of the questionnaire.
    """

    code: str
    stem: str
    part: str = ""
    value_labels: Mapping[str, str] = field(default_factory=dict)


def lime_questions(root: Element) -> dict[str, LimeQuestion]:
    """Every column that the structure implies, by its code, in the survey's first language."""
    language = _base_language(root)
    texts = _texts(root, "question_l10ns", "qid", "question", language)
    answers = _answers(root, language)
    questions = _rows(root, "questions", language)
    parts: dict[str, list[Row]] = {}
    for row in _rows(root, "subquestions", language):
        parts.setdefault(row.get("parent_qid", ""), []).append(row)
    found: dict[str, LimeQuestion] = {}
    for row in questions:
        qid, code = row.get("qid", ""), row.get("title", "")
        stem = plain_text(texts.get(qid, row.get("question", "")))
        scales = answers.get(qid, {})
        fixed = FIXED_ANSWERS.get(row.get("type", ""), {})
        for part in parts.get(qid, []):
            wording = plain_text(texts.get(part.get("qid", ""), part.get("question", "")))
            for heading, labels in _headings(f"{code}[{part.get('title', '')}]", row.get("type", ""), scales):
                found[heading] = LimeQuestion(
                    code=heading, stem=stem, part=wording, value_labels=labels or fixed
                )
        if qid not in parts:
            found[code] = LimeQuestion(code=code, stem=stem, value_labels=scales.get("0", {}) or fixed)
        if row.get("other") == "Y":
            found[f"{code}[other]"] = LimeQuestion(code=f"{code}[other]", stem=stem, part="Other")
    return found


def _headings(
    code: str, kind: str, scales: Mapping[str, Mapping[str, str]]
) -> list[tuple[str, Mapping[str, str]]]:
    """A dual-scale array (type 1) has one column per scale; everything else has one."""
    if kind == "1":
        return [
            (f"{code}[{int(scale) + 1}]", labels)
            for scale, labels in sorted(scales.items())
            if scale.isdigit()
        ]
    return [(code, scales.get("0", {}))]


def _base_language(root: Element) -> str:
    languages = [element.text or "" for element in root.iterfind("languages/language")]
    settings = [row["language"] for row in _rows(root, "surveys", "") if row.get("language")]
    return (settings or languages or [""])[0]


def _rows(root: Element, table: str, language: str) -> list[Row]:
    """Rows of one table, of one language where the table holds several."""
    rows = [{cell.tag: cell.text or "" for cell in row} for row in root.iterfind(f"{table}/rows/row")]
    return [row for row in rows if not language or row.get("language", language) == language]


def _texts(root: Element, table: str, key: str, column: str, language: str) -> dict[str, str]:
    """Texts by id from the tables of newer versions, which keep them apart."""
    return {row.get(key, ""): row.get(column, "") for row in _rows(root, table, language)}


def _answers(root: Element, language: str) -> dict[str, dict[str, dict[str, str]]]:
    """Labels by question, scale and code, in the order of the questionnaire."""
    texts = _texts(root, "answer_l10ns", "aid", "answer", language)
    rows = _rows(root, "answers", language)
    rows.sort(
        key=lambda row: int(row.get("sortorder") or 0) if (row.get("sortorder") or "0").isdigit() else 0
    )
    found: dict[str, dict[str, dict[str, str]]] = {}
    for row in rows:
        label = plain_text(texts.get(row.get("aid", ""), row.get("answer", "")))
        found.setdefault(row.get("qid", ""), {}).setdefault(row.get("scale_id", "0"), {})[
            row.get("code", "")
        ] = label
    return found
