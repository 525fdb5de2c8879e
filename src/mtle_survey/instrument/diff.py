"""What differs between two versions of an instrument, and what of it breaks comparability."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mtle_survey.counting import counted
from mtle_survey.instrument.model import Instrument, Item, ResponseFormat, Scale
from mtle_survey.normalise import normalise_label


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    Attributes
    ----------
    what : str
        Where and in what: ``item idn_q1, wording``.
    breaks : bool
        Whether answers or scores of the two versions no longer mean the same.
    before, after : str
        The two states; empty for what is absent.
    why : str
        Why it breaks comparability, or why not.
    """

    what: str
    breaks: bool
    before: str
    after: str
    why: str


def diff_instruments(before: Instrument, after: Instrument) -> tuple[Change, ...]:
    """All differences that matter to people or to scores, in the order of the file.

    Wording, codes, labels, keys and membership break comparability when they change; titles, sources, columns
    and whatever is only added do not. A wording that differs in letter case, spaces or typographic marks
    alone is listed as harmless.
    """
    return (
        *_head(before, after),
        *_formats(before, after),
        *_items(before, after),
        *_scales(before, after),
        *_scores(before, after),
        *_fields(before, after),
        *_forms(before, after),
        *_structure(before, after),
    )


def _if_changed(what: str, old: object, new: object, breaks: bool, why: str) -> Iterator[Change]:
    if old != new:
        yield Change(what, breaks, _shown(old), _shown(new), why)


def _presence(
    kind: str, old: Mapping[str, str], new: Mapping[str, str], removal_breaks: bool, why_removed: str
) -> Iterator[Change]:
    for key in old:
        if key not in new:
            yield Change(f"{kind} {key}", removal_breaks, old[key], "", why_removed)
    for key in new:
        if key not in old:
            yield Change(f"{kind} {key}", False, "", new[key], "added; what was there before is untouched")


def _head(a: Instrument, b: Instrument) -> Iterator[Change]:
    yield from _if_changed("id", a.id, b.id, True, "another instrument")
    yield from _if_changed("version", a.version, b.version, False, "a label")
    yield from _if_changed("language", a.language, b.language, True, "translated items are other items")
    why = "what people read first can colour every answer"
    yield from _if_changed("instruction", a.instruction, b.instruction, True, why)
    for key in ("title", "notice", "citation"):
        yield from _if_changed(key, getattr(a, key), getattr(b, key), False, "for people; no answer changes")


def _formats(a: Instrument, b: Instrument) -> Iterator[Change]:
    """Compared by item, since that is what a respondent meets; a renamed format changes nothing."""
    grouped: dict[tuple[str, str, str, bool, str], list[str]] = {}
    for item_id, old_item in a.item.items():
        new_item = b.item.get(item_id)
        if new_item is None or not old_item.rated or not new_item.rated:
            continue
        for change in _format_changes(a.format_of(item_id), b.format_of(item_id)):
            key = (change.what, change.before, change.after, change.breaks, change.why)
            grouped.setdefault(key, []).append(item_id)
    for (what, old, new, breaks, why), item_ids in grouped.items():
        yield Change(f"{what} of {_some(item_ids)}", breaks, old, new, why)


def _format_changes(old: ResponseFormat, new: ResponseFormat) -> Iterator[Change]:
    why = "the same number no longer means the same answer"
    yield from _if_changed("codes", old.codes, new.codes, True, why)
    if old.labels != new.labels:
        same = [normalise_label(x) for x in old.labels] == [normalise_label(x) for x in new.labels]
        why = "the same words to a reader" if same else "respondents chose among other words"
        yield Change("labels", not same, _shown(old.labels), _shown(new.labels), why)
    old_reasons = {code: f"{option.label} ({option.reason})" for code, option in old.nonresponse.items()}
    new_reasons = {code: f"{option.label} ({option.reason})" for code, option in new.nonresponse.items()}
    why = "offering or removing a way out changes who answers"
    yield from _if_changed("nonresponse options", old_reasons, new_reasons, True, why)
    yield from _if_changed("aliases", dict(old.aliases), dict(new.aliases), False, "only reads exports")


def _items(a: Instrument, b: Instrument) -> Iterator[Change]:
    old_texts = {item.id: item.text for item in a.items}
    new_texts = {item.id: item.text for item in b.items}
    scored = {item for scale in a.scored_scales() for item in a.scale_items(scale.id)}
    for change in _presence("item", old_texts, new_texts, False, "no score used it"):
        in_score = not change.after and change.what.removeprefix("item ") in scored
        why = "its scales lose an item" if in_score else change.why
        yield Change(change.what, in_score, change.before, change.after, why)
    for item_id, old in a.item.items():
        if item_id in b.item:
            yield from _item_changes(old, b.item[item_id])
    common = [item for item in a.item if item in b.item]
    reordered = [item for item in b.item if item in a.item]
    yield from _if_changed("order of items", common, reordered, False, "earlier items can colour later ones")


def _item_changes(old: Item, new: Item) -> Iterator[Change]:
    what = f"item {old.id}"
    if old.text != new.text:
        same = normalise_label(old.text) == normalise_label(new.text)
        why = "the same words to a reader" if same else "another question was asked"
        yield Change(f"{what}, wording", not same, old.text, new.text, why)
    yield from _if_changed(f"{what}, stem", old.stem, new.stem, True, "the words above it set another frame")
    yield from _if_changed(f"{what}, type", old.type, new.type, True, "it is answered in another way")
    if old.rated != new.rated:
        why = "it is answered in another way"
        yield Change(f"{what}, response format", True, old.format or "", new.format or "", why)
    yield from _if_changed(f"{what}, options", old.options, new.options, True, "other options to choose from")
    why = "what was a possible answer may no longer be"
    yield from _if_changed(f"{what}, range", _range(old), _range(new), True, why)
    yield from _if_changed(f"{what}, columns", old.columns, new.columns, False, "only reads exports")


