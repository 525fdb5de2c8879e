"""An imported instrument as the text of an instrument file, with blanks where a person must decide."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping

from mtle_survey.exchange.drafting import Draft, DraftFormat, DraftQuestion
from mtle_survey.exchange.losses import some
from mtle_survey.exchange.model import Option, Questionnaire
from mtle_survey.exchange.names import RESERVED
from mtle_survey.exchange.stems import format_stems, stem_of

PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
WORDS_OF_YAML = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})
INDENT = "  "


def instrument_text(
    instrument_id: str, source: str, platform: str, asked: Questionnaire, draft: Draft
) -> str:
    """The file: what the definition says as it stands, what it cannot say as commented lines.

    Parameters
    ----------
    instrument_id : str
    source, platform : str
        The file and where it is from, for the head of the text.
    asked : Questionnaire
    draft : Draft
    """
    names = _format_names(draft)
    stems = format_stems(draft)
    lines = [
        f"# Started from {source} ({platform}).",
        *_decisions(draft),
        f"id: {instrument_id}",
        f"version: {quoted(asked.version or '0.1.0')}",
        f"title: {quoted(asked.title or instrument_id.replace('_', ' '))}",
        f"language: {quoted(asked.language)}",
        "notice: Draft. Not reviewed, no evidence of validity yet.",
        *([f"instruction: {quoted(asked.instruction)}"] if asked.instruction else []),
        "# citation: Author (year). Title.",
        "",
    ]
    if names:
        lines += ["response_formats:", *_formats(names, stems), ""]
    lines += ["items:", *_items(draft, names, stems), ""]
    lines += [*_scales(draft), ""]
    fields = [one for one in draft.questions if one.is_field]
    if fields:
        lines += ["fields:", *(line for one in fields for line in _field(one)), ""]
    lines += [
        "# forms:                        # which items a questionnaire carries",
        f"#   pre: {{items: [{', '.join(_first_items(draft))}]}}",
    ]
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    """A scalar that YAML reads back as this very text."""
    if PLAIN.fullmatch(text) and text.lower() not in WORDS_OF_YAML:
        return text
    clean = "".join(letter if letter.isprintable() else " " for letter in text)
    return json.dumps(" ".join(clean.split()), ensure_ascii=False)


def _decisions(draft: Draft) -> Iterator[str]:
    """What a person has to decide, each kind on a line."""
    by_title: dict[str, list[str]] = {}
    for one in draft.problems:
        if one.severity != "note":
            by_title.setdefault(one.title, []).append(" ".join(one.found.split()))
    if by_title:
        yield "# To decide before the first use:"
    for title, found in by_title.items():
        yield f"# - {title.removeprefix('decide: ')}: {some(found)}"


def _format_names(draft: Draft) -> dict[DraftFormat, str]:
    """A name for every response format: the platform's own where it has one."""
    names: dict[DraftFormat, str] = {}
    taken: set[str] = set()
    for one in draft.questions:
        if one.format is None or one.format in names:
            continue
        wanted = one.format.name or _identifier(one.question.list_name)
        wanted = wanted or f"answers_{len(names) + 1}"
        name, number = wanted, 2
        while name.casefold() in taken:
            name, number = f"{wanted}_{number}", number + 1
        taken.add(name.casefold())
        names[one.format] = name
    return names


def _identifier(text: str) -> str:
    plain = re.sub(r"[^a-z0-9]+", "_", text.casefold()).strip("_")
    return plain if plain[:1].isalpha() and plain not in RESERVED else ""


def _formats(names: Mapping[DraftFormat, str], stems: Mapping[DraftFormat, str]) -> Iterator[str]:
    for made, name in names.items():
        yield f"{INDENT}{name}:"
        if made in stems:
            yield f"{INDENT * 2}stem: {quoted(stems[made])}"
        yield f"{INDENT * 2}codes: [{', '.join(made.codes)}]"
        if all(made.labels):
            yield f"{INDENT * 2}labels: [{', '.join(map(quoted, made.labels))}]"
        else:
            labelled = [(c, t) for c, t in zip(made.codes, made.labels, strict=True) if t]
            pairs = ", ".join(f"{code}: {quoted(label)}" for code, label in labelled)
            yield f"{INDENT * 2}labels: {{{pairs}}}"
        if made.nonresponse:
            yield f"{INDENT * 2}nonresponse:"
            yield from (f"{INDENT * 3}{_way_out(option)}" for option in made.nonresponse)
        if made.aliases:
            pairs = ", ".join(f"{quoted(text)}: {code}" for text, code in made.aliases)
            yield f"{INDENT * 2}aliases: {{{pairs}}}"


def _way_out(option: Option) -> str:
    return f"{quoted(option.code)}: {{label: {quoted(option.label)}, reason: {option.reason or 'other'}}}"


def _items(draft: Draft, names: Mapping[DraftFormat, str], stems: Mapping[DraftFormat, str]) -> Iterator[str]:
    items = [one for one in draft.questions if not one.is_field]
    if not items:
        yield f'{INDENT}comment: {{text: "No question was taken over.", type: text}}'
    by_base: dict[str, list[DraftQuestion]] = {}
    for one in items:
        note = one.question.note
        by_base.setdefault((note.base if note is not None else "") or one.id, []).append(one)
    for base, aspects in by_base.items():
        first = aspects[0]
        yield f"{INDENT}{base}:"
        yield from (f"{INDENT * 2}{line}" for line in _item(first, aspects, base, names, stems))


