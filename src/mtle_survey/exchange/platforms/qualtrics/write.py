"""A questionnaire as a Qualtrics survey definition."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mtle_survey.errors import problem
from mtle_survey.exchange.annotation import Annotation, annotation_text
from mtle_survey.exchange.model import Block, Export, Option, Question, Questionnaire
from mtle_survey.exchange.wording import marked_up

NEVER = "0000-00-00 00:00:00"
NO_CHECK: Mapping[str, Any] = {"ForceResponse": "OFF", "ForceResponseType": "ON", "Type": "None"}


def write(questionnaire: Questionnaire) -> Export:
    """A .qsf file: one block per page, one matrix per grid; question notes carry keys and scales."""
    builder = _Builder(questionnaire)
    dates = [q.name for q in questionnaire.questions() if q.kind == "date"]
    problems = (
        (
            problem(
                "X006",
                found=", ".join(dates),
                count=len(dates),
                platform="Qualtrics",
                instead="dates are asked as text without a check",
            ),
        )
        if dates
        else ()
    )
    text = json.dumps(builder.survey(), ensure_ascii=False, indent=1) + "\n"
    headers = {q.note.id: q.name for q in questionnaire.questions() if q.note is not None and q.note.id}
    return Export(content=text.encode("utf-8"), headers=headers, problems=problems)


class _Builder:
    """Numbers questions while it lays them out."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.source = questionnaire
        seed = f"{questionnaire.id} {questionnaire.version} {questionnaire.title}"
        self.key = hashlib.sha256(seed.encode("utf-8")).hexdigest()[:15]
        self.elements: list[dict[str, Any]] = []
        self.notes: list[dict[str, Any]] = []
        self.count = 0
        self.grids = 0

    def survey(self) -> dict[str, Any]:
        blocks = []
        for number, page in enumerate(self.source.pages, 1):
            first = [self._instruction()] if number == 1 and self.source.instruction else []
            ids = [*first, *(self._question(block) for block in page.blocks)]
            blocks.append(
                {
                    "Type": "Default" if number == 1 else "Standard",
                    "Description": f"Page {number}",
                    "ID": self._id("BL", number),
                    "BlockElements": [{"Type": "Question", "QuestionID": qid} for qid in ids],
                }
            )
        trash = {"Type": "Trash", "Description": "Trash / Unused Questions", "ID": self._id("BL", 0)}
        flow = [
            {"Type": "Block", "ID": block["ID"], "FlowID": f"FL_{n}"} for n, block in enumerate(blocks, 2)
        ]
        head = [
            self._element("BL", "Survey Blocks", [*blocks, {**trash, "BlockElements": []}]),
            self._element(
                "FL",
                "Survey Flow",
                {"Type": "Root", "FlowID": "FL_1", "Flow": flow, "Properties": {"Count": len(flow) + 1}},
            ),
            self._element("SO", "Survey Options", {"BackButton": "true", "SaveAndContinue": "true"}),
            self._element("SCO", "Scoring", {"ScoringCategories": []}),
            self._element("PROJ", "CORE", {"ProjectCategory": "CORE", "SchemaVersion": "1.1.0"}),
            self._element("STAT", "Survey Statistics", {"ID": "Survey Statistics"}),
            {**self._element("QC", "Survey Question Count", None), "SecondaryAttribute": str(self.count)},
            {**self._element("RS", self._id("RS", 1), None), "SecondaryAttribute": "Default Response Set"},
        ]
        return {"SurveyEntry": self._entry(), "SurveyElements": [*head, *self.elements, *self.notes]}

    def _entry(self) -> dict[str, Any]:
        return {
            "SurveyID": f"SV_{self.key}",
            "SurveyName": self.source.title,
            "SurveyDescription": f"{self.source.id} {self.source.version}",
            "SurveyOwnerID": "",
            "SurveyBrandID": "",
            "DivisionID": None,
            "SurveyLanguage": self.source.language.upper(),
            "SurveyActiveResponseSet": self._id("RS", 1),
            "SurveyStatus": "Inactive",
            "SurveyStartDate": NEVER,
            "SurveyExpirationDate": NEVER,
            "SurveyCreationDate": NEVER,
            "CreatorID": "",
            "LastModified": NEVER,
            "LastAccessed": NEVER,
            "LastActivated": NEVER,
            "Deleted": None,
        }

    def _id(self, kind: str, number: int) -> str:
        return f"{kind}_{self.key[: 15 - len(str(number))]}{number}"

    def _element(self, kind: str, primary: str, payload: object) -> dict[str, Any]:
        return {
            "SurveyID": f"SV_{self.key}",
            "Element": kind,
            "PrimaryAttribute": primary,
            "SecondaryAttribute": None,
            "TertiaryAttribute": None,
            "Payload": payload,
        }

    def _instruction(self) -> str:
        """Text without a question, before the first one."""
        payload = {
            "QuestionText": marked_up(self.source.instruction),
            "DataExportTag": "instruction",
            "QuestionType": "DB",
            "Selector": "TB",
        }
        return self._placed(payload)

    def _question(self, block: Block) -> str:
        if block.grid:
            self.grids += 1
        qid = self._placed(self._matrix(block) if block.grid else _payload(block.questions[0]))
        self._note(qid, block)
        return qid

    def _placed(self, payload: dict[str, Any]) -> str:
        self.count += 1
        qid = f"QID{self.count}"
        words = payload["QuestionText"]
        payload |= {
            "QuestionID": qid,
            "QuestionDescription": words[:99],
            "Language": [],
            "DefaultChoices": False,
        }
        payload.setdefault("Validation", {"Settings": NO_CHECK})
        payload.setdefault("Configuration", {"QuestionDescriptionOption": "UseText"})
        self.elements.append(self._element("SQ", qid, payload) | {"SecondaryAttribute": words[:99]})
        return qid

    def _matrix(self, block: Block) -> dict[str, Any]:
        options = block.questions[0].options
        rows = {str(n): question for n, question in enumerate(block.questions, 1)}
        return {
            "QuestionText": marked_up(block.stem),
            "DataExportTag": f"grid{self.grids}",
            "QuestionType": "Matrix",
            "Selector": "Likert",
            "SubSelector": "SingleAnswer",
            "Configuration": {
                "QuestionDescriptionOption": "UseText",
                "TextPosition": "inline",
                "ChoiceColumnWidth": 25,
                "RepeatHeaders": "none",
                "WhiteSpace": "OFF",
                "MobileFirst": True,
            },
            "Choices": {n: {"Display": marked_up(question.text)} for n, question in rows.items()},
            "ChoiceOrder": list(rows),
            "ChoiceDataExportTags": {n: question.name for n, question in rows.items()},
            "Answers": _displays(options),
            "AnswerOrder": list(range(1, len(options) + 1)),
            "RecodeValues": _recodes(options),
        }

    def _note(self, qid: str, block: Block) -> None:
        messages = [
            f"{question.name}: {annotation_text(_note_of(question.note, question.kind))}"
            for question in block.questions
            if question.note is not None
        ]
        if not messages:
            return
        number = len(self.notes) + 1
        notes = [
            {
                "ID": self._id("Note", n),
                "Date": NEVER,
                "Message": message,
                "UserName": "mtle",
                "Removed": False,
            }
            for n, message in enumerate(messages, 1)
        ]
        note_id = self._id("NT", number)
        payload = {"Notes": notes, "ParentID": qid, "ID": note_id}
        self.notes.append(self._element("NT", note_id, payload))


