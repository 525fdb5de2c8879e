"""formr item tables, as its results carry them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from mtle_survey.errors import Problem, problem
from mtle_survey.exchange.model import (
    Block,
    Definition,
    Kind,
    Option,
    Page,
    Platform,
    Question,
    Questionnaire,
)
from mtle_survey.exchange.wording import plain
from mtle_survey.readers.common.source import Source

REVERSED = re.compile(r"[0-9]R$")
KINDS: Mapping[str, Kind] = {
    "mc": "single",
    "mc_button": "single",
    "mc_heading": "single",
    "rating_button": "single",
    "sex": "single",
    "select_one": "single",
    "mc_multiple": "multiple",
    "mc_multiple_button": "multiple",
    "check": "multiple",
    "check_button": "multiple",
    "select_multiple": "multiple",
    "number": "number",
    "range": "number",
    "range_ticks": "number",
    "text": "text",
    "textarea": "text",
    "email": "text",
    "date": "date",
}


def recognises(source: Source) -> bool:
    """Whether the source is an item table."""
    document = source.document
    return isinstance(document, dict) and isinstance(document.get("items"), list)


def read(source: Source) -> Definition:
    """Items in order; a submit button ends a page. Names that end in R are said to be reversed by formr."""
    problems: list[Problem] = []
    pages: list[list[Block]] = [[]]
    items = sorted(source.document["items"], key=lambda item: _order(item.get("item_order")))
    for item in items:
        if item.get("type") == "submit":
            pages.append([])
            continue
        question = _question(item)
        if question is None:
            reason = f"The type {item.get('type')} has no counterpart in an instrument file"
            problems.append(problem("X011", found=str(item.get("name")), reason=reason))
        else:
            pages[-1].append(Block(questions=(question,)))
    reversed_names = [q.name for page in pages for b in page for q in b.questions if REVERSED.search(q.name)]
    if reversed_names:
        problems.append(problem("X021", found=", ".join(reversed_names), count=len(reversed_names)))
    questionnaire = Questionnaire(
        id=str(source.document.get("name") or ""),
        title=str(source.document.get("name") or ""),
        language="en",
        version="",
        pages=tuple(Page(blocks=tuple(page)) for page in pages if page),
    )
    return Definition(questionnaire=questionnaire, problems=tuple(problems))


def _question(item: Mapping[str, Any]) -> Question | None:
    kind = KINDS.get(str(item.get("type") or "").split()[0] if item.get("type") else "")
    if kind is None:
        return None
    options = _options(item)
    if kind in ("single", "multiple") and not options:
        return None
    name = str(item.get("name"))
    words = plain(item.get("label_parsed") or item.get("label")) or name
    return Question(
        name=name,
        text=words,
        kind=kind,
        options=options if kind in ("single", "multiple") else (),
        list_name=str(item.get("choice_list") or ""),
    )


def _options(item: Mapping[str, Any]) -> tuple[Option, ...]:
    """The choices; a rating has as many points as its type says, of which the first and last are labelled."""
    choices = item.get("choices")
    listed = choices if isinstance(choices, Mapping) else {}
    labels = [plain(label) for label in listed.values()]
    limits = [int(number) for number in re.findall(r"-?\d+", str(item.get("type_options") or ""))]
    if item.get("type") != "rating_button" or not limits:
        codes = [str(code) for code in listed]
        return tuple(Option(code=c, label=t or c) for c, t in zip(codes, labels, strict=True))
    low, high = (1, limits[0]) if len(limits) == 1 else (limits[0], limits[1])
    codes = [str(code) for code in range(low, high + 1)]
    ends = {codes[0]: labels[0], codes[-1]: labels[-1]} if labels else {}
    return tuple(Option(code=code, label=ends.get(code) or code) for code in codes)


def _order(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return 0.0


PLATFORM = Platform(name="formr", label="formr", suffix="json", recognises=recognises, read=read)
