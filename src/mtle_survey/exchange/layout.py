"""From an instrument, or one of its forms, to pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from mtle_survey.codebook.rows import code_text
from mtle_survey.exchange.annotation import Annotation
from mtle_survey.exchange.model import Block, Kind, Option, Page, Question, Questionnaire
from mtle_survey.exchange.wording import one_line
from mtle_survey.instrument.model import FieldDefinition, Form, Instrument, Item

ROWS_PER_GRID = 12
FIRST_ROLES = ("consent", "respondent", "unit", "informant")


def questionnaire(instrument: Instrument, form: Form | None = None) -> Questionnaire:
    """The pages of an instrument or of one form.

    Consent, code and informant come first, then the items in administered order, then the other fields that
    are asked. Neighbouring rated items with the same response format make a grid of at most 12 rows on a
    page of its own; items with several aspects make one grid per aspect.
    """
    items = instrument.items if form is None else tuple(instrument.item[i] for i in form.items)
    asked = [field for field in instrument.fields if is_asked(field)]
    first = [field for field in asked if field.role in FIRST_ROLES]
    last = [field for field in asked if field.role not in FIRST_ROLES]
    title = instrument.title if form is None or form.title is None else form.title
    pages = (
        *_page(_field(field) for field in sorted(first, key=lambda f: FIRST_ROLES.index(f.role or ""))),
        *_item_pages(items, instrument, form),
        *_page(_field(field) for field in last),
    )
    instruction = (form.instruction if form is not None else None) or instrument.instruction or ""
    return Questionnaire(
        id=instrument.id,
        title=one_line(title),
        language=instrument.language,
        version=instrument.version,
        pages=pages,
        instruction=one_line(instruction),
    )


def is_asked(field: FieldDefinition) -> bool:
    """Whether respondents are asked for a field: dosage and untitled records come from the program."""
    return field.role not in (None, "dose") or field.text is not None


def _page(questions: Iterable[Question]) -> tuple[Page, ...]:
    blocks = tuple(Block(questions=(question,)) for question in questions)
    return (Page(blocks=blocks),) if blocks else ()


def _item_pages(items: Sequence[Item], instrument: Instrument, form: Form | None) -> list[Page]:
    heading = one_line(form.title or "") if form is not None and form.occasion is not None else ""
    pages: list[Page] = []
    for signature, group in groupby(_by_base(items), key=lambda entry: _signature(entry)):
        run = list(group)
        if not signature or (len(run) == 1 and len(run[0]) == 1 and not run[0][0].stem):
            pages += _page(_item(item, instrument, form) for entry in run for item in entry)
            continue
        for column in range(len(signature)):
            rows = [_item(entry[column], instrument, form) for entry in run]
            aspect = (run[0][column].aspect or "").replace("_", " ")
            parts = (heading, one_line(run[0][column].stem or ""), aspect[:1].upper() + aspect[1:])
            stem = ": ".join(part for part in parts if part)
            pages += [
                Page(blocks=(Block(questions=tuple(chunk), stem=stem, grid=True),)) for chunk in _chunks(rows)
            ]
    return _merged(pages)


def _by_base(items: Sequence[Item]) -> list[list[Item]]:
    """Neighbouring aspects of one declared item together."""
    return [list(group) for _, group in groupby(items, key=lambda item: item.base or item.id)]


def _signature(entry: Sequence[Item]) -> tuple[tuple[str | None, str | None, str | None], ...]:
    """Aspects, formats and stems of a rated item; empty for others."""
    return tuple((i.aspect, i.format, i.stem) for i in entry) if all(i.rated for i in entry) else ()


def _chunks(rows: list[Question]) -> list[list[Question]]:
    """Grids of nearly equal length, none too long."""
    count = -(-len(rows) // ROWS_PER_GRID)
    size, extra = divmod(len(rows), count)
    ends = [size * (i + 1) + min(i + 1, extra) for i in range(count)]
    return [rows[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def _merged(pages: list[Page]) -> list[Page]:
    """Neighbouring pages without a grid as one."""
    merged: list[Page] = []
    for page in pages:
        if merged and not any(block.grid for block in (*merged[-1].blocks, *page.blocks)):
            merged[-1] = Page(blocks=merged[-1].blocks + page.blocks)
        else:
            merged.append(page)
    return merged


def _item(item: Item, instrument: Instrument, form: Form | None) -> Question:
    headers = form.columns.get(item.id, ()) if form is not None and form.occasion is not None else ()
    name = headers[0] if headers else item.id
    options = _options(item, instrument)
    scales = tuple(
        f"{scale.id}-" if item.id in scale.reverse_keyed else scale.id
        for scale in instrument.scales
        if item.id in scale.items
    )
    return Question(
        name=name,
        text=one_line(item.text),
        kind=item.type,
        options=options,
        list_name=item.format or "",
        low=None if item.range is None else item.range.low,
        high=None if item.range is None else item.range.high,
        note=Annotation(
            kind="item",
            id=item.id if name != item.id else "",
            format=item.format or "",
            scales=scales,
            stem=one_line(item.stem or ""),
            base=item.base or "",
            aspect=item.aspect or "",
            about=item.about or "",
            missing={option.code: option.reason for option in options if option.reason},
        ),
    )


def _options(item: Item, instrument: Instrument) -> tuple[Option, ...]:
    if item.format is None:
        return tuple(Option(code=str(n), label=one_line(text)) for n, text in enumerate(item.options, 1))
    declared = instrument.response_formats[item.format]
    answers = (
        Option(code=code_text(code), label=one_line(label) or code_text(code))
        for code, label in zip(declared.codes, declared.labels, strict=True)
    )
    ways_out = (
        Option(code=code, label=one_line(option.label), reason=option.reason.value)
        for code, option in declared.nonresponse.items()
    )
    return (*answers, *ways_out)


def _field(field: FieldDefinition) -> Question:
    labels = field.labels or field.codes
    kind: Kind = "text" if field.type in ("single", "multiple") and not field.codes else field.type
    return Question(
        name=field.id,
        text=one_line(field.text or field.title),
        kind=kind,
        options=tuple(Option(code=c, label=one_line(t)) for c, t in zip(field.codes, labels, strict=True)),
        low=None if field.range is None else field.range.low,
        high=None if field.range is None else field.range.high,
        personal=field.personal,
        note=Annotation(
            kind="field",
            type=field.type if kind != field.type else "",
            role=field.role or "",
            title=one_line(field.title) if field.text else "",
            personal=field.personal,
        ),
    )
