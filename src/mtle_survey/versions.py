"""Answers given to another version of an instrument: what of them can stand beside the current one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from mtle_survey.errors import Problem, problem
from mtle_survey.instrument.model import Instrument, Item, ResponseFormat
from mtle_survey.normalise import normalise_label
from mtle_survey.responses import Responses


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """An item that another version asked in a way whose answers cannot be compared.

    Attributes
    ----------
    item : str
    what : str
        ``wording``, ``words above it``, ``answer options``, ``ways out of answering`` or ``type``.
    before, after : str
        In the other version and in the current one.
    """

    item: str
    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedWith:
    """What is told of a wave that was asked with another version.

    Attributes
    ----------
    wave : str
    version, sha256, source : str
        Of the other version.
    differences : tuple of Difference
        Items whose answers were left out of that wave.
    """

    wave: str
    version: str
    sha256: str
    source: str
    differences: tuple[Difference, ...]


def asked_with(wave: str, other: Instrument, current: Instrument) -> AskedWith:
    """What separates a wave's own version from the current one."""
    return AskedWith(
        wave=wave,
        version=other.version,
        sha256=other.sha256,
        source=other.source,
        differences=tuple(differences(other, current)),
    )


def differences(other: Instrument, current: Instrument) -> Iterator[Difference]:
    """Items that both versions have but asked otherwise, each with the first thing that differs.

    Wording is compared ignoring letter case, spaces and the kind of quotation marks; codes and labels of the
    options by what they say, whatever the response format is called. Keys and scales do not matter: answers
    are keyed and scored by the current version.
    """
    for item in current.items:
        if item.id in other.item:
            found = _difference(other, current, other.item[item.id], item)
            if found is not None:
                yield Difference(item=item.id, what=found[0], before=found[1], after=found[2])


def in_current_version(responses: Responses, current: Instrument) -> Responses:
    """The same answers under the current version, without those that cannot be compared with it."""
    left_out = {one.item for one in differences(responses.instrument, current)}
    kept = [k for k, item in enumerate(responses.items) if item in current.item and item not in left_out]
    order = sorted(kept, key=lambda k: current.rated_items.index(responses.items[k]))
    columns = np.array(order, dtype=np.int64)
    texts = {
        item: cells
        for item, cells in responses.texts.items()
        if item in current.item and item not in left_out
    }
    return replace(
        responses,
        instrument=current,
        items=tuple(responses.items[k] for k in order),
        values=responses.values[:, columns],
        reasons=responses.reasons[:, columns],
        texts=texts,
        forms=tuple(form for form in responses.forms if form in current.form),
    )


def version_problems(told: AskedWith) -> Iterator[Problem]:
    """A note for each item that was asked otherwise."""
    for one in told.differences:
        yield problem(
            "S004",
            file=told.source,
            item=one.item,
            found=f"{one.item} in {told.wave}: {one.what}",
            version=told.version,
            before=one.before,
            after=one.after,
        )


def _difference(
    other: Instrument, current: Instrument, before: Item, after: Item
) -> tuple[str, str, str] | None:
    if before.type != after.type or before.rated != after.rated:
        return "type", before.type, after.type
    for what, old, new in (
        ("wording", before.text, after.text),
        ("words above it", before.stem or "", after.stem or ""),
    ):
        if normalise_label(old) != normalise_label(new):
            return what, old, new
    if not after.rated:
        old, new = " / ".join(before.options), " / ".join(after.options)
        return None if old == new else ("answer options", old, new)
    old_format, new_format = other.format_of(before.id), current.format_of(after.id)
    for what, say in (("answer options", _answers), ("ways out of answering", _ways_out)):
        old, new = say(old_format), say(new_format)
        if normalise_label(old) != normalise_label(new):
            return what, old, new
    return None


def _answers(one: ResponseFormat) -> str:
    return " / ".join(f"{code:g} {label}".strip() for code, label in zip(one.codes, one.labels, strict=True))


def _ways_out(one: ResponseFormat) -> str:
    return " / ".join(f"{code} {option.label}" for code, option in one.nonresponse.items()) or "none"