def _note_of(note: Annotation, kind: str) -> Annotation:
    """Dates are asked as text, so that the note must say what they are."""
    return replace(note, type="date") if kind == "date" else note


def _displays(options: tuple[Option, ...]) -> dict[str, Any]:
    return {str(n): {"Display": marked_up(option.label)} for n, option in enumerate(options, 1)}


def _recodes(options: tuple[Option, ...]) -> dict[str, str]:
    return {str(n): option.code for n, option in enumerate(options, 1)}


def _payload(question: Question) -> dict[str, Any]:
    payload: dict[str, Any] = {"QuestionText": marked_up(question.text), "DataExportTag": question.name}
    if question.kind in ("single", "multiple", "rank"):
        kinds = {
            "single": ("MC", "SAVR", "TX"),
            "multiple": ("MC", "MAVR", "TX"),
            "rank": ("RO", "DND", "TX"),
        }
        count = len(question.options)
        payload |= dict(zip(("QuestionType", "Selector", "SubSelector"), kinds[question.kind], strict=True))
        payload |= {"Choices": _displays(question.options), "ChoiceOrder": list(range(1, count + 1))}
        payload |= {"RecodeValues": _recodes(question.options), "NextChoiceId": count + 1}
        return payload
    payload |= {"QuestionType": "TE", "Selector": "SL" if question.kind != "text" else "ML"}
    if question.kind == "number":
        limits = {"Min": question.low, "Max": question.high}
        number = {name: f"{limit:g}" for name, limit in limits.items() if limit is not None}
        settings = {**NO_CHECK, "Type": "ContentType", "ContentType": "ValidNumber"}
        payload["Validation"] = {"Settings": {**settings, "ValidNumber": {**number, "NumDecimals": "2"}}}
    return payload
