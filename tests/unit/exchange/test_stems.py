"""What people read first and above the items goes to platforms, onto paper and into the codebook."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import pytest

from mtle_survey.codebook.dictionary import data_dictionary
from mtle_survey.errors import MtleError
from mtle_survey.exchange.layout import questionnaire
from mtle_survey.exchange.write import export_definition
from mtle_survey.instrument.diff import diff_instruments
from mtle_survey.instrument.load import load_instrument, read_instrument
from tests.support import DEMO
from tests.unit.exchange.same import BOTH_WAYS, there_and_back

FRAMED = DEMO.replace("  agree5:\n", "  agree5:\n    stem: Think of this past semester.\n").replace(
    "items:\n  a1: {text:", "instruction: There are no right answers.\nitems:\n  a1: {text:"
)


@pytest.fixture
def framed():
    return read_instrument(FRAMED.encode())


def test_an_item_has_its_own_words_or_those_of_its_format():
    own = FRAMED.replace("a3: {text:", "a3: {stem: Think of today., text:")
    item = read_instrument(own.encode()).item
    assert item["a1"].stem == "Think of this past semester."
    assert item["a3"].stem == "Think of today."


def test_grids_stand_under_their_own_words():
    own = FRAMED.replace("a3: {text:", "a3: {stem: Think of today., text:")
    asked = questionnaire(read_instrument(own.encode()))
    stems = [block.stem for page in asked.pages for block in page.blocks if block.grid]
    assert stems == ["Think of this past semester.", "Think of today.", "Think of this past semester."]


def test_only_rated_items_stand_under_words():
    text = DEMO.replace("scales:\n", "  open: {text: Why?, type: text, stem: Think.}\nscales:\n")
    with pytest.raises(MtleError) as caught:
        read_instrument(text.encode())
    assert [p.found.split()[0] for p in caught.value.problems if p.code == "I043"] == ["stem"]


@pytest.mark.parametrize("platform", BOTH_WAYS)
def test_both_come_back(framed, platform, tmp_path):
    _, back, started = there_and_back(framed, platform, tmp_path)
    assert back.instruction == "There are no right answers."
    assert {item.stem for item in back.items if item.rated} == {"Think of this past semester."}
    assert started.text.count("stem:") == 1, "one line at the format, not one per item"


def test_respondents_read_them_on_every_platform(framed):
    qsf = json.loads(export_definition(framed, "qsf").content)
    texts = [e["Payload"].get("QuestionText") for e in qsf["SurveyElements"] if e["Element"] == "SQ"]
    assert texts[0] == "There are no right answers."
    assert "Think of this past semester." in texts
    redcap = list(
        csv.DictReader(io.StringIO(export_definition(framed, "redcap").content.decode("utf-8-sig")))
    )
    assert redcap[1]["Field Type"] == "descriptive"
    assert any("past semester" in row["Section Header"] for row in redcap)
    lime = export_definition(framed, "lss").content.decode()
    assert "<surveyls_welcometext>There are no right answers.</surveyls_welcometext>" in lime
    with zipfile.ZipFile(io.BytesIO(export_definition(framed, "questionnaire-docx").content)) as word:
        paper = word.read("word/document.xml").decode()
    assert paper.index("no right answers") < paper.index("past semester") < paper.index("I share what I know")


def test_a_form_says_first_what_it_is_about():
    mtle = load_instrument("mtle")
    looking_back = questionnaire(mtle, mtle.form["retro"]).instruction
    assert looking_back.startswith("Think back to the semester before the program began")
    assert questionnaire(mtle, mtle.form["pre"]).instruction == " ".join(mtle.instruction.split())


def test_other_words_above_an_item_make_it_another_question(framed):
    other = read_instrument(FRAMED.replace("this past semester", "this week").encode())
    changes = [c for c in diff_instruments(framed, other) if c.what.endswith(", stem")]
    assert changes
    assert all(change.breaks for change in changes)


def test_the_data_dictionary_holds_them(framed):
    rows = list(csv.DictReader(io.StringIO(data_dictionary(framed))))
    assert next(row for row in rows if row["id"] == "a1")["stem"] == "Think of this past semester."