def _item(
    first: DraftQuestion,
    aspects: list[DraftQuestion],
    base: str,
    names: Mapping[DraftFormat, str],
    stems: Mapping[DraftFormat, str],
) -> Iterator[str]:
    question = first.question
    note = question.note
    yield f"text: {quoted(question.text)}"
    own = {stem_of(one) for one in aspects if one.format is None or stem_of(one) != stems.get(one.format, "")}
    if own and first.format is not None and (stem := own.pop()):
        yield f"stem: {quoted(stem)}"
    elif first.format is None and (stem := stem_of(first)):
        yield f"# Asked under: {quoted(stem)}"
    if question.kind != "single":
        yield f"type: {'text' if question.kind == 'date' else question.kind}"
    if note is not None and note.aspect:
        pairs = [
            (one.question.note.aspect, names[one.format])
            for one in aspects
            if one.question.note is not None and one.format is not None
        ]
        yield f"aspects: {{{', '.join(f'{aspect}: {name}' for aspect, name in pairs)}}}"
    elif first.format is not None:
        yield f"format: {names[first.format]}"
    elif question.options:
        yield f"options: [{', '.join(quoted(option.label) for option in question.options)}]"
    if question.kind == "number":
        yield from _range(question.low, question.high)
    if note is not None and note.about:
        yield f"about: {note.about}"
    yield from _columns(aspects, base)


def _columns(aspects: list[DraftQuestion], base: str) -> Iterator[str]:
    headers = {one.id: one.header for one in aspects if one.header}
    if not headers:
        return
    if len(aspects) == 1 and aspects[0].id == base:
        yield f"columns: [{quoted(headers[base])}]"
    else:
        pairs = [
            (one.question.note.aspect, one.header)
            for one in aspects
            if one.question.note is not None and one.id in headers
        ]
        yield f"columns: {{{', '.join(f'{aspect}: {quoted(name)}' for aspect, name in pairs)}}}"


def _range(low: float | None, high: float | None) -> Iterator[str]:
    limits = {key: limit for key, limit in (("low", low), ("high", high)) if limit is not None}
    if limits:
        yield f"range: {{{', '.join(f'{key}: {limit:g}' for key, limit in limits.items())}}}"


def _scales(draft: Draft) -> Iterator[str]:
    """Scales that the definition's annotations name, else a template to fill in."""
    members: dict[str, list[str]] = {}
    against: dict[str, list[str]] = {}
    for one in draft.questions:
        for scale in one.question.note.scales if one.question.note is not None else ():
            members.setdefault(scale.rstrip("-"), []).append(one.id)
            if scale.endswith("-"):
                against.setdefault(scale.rstrip("-"), []).append(one.id)
    if members:
        yield "scales:"
        for scale, ids in members.items():
            yield f"{INDENT}{scale}:"
            yield f"{INDENT * 2}title: {quoted(scale.replace('_', ' '))}    # to write: its title for people"
            yield f"{INDENT * 2}items: [{', '.join(ids)}]"
            if scale in against:
                yield f"{INDENT * 2}reverse_keyed: [{', '.join(against[scale])}]"
            yield f"{INDENT * 2}# kind: outcome              # outcome, condition or background"
        return
    yield "# scales:                       # to fill in: the definition does not say which items make a score"
    yield "#   my_scale:"
    yield "#     title: What it measures"
    yield f"#     items: [{', '.join(_first_items(draft))}]"
    yield "#     reverse_keyed: []           # items that lower the score when people agree with them"
    yield "#     kind: outcome               # outcome, condition or background"


def _first_items(draft: Draft) -> Iterable[str]:
    rated = [one.id for one in draft.questions if one.format is not None and not one.is_field]
    return rated[:3]


def _field(one: DraftQuestion) -> Iterator[str]:
    question, note = one.question, one.question.note
    yield f"{INDENT}{one.id}:"
    entries = {"title": question.text}
    if note is not None and note.title:
        entries = {"title": note.title, "text": question.text}
    yield from (f"{INDENT * 2}{key}: {quoted(text)}" for key, text in entries.items())
    if note is not None and note.role:
        yield f"{INDENT * 2}role: {note.role}"
    elif note is None:
        yield f"{INDENT * 2}# role: group    # respondent, unit, informant, cluster, group, dose, date …"
    kind = (note.type if note is not None else "") or question.kind
    if kind not in ("text", "rank"):
        yield f"{INDENT * 2}type: {kind}"
    if question.options:
        yield f"{INDENT * 2}codes: [{', '.join(quoted(option.code) for option in question.options)}]"
        yield f"{INDENT * 2}labels: [{', '.join(quoted(option.label) for option in question.options)}]"
    yield from (f"{INDENT * 2}{line}" for line in _range(question.low, question.high))
    if question.personal:
        yield f"{INDENT * 2}personal: true"
    if one.header:
        yield f"{INDENT * 2}columns: [{quoted(one.header)}]"