def _range(item: Item) -> str:
    return "" if item.range is None else f"{_number(item.range.low)} to {_number(item.range.high)}"


def _scales(a: Instrument, b: Instrument) -> Iterator[Change]:
    old_titles = {scale.id: scale.title for scale in a.scales}
    new_titles = {scale.id: scale.title for scale in b.scales}
    yield from _presence("scale", old_titles, new_titles, True, "it can no longer be scored")
    for scale_id, old in a.scale.items():
        if scale_id in b.scale:
            yield from _scale_changes(scale_id, a, b, old, b.scale[scale_id])


def _scale_changes(scale_id: str, a: Instrument, b: Instrument, old: Scale, new: Scale) -> Iterator[Change]:
    what = f"scale {scale_id}"
    old_items, new_items = sorted(a.scale_items(scale_id)), sorted(b.scale_items(scale_id))
    why = "the score is made of other items"
    yield from _if_changed(f"{what}, items", old_items, new_items, True, why)
    old_keys, new_keys = sorted(a.reverse_keyed(scale_id)), sorted(b.reverse_keyed(scale_id))
    why = "the same answers give another score"
    yield from _if_changed(f"{what}, reverse-keyed items", old_keys, new_keys, True, why)
    yield from _if_changed(f"{what}, scoring method", old.score.method, new.score.method, True, why)
    old_rule, new_rule = old.score.min_answered, new.score.min_answered
    why = "other respondents get a score"
    yield from _if_changed(f"{what}, minimum answered", old_rule, new_rule, True, why)
    why = "the same change is told as its opposite"
    yield from _if_changed(f"{what}, direction", old.direction, new.direction, True, why)
    why = "other changes count as rose or fell"
    yield from _if_changed(f"{what}, meaningful step", old.meaningful_step, new.meaningful_step, False, why)
    yield from _if_changed(f"{what}, kind", old.kind, new.kind, False, "told differently, scored alike")
    yield from _if_changed(f"{what}, title", old.title, new.title, False, "for people; no score changes")


def _scores(a: Instrument, b: Instrument) -> Iterator[Change]:
    old = {score.id: score for score in a.scores}
    new = {score.id: score for score in b.scores}
    titles = ({k: s.title or s.rule for k, s in old.items()}, {k: s.title or s.rule for k, s in new.items()})
    yield from _presence("score", *titles, True, "it can no longer be computed")
    for score_id in [key for key in old if key in new]:
        for key in ("rule", "inputs", "params"):
            values = getattr(old[score_id], key), getattr(new[score_id], key)
            why = "the same answers give another result"
            yield from _if_changed(f"score {score_id}, {key}", *values, True, why)


def _fields(a: Instrument, b: Instrument) -> Iterator[Change]:
    titles = {field.id: field.title for field in a.fields}, {field.id: field.title for field in b.fields}
    yield from _presence("field", *titles, True, "groups or links that used it can no longer be made")
    for field_id, old in a.field.items():
        if (new := b.field.get(field_id)) is None:
            continue
        options = [dict(zip(field.codes, field.labels or field.codes, strict=True)) for field in (old, new)]
        why = "a group of one version may not be that of the other"
        yield from _if_changed(f"field {field_id}, options", options[0], options[1], True, why)
        yield from _if_changed(f"field {field_id}, role", old.role, new.role, True, "it is used differently")
        yield from _if_changed(f"field {field_id}, type", old.type, new.type, True, "it is read differently")


def _forms(a: Instrument, b: Instrument) -> Iterator[Change]:
    old = {form.id: counted(len(form.items), "item") for form in a.forms}
    new = {form.id: counted(len(form.items), "item") for form in b.forms}
    yield from _presence("form", old, new, False, "scores use the items that were asked")
    for form_id in [key for key in old if key in new]:
        items = a.form[form_id].items, b.form[form_id].items
        lost, gained = sorted({*items[0]} - {*items[1]}), sorted({*items[1]} - {*items[0]})
        if lost or gained:
            why = "scores of the two forms rest on other items; compare on the common ones"
            yield Change(f"form {form_id}, items", True, _shown(lost), _shown(gained), why)
        occasions = a.form[form_id].occasion, b.form[form_id].occasion
        why = "the answers speak of another time"
        yield from _if_changed(f"form {form_id}, occasion", *occasions, True, why)


def _structure(a: Instrument, b: Instrument) -> Iterator[Change]:
    why = "another model is tested; scores stay as they are"
    old = None if a.structure is None else a.structure.model_dump()
    new = None if b.structure is None else b.structure.model_dump()
    yield from _if_changed("structure", old, new, False, why)


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_shown(entry)}" for key, entry in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(_shown(entry) for entry in value)
    return _number(value) if isinstance(value, float) else str(value)


def _number(value: float | None) -> str:
    return "any" if value is None else f"{value:g}"


def _some(item_ids: list[str]) -> str:
    return (
        ", ".join(item_ids)
        if len(item_ids) <= 4
        else f"{', '.join(item_ids[:3])} and {len(item_ids) - 3} more"
    )
