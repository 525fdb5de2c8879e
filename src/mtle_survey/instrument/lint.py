"""What a sound definition may still do better: wording, scales, forms, review."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from mtle_survey.counting import counted
from mtle_survey.errors import Problem, problem
from mtle_survey.instrument.model import Instrument, Item
from mtle_survey.normalise import normalise_label

MAX_WORDS = 20
MIN_RATERS = 6
MIN_ITEM_CVI = 0.78

_TWO_THINGS = re.compile(r"\b(?:and|or)\b(?!\s+(?:more|less|fewer)\b)|\w\s*/\s*\w", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\b[^.?!]*?\band\b", re.IGNORECASE)
_NEGATION = re.compile(r"\b(?:not|no|never|nobody|none|nothing|cannot|\w+n['\u2019]t)\b", re.IGNORECASE)


def check_instrument(instrument: Instrument) -> tuple[Problem, ...]:
    """Everything that can be said about a definition: what loading noted, and advice on its wording.

    None of it is an error; a definition with errors does not load.

    Parameters
    ----------
    instrument : Instrument

    Returns
    -------
    tuple of Problem
        By line in the file; problems of the whole instrument first.
    """
    found = [
        *instrument.problems,
        *_review(instrument),
        *_wording(instrument),
        *_options(instrument),
        *_scales(instrument),
        *_forms(instrument),
    ]
    return tuple(sorted(found, key=lambda p: p.row or 0))


def _advice(
    code: str, instrument: Instrument, path: str, found: str, item: str | None = None, **values: Any
) -> Problem:
    line = instrument.lines.get(path)
    where = f"{found} (line {line})" if line else found
    return problem(code, file=instrument.source or None, row=line, item=item, found=where, **values)


def _review(instrument: Instrument) -> Iterator[Problem]:
    review = instrument.review or {}
    ratings = review.get("content_validity", {}).get("ratings", {})
    missing = []
    if review.get("content_validity", {}).get("raters", 0) < MIN_RATERS:
        missing.append(f"no content-validity ratings by at least {MIN_RATERS} experts")
    if "cognitive_interviews" not in review:
        missing.append("no cognitive interviews")
    if missing:
        words = " and ".join(missing)
        yield _advice("I100", instrument, "review", f"“{instrument.id}”", missing=words)
    for item_id, share in ratings.items():
        if share < MIN_ITEM_CVI:
            yield _advice("I111", instrument, "review", f"“{item_id}”: {share:.2f}", item=item_id)


def _declared(instrument: Instrument) -> dict[str, Item]:
    """Each declared item once, however many aspects it is rated in."""
    declared: dict[str, Item] = {}
    for item in instrument.items:
        declared.setdefault(item.base or item.id, item)
    return declared


def _wording(instrument: Instrument) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for item_id, item in _declared(instrument).items():
        path = f"items.{item_id}"
        shown = f"“{item.text}”"
        words = len(item.text.split())
        if words > MAX_WORDS:
            yield _advice("I101", instrument, path, f"{counted(words, 'word')}: {shown}", item_id)
        if item.rated and (two := _TWO_THINGS.search(_BETWEEN.sub("between", item.text))):
            yield _advice("I102", instrument, path, f"“{two.group().strip()}” in {shown}", item_id)
        if item.rated and (negation := _NEGATION.search(item.text)):
            yield _advice("I103", instrument, path, f"“{negation.group()}” in {shown}", item_id)
        other = seen.setdefault(normalise_label(item.text), item_id)
        if other != item_id:
            yield _advice("I109", instrument, path, shown, item_id, other=other)


def _options(instrument: Instrument) -> Iterator[Problem]:
    for name, response_format in instrument.response_formats.items():
        codes = {f"{code:g}" for code in response_format.codes} | set(response_format.nonresponse)
        options = [
            *zip((f"{code:g}" for code in response_format.codes), response_format.labels, strict=True),
            *((code, option.label) for code, option in response_format.nonresponse.items()),
        ]
        for code, label in options:
            if label in codes and label != code:
                found = f"“{label}” for {code}"
                yield _advice("I107", instrument, f"response_formats.{name}", found, label=label, option=code)
    for item_id, item in _declared(instrument).items():
        for option in item.options if item.type in ("multiple", "rank") else ():
            if ";" in option or "|" in option:
                yield _advice("I108", instrument, f"items.{item_id}", f"“{option}”", item_id)


def _scales(instrument: Instrument) -> Iterator[Problem]:
    reversed_anywhere = False
    longest = 0
    undescribed = []
    for scale in instrument.scored_scales():
        path = f"scales.{scale.id}"
        k = len(instrument.scale_items(scale.id))
        keyed_against = len(instrument.reverse_keyed(scale.id))
        reversed_anywhere = reversed_anywhere or keyed_against > 0
        longest = max(longest, k)
        if k == 2 and scale.report:
            yield _advice("I104", instrument, path, f"“{scale.id}”")
        if 2 * keyed_against > k:
            yield _advice("I105", instrument, path, f"“{scale.id}”: {keyed_against} of {counted(k, 'item')}")
        if not scale.description and scale.report:
            undescribed.append(scale.id)
    if longest > 2 and not reversed_anywhere:
        yield _advice("I106", instrument, "scales", f"“{instrument.id}”")
    if undescribed:
        yield _advice("I112", instrument, "scales", ", ".join(undescribed))


def _forms(instrument: Instrument) -> Iterator[Problem]:
    for form in instrument.forms:
        for scale in instrument.scored_scales():
            items = instrument.scale_items(scale.id)
            carried = len(set(items) & set(form.items))
            rule = scale.score.min_answered
            needed = rule if isinstance(rule, int) else min(2, len(items))
            if scale.report and 0 < carried < needed:
                path, found = f"forms.{form.id}", f"“{form.id}” and “{scale.id}”"
                yield _advice("I110", instrument, path, found, carried=carried, k=len(items), needed=needed)
