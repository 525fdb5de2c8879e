"""The codebook says what the instrument says, to people and to machines."""

from __future__ import annotations

import csv
import io
import json
from html.parser import HTMLParser

import pytest

from mtle_survey.codebook import codebook_bytes
from mtle_survey.codebook.rows import Option, codebook_rows
from mtle_survey.errors import UsageError
from mtle_survey.instrument.find import list_instruments
from mtle_survey.instrument.load import load_instrument
from tests.unit.instrument.definitions import SOUND, definition, load

RICH = definition(
    head="id: demo\nversion: 1.0.0\ntitle: Demo\nnotice: Draft <b>only</b> & not for use.\n",
    items=SOUND["items"]
    + "  q4: {text: Time, format: agree5, aspects: [now, then], columns: {now: [Q4_1, Q4a]}}\n"
    + "  q5: {text: '=1+1', type: text}\n"
    + "  q6: {text: Which?, type: multiple, options: [Coach, Chair]}\n"
    + "  q7: {text: Years?, type: number, range: [0, 50], source: A study.}\n",
    scales=SOUND["scales"]
    + "  time: {title: <i>Time</i>, items: [q4__now, q4__then], score: {min_answered: 1.0}}\n"
    + "  all: {title: All, parts: [lead, time]}\n",
    scores="scores:\n  stage: {rule: stage_attained, inputs: {self: lead}, params: {threshold: 3}}\n",
    fields="fields:\n  band: {title: Band, role: group, type: single, codes: [a, b], labels: [Low, High]}\n",
    forms="forms:\n  short: {items: [q1, q4]}\n",
    structure="structure: {factors: {lead: [q1, q2, q3]}}\n",
)


class _Page(HTMLParser):
    """Text of a page, its table cells and its outside references."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.outside: list[str] = []
        self.captions = self.tables = self.bare_headers = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tables += tag == "table"
        self.captions += tag == "caption"
        self.bare_headers += tag == "th" and "scope" not in values
        self.outside += [v for k in ("src", "href") if (v := values.get(k)) and not v.startswith("#")]

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


def test_a_row_holds_everything_about_an_item() -> None:
    rows = {row.id: row for row in codebook_rows(load(RICH))}
    assert list(rows) == ["q1", "q2", "q3", "q4__now", "q4__then", "q5", "q6", "q7", "band"]
    q3 = rows["q3"]
    assert (q3.scales, q3.reverse_keyed, q3.low, q3.high) == (("lead", "all"), ("lead", "all"), 1, 5)
    assert q3.options[0] == Option(code="1", label="Strongly disagree")
    assert q3.options[-1] == Option(code="9", label="Prefer not to answer", reason="refused")
    assert rows["q4__now"].columns == ("Q4_1", "Q4a")
    assert rows["q4__then"].forms == ("short",)
    assert (rows["q7"].low, rows["q7"].high, rows["q7"].source) == (0, 50, "A study.")
    assert rows["band"].options == (Option(code="a", label="Low"), Option(code="b", label="High"))


def test_the_dictionary_is_a_table_that_no_spreadsheet_runs() -> None:
    lines = list(csv.DictReader(io.StringIO(codebook_bytes(load(RICH), "csv").decode())))
    by_id = {line["id"]: line for line in lines}
    assert by_id["q3"]["values"].startswith("Strongly disagree = 1 | ")
    assert by_id["q3"]["nonresponse"].endswith("Prefer not to answer = 9 (refused)")
    assert by_id["q3"]["reverse_keyed"] == "lead | all"
    assert by_id["q5"]["text"] == "'=1+1"
    assert by_id["q6"]["values"] == "Coach | Chair"


def test_negative_limits_stay_numbers() -> None:
    formats = "response_formats:\n  agree5: {codes: [-2, -1, 0, 1, 2], labels: {-2: Low, 2: High}}\n"
    text = codebook_bytes(load(definition(response_formats=formats)), "csv").decode()
    line = next(csv.DictReader(io.StringIO(text)))
    assert (line["low"], line["high"]) == ("-2", "2")
    assert line["values"] == "Low = -2 | (no label) = -1 | (no label) = 0 | (no label) = 1 | High = 2"


def test_metadata_name_every_variable_with_its_codes() -> None:
    data = json.loads(codebook_bytes(load(RICH), "jsonld").decode())
    assert (data["@context"], data["@type"]) == ("https://schema.org/", "Dataset")
    variables = {variable["name"]: variable for variable in data["variableMeasured"]}
    assert {"q1", "q4__now", "band", "lead", "time", "all", "stage"} <= set(variables)
    assert variables["q1"]["@type"] == "PropertyValue"
    assert variables["q1"]["value"].splitlines()[0] == "1. Strongly disagree,"
    assert (variables["q1"]["minValue"], variables["q1"]["maxValue"]) == (1, 5)
    assert "6 − answer" in variables["q3"]["measurementTechnique"]
    missing = [term for term in variables["q1"]["valueReference"] if "description" in term]
    assert [term["termCode"] for term in missing] == ["8", "9"]
    assert "measurementTechnique" not in variables["q1"]


def test_the_page_shows_the_notice_first_and_escapes_everything() -> None:
    page = codebook_bytes(load(RICH), "html").decode()
    assert "<b>only</b>" not in page
    assert "<i>Time</i>" not in page
    shown = _Page(page)
    assert "Draft <b>only</b> & not for use." in shown.text
    assert shown.text.index("not for use") < shown.text.index("Strongly disagree")
    assert "Not reviewed" in shown.text
    assert "− (6 − answer)" in shown.text
    assert "Scored when at least 2 of them are answered." in shown.text
    assert "Scored when at least 100% of the items are answered." in shown.text


def test_the_page_stands_alone_and_its_tables_can_be_read_aloud() -> None:
    shown = _Page(codebook_bytes(load(RICH), "html").decode())
    assert shown.outside == []
    assert shown.tables == shown.captions > 5
    assert shown.bare_headers == 0


def test_a_recorded_review_is_told() -> None:
    review = (
        "review:\n  content_validity: {raters: 7, summary: Two items reworded.}\n"
        "  cognitive_interviews: {participants: 5}\n"
    )
    shown = _Page(codebook_bytes(load(definition(review=review)), "html").decode()).text
    assert "Reviewed. 7 experts rated the relevance of the items. 5 people were interviewed" in shown
    assert "Two items reworded." in shown


@pytest.mark.parametrize("form", ["html", "csv", "jsonld"])
@pytest.mark.parametrize("found", list_instruments(), ids=lambda found: found.id)
def test_every_shipped_instrument_has_a_codebook_with_its_notice(found: object, form: str) -> None:
    instrument = load_instrument(found.path)
    first = codebook_bytes(instrument, form)
    assert first == codebook_bytes(instrument, form)
    assert all(item.id in first.decode() for item in instrument.items)
    if form != "csv":
        assert (instrument.notice or "")[:30] in first.decode()


def test_another_form_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match="csv, jsonld"):
        codebook_bytes(load(definition()), "odt")
