"""What a LimeSurvey survey structure says about its questions, in old and new layouts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from mtle_survey.errors import Problem, problem
from mtle_survey.exchange.annotated import annotated
from mtle_survey.exchange.annotation import read_annotation
from mtle_survey.exchange.limesurvey.tables import Row, Tables
from mtle_survey.exchange.model import Block, Definition, Kind, Option, Page, Question, Questionnaire
from mtle_survey.readers.common.lime_document import lime_document
from mtle_survey.readers.common.lss import FIXED_ANSWERS
from mtle_survey.readers.common.source import Source

GRIDS = frozenset("FHABCE1")
POINTS: Mapping[str, int] = {"5": 5, "A": 5, "B": 10}
SINGLES = frozenset("L!O5YGI")
TEXTS = frozenset("STUQ;")
NUMBERS = frozenset("NK:")


def is_xml(source: Source) -> bool:
    """Whether the source is a survey structure as XML."""
    return isinstance(source.document, Element) and source.document.find("LimeSurveyDocType") is not None


def read(source: Source) -> Definition:
    """Questions group by group; an array is a grid, an array with two scales is two.

    Raises
    ------
    ValueError
        The source is no survey structure.
    """
    document = lime_document(source)
    if document is None:
        raise ValueError("not a survey structure")
    tables = Tables(document)
    problems: list[Problem] = []
    pages = []
    for group in tables.groups():
        blocks = [block for row in tables.questions(group["gid"]) for block in _blocks(row, tables, problems)]
        if blocks:
            pages.append(Page(blocks=tuple(blocks)))
    questionnaire = Questionnaire(
        id="",
        title=tables.title(),
        language=tables.language or "en",
        version="",
        pages=tuple(pages),
        instruction=tables.welcome(),
    )
    return Definition(questionnaire=questionnaire, problems=tuple(problems))


def _blocks(row: Row, tables: Tables, problems: list[Problem]) -> Iterator[Block]:
    code, kind = row.get("title", ""), row.get("type", "")
    parts = tables.parts(row)
    if row.get("relevance", "1") not in ("", "1"):
        reason = f"It is only shown when {row['relevance']}"
        problems.append(problem("X017", item=code, found=code, reason=reason))
    if kind in GRIDS and parts:
        yield from _grid(row, parts, tables)
    elif kind in "MP" and parts:
        options = tuple(Option(code=p.get("title", ""), label=tables.wording(p)) for p in parts)
        yield _alone(row, "multiple", options, tables)
    elif kind in SINGLES:
        yield _alone(row, "single", _options(row, tables)[0], tables)
    elif kind == "R":
        yield _alone(row, "rank", _options(row, tables)[0], tables)
    elif kind == "D":
        yield _alone(row, "date", (), tables)
    elif kind in TEXTS or kind in NUMBERS:
        yield _open(row, parts, "text" if kind in TEXTS else "number", tables)
    else:
        reason = "Text without a question" if kind == "X" else f"Type {kind} has no counterpart here"
        problems.append(problem("X011", found=code, reason=reason))
        return
    if row.get("other") == "Y":
        text = f"{tables.wording(row)} (other)"
        yield Block(questions=(Question(name=f"{code}[other]", text=text, kind="text"),))
    if kind == "O":
        text = f"{tables.wording(row)} (comment)"
        yield Block(questions=(Question(name=f"{code}[comment]", text=text, kind="text"),))


def _alone(row: Row, kind: Kind, options: tuple[Option, ...], tables: Tables) -> Block:
    return Block(questions=(_question(row.get("title", ""), row, kind, options, tables),))


def _question(name: str, row: Row, kind: Kind, options: tuple[Option, ...], tables: Tables) -> Question:
    attributes = tables.attributes(row)
    return annotated(
        Question(
            name=name,
            text=tables.wording(row) or name,
            kind=kind,
            options=options,
            low=_number(attributes.get("min_num_value_n", "")) if kind == "number" else None,
            high=_number(attributes.get("max_num_value_n", "")) if kind == "number" else None,
        ),
        read_annotation(attributes.get("mtle", "")),
    )


def _grid(row: Row, parts: list[Row], tables: Tables) -> Iterator[Block]:
    code, stem = row.get("title", ""), tables.wording(row)
    scales = _options(row, tables)
    for number, options in enumerate(scales, 1):
        ending = f"[{number}]" if row.get("type") == "1" else ""
        questions = tuple(
            _question(f"{code}[{part.get('title', '')}]{ending}", part, "single", options, tables)
            for part in parts
        )
        yield Block(questions=questions, stem=stem, grid=True)


def _open(row: Row, parts: list[Row], kind: Kind, tables: Tables) -> Block:
    """One answer, one per part, or one per part and column."""
    code = row.get("title", "")
    if not parts:
        return _alone(row, kind, (), tables)
    across = [part for part in parts if part.get("scale_id") == "1"]
    down = [part for part in parts if part.get("scale_id") != "1"]
    questions = []
    for part in down:
        for column in across or [{}]:
            ending = f"_{column['title']}" if column else ""
            question = _question(f"{code}[{part.get('title', '')}{ending}]", part, kind, (), tables)
            questions.append(question)
    return Block(questions=tuple(questions), stem=tables.wording(row))


def _options(row: Row, tables: Tables) -> list[tuple[Option, ...]]:
    """Options of each scale of a question, in the order on screen."""
    kind = row.get("type", "")
    if kind in POINTS:
        return [tuple(Option(code=str(n), label=str(n)) for n in range(1, POINTS[kind] + 1))]
    if kind in FIXED_ANSWERS:
        return [tuple(Option(code=code, label=label) for code, label in FIXED_ANSWERS[kind].items())]
    return tables.answers(row) or [()]


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
