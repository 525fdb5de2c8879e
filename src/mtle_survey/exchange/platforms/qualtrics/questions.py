"""One question of a Qualtrics definition as blocks: each type asks in its own way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mtle_survey.errors import Problem, problem
from mtle_survey.exchange.model import Block, Kind, Option, Question
from mtle_survey.exchange.wording import plain

Payload = Mapping[str, Any]

MULTIPLE_SELECTORS = frozenset({"MAVR", "MAHR", "MACOL", "MSB"})
NOT_ASKED = {
    "DB": "Text without a question.",
    "Timing": "Times of a page, which the platform records by itself.",
    "Meta": "Facts about the browser, which the platform records by itself.",
}


def blocks_of(payload: Payload, qid: str) -> Iterator[Block | Problem]:
    """The blocks that a question makes, or why it makes none."""
    tag = str(payload.get("DataExportTag") or qid)
    kind = payload.get("QuestionType")
    if kind == "MC":
        yield from _choice(payload, tag)
    elif kind == "Matrix":
        yield from _matrix(payload, tag, tag)
    elif kind == "SBS":
        for number, part in sorted(_entries(payload.get("AdditionalQuestions")).items(), key=_by_number):
            rows = {"Choices": part.get("Choices") or payload.get("Choices")}
            yield from _matrix({**part, **rows}, f"{tag}#{number}", tag)
    elif kind == "TE":
        yield from _text(payload, tag)
    elif kind in ("Slider", "CS"):
        yield _numbers(payload, tag)
    elif kind == "RO":
        yield Block(questions=(_question(payload, tag, "rank", _options(payload, "Choice")),))
    else:
        reason = NOT_ASKED.get(
            str(kind), f"Questions of the type {kind} have no counterpart in an instrument file."
        )
        yield problem("X011", found=tag, reason=reason.rstrip("."))


def _question(payload: Payload, tag: str, kind: Kind, options: tuple[Option, ...] = ()) -> Question:
    return Question(name=tag, text=plain(payload.get("QuestionText")) or tag, kind=kind, options=options)


def _choice(payload: Payload, tag: str) -> Iterator[Block]:
    kind: Kind = "multiple" if payload.get("Selector") in MULTIPLE_SELECTORS else "single"
    yield Block(questions=(_question(payload, tag, kind, _options(payload, "Choice")),))
    for number, choice in _ordered(payload, "Choice"):
        if str(choice.get("TextEntry", "")).lower() in ("true", "on"):
            words = f"{plain(payload.get('QuestionText'))} {plain(choice.get('Display'))}".strip()
            yield Block(questions=(Question(name=f"{tag}_{number}_TEXT", text=words, kind="text"),))


def _matrix(payload: Payload, tag: str, name: str) -> Iterator[Block]:
    sub, selector = payload.get("SubSelector"), payload.get("Selector")
    kind: Kind = "single"
    if selector in ("TE", "CS"):
        kind = "text" if selector == "TE" else "number"
    elif sub == "MultipleAnswer":
        kind = "multiple"
    options = _options(payload, "Answer") if kind in ("single", "multiple") else ()
    rows = tuple(
        Question(name=row, text=words, kind=kind, options=options) for row, words in _rows(payload, tag)
    )
    if rows:
        yield Block(questions=rows, stem=plain(payload.get("QuestionText")) or name, grid=kind == "single")


def _rows(payload: Payload, tag: str) -> Iterator[tuple[str, str]]:
    tags = _entries(payload.get("ChoiceDataExportTags"))
    recodes = _entries(payload.get("RecodeValues")) if payload.get("QuestionType") != "Matrix" else {}
    for number, row in _ordered(payload, "Choice"):
        yield (
            str(tags.get(number) or f"{tag}_{recodes.get(number, number)}"),
            plain(row.get("Display")) or number,
        )


def _text(payload: Payload, tag: str) -> Iterator[Block]:
    settings = (payload.get("Validation") or {}).get("Settings") or {}
    if payload.get("Selector") == "FORM":
        for number, choice in _ordered(payload, "Choice"):
            words = f"{plain(payload.get('QuestionText'))} {plain(choice.get('Display'))}".strip()
            yield Block(questions=(Question(name=f"{tag}_{number}", text=words, kind="text"),))
        return
    if settings.get("ContentType") == "ValidNumber":
        limits = settings.get("ValidNumber") or {}
        text = plain(payload.get("QuestionText")) or tag
        low, high = _number(limits.get("Min")), _number(limits.get("Max"))
        yield Block(questions=(Question(name=tag, text=text, kind="number", low=low, high=high),))
        return
    kind: Kind = "date" if settings.get("ContentType") == "ValidDate" else "text"
    yield Block(questions=(_question(payload, tag, kind),))


def _numbers(payload: Payload, tag: str) -> Block:
    settings = payload.get("Configuration") or {}
    low, high = _number(settings.get("CSSliderMin")), _number(settings.get("CSSliderMax"))
    rows = tuple(
        Question(name=name, text=words, kind="number", low=low, high=high)
        for name, words in _rows(payload, tag)
    )
    return Block(questions=rows, stem=plain(payload.get("QuestionText")))


def _options(payload: Payload, what: str) -> tuple[Option, ...]:
    recodes = _entries(payload.get("RecodeValues"))
    return tuple(
        Option(code=str(recodes.get(number, number)), label=plain(choice.get("Display")) or number)
        for number, choice in _ordered(payload, what)
    )


def _ordered(payload: Payload, what: str) -> list[tuple[str, Payload]]:
    """Choices or answers in the order on screen, which is not that of their numbers."""
    entries = _entries(payload.get(f"{what}s"))
    order = [str(number) for number in payload.get(f"{what}Order") or () if str(number) in entries]
    order += [number for number in entries if number not in order]
    return [(number, entries[number]) for number in order]


def _entries(listed: Any) -> dict[str, Any]:
    """Entries by number; an empty set is written as an empty list."""
    if isinstance(listed, Mapping):
        return {str(key): value for key, value in listed.items()}
    return {str(n): value for n, value in enumerate(listed, 1)} if isinstance(listed, list) else {}


def _by_number(entry: tuple[str, Any]) -> tuple[int, str]:
    return (int(entry[0]) if entry[0].isdigit() else 0, entry[0])


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None
