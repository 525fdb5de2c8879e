"""A questionnaire as rows of LimeSurvey's tables, before they are written as XML or as text."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mtle_survey.errors import Problem
from mtle_survey.exchange.annotation import annotation_text
from mtle_survey.exchange.codes import coded, note_with_codes, other_headers, recoding
from mtle_survey.exchange.model import Block, Option, Question, Questionnaire
from mtle_survey.exchange.names import distinct
from mtle_survey.exchange.wording import marked_up

LONGEST_NAME, LONGEST_CODE = 20, 5
TYPES = {"single": "L", "multiple": "M", "number": "N", "text": "T", "date": "D", "rank": "R"}
GRID = "F"
ATTRIBUTE = "mtle"
Row = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Structured:
    """A questionnaire as rows of LimeSurvey's tables.

    Attributes
    ----------
    tables : mapping of table to rows
        A group per page, an array per grid; the attribute ``mtle`` carries keys and scales.
    headers : mapping of item id to header
        Where an export will name an item otherwise than by its id.
    problems : tuple of Problem
        Codes that LimeSurvey does not accept.
    """

    tables: Mapping[str, Sequence[Row]]
    headers: dict[str, str]
    problems: tuple[Problem, ...]


def structured(questionnaire: Questionnaire) -> Structured:
    """The tables of a questionnaire; the same questionnaire gives the same ones."""
    builder = _Structure(questionnaire)
    return Structured(
        tables={**builder.tables, **builder.settings()},
        headers=other_headers(questionnaire, builder.headers),
        problems=recoding(questionnaire, _accepts, "LimeSurvey"),
    )


def _code(name: str) -> str:
    """A question's code: letters and digits, a letter first."""
    plain = re.sub(r"[^A-Za-z0-9]", "", name)
    return plain if plain[:1].isalpha() else f"q{plain}"


def _accepts(code: str) -> bool:
    return re.fullmatch(rf"[A-Za-z0-9]{{1,{LONGEST_CODE}}}", code) is not None


class _Structure:
    """Rows of the tables, numbered as they are made."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.source = questionnaire
        seed = f"{questionnaire.id} {questionnaire.version} {questionnaire.title}"
        number = int(hashlib.sha256(seed.encode("utf-8")).hexdigest()[:8], 16)
        self.survey_id = str(100_000 + number % 900_000)
        self.names = distinct([q.name for q in questionnaire.questions()], _code, LONGEST_NAME)
        self.headers: dict[str, str] = {}
        self.tables: dict[str, list[Row]] = {
            "answers": [],
            "groups": [],
            "questions": [],
            "subquestions": [],
            "question_attributes": [],
        }
        self.last_id = 0
        self.grids = 0
        for order, page in enumerate(questionnaire.pages, 1):
            for place, block in enumerate(page.blocks):
                self._block(block, str(order), place)
            self.tables["groups"].append(
                {"gid": str(order), **self._common(), "group_name": str(order), "group_order": str(order)}
            )

    def settings(self) -> dict[str, list[Row]]:
        """The tables with one row each: the survey and its title."""
        settings = {"sid": self.survey_id, "language": self.source.language, "format": "G"}
        titles = {
            "surveyls_survey_id": self.survey_id,
            "surveyls_language": self.source.language,
            "surveyls_title": marked_up(self.source.title),
            "surveyls_welcometext": marked_up(self.source.instruction),
        }
        return {"surveys": [settings], "surveys_languagesettings": [titles]}

    def _common(self) -> Row:
        return {"sid": self.survey_id, "language": self.source.language}

    def _next_id(self) -> str:
        self.last_id += 1
        return str(self.last_id)

    def _block(self, block: Block, group: str, place: int) -> None:
        if not block.grid:
            self._single(block.questions[0], group, place)
            return
        self.grids += 1
        code = self._free(f"grid{self.grids}")
        qid = self._question(code, GRID, block.stem, group, place)
        self._answers(qid, coded(block.questions[0].options, _accepts, "A"))
        for order, row in enumerate(block.questions, 1):
            part = self.names[row.name]
            header = f"{code}[{part}]"
            self.headers[row.name] = header
            part_id = self._part(qid, part, row.text, GRID, group, order)
            note = note_with_codes(row, header, coded(row.options, _accepts, "A"))
            self._attribute(part_id, annotation_text(note))

    def _free(self, wanted: str) -> str:
        """A code that no question bears."""
        while wanted in self.names.values():
            wanted += "x"
        return wanted

    def _single(self, question: Question, group: str, place: int) -> None:
        code = self.names[question.name]
        self.headers[question.name] = code
        qid = self._question(code, TYPES[question.kind], question.text, group, place)
        if question.kind == "multiple":
            for order, option in enumerate(question.options, 1):
                self._part(qid, f"SQ{order:03}", option.label, "M", group, order)
            positions = tuple(
                Option(code=f"SQ{n:03}", label=option.label) for n, option in enumerate(question.options, 1)
            )
            note = note_with_codes(question, code, positions)
        else:
            options = coded(question.options, _accepts, "A")
            self._answers(qid, options)
            note = note_with_codes(question, code, options)
        for name, limit in (("min_num_value_n", question.low), ("max_num_value_n", question.high)):
            if limit is not None:
                self._attribute(qid, f"{limit:g}", name)
        self._attribute(qid, annotation_text(note))

    def _question(self, code: str, kind: str, text: str, group: str, place: int) -> str:
        qid = self._next_id()
        self.tables["questions"].append(self._row(qid, "0", code, kind, text, group, place))
        return qid

    def _part(self, parent: str, code: str, text: str, kind: str, group: str, place: int) -> str:
        qid = self._next_id()
        self.tables["subquestions"].append(self._row(qid, parent, code, kind, text, group, place))
        return qid

    def _row(self, qid: str, parent: str, code: str, kind: str, text: str, group: str, place: int) -> Row:
        return {
            "qid": qid,
            "parent_qid": parent,
            **self._common(),
            "gid": group,
            "type": kind,
            "title": code,
            "question": marked_up(text),
            "other": "N",
            "mandatory": "N",
            "question_order": str(place),
            "scale_id": "0",
            "same_default": "0",
            "relevance": "1",
        }

    def _answers(self, qid: str, options: Iterable[Option]) -> None:
        for order, option in enumerate(options, 1):
            self.tables["answers"].append(
                {
                    "qid": qid,
                    "code": option.code,
                    "answer": marked_up(option.label),
                    "sortorder": str(order),
                    "assessment_value": "0",
                    "language": self.source.language,
                    "scale_id": "0",
                }
            )

    def _attribute(self, qid: str, value: str, name: str = ATTRIBUTE) -> None:
        self.tables["question_attributes"].append({"qid": qid, "attribute": name, "value": value})
