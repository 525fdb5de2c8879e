"""A questionnaire as an XLSForm workbook."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from mtle_survey.exchange.annotation import annotation_text
from mtle_survey.exchange.codes import coded, note_with_codes, other_headers, recoding
from mtle_survey.exchange.model import Block, Export, Option, Page, Question, Questionnaire
from mtle_survey.exchange.names import INSTRUCTION, distinct
from mtle_survey.exchange.wording import marked_up
from mtle_survey.report.archive import without_clocks

SURVEY = ("type", "name", "label", "appearance", "constraint", "mtle")
CHOICES = ("list_name", "name", "label")
SETTINGS = ("form_title", "form_id", "version", "default_language")
LONGEST_NAME = 60
SIMPLE = {"number": "decimal", "date": "date", "text": "text"}
SELECTS = {"single": "select_one", "multiple": "select_multiple", "rank": "rank"}
Line = dict[str, str]


def write(questionnaire: Questionnaire) -> Export:
    """An .xlsx file with the sheets survey, choices and settings.

    Each page is a group shown at once; a page that is one grid is a group with a common header of options.
    The column ``mtle``, which survey tools ignore, carries keys and scales.
    """
    names = distinct([INSTRUCTION, *(q.name for q in questionnaire.questions())], _name, LONGEST_NAME)
    lists = _Lists()
    survey: list[Line] = []
    if questionnaire.instruction:
        survey.append({"type": "note", "name": INSTRUCTION, "label": marked_up(questionnaire.instruction)})
    for number, page in enumerate(questionnaire.pages, 1):
        survey += _page(page, number, names, lists)
    settings = {
        "form_title": questionnaire.title,
        "form_id": questionnaire.id,
        "version": questionnaire.version,
        "default_language": questionnaire.language,
    }
    return Export(
        content=_workbook(survey, lists.lines, settings),
        headers=other_headers(questionnaire, names),
        problems=recoding(questionnaire, _accepts, "XLSForm"),
    )


def _name(name: str) -> str:
    plain = re.sub(r"[^A-Za-z0-9_]", "_", name)
    return plain if plain[:1].isalpha() else f"q{plain}"


def _accepts(code: str) -> bool:
    return re.search(r"\s|[<>&'\"]", code) is None


class _Lists:
    """Option lists, each written once."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._named: dict[tuple[Option, ...], str] = {}

    def name_of(self, question: Question, name: str, options: tuple[Option, ...]) -> str:
        """The list's name; the first question that needs it names it, unless it has a name already."""
        key = tuple(Option(code=one.code, label=one.label) for one in options)
        if key not in self._named:
            wanted = question.list_name or f"{name}_options"
            self._named[key] = wanted
            self.lines += [
                {"list_name": wanted, "name": one.code, "label": marked_up(one.label)} for one in key
            ]
        return self._named[key]


def _page(page: Page, number: int, names: dict[str, str], lists: _Lists) -> list[Line]:
    grid = len(page.blocks) == 1 and page.blocks[0].grid
    label = page.blocks[0].stem if grid else ""
    lines = [line for block in page.blocks for line in _block(block, names, lists)]
    begin = {
        "type": "begin_group",
        "name": f"page_{number}",
        "label": marked_up(label),
        "appearance": "table-list" if grid else "field-list",
    }
    return [begin, *lines, {"type": "end_group"}]


def _block(block: Block, names: dict[str, str], lists: _Lists) -> list[Line]:
    return [_line(question, names[question.name], lists) for question in block.questions]


def _line(question: Question, name: str, lists: _Lists) -> Line:
    options = coded(question.options, _accepts, "c")
    kind = SIMPLE.get(question.kind, "")
    if not kind:
        kind = f"{SELECTS[question.kind]} {lists.name_of(question, name, options)}"
    limits = [
        f". {sign} {limit:g}"
        for sign, limit in ((">=", question.low), ("<=", question.high))
        if limit is not None
    ]
    return {
        "type": kind,
        "name": name,
        "label": marked_up(question.text),
        "constraint": " and ".join(limits),
        "mtle": annotation_text(note_with_codes(question, name, options)),
    }


def _workbook(survey: Sequence[Line], choices: Sequence[Line], settings: Line) -> bytes:
    import openpyxl

    book = openpyxl.Workbook(write_only=False)
    del book["Sheet"]
    for title, columns, lines in (
        ("survey", SURVEY, survey),
        ("choices", CHOICES, choices),
        ("settings", SETTINGS, [settings]),
    ):
        sheet = book.create_sheet(title)
        sheet.append(columns)
        for line in lines:
            sheet.append([_cell(line.get(column, "")) for column in columns])
            for cell in sheet[sheet.max_row]:
                cell.data_type = "s" if cell.value is not None else cell.data_type
    out = io.BytesIO()
    book.save(out)
    return without_clocks(out.getvalue())


def _cell(text: str) -> str | None:
    return text or None
