"""The tables of a survey structure, whichever version of LimeSurvey wrote them."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from mtle_survey.exchange.model import Option
from mtle_survey.exchange.wording import plain

Row = dict[str, str]


class Tables:
    """Rows in the survey's first language.

    Up to database version 365 or so texts stand in the rows of questions, answers and groups; later they
    stand in tables of their own, by language.
    """

    def __init__(self, root: Element) -> None:
        self._root = root
        languages = [element.text or "" for element in root.iterfind("languages/language")]
        chosen = [row["language"] for row in self._all("surveys") if row.get("language")]
        self.language = (chosen or languages or [""])[0]
        self._question_texts = self._texts("question_l10ns", "qid", "question")
        self._answer_texts = self._texts("answer_l10ns", "aid", "answer")
        self._parts: dict[str, list[Row]] = {}
        for row in self._rows("subquestions"):
            self._parts.setdefault(row.get("parent_qid", ""), []).append(row)
        self._attributes: dict[str, Row] = {}
        for row in self._rows("question_attributes"):
            self._attributes.setdefault(row.get("qid", ""), {})[row.get("attribute", "")] = row.get(
                "value", ""
            )

    def title(self) -> str:
        """The survey's title, without markup."""
        return self._of_the_survey("surveyls_title")

    def welcome(self) -> str:
        """What people read before the first question, without markup."""
        return self._of_the_survey("surveyls_welcometext")

    def _of_the_survey(self, column: str) -> str:
        rows = self._all("surveys_languagesettings")
        own = [row for row in rows if row.get("surveyls_language", self.language) == self.language]
        return plain(own[0].get(column)) if own else ""

    def groups(self) -> list[Row]:
        """Groups in order."""
        return sorted(self._rows("groups"), key=lambda row: _order(row, "group_order"))

    def questions(self, group: str) -> list[Row]:
        """Questions of a group in order."""
        rows = [row for row in self._rows("questions") if row.get("gid") == group]
        return sorted(rows, key=lambda row: _order(row, "question_order"))

    def parts(self, question: Row) -> list[Row]:
        """Subquestions in order."""
        return sorted(
            self._parts.get(question.get("qid", ""), []), key=lambda row: _order(row, "question_order")
        )

    def wording(self, question: Row) -> str:
        """Of a question or subquestion, without markup."""
        return plain(self._question_texts.get(question.get("qid", ""), question.get("question", "")))

    def attributes(self, question: Row) -> Row:
        """Further settings by name."""
        return self._attributes.get(question.get("qid", ""), {})

    def answers(self, question: Row) -> list[tuple[Option, ...]]:
        """Options of each of the question's scales, in the order on screen."""
        rows = [row for row in self._rows("answers") if row.get("qid") == question.get("qid")]
        rows.sort(key=lambda row: _order(row, "sortorder"))
        scales = sorted({row.get("scale_id", "0") for row in rows})
        return [
            tuple(
                Option(
                    code=row.get("code", ""),
                    label=self._answer(row) or row.get("code", ""),
                    value=row.get("assessment_value", ""),
                )
                for row in rows
                if row.get("scale_id", "0") == scale
            )
            for scale in scales
        ]

    def _answer(self, row: Row) -> str:
        return plain(self._answer_texts.get(row.get("aid", ""), row.get("answer", "")))

    def _texts(self, table: str, key: str, column: str) -> Row:
        return {row.get(key, ""): row.get(column, "") for row in self._rows(table)}

    def _rows(self, table: str) -> list[Row]:
        """Rows of the survey's first language; those that know no language belong to all."""
        return [row for row in self._all(table) if row.get("language") in (None, "", self.language)]

    def _all(self, table: str) -> list[Row]:
        return [
            {cell.tag: cell.text or "" for cell in row} for row in self._root.iterfind(f"{table}/rows/row")
        ]


def _order(row: Row, column: str) -> int:
    try:
        return int(row.get(column) or 0)
    except ValueError:
        return 0
