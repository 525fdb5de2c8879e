"""The families of situations, those first that take least."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.simulation.intervals import (
    agreement,
    careless,
    categorical,
    change,
    clusters,
    comparison,
    growth,
    missing,
    reliability,
    shares,
    structure,
)
from tests.simulation.intervals.situation import Situation

FAMILIES: dict[str, Callable[[], Iterator[Situation]]] = {
    module.__name__.rpartition(".")[2]: module.situations
    for module in (
        shares,
        careless,
        categorical,
        comparison,
        agreement,
        change,
        clusters,
        growth,
        reliability,
        missing,
        structure,
    )
}
