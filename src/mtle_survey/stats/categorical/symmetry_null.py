"""Random tables under symmetry: every mover was as likely to have gone the other way."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from mtle_survey.stats.categorical.transitions import Counts

# Below ten movers between two categories the chi-square distribution of their difference is too rough.
SPARSE_BELOW = 10
BATCH = 1000


def is_sparse(table: Counts) -> bool:
    """Whether some two categories exchanged movers, but fewer than ten."""
    movers = (table + table.T)[np.triu_indices(table.shape[0], 1)]
    return bool(((movers > 0) & (movers < SPARSE_BELOW)).any())


def symmetric_tables(table: Counts, seed: int, draws: int) -> Iterator[NDArray[np.float64]]:
    """Batches (b, K, K) of tables drawn given the movers between every two categories."""
    rng = np.random.default_rng(seed)
    rows, columns = np.triu_indices(table.shape[0], 1)
    movers = (table + table.T)[rows, columns]
    for start in range(0, draws, BATCH):
        size = min(BATCH, draws - start)
        tables = np.zeros((size, *table.shape))
        forward = rng.binomial(movers, 0.5, size=(size, movers.size))
        tables[:, rows, columns] = forward
        tables[:, columns, rows] = movers - forward
        yield tables
