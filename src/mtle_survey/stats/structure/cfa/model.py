"""A covariance structure as matrices whose entries are fixed or numbered parameters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mtle_survey.stats.estimate import Array

Index = NDArray[np.intp]
FIXED = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One matrix of a model.

    Attributes
    ----------
    fixed : float array
        Values of the entries that are not free.
    index : int array of the same shape
        Number of the free parameter at each entry, -1 where fixed; entries with one number are equal.
    """

    fixed: Array
    index: Index

    def at(self, theta: Array) -> Array:
        """The matrix at parameter values theta."""
        values = self.fixed.copy()
        free = self.index >= 0
        values[free] = theta[self.index[free]]
        return values

    def at_each(self, thetas: Array) -> Array:
        """The matrix at each of several parameter values: (b, q) to (b, ...)."""
        values = np.broadcast_to(self.fixed, (len(thetas), *self.fixed.shape)).copy()
        free = self.index >= 0
        values[:, free] = thetas[:, self.index[free]]
        return values


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupModel:
    """The matrices of one group, in LISREL's order of ideas.

    Attributes
    ----------
    loading : Block (p, m)
        Items on factors.
    factor_covariance : Block (m, m)
        Covariances of factors, or of their disturbances where they are regressed on others.
    regression : Block (m, m)
        Row factor on column factor.
    residual : Block (p, p)
        Covariances of item residuals.
    intercept : Block (p,)
        Item intercepts.
    factor_mean : Block (m,)
        Means (intercepts) of factors.
    threshold : Block (t,)
        Thresholds of ordered items; empty for continuous ones.
    threshold_item : (t,) int array
        The item of each threshold.
    """

    loading: Block
    factor_covariance: Block
    regression: Block
    residual: Block
    intercept: Block
    factor_mean: Block
    threshold: Block
    threshold_item: Index


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A covariance structure for one or several groups.

    Attributes
    ----------
    groups : tuple of GroupModel
        One for each group; parameters may be shared.
    n_parameters : int
        How many numbers are free.
    """

    groups: tuple[GroupModel, ...]
    n_parameters: int


class Numbering:
    """Hands out parameter numbers while a model is built."""

    def __init__(self) -> None:
        self.count = 0

    def take(self, size: int = 1) -> Index:
        """The next ``size`` numbers."""
        numbers = np.arange(self.count, self.count + size)
        self.count += size
        return numbers


def fixed_block(values: Array) -> Block:
    """A block without free entries."""
    return Block(fixed=np.asarray(values, dtype=float), index=np.full(np.shape(values), FIXED))


def free_vector(numbering: Numbering, size: int) -> Block:
    """A vector of which every entry is its own parameter."""
    return Block(fixed=np.zeros(size), index=numbering.take(size))


def symmetric_block(
    diagonal: Array, free_diagonal: Index, pairs: list[tuple[int, int]], numbers: Index
) -> Block:
    """A symmetric block from its diagonal and the free entries off it.

    Parameters
    ----------
    diagonal : (m,) float array
        Fixed diagonal values.
    free_diagonal : (m,) int array
        Parameter numbers of the diagonal, -1 where fixed.
    pairs : list of (int, int)
        Free entries off the diagonal; others are fixed at 0.
    numbers : int array
        Their parameter numbers.
    """
    index = np.full((diagonal.size, diagonal.size), FIXED)
    np.fill_diagonal(index, free_diagonal)
    for (i, j), number in zip(pairs, numbers, strict=True):
        index[i, j] = index[j, i] = number
    return Block(fixed=np.diag(diagonal), index=index)
