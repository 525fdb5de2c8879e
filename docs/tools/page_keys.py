"""Keys of instrument and study files, from the grammar that reads them."""

from __future__ import annotations

from markdown import code, page, table

from mtle_survey.instrument.file_grammar import INSTRUMENT
from mtle_survey.instrument.grammar import (
    Anything,
    Either,
    Flag,
    ListOf,
    MapOf,
    Number,
    Record,
    Shape,
    Text,
)
from mtle_survey.study_grammar import STUDY_FILE


def write_instrument() -> str:
    """The page of instrument keys."""
    lead = (
        "An instrument file says what was asked and how it is coded. Ids start with a letter and hold letters, digits and "
        "`_`. Unknown and repeated keys are errors. `mtle instruments new ID` starts one with comments."
    )
    return page("Instrument file", lead, *_sections(INSTRUMENT))


def write_study() -> str:
    """The page of study keys."""
    lead = (
        "A study file says which exports belong to which wave of which instrument, who identifies people and what is "
        "asked. Paths are relative to the study file. Keys marked *reserved* are accepted and do nothing yet."
    )
    return page("Study file", lead, *_sections(STUDY_FILE))


def _sections(top: Record) -> list[str]:
    waiting, done, sections = [top], [], []
    while waiting:
        record = waiting.pop(0)
        if record in done:
            continue
        done.append(record)
        rows = [
            (code(name), _words(key.shape), "yes" if key.required else "", _about(key.about))
            for name, key in record.keys.items()
        ]
        sections.append(
            f"## {record.name.capitalize()}\n\n" + table(("key", "value", "required", "meaning"), rows)
        )
        for key in record.keys.values():
            waiting += _records(key.shape)
    return sections


def _about(text: str) -> str:
    return "*reserved*" if text == "Reserved." else text


def _parts(shape: Shape) -> list[Shape]:
    if isinstance(shape, ListOf | MapOf):
        return [shape.entry]
    if isinstance(shape, Either):
        return [part for part in (shape.text, shape.listed, shape.mapped) if part is not None]
    return []


def _records(shape: Shape) -> list[Record]:
    if isinstance(shape, Record):
        return [shape]
    return [record for part in _parts(shape) for record in _records(part)]


def _words(shape: Shape) -> str:
    match shape:
        case Text(choices=choices) if choices:
            return ", ".join(code(choice) for choice in choices)
        case Text(identifier=True):
            return "id"
        case Text():
            return "text"
        case Number():
            return "number" + _limits(shape)
        case Flag():
            return "`true` or `false`"
        case Anything():
            return "anything"
        case ListOf(length=length):
            one = f"{_words(shape.entry)}, or a list" if shape.alone else f"list of {_words(shape.entry)}"
            return one if length is None else f"{one} ({length} entries)"
        case MapOf():
            return f"{_words(shape.key)}: {_words(shape.entry)}"
        case Record():
            return f"[{shape.name}](#{shape.name.lower().replace(' ', '-')})"
        case _:
            return " or ".join(dict.fromkeys(_words(part) for part in _parts(shape)))


def _limits(shape: Number) -> str:
    parts = []
    if shape.above is not None:
        parts.append(f"above {shape.above:g}")
    if shape.minimum is not None:
        parts.append(f"at least {shape.minimum:g}")
    if shape.maximum is not None:
        parts.append(f"at most {shape.maximum:g}")
    return f" ({', '.join(parts)})" if parts else ""
