"""A questionnaire as a REDCap data dictionary."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import replace

from mtle_survey.exchange.annotation import Annotation, annotation_text
from mtle_survey.exchange.codes import coded, note_with_codes, other_headers, recoding
from mtle_survey.exchange.model import Block, Export, Question, Questionnaire
from mtle_survey.exchange.names import INSTRUCTION, distinct
from mtle_survey.exchange.platforms.redcap import columns as c
from mtle_survey.exchange.wording import marked_up

LONGEST_NAME = 26
RECORD = "record_id"
TYPES = {
    "single": "radio",
    "multiple": "checkbox",
    "number": "text",
    "date": "text",
    "text": "notes",
    "rank": "radio",
}
VALIDATIONS = {"number": "number", "date": "date_ymd"}


def write(questionnaire: Questionnaire) -> Export:
    """A data dictionary of exactly eighteen columns.

    Pages begin with a section header ("2 / 5"), grids are matrix groups, and the field annotation, which
    respondents do not see, carries keys and scales. A ranking question becomes a ranked matrix with one row
    per option.
    """
    names = distinct(
        [RECORD, INSTRUCTION, *(q.name for q in questionnaire.questions())], variable, LONGEST_NAME
    )
    rows = [
        {
            c.NAME: RECORD,
            c.FORM: variable(questionnaire.id),
            c.TYPE: "text",
            c.LABEL: "Record ID",
            c.ANNOTATION: annotation_text(Annotation(kind="record")),
        }
    ]
    if questionnaire.instruction:
        rows.append(
            {
                c.NAME: INSTRUCTION,
                c.FORM: variable(questionnaire.id),
                c.TYPE: "descriptive",
                c.LABEL: marked_up(questionnaire.instruction),
            }
        )
    for number, page in enumerate(questionnaire.pages, 1):
        header = f"{number} / {len(questionnaire.pages)}"
        for block in page.blocks:
            stem = block.stem or (block.questions[0].text if block.questions[0].kind == "rank" else "")
            header = c.PAGE_JOINT.join(part for part in (header, marked_up(stem)) if part)
            lines = _block(block, names, variable(questionnaire.id))
            if header:
                lines[0][c.SECTION] = header
            rows += lines
            header = ""
    out = io.StringIO()
    writer = csv.DictWriter(out, c.COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return Export(
        content=out.getvalue().encode("utf-8-sig"),
        headers=other_headers(questionnaire, names),
        problems=recoding(questionnaire, _accepts, "REDCap"),
    )


def variable(name: str) -> str:
    """A variable name as REDCap keeps it: lower case, a letter first, no two underscores in a row."""
    plain = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    return plain if plain[:1].isalpha() else f"q{plain}"


def _accepts(code: str) -> bool:
    return re.fullmatch(r"[A-Za-z0-9_.-]+", code) is not None


def _block(block: Block, names: dict[str, str], form: str) -> list[dict[str, str]]:
    group = f"{names[block.questions[0].name]}_grid" if block.grid else ""
    lines: list[dict[str, str]] = []
    for question in block.questions:
        name = names[question.name]
        if question.kind == "rank":
            lines += _rank(question, name, form)
        else:
            lines.append({**_line(question, name, form), c.MATRIX: group})
    return lines


def _line(question: Question, name: str, form: str) -> dict[str, str]:
    options = coded(question.options, _accepts, "c")
    limits = {c.LOW: question.low, c.HIGH: question.high}
    return {
        c.NAME: name,
        c.FORM: form,
        c.TYPE: TYPES[question.kind],
        c.LABEL: marked_up(question.text),
        c.CHOICES: _choices((option.code, option.label) for option in options),
        c.VALIDATION: VALIDATIONS.get(question.kind, ""),
        **{key: f"{limit:g}" for key, limit in limits.items() if limit is not None},
        c.IDENTIFIER: "y" if question.personal else "",
        c.ANNOTATION: annotation_text(note_with_codes(question, name, options)),
    }


def _rank(question: Question, name: str, form: str) -> list[dict[str, str]]:
    """A row for each option and a column for each place."""
    places = [str(n) for n in range(1, len(question.options) + 1)]
    note = replace(note_with_codes(question, name, question.options), title=question.text)
    return [
        {
            c.NAME: f"{name}_{option.code}",
            c.FORM: form,
            c.TYPE: "radio",
            c.LABEL: marked_up(option.label),
            c.CHOICES: _choices((place, place) for place in places),
            c.MATRIX: name,
            c.RANKING: "y",
            c.ANNOTATION: annotation_text(replace(note, id=note.id or question.name)),
        }
        for option in question.options
    ]


def _choices(options: Iterable[tuple[str, str]]) -> str:
    """Codes and labels; the bar separates options, so that a label cannot hold one."""
    return " | ".join(f"{code}, {marked_up(label).replace('|', '&#124;')}" for code, label in options)
