"""A plain questionnaire on paper, as tagged pages."""

from __future__ import annotations

import json
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import Any

from mtle_survey.exchange.model import Block, Export, Platform, Question, Questionnaire
from mtle_survey.exchange.on_paper import HEAD, answer_hint, grid_headers


def write(questionnaire: Questionnaire) -> Export:
    """A PDF file that needs neither a network nor installed fonts; the same questionnaire, the same bytes."""
    import typst

    number = 0
    blocks = []
    for page in questionnaire.pages:
        for block in page.blocks:
            blocks.append(_block(block, number + 1))
            number += len(block.questions)
    data = {
        "title": questionnaire.title,
        "instruction": questionnaire.instruction,
        "language": questionnaire.language.partition("-")[0],
        "marking": f"{questionnaire.id} {questionnaire.version}",
        "blocks": blocks,
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        template = files("mtle_survey.exchange").joinpath("templates/questionnaire.typ").read_bytes()
        (folder / "questionnaire.typ").write_bytes(template)
        (folder / "questionnaire.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        pdf = typst.compile(folder / "questionnaire.typ", root=folder, format="pdf")
    return Export(content=bytes(pdf))


def _block(block: Block, first: int) -> dict[str, Any]:
    options = block.questions[0].options
    return {
        "grid": block.grid,
        "stem": block.stem,
        "headers": grid_headers(options),
        "codes": [option.code for option in options],
        "rows": [_row(question, number) for number, question in enumerate(block.questions, first)],
    }


def _row(question: Question, number: int) -> dict[str, Any]:
    return {
        "number": number,
        "text": question.text,
        "box": question.kind == "multiple",
        "options": [option.label for option in question.options],
        "lines": 0 if question.options else answer_hint(question).count("\n") + 1,
        "hint": answer_hint(question).partition("(")[2].rstrip(")") if question.kind == "number" else "",
        "short": question.kind in ("number", "date"),
    }


PLATFORM = Platform(name="questionnaire-pdf", label="Paper (PDF)", suffix="pdf", head=HEAD, write=write)
