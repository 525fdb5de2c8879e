"""Responses made for the tests of tables: two correlated scales of five items and a total."""

from __future__ import annotations

import numpy as np

from mtle_survey.instrument.model import Instrument, Item, ResponseFormat, Scale
from mtle_survey.responses import Missing, Responses, Source
from mtle_survey.study import Study

ITEMS = tuple(f"{s}{i}" for s in "uv" for i in range(1, 6))


def instrument(codes: tuple[float, ...] = (1, 2, 3, 4, 5)) -> Instrument:
    labels = tuple(f"answer {c}" for c in codes)
    return Instrument(
        id="two",
        version="1.0.0",
        title="Two scales",
        sha256="0" * 64,
        response_formats={"f": ResponseFormat(codes=codes, labels=labels)},
        items=tuple(Item(id=i, text=f"Statement {i}", format="f") for i in ITEMS),
        scales=(
            Scale(id="u", title="U", items=ITEMS[:5], reverse_keyed=("u3",)),
            Scale(id="v", title="V", items=ITEMS[5:]),
            Scale(id="both", title="Both", parts=("u", "v")),
        ),
    )


def answers(n: int, categories: int = 5, seed: int = 1) -> np.ndarray:
    """Codes from 1 on; u3 is worded the other way round."""
    rng = np.random.default_rng(seed)
    trait = rng.normal(size=(n, 2)) + 0.5 * rng.normal(size=(n, 1))
    latent = np.repeat(trait, 5, axis=1) + rng.normal(size=(n, 10))
    cuts = np.linspace(-1.6, 1.6, categories - 1)
    codes = np.digitize(latent, cuts) + 1.0
    codes[:, 2] = categories + 1 - codes[:, 2]
    return codes


def responses(model: Instrument, values: np.ndarray, wave: str | None = "pre") -> Responses:
    n = len(values)
    source = Source(
        file="made.csv", sha256="0" * 64, platform="plain", dialect="", reason="", encoding="utf-8",
        delimiter=",", records=n, excluded=(),
    )  # fmt: skip
    return Responses(
        instrument=model,
        wave=wave,
        sources=(source,),
        items=ITEMS,
        values=values,
        reasons=np.where(np.isnan(values), Missing.BLANK, Missing.ANSWERED).astype(np.uint8),
        fields={},
        texts={},
        rows=np.arange(2, 2 + n),
        source_index=np.zeros(n, dtype=np.int64),
        ids=None,
    )


def study(n: int, categories: int = 5, *, gaps: bool = False, **options: object) -> Study:
    model = instrument(tuple(range(1, categories + 1)))
    values = answers(n, categories)
    if gaps:
        rng = np.random.default_rng(2)
        values[rng.random(values.shape) < 0.03] = np.nan
    return Study(model, {"pre": responses(model, values)}, bootstrap=50, **options)
