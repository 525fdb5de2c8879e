"""Small studies made in memory, for the tests of the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

import numpy as np

from mtle_survey.instrument.model import Instrument
from mtle_survey.raw_table import ExcludedRecords
from mtle_survey.responses import Missing, Responses, Source
from mtle_survey.study import Study

AGREE = ("Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree")


def instrument(**changes: Any) -> Instrument:
    """Two outcomes of three items with a total, and one condition."""
    texts = {
        "lead1": "Colleagues ask me for advice.",
        "lead2": "I lead meetings about mathematics.",
        "lead3": "I keep out of decisions.",
        "grow1": "I look for things to learn.",
        "grow2": "I try new tasks with students.",
        "grow3": "I study student work with others.",
        "help1": "My principal gives me time.",
        "help2": "My principal knows what I do.",
    }
    definition: dict[str, Any] = {
        "id": "demo",
        "version": "1.2.0",
        "title": "Demonstration survey",
        "notice": "Made for tests; it measures nothing.",
        "response_formats": {"agree5": {"codes": (1, 2, 3, 4, 5), "labels": AGREE}},
        "items": tuple({"id": i, "text": t, "format": "agree5"} for i, t in texts.items()),
        "scales": (
            {
                "id": "lead",
                "title": "Leading",
                "items": ("lead1", "lead2", "lead3"),
                "reverse_keyed": ("lead3",),
            },
            {"id": "grow", "title": "Growing", "items": ("grow1", "grow2", "grow3")},
            {"id": "whole", "title": "Leading and growing", "parts": ("lead", "grow")},
            {"id": "help", "title": "Principal support", "items": ("help1", "help2"), "kind": "condition"},
        ),
        "fields": (
            {
                "id": "site",
                "title": "Site",
                "role": "cluster",
                "type": "single",
                "codes": ("1", "2"),
                "labels": ("North", "South"),
            },
            {"id": "hours", "title": "Program hours", "role": "dose", "type": "number"},
            {
                "id": "arm",
                "title": "Arm",
                "type": "single",
                "codes": ("p", "c"),
                "labels": ("Program", "Other"),
            },
        ),
        "sha256": "ab" * 32,
    }
    return Instrument.model_validate({**definition, **changes})


def responses(
    model: Instrument,
    wave: str | None,
    people: Sequence[int],
    *,
    rise: float = 0.0,
    seed: int = 1,
    blank: Mapping[str, Sequence[int]] | None = None,
    identified: bool = True,
    asked: Sequence[str] | None = None,
) -> Responses:
    """Answers of some people; each person keeps a level of their own, raised by ``rise`` points."""
    rng = np.random.default_rng([seed, len(people)])
    level = 3.0 + np.array([np.random.default_rng([7, p]).normal(0, 0.7) for p in people])
    items = tuple(asked or model.rated_items)
    against = frozenset(i for s in model.scales for i in s.reverse_keyed)
    raw = level[:, None] + rise + rng.normal(0, 0.7, (len(people), len(items)))
    values = np.clip(np.round(raw), 1, 5)
    for k, item in enumerate(items):
        if item in against:
            values[:, k] = 6 - values[:, k]
    reasons = np.zeros(values.shape, dtype=np.uint8)
    for item, rows in (blank or {}).items():
        values[rows, items.index(item)] = np.nan
        reasons[rows, items.index(item)] = Missing.BLANK
    return Responses(
        instrument=model,
        wave=wave,
        sources=(
            Source(
                file=f"exports/{wave or 'survey'}.csv",
                sha256=sha256((wave or "").encode()).hexdigest(),
                platform="plain",
                dialect="csv",
                reason="one header row",
                encoding="utf-8",
                delimiter=",",
                records=len(people) + 1,
                excluded=(
                    ExcludedRecords(kind="header", rows=(1,), rule="the first line names the columns"),
                ),
            ),
        ),
        items=items,
        values=values,
        reasons=reasons,
        fields={
            "site": np.array([str(1 + p % 2) for p in people], dtype=object),
            "hours": np.array([str(8 + p % 5) for p in people], dtype=object),
            "arm": np.array(["pc"[p % 3 == 0] for p in people], dtype=object),
        },
        texts={},
        rows=np.arange(2, len(people) + 2),
        source_index=np.zeros(len(people), dtype=np.int64),
        ids=np.array([f"t{p:03d}" for p in people], dtype=object) if identified else None,
    )


def two_waves(
    n: int = 24, lost: int = 3, *, rise: float = 0.6, model: Instrument | None = None, **options: Any
) -> Study:
    """A study of people before and after; the last ``lost`` do not come back."""
    model = model or instrument()
    waves = {
        "pre": responses(model, "pre", range(n), blank={"lead2": [0, 1, 2], "grow1": [4]}),
        "post": responses(model, "post", range(n - lost), rise=rise, seed=2),
    }
    return Study(model, waves, respondent="teacher", **{"title": "A study", **options})


def one_wave(n: int = 12, **options: Any) -> Study:
    """A single unnamed wave."""
    model = instrument()
    return Study(model, {None: responses(model, None, range(n), identified=False)}, **options)


def looking_back(n: int = 20) -> Study:
    """Two waves and a retrospective one."""
    model = instrument(
        forms=(
            {"id": "retro", "items": ("lead1", "lead2", "lead3"), "occasion": "retro", "format": "adjacent"},
        )
    )
    waves = {
        "pre": responses(model, "pre", range(n)),
        "post": responses(model, "post", range(n), rise=0.5, seed=2),
        "retro": responses(model, "retro", range(n), rise=-0.4, seed=3, asked=("lead1", "lead2", "lead3")),
    }
    return Study(model, waves, respondent="teacher", title="Looking back")
