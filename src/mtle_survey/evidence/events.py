"""A log of events: how many were entered, by whom, and how far they reached."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from mtle_survey.instrument.model import Instrument
from mtle_survey.responses import Responses
from mtle_survey.rules import chosen_options, in_range
from mtle_survey.stats.description.max import max as largest
from mtle_survey.stats.description.mean import mean
from mtle_survey.stats.description.median import median
from mtle_survey.stats.estimate import Array, Estimate
from mtle_survey.table import About, Row, Table, row

MODEL = "events"


def is_log(instrument: Instrument) -> bool:
    """Whether the instrument rates nothing: its records are entries of a log, several per person."""
    return not instrument.rated_items


def events(instrument: Instrument, waves: Mapping[str | None, Responses]) -> Table:
    """Counts of entries and sums of their numbers, wave by wave; empty for questionnaires.

    ``events`` counts entries and ``people`` those who made them; ``events_per_person`` describes how many
    each of them entered. ``total`` is the sum of a number over the entries that give it; who was there twice
    is counted twice. ``n`` counts the people who made the entries, or the entries where nobody is known.
    ``group`` is a value of a declared group or of a question with several answers.
    """
    if not is_log(instrument):
        return Table()
    rows: list[Row] = []
    for wave, responses in waves.items():
        kept = responses.subset(responses.answered)
        everything = np.ones(len(kept), dtype=bool)
        rows += _counted(kept, everything, {"model": MODEL, "wave": wave})
        rows += _per_person(kept, wave)
        for name, chosen in _groups(kept):
            rows += _counted(kept, chosen, {"model": MODEL, "wave": wave, "group": name})
    return Table.of(rows)


def _counted(responses: Responses, chosen: NDArray[np.bool_], about: About) -> Iterator[Row]:
    count = int(chosen.sum())
    yield row("events", Estimate(value=float(count), n=_people(responses, chosen)), **about)
    if responses.ids is not None:
        people = _people(responses, chosen)
        yield row("people", Estimate(value=float(people), n=people), **about)
    for item in responses.instrument.items:
        if item.type == "number" and item.id in responses.texts:
            numbers = in_range(responses.texts[item.id][chosen], item.range)
            given = chosen.copy()
            given[chosen] = np.isfinite(numbers)
            total = Estimate(value=float(np.nansum(numbers)), n=_people(responses, given))
            here: About = {**about, "item": item.id}
            yield row("total", total, **here)


def _people(responses: Responses, chosen: NDArray[np.bool_]) -> int:
    """How many people made some entries; the entries themselves, where nobody is known."""
    if responses.ids is None:
        return int(chosen.sum())
    return len({person for person in responses.ids[chosen] if person is not None})


def _per_person(responses: Responses, wave: str | None) -> Iterator[Row]:
    if responses.ids is None:
        return
    entries = Counter(person for person in responses.ids if person is not None)
    each = np.array(list(entries.values()), dtype=float)
    about: About = {"model": MODEL, "wave": wave, "factor": "events_per_person"}
    for statistic, estimate in _summary(each).items():
        yield row(statistic, estimate, **about)


def _summary(each: Array) -> dict[str, Estimate]:
    return {"mean": mean(each)[0], "median": median(each)[0], "max": largest(each)[0]}


def _groups(responses: Responses) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    """Values of group fields and of questions with several answers, in declared order."""
    for field in responses.instrument.fields:
        if field.role in ("group", "cluster") and field.id in responses.fields:
            given = responses.fields[field.id]
            values = {str(v) for v in given if v is not None}
            ordered = [*(v for v in field.labels if v in values), *sorted(values - set(field.labels))]
            for value in ordered:
                yield f"{field.id}={value}", np.array([v is not None and str(v) == value for v in given])
    for item in responses.instrument.items:
        if item.type == "multiple" and item.id in responses.texts:
            cells = [chosen_options(text, item.options) for text in responses.texts[item.id]]
            for option in item.options:
                holds = np.array([option in chosen for chosen in cells], dtype=bool)
                if holds.any():
                    yield f"{item.id}={option}", holds
