"""One row per variable: everything that a reader of the data must know about it."""

from __future__ import annotations

from dataclasses import dataclass

from mtle_survey.instrument.model import FieldDefinition, Instrument, Item, NumberRange


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer option: its code, its label, and the reason if it stands for a missing value."""

    code: str
    label: str
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CodebookRow:
    """A variable of the questionnaire.

    Attributes
    ----------
    kind : str
        ``item`` or ``field``.
    id, text, type : str
    aspect : str or None
        Which rating of a repeatedly rated item this is.
    format : str or None
        The response format's name.
    options : tuple of Option
        In declared order, those that give a reason instead of a value last.
    low, high : float or None
        The declared limits.
    scales : tuple of str
        Every scale that scores it, directly or through a part.
    reverse_keyed : tuple of str
        Those of them in which it is reversed.
    forms : tuple of str
    columns : tuple of str
        Further headers that it bears in exports.
    role, about, source : str or None
    anchors : tuple of str
    stem : str or None
        Words above a rated item.
    """

    kind: str
    id: str
    text: str
    type: str
    aspect: str | None = None
    format: str | None = None
    options: tuple[Option, ...] = ()
    low: float | None = None
    high: float | None = None
    scales: tuple[str, ...] = ()
    reverse_keyed: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    role: str | None = None
    about: str | None = None
    source: str | None = None
    anchors: tuple[str, ...] = ()
    stem: str | None = None


def codebook_rows(instrument: Instrument) -> tuple[CodebookRow, ...]:
    """Items in administered order, then fields."""
    members = {scale.id: instrument.scale_items(scale.id) for scale in instrument.scales}
    reversed_in = {scale.id: instrument.reverse_keyed(scale.id) for scale in instrument.scales}
    items = (
        _item_row(
            instrument,
            item,
            tuple(scale for scale, ids in members.items() if item.id in ids),
            tuple(scale for scale, ids in reversed_in.items() if item.id in ids),
        )
        for item in instrument.items
    )
    return (*items, *(_field_row(field) for field in instrument.fields))


def code_text(code: float) -> str:
    """A code as a person writes it: 1, not 1.0."""
    return f"{code:g}"


def _item_row(
    instrument: Instrument, item: Item, scales: tuple[str, ...], reverse_keyed: tuple[str, ...]
) -> CodebookRow:
    low, high = _limits(item.range)
    options = tuple(Option(code=label, label=label) for label in item.options)
    if item.format is not None:
        response_format = instrument.response_formats[item.format]
        low, high = response_format.low, response_format.high
        pairs = zip(response_format.codes, response_format.labels, strict=True)
        options = (
            *(Option(code=code_text(code), label=label) for code, label in pairs),
            *(
                Option(code=code, label=reason.label, reason=reason.reason.value)
                for code, reason in response_format.nonresponse.items()
            ),
        )
    return CodebookRow(
        kind="item",
        id=item.id,
        text=item.text,
        type=item.type,
        aspect=item.aspect,
        format=item.format,
        options=options,
        low=low,
        high=high,
        scales=scales,
        reverse_keyed=reverse_keyed,
        forms=tuple(form.id for form in instrument.forms if item.id in form.items),
        columns=item.columns,
        about=item.about,
        source=item.source,
        anchors=item.anchors,
        stem=item.stem,
    )


def _field_row(field: FieldDefinition) -> CodebookRow:
    low, high = _limits(field.range)
    labels = field.labels or field.codes
    return CodebookRow(
        kind="field",
        id=field.id,
        text=field.text or field.title,
        type=field.type,
        options=tuple(Option(code=c, label=label) for c, label in zip(field.codes, labels, strict=True)),
        low=low,
        high=high,
        columns=field.columns,
        role=field.role,
    )


def _limits(declared: NumberRange | None) -> tuple[float | None, float | None]:
    return (None, None) if declared is None else (declared.low, declared.high)
