"""Cluster labels as positions, and sums within clusters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mtle_survey.stats.estimate import Array

Labels = Sequence[Any] | NDArray[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clusters:
    """Who belongs together.

    Attributes
    ----------
    position : (n,) integer array
        Cluster of each row, from 0, in the sorted order of the labels.
    names : tuple
        The labels in that order.
    sizes : (J,) float array
        Rows of each cluster.
    """

    position: NDArray[np.intp]
    names: tuple[Any, ...]
    sizes: Array

    @property
    def count(self) -> int:
        """Number of clusters, J."""
        return len(self.names)

    def sums(self, values: Array) -> Array:
        """Sums within clusters of an (n,) or (n, p) array: (J,) or (J, p)."""
        total = np.zeros((self.count, *values.shape[1:]))
        np.add.at(total, self.position, values)
        return total

    def means(self, values: Array) -> Array:
        """Means within clusters of an (n,) array."""
        means: Array = self.sums(values) / self.sizes
        return means


def clusters_of(labels: Labels, n: int) -> Clusters:
    """Turn one label per row into positions; labels of one kind only, none missing."""
    array = np.asarray(labels)
    if array.shape != (n,):
        raise ValueError(f"needs one cluster label for each of {n} rows, not {array.shape}")
    names, position, sizes = np.unique(array, return_inverse=True, return_counts=True)
    return Clusters(position=position, names=tuple(names.tolist()), sizes=sizes.astype(float))
