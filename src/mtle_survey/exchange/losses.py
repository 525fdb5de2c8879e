"""What no platform can hold of an instrument."""

from __future__ import annotations

from collections.abc import Iterator

from mtle_survey.errors import Problem, problem
from mtle_survey.exchange.layout import is_asked
from mtle_survey.exchange.model import Platform
from mtle_survey.instrument.model import Form, Instrument

SHOWN = 6


def losses(instrument: Instrument, form: Form | None, platform: Platform) -> tuple[Problem, ...]:
    """Everything that stays behind in the instrument file, in one note, fields and answer keys apart.

    A platform whose definitions can be read back carries a note beside each question, with keys and scales.
    """
    parts = [(what, count) for what, count in _parts(instrument, form, platform) if count]
    found = []
    if parts:
        shown = "; ".join(what if count == 1 else f"{what} ({count})" for what, count in parts)
        found.append(problem("X001", found=shown, count=len(parts), platform=platform.label))
    unasked = [field.id for field in instrument.fields if not is_asked(field)]
    if unasked:
        found.append(problem("X003", found=some(unasked), count=len(unasked)))
    keyed = [item.id for item in instrument.items if item.correct]
    if keyed:
        found.append(problem("X005", found=some(keyed), count=len(keyed)))
    return tuple(found)


def some(names: list[str]) -> str:
    """The first few names, and how many more there are."""
    more = len(names) - SHOWN
    return ", ".join(names[:SHOWN]) + (f" and {more} more" if more > 0 else "")


def _parts(instrument: Instrument, form: Form | None, platform: Platform) -> Iterator[tuple[str, int]]:
    items = instrument.items
    scales = instrument.scales
    for key in ("title", "language", "version"):
        yield key, int(key not in platform.head)
    yield "notice", int(instrument.notice is not None)
    yield "citation", int(instrument.citation is not None)
    yield "review", int(instrument.review is not None)
    if platform.read is not None:
        yield "titles, descriptions, kinds and scoring of scales", len(scales)
        yield "scales made of parts", sum(bool(scale.parts) for scale in scales)
    else:
        yield "scales and keys", len(scales)
        yield (
            "reasons of options that give no answer",
            sum(bool(one.nonresponse) for one in instrument.response_formats.values()),
        )
        yield "roles of fields", sum(field.role is not None for field in instrument.fields)
    yield "scores by rule", len(instrument.scores)
    yield "factor structure", int(instrument.structure is not None)
    yield "forms", len(instrument.forms) - (form is not None)
    yield "occasion that the answers are about", int(form is not None and form.occasion is not None)
    yield "sources of items", sum(item.source is not None for item in items)
    yield "observable examples", sum(bool(item.anchors) for item in items)
    yield (
        "further headers",
        sum(bool(item.columns) for item in items) + sum(bool(field.columns) for field in instrument.fields),
    )
    yield "aliases of options", sum(bool(one.aliases) for one in instrument.response_formats.values())
