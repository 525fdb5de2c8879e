"""What a Qualtrics survey definition says about its questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mtle_survey.errors import Problem, problem
from mtle_survey.exchange.annotated import annotated
from mtle_survey.exchange.annotation import Annotation, read_annotation
from mtle_survey.exchange.model import Block, Definition, Page, Questionnaire
from mtle_survey.exchange.platforms.qualtrics.questions import blocks_of
from mtle_survey.exchange.wording import plain
from mtle_survey.readers.common.source import Source


def recognises(source: Source) -> bool:
    """Whether the source is a survey definition of Qualtrics."""
    return isinstance(source.document, dict) and {"SurveyEntry", "SurveyElements"} <= set(source.document)


def read(source: Source) -> Definition:
    """Questions in the order of the survey's flow; deleted ones are left out and counted.

    Exported values are the recode values, or the choice's own number where there are none.
    """
    entry: Mapping[str, Any] = source.document["SurveyEntry"]
    elements: list[Mapping[str, Any]] = source.document["SurveyElements"]
    payloads = {e["PrimaryAttribute"]: e["Payload"] for e in elements if e.get("Element") == "SQ"}
    notes = _notes(elements)
    asked, deleted = _placed(elements)
    problems: list[Problem] = []
    pages: list[Page] = []
    instruction = ""
    for qids in asked:
        blocks: list[Block] = []
        for qid in qids:
            if qid in payloads:
                words = _first_words(payloads[qid])
                if words and not (instruction or pages or blocks):
                    instruction = words
                    continue
                for one in blocks_of(payloads[qid], qid):
                    if isinstance(one, Problem):
                        problems.append(one)
                    else:
                        blocks.append(_with_notes(one, notes))
        if blocks:
            pages.append(Page(blocks=tuple(blocks)))
    gone = [qid for qid in payloads if qid in deleted or not any(qid in qids for qids in asked)]
    if gone:
        tags = ", ".join(str(payloads[qid].get("DataExportTag") or qid) for qid in gone)
        problems.append(problem("X019", file=source.file, found=tags, count=len(gone)))
    questionnaire = Questionnaire(
        id="",
        title=plain(entry.get("SurveyName")),
        language=_language(str(entry.get("SurveyLanguage") or "en")),
        version="",
        pages=tuple(pages),
        instruction=instruction,
    )
    return Definition(questionnaire=questionnaire, problems=tuple(problems))


def _first_words(payload: Mapping[str, Any]) -> str:
    """The words of a text without a question; empty for a question."""
    return plain(payload.get("QuestionText")) if payload.get("QuestionType") == "DB" else ""


def _language(code: str) -> str:
    """``PT-BR`` as ``pt-BR``."""
    language, dash, region = code.partition("-")
    return f"{language.lower()}{dash}{region.upper()}"


def _placed(elements: list[Mapping[str, Any]]) -> tuple[list[list[str]], set[str]]:
    """Ids of questions page by page, and those in the trash."""
    listed: Any = next((e["Payload"] for e in elements if e.get("Element") == "BL"), [])
    blocks = list(listed.values()) if isinstance(listed, dict) else list(listed)
    flow: Any = next((e["Payload"] for e in elements if e.get("Element") == "FL"), {})
    order = {block_id: place for place, block_id in reversed(list(enumerate(_flow_blocks(flow))))}
    kept = [block for block in blocks if block.get("Type") != "Trash"]
    kept.sort(key=lambda block: order.get(block.get("ID"), len(order)))
    pages: list[list[str]] = []
    for block in kept:
        pages.append([])
        for element in block.get("BlockElements") or []:
            if element.get("Type") == "Page Break":
                pages.append([])
            elif "QuestionID" in element:
                pages[-1].append(element["QuestionID"])
    trash = {
        element.get("QuestionID", "")
        for block in blocks
        if block.get("Type") == "Trash"
        for element in block.get("BlockElements") or []
    }
    return pages, trash


def _flow_blocks(node: Mapping[str, Any]) -> Iterator[str]:
    for child in node.get("Flow") or []:
        if child.get("Type") in ("Block", "Standard") and "ID" in child:
            yield child["ID"]
        yield from _flow_blocks(child)


def _notes(elements: list[Mapping[str, Any]]) -> dict[str, Annotation]:
    """Annotations by the name of the question that they are about."""
    found = {}
    for element in elements:
        payload = element.get("Payload")
        if element.get("Element") != "NT" or not isinstance(payload, dict):
            continue
        for note in payload.get("Notes") or []:
            name, colon, text = str(note.get("Message") or "").partition(": ")
            if colon and not note.get("Removed") and (annotation := read_annotation(text)) is not None:
                found[name] = annotation
    return found


def _with_notes(block: Block, notes: Mapping[str, Annotation]) -> Block:
    questions = tuple(annotated(question, notes.get(question.name)) for question in block.questions)
    return Block(questions=questions, stem=block.stem, grid=block.grid)
