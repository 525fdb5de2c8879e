"""Every question and option of a real definition is recovered: counted in the file without the program."""

from __future__ import annotations

import csv
import io
import json
from xml.etree import ElementTree

import pytest

from tests.outside import needs_real_exports
from tests.support import REAL_EXPORTS
from tests.unit.exchange.test_real_definitions import started

pytestmark = needs_real_exports
DICTIONARIES = sorted(path.name for path in (REAL_EXPORTS / "redcap").glob("*_dictionary.csv"))
ASKED = ("text", "notes", "radio", "dropdown", "checkbox", "yesno", "truefalse", "slider")


def recovered(instrument):
    """Questions and answer options of an instrument, rows of a grid counted one by one."""
    options = sum(len(field.codes) for field in instrument.fields)
    for item in instrument.items:
        if item.rated:
            form = instrument.format_of(item.id)
            options += len(form.codes) + len(form.nonresponse)
        options += len(item.options)
    return len(instrument.items) + len(instrument.fields), options


@pytest.mark.parametrize("name", DICTIONARIES)
def test_redcap_dictionaries(name):
    text = (REAL_EXPORTS / "redcap" / name).read_text(encoding="utf-8-sig")
    header, *rows = [row for row in csv.reader(io.StringIO(text)) if row]
    folded = [cell.strip().casefold() for cell in header]
    kind = next(k for k, cell in enumerate(folded) if cell in ("field type", "field_type"))
    choices = next(k for k, cell in enumerate(folded) if cell.startswith(("choices", "select_choices")))
    asked = [row for row in rows if row[kind] in ASKED]
    listed = [row[choices] for row in asked if row[kind] in ("radio", "dropdown", "checkbox")]
    options = sum(len([one for one in text.split("|") if one.strip()]) for text in listed)
    options += 2 * sum(row[kind] in ("yesno", "truefalse") for row in asked)
    assert recovered(started(f"redcap/{name}")[1]) == (len(asked), options)


def test_a_limesurvey_structure():
    root = ElementTree.parse(REAL_EXPORTS / "limesurvey" / "digitaltwins.lss").getroot()

    def rows(table):
        return [{cell.tag: cell.text or "" for cell in row} for row in root.iterfind(f"{table}/rows/row")]

    parts, answers = {}, {}
    for row in rows("subquestions"):
        parts[row["parent_qid"]] = parts.get(row["parent_qid"], 0) + 1
    for row in rows("answers"):
        answers[row["qid"]] = answers.get(row["qid"], 0) + 1
    questions = options = 0
    for row in rows("questions"):
        below = parts.get(row["qid"], 0)
        questions += (below if row["type"] == "F" else 1) + (row["other"] == "Y")
        options += below * answers.get(row["qid"], 0) if row["type"] == "F" else 0
        options += below if row["type"] == "M" else 0
    assert recovered(started("limesurvey/digitaltwins.lss")[1]) == (questions, options)


@pytest.mark.parametrize("name", ["qualtrics/qt_matrix_sa.qsf", "sads/SADS_Template.qsf"])
def test_qualtrics_surveys(name):
    survey = json.loads((REAL_EXPORTS / name).read_text(encoding="utf-8-sig"))["SurveyElements"]
    blocks = next(e["Payload"] for e in survey if e["Element"] == "BL")
    placed = {
        element["QuestionID"]
        for block in (blocks.values() if isinstance(blocks, dict) else blocks)
        if block["Type"] != "Trash"
        for element in block.get("BlockElements") or []
        if "QuestionID" in element
    }
    questions = options = 0
    for element in survey:
        if element["Element"] != "SQ" or element["PrimaryAttribute"] not in placed:
            continue
        payload = element["Payload"]
        if payload["QuestionType"] == "Matrix":
            questions += len(payload["Choices"])
            options += len(payload["Choices"]) * len(payload["Answers"])
        elif payload["QuestionType"] != "DB":
            questions += 1
            options += len(payload.get("Choices") or {})
    assert recovered(started(name)[1]) == (questions, options)


def test_a_formr_item_table():
    document = json.loads((REAL_EXPORTS / "formr" / "BFI_post_items.json").read_text(encoding="utf-8-sig"))
    asked = [item for item in document["items"] if item["type"] not in ("note", "submit")]
    assert recovered(started("formr/BFI_post_items.json")[1])[0] == len(asked)


def test_an_xlsform_with_a_choice():
    _, instrument = started("kobo_odk/odk_fav_color.xlsx")
    assert recovered(instrument) == (4, 4)
