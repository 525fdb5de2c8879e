"""The codebook for people, as a document that every report writer can set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mtle_survey.codebook.answers import answers_section
from mtle_survey.codebook.relevance import relevance_section
from mtle_survey.codebook.rows import CodebookRow, Option, code_text, codebook_rows
from mtle_survey.codebook.words import KINDS, REASONS, asked_words, reversal_words, scoring_words
from mtle_survey.counting import counted
from mtle_survey.evidence.content_validity import JudgeRatings
from mtle_survey.instrument.lint import MIN_RATERS
from mtle_survey.instrument.model import Instrument, Scale
from mtle_survey.report.blocks import (
    Block,
    Cell,
    Column,
    Definitions,
    Fact,
    KeyFacts,
    Note,
    Paragraph,
    Section,
    TableBlock,
    Term,
)
from mtle_survey.report.document import Document
from mtle_survey.report.inline import Code, Inline, Text, Wording, text
from mtle_survey.responses import Responses


def codebook_document(
    instrument: Instrument, waves: Sequence[Responses] = (), judges: JudgeRatings | None = None
) -> Document:
    """What was asked, how it is coded, keyed and scored, judged and answered; the notice stands first."""
    rows = codebook_rows(instrument)
    sections = (
        _about(instrument),
        _formats(instrument),
        _scales(instrument),
        _items(rows),
        relevance_section(instrument, judges),
        answers_section(waves) if waves else None,
        _sources(rows),
        _forms(instrument),
        _fields(rows),
        _scores(instrument),
        _structure(instrument),
    )
    return Document(
        title=f"Codebook: {instrument.title}",
        subtitle=f"{instrument.id}, version {instrument.version}",
        sections=tuple(section for section in sections if section is not None),
        wording_language=instrument.language,
    )


def _about(instrument: Instrument) -> Section:
    blocks: list[Block] = []
    if instrument.notice:
        blocks.append(
            Note(kind="caution", title=text("Notice"), paragraphs=(text(Wording(instrument.notice)),))
        )
    blocks.append(_review(instrument))
    facts = (
        (len(instrument.rated_items), "rated items"),
        (len(instrument.scored_scales()), "scales"),
        (len(instrument.forms), "forms"),
    )
    blocks.append(KeyFacts(facts=tuple(Fact(value=text(str(n)), label=text(what)) for n, what in facts if n)))
    terms = [Term(term=text("Language"), explanation=text(instrument.language))]
    if instrument.instruction:
        said = text(Wording(instrument.instruction))
        terms.append(Term(term=text("What people read first"), explanation=said))
    if instrument.citation:
        terms.insert(0, Term(term=text("Citation"), explanation=text(Wording(instrument.citation))))
    if instrument.sha256:
        what = text("SHA-256 of the definition, which reports repeat")
        terms.append(Term(term=what, explanation=text(Code(instrument.sha256))))
    blocks.append(Definitions(terms=tuple(terms)))
    return Section(id="about", title=text("About this instrument"), blocks=tuple(blocks))


def _review(instrument: Instrument) -> Note:
    review = instrument.review or {}
    content, interviews = review.get("content_validity"), review.get("cognitive_interviews")
    said = []
    if content:
        said.append(f"{counted(int(content['raters']), 'expert')} rated the relevance of the items.")
    if interviews:
        said.append(
            f"{interviews['participants']:g} people were interviewed on how they understood the items."
        )
    said += [part["summary"] for part in (content, interviews) if part and "summary" in part]
    reviewed = bool(content and interviews and content["raters"] >= MIN_RATERS)
    if not said:
        said.append(
            "Neither ratings of relevance by experts nor interviews on how people understand it are recorded."
        )
    return Note(
        kind="information" if reviewed else "caution",
        title=text("Reviewed" if reviewed else "Not reviewed"),
        paragraphs=(text(" ".join(said)),),
    )


def _formats(instrument: Instrument) -> Section | None:
    rows = []
    for name, response_format in instrument.response_formats.items():
        first = True
        for code, label in zip(response_format.codes, response_format.labels, strict=True):
            rows.append(
                _row(Code(name) if first else "", code_text(code), Wording(label) if label else "–", "answer")
            )
            first = False
        for missing_code, option in response_format.nonresponse.items():
            rows.append(_row("", missing_code, Wording(option.label), f"missing: {REASONS[option.reason]}"))
    if not rows:
        return None
    note = "Reversal uses the declared codes, never the answers met. Missing answers are never numbers."
    block = _table("formats", "Response formats", ("Format", "Code", "Label", "Counts as"), rows, note)
    return Section(id="response-formats", title=text("Response formats"), blocks=(block,))


def _scales(instrument: Instrument) -> Section | None:
    scales = instrument.scored_scales()
    if not scales:
        return None
    parts = tuple(_scale(scale, instrument) for scale in scales)
    return Section(id="scales", title=text("Scales"), blocks=parts)


def _scale(scale: Scale, instrument: Instrument) -> Section:
    blocks: list[Block] = []
    if scale.description:
        blocks.append(Paragraph(text=text(Wording(scale.description))))
    said = f"{scoring_words(scale, instrument)} Kind: {KINDS[scale.kind]}."
    blocks.append(Paragraph(text=text("Column ", Code(scale.id), f" of the scores. {said}")))
    if scale.parts:
        titles = ", ".join(instrument.scale[part].title for part in scale.parts)
        blocks.append(Paragraph(text=text("Made of ", Wording(titles), ".")))
    against = instrument.reverse_keyed(scale.id)
    rows = []
    for item_id in instrument.scale_items(scale.id):
        item = instrument.item[item_id]
        response_format = instrument.format_of(item_id)
        key = f"− ({reversal_words(response_format)})" if item_id in against else "+"
        asked = asked_words(item.text, item.aspect)
        rows.append(_row(Code(item_id), key, Wording(asked), Code(item.format or "")))
    columns = ("Item", "Key", "Wording", "Response format")
    blocks.append(_table(f"scale-{scale.id}", f"Items of {scale.title}", columns, rows))
    return Section(id=f"about-{scale.id}", title=text(Wording(scale.title)), blocks=tuple(blocks))


def _items(rows: Iterable[CodebookRow]) -> Section:
    cells = []
    for row in rows:
        if row.kind != "item":
            continue
        asked = asked_words(row.text, row.aspect)
        scales = ", ".join(f"{s} (−)" if s in row.reverse_keyed else s for s in row.scales)
        cells.append(
            _row(
                Code(row.id),
                text(Wording(row.stem), ": ", Wording(asked)) if row.stem else Wording(asked),
                _answered(row),
                scales or "–",
                ", ".join(row.forms) or "–",
                ", ".join(row.columns) or "–",
            )
        )
    columns = ("Item", "Wording", "Answered by", "Scales", "Forms", "Further headers")
    note = (
        "In administered order, with the words above an item before its own. (−): reversed in that scale. "
        "The id itself is always a header too."
    )
    block = _table("items", "Every item", columns, cells, note)
    return Section(id="all-items", title=text("Items"), blocks=(block,))


def _answered(row: CodebookRow) -> Inline | Text:
    if row.format is not None:
        return Code(row.format)
    if row.options:
        return text(f"{row.type}: ", Wording("; ".join(_option(option) for option in row.options)))
    if row.low is not None or row.high is not None:
        low, high = ("any" if limit is None else code_text(limit) for limit in (row.low, row.high))
        return f"{row.type}, {low} to {high}"
    return row.type


def _option(option: Option) -> str:
    return option.label if option.label == option.code else f"{option.code} {option.label}"


def _sources(rows: Iterable[CodebookRow]) -> Section | None:
    cells, seen = [], set()
    for row in rows:
        item_id = row.id.removesuffix(f"__{row.aspect}") if row.aspect else row.id
        if (row.source or row.anchors) and item_id not in seen:
            seen.add(item_id)
            cells.append(
                _row(Code(item_id), Wording(row.source or "–"), Wording("; ".join(row.anchors) or "–"))
            )
    if not cells:
        return None
    columns = ("Item", "Source", "Observable examples")
    block = _table("sources", "Where the items come from", columns, cells)
    return Section(id="item-sources", title=text("Sources of the items"), blocks=(block,))


def _forms(instrument: Instrument) -> Section | None:
    if not instrument.forms:
        return None
    rated = set(instrument.rated_items)
    rows = []
    for form in instrument.forms:
        occasion = (
            "as asked" if form.occasion is None else f"{form.occasion}, {form.format or 'layout not stated'}"
        )
        n_rated = sum(item in rated for item in form.items)
        rows.append(
            _row(
                Code(form.id),
                Wording(". ".join(part for part in (form.title, form.instruction) if part) or "–"),
                str(n_rated),
                str(len(form.items) - n_rated),
                occasion,
            )
        )
    columns = ("Form", "Title and what people read first", "Rated items", "Other items", "Answers speak of")
    block = _table("forms", "Forms", columns, rows, numbers=(2, 3))
    return Section(id="all-forms", title=text("Forms"), blocks=(block,))


def _fields(rows: Iterable[CodebookRow]) -> Section | None:
    cells = [
        _row(Code(row.id), Wording(row.text), row.role or "–", _answered(row), ", ".join(row.columns) or "–")
        for row in rows
        if row.kind == "field"
    ]
    if not cells:
        return None
    columns = ("Field", "Wording", "Role", "Answered by", "Further headers")
    block = _table("fields", "What is recorded and not scored", columns, cells)
    return Section(id="all-fields", title=text("Fields"), blocks=(block,))


def _scores(instrument: Instrument) -> Section | None:
    rows = []
    for score in instrument.scores:
        inputs = "; ".join(f"{key}: {_joined(value)}" for key, value in score.inputs.items())
        params = "; ".join(f"{key}: {value}" for key, value in score.params.items())
        rows.append(
            _row(Code(score.id), Wording(score.title or "–"), Code(score.rule), inputs or "–", params or "–")
        )
    if not rows:
        return None
    columns = ("Score", "Title", "Rule", "Inputs", "Settings")
    block = _table("scores", "Scores by rule", columns, rows)
    return Section(id="all-scores", title=text("Scores beyond means"), blocks=(block,))


def _joined(value: object) -> str:
    return ", ".join(str(entry) for entry in value) if isinstance(value, tuple) else str(value)


def _structure(instrument: Instrument) -> Section | None:
    structure = instrument.structure
    if structure is None:
        return None
    rows = [_row(Code(factor), ", ".join(items)) for factor, items in structure.factors.items()]
    rows += [
        _row(Code(name), f"factors {', '.join(members)}") for name, members in structure.second_order.items()
    ]
    kind = "One general factor and the factors below it." if structure.bifactor else "Correlated factors."
    pairs = "; ".join(" with ".join(pair.items) for pair in structure.residuals)
    note = f"{kind} Correlated residuals: {pairs or 'none'}."
    block = _table("structure", "Declared factors", ("Factor", "Items"), rows, note)
    return Section(id="factor-structure", title=text("Factor structure"), blocks=(block,))


def _row(*cells: Inline | Text) -> tuple[Cell, ...]:
    return tuple(Cell(text=text(cell)) for cell in cells)


def _table(
    table_id: str,
    caption: str,
    columns: tuple[str, ...],
    rows: Iterable[tuple[Cell, ...]],
    note: str = "",
    numbers: tuple[int, ...] = (),
) -> TableBlock:
    return TableBlock(
        id=table_id,
        caption=text(caption),
        columns=tuple(
            Column(label=text(label), align="number" if place in numbers else "text")
            for place, label in enumerate(columns)
        ),
        rows=tuple(rows),
        note=text(note),
    )
