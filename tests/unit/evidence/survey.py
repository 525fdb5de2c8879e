"""A survey made in memory: a total over three parts, a scale of two items, people at sites."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from mtle_survey.evidence.reliability_evidence import ReliabilityEvidence
from mtle_survey.instrument.model import Instrument
from mtle_survey.responses import Missing, Responses, Source
from mtle_survey.study import Study

PARTS = ("plan", "talk", "lead")
ITEMS = {part: tuple(f"{part}{i}" for i in range(1, 5)) for part in PARTS}
SOURCE = Source(
    file="x.csv",
    sha256="cd" * 32,
    platform="plain",
    dialect="csv",
    reason="one header row",
    encoding="utf-8",
    delimiter=",",
    records=1,
    excluded=(),
)


def instrument(**changes: Any) -> Instrument:
    texts = {i: f"Statement {i}." for items in ITEMS.values() for i in items} | {
        "pair1": "One of two.",
        "pair2": "Two of two.",
    }
    definition: dict[str, Any] = {
        "id": "trial",
        "version": "1.0.0",
        "title": "Trial",
        "response_formats": {"agree5": {"codes": (1, 2, 3, 4, 5), "labels": ("a", "b", "c", "d", "e")}},
        "items": tuple({"id": i, "text": t, "format": "agree5"} for i, t in texts.items()),
        "scales": (
            *({"id": part, "title": part.capitalize(), "items": ITEMS[part]} for part in PARTS),
            {"id": "whole", "title": "Whole", "parts": PARTS},
            {"id": "two", "title": "Two parts", "parts": PARTS[:2]},
            {"id": "pair", "title": "Pair", "items": ("pair1", "pair2")},
        ),
        "fields": (
            {"id": "site", "title": "Site", "role": "cluster", "type": "text"},
            {"id": "teacher", "title": "Code", "role": "respondent"},
            {"id": "band", "title": "Band", "role": "group", "type": "text"},
        ),
    }
    return Instrument.model_validate({**definition, **changes})


def answers(n: int, seed: int = 1, *, shift: float = 0.0, top: int = 5) -> dict[str, np.ndarray]:
    """Answers to every item: a general trait, one of each part, and error."""
    general = np.random.default_rng(77).normal(size=5000)[:n]
    rng = np.random.default_rng([seed, 5])
    found = {}
    for part in PARTS:
        own = 0.7 * general + 0.5 * rng.normal(size=n)
        for item in ITEMS[part]:
            found[item] = np.clip(np.rint(3 + shift + own + 0.6 * rng.normal(size=n)), 1, top)
    for item in ("pair1", "pair2"):
        found[item] = np.clip(np.rint(3 + general + 0.7 * rng.normal(size=n)), 1, top)
    return found


def responses(
    given: Mapping[str, np.ndarray],
    wave: str | None = None,
    *,
    model: Instrument | None = None,
    site: Sequence[object] | None = None,
    band: Sequence[object] | None = None,
) -> Responses:
    model = model or instrument()
    values = np.column_stack([given[item] for item in model.rated_items]).astype(float)
    n = len(values)
    reasons = np.where(np.isnan(values), Missing.BLANK, Missing.ANSWERED).astype(np.uint8)
    fields = {"teacher": np.array([f"t{i}" for i in range(n)], dtype=object)}
    for name, column in (("site", site), ("band", band)):
        if column is not None:
            fields[name] = np.array(list(column), dtype=object)
    return Responses(
        instrument=model,
        wave=wave,
        sources=(SOURCE,),
        items=tuple(model.rated_items),
        values=values,
        reasons=reasons,
        fields=fields,
        texts={},
        rows=np.arange(2, n + 2),
        source_index=np.zeros(n, dtype=np.int64),
        ids=np.array([f"t{i}" for i in range(n)], dtype=object),
    )


def study(*waves: Responses, **options: Any) -> Study:
    named = {r.wave: r for r in waves}
    return Study(waves[0].instrument, named, bootstrap=200, **options)


def evidence(*waves: Responses, **options: Any) -> ReliabilityEvidence:
    return study(*waves, **options).consistency
