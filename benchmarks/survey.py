"""A large made-up evaluation: ten scales, five waves, gaps, sites, groups and hours."""

from __future__ import annotations

import numpy as np

from mtle_survey.instrument.model import (
    FieldDefinition,
    Instrument,
    Item,
    ResponseFormat,
    Scale,
)
from mtle_survey.responses import Missing, Responses, Source

SCALES, ITEMS, WAVES, PEOPLE, SITES = 10, 4, 5, 2_000, 12


def large_instrument() -> Instrument:
    """Ten scales of four items, the last of each worded the other way round, and three fields."""
    scales = {f"s{s}": tuple(f"s{s}_{i}" for i in range(ITEMS)) for s in range(SCALES)}
    return Instrument(
        id="large",
        version="1.0.0",
        title="Large evaluation",
        response_formats={"agree5": ResponseFormat(codes=(1, 2, 3, 4, 5), labels=("a", "b", "c", "d", "e"))},
        items=tuple(Item(id=i, text=i, format="agree5") for items in scales.values() for i in items),
        scales=tuple(
            Scale(id=s, title=s, items=items, reverse_keyed=items[-1:]) for s, items in scales.items()
        ),
        fields=(
            FieldDefinition(id="site", title="Site", role="cluster"),
            FieldDefinition(
                id="grade", title="Grade", type="single", codes=("1", "2", "3"), labels=("a", "b", "c")
            ),
            FieldDefinition(id="hours", title="Hours", role="dose", type="number"),
        ),
    )


def large_waves(instrument: Instrument) -> dict[str | None, Responses]:
    """Answers of people who stay away from about one wave in ten."""
    generator = np.random.default_rng(1)
    person = generator.normal(size=(PEOPLE, 1))
    return {
        f"w{w}": _wave(instrument, f"w{w}", 3.2 + 0.1 * w + 0.6 * person, generator) for w in range(WAVES)
    }


def _wave(instrument: Instrument, wave: str, level: np.ndarray, generator: np.random.Generator) -> Responses:
    items = instrument.rated_items
    turned = {item for scale in instrument.scales for item in scale.reverse_keyed}
    here = np.flatnonzero(generator.random(PEOPLE) > 0.1)
    values = np.clip(np.rint(level[here] + generator.normal(0, 0.9, (len(here), len(items)))), 1, 5)
    values[:, [item in turned for item in items]] = 6 - values[:, [item in turned for item in items]]
    values[generator.random(values.shape) < 0.02] = np.nan
    reasons = np.where(np.isnan(values), Missing.BLANK, Missing.ANSWERED).astype(np.uint8)

    def text(numbers: np.ndarray) -> np.ndarray:
        return np.array([str(n) for n in numbers[here]], dtype=object)

    return Responses(
        instrument=instrument,
        wave=wave,
        sources=(
            Source(
                file=f"{wave}.csv",
                sha256=wave,
                platform="plain",
                dialect="",
                reason="",
                encoding="utf-8",
                delimiter=",",
                records=len(here),
                excluded=(),
            ),
        ),
        items=items,
        values=values,
        reasons=reasons,
        fields={
            "site": text(np.arange(PEOPLE) % SITES),
            "grade": text(1 + np.arange(PEOPLE) % 3),
            "hours": text(np.round(np.arange(PEOPLE) * 7 % 61 / 2, 1)),
        },
        texts={},
        rows=np.arange(2, 2 + len(here)),
        source_index=np.zeros(len(here), dtype=np.int64),
        ids=np.array([f"t{i:04d}" for i in here], dtype=object),
    )
