"""Moments that a model implies, and how they move with its parameters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mtle_survey.stats.estimate import Array
from mtle_survey.stats.structure.cfa.model import Block, GroupModel, Index
from mtle_survey.stats.structure.linear_algebra import inverse


@dataclass(frozen=True, slots=True, kw_only=True)
class Implied:
    """What a model implies at given parameter values.

    Attributes
    ----------
    covariance : (p, p) float array
        Of the items (or of the latent responses behind ordered items).
    mean : (p,) float array
        Their means.
    factor_covariance : (m, m) float array
        Total covariance of the factors.
    factor_mean : (m,) float array
        Total means of the factors.
    loading : (p, m) float array
        Items on factors.
    residual : (p, p) float array
        Residual covariances.
    threshold : (t,) float array
        Thresholds.
    total_effect : (p, m) float array
        Items on factor disturbances: loading (I - regression)^-1.
    """

    covariance: Array
    mean: Array
    factor_covariance: Array
    factor_mean: Array
    loading: Array
    residual: Array
    threshold: Array
    total_effect: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Slopes:
    """Derivatives of implied moments, one column for each free entry of the matrices.

    Attributes
    ----------
    u, v : (p, E) float arrays
        The covariance's derivative in entry e is u_e v_e' + v_e u_e'.
    mean : (p, E) float array
        The mean's derivative.
    threshold : (t, E) float array
        The thresholds' derivative.
    index : (E,) int array
        The parameter that each entry is.
    """

    u: Array
    v: Array
    mean: Array
    threshold: Array
    index: Index

    def gather(self, n_parameters: int) -> Array:
        """(E, q) indicator that sums entries into parameters."""
        indicator = np.zeros((self.index.size, n_parameters))
        indicator[np.arange(self.index.size), self.index] = 1.0
        return indicator

    def collect(self, matrix: Array, n_parameters: int) -> Array:
        """(q, q) from an (E, E) array: entries that are one parameter are summed."""
        if np.unique(self.index).size == self.index.size:
            result = np.zeros((n_parameters, n_parameters))
            result[np.ix_(self.index, self.index)] = matrix
            return result
        indicator = self.gather(n_parameters)
        return np.asarray(indicator.T @ matrix @ indicator)


def implied(group: GroupModel, theta: Array) -> Implied:
    """Moments of one group at parameter values theta."""
    loading = group.loading.at(theta)
    residual = group.residual.at(theta)
    m = loading.shape[1]
    effect = (
        inverse(np.eye(m) - group.regression.at(theta)) if (group.regression.index >= 0).any() else np.eye(m)
    )
    factor_covariance = effect @ group.factor_covariance.at(theta) @ effect.T
    factor_mean = effect @ group.factor_mean.at(theta)
    return Implied(
        covariance=loading @ factor_covariance @ loading.T + residual,
        mean=group.intercept.at(theta) + loading @ factor_mean,
        factor_covariance=factor_covariance,
        factor_mean=factor_mean,
        loading=loading,
        residual=residual,
        threshold=group.threshold.at(theta),
        total_effect=loading @ effect,
    )


def slopes(group: GroupModel, state: Implied) -> Slopes:
    """Derivatives of one group's moments at the state that :func:`implied` returned."""
    p = state.covariance.shape[0]
    t = state.threshold.size
    unit = np.eye(p)
    through = state.loading @ state.factor_covariance
    effect = state.total_effect
    parts: list[tuple[Array, Array, Array, Array, Index]] = []

    def add(u: Array, v: Array, mean: Array, threshold: Array, index: Index) -> None:
        parts.append((u, v, mean, threshold, index))

    def nothing(size: int) -> Array:
        return np.zeros((p, size))

    i, j, index = _free(group.loading)
    add(unit[:, i], through[:, j], unit[:, i] * state.factor_mean[j], np.zeros((t, i.size)), index)
    i, j, index = _free_lower(group.factor_covariance)
    half = np.where(i == j, 0.5, 1.0)
    add(effect[:, i] * half, effect[:, j], nothing(i.size), np.zeros((t, i.size)), index)
    i, j, index = _free(group.regression)
    add(effect[:, i], through[:, j], effect[:, i] * state.factor_mean[j], np.zeros((t, i.size)), index)
    i, j, index = _free_lower(group.residual)
    half = np.where(i == j, 0.5, 1.0)
    add(unit[:, i] * half, unit[:, j], nothing(i.size), np.zeros((t, i.size)), index)
    i, index = _free_vector(group.intercept)
    add(nothing(i.size), nothing(i.size), unit[:, i], np.zeros((t, i.size)), index)
    i, index = _free_vector(group.factor_mean)
    add(nothing(i.size), nothing(i.size), effect[:, i], np.zeros((t, i.size)), index)
    i, index = _free_vector(group.threshold)
    add(nothing(i.size), nothing(i.size), nothing(i.size), np.eye(t)[:, i], index)
    u, v, mean, threshold, numbers = (list(part) for part in zip(*parts, strict=True))
    return Slopes(
        u=np.hstack(u),
        v=np.hstack(v),
        mean=np.hstack(mean),
        threshold=np.hstack(threshold),
        index=np.concatenate(numbers),
    )


def saturated_slopes(p: int) -> Slopes:
    """Derivatives of moments in themselves: means, then covariances by rows of the lower triangle."""
    i, j = np.tril_indices(p)
    unit = np.eye(p)
    half = np.where(i == j, 0.5, 1.0)
    size = p + i.size
    nothing = np.zeros((p, p))
    return Slopes(
        u=np.hstack([nothing, unit[:, i] * half]),
        v=np.hstack([nothing, unit[:, j]]),
        mean=np.hstack([unit, np.zeros((p, i.size))]),
        threshold=np.zeros((0, size)),
        index=np.arange(size),
    )


def _free(block: Block) -> tuple[Index, Index, Index]:
    i, j = np.nonzero(block.index >= 0)
    return i, j, block.index[i, j]


def _free_lower(block: Block) -> tuple[Index, Index, Index]:
    i, j = np.nonzero(np.tril(block.index >= 0))
    return i, j, block.index[i, j]


def _free_vector(block: Block) -> tuple[Index, Index]:
    (i,) = np.nonzero(block.index >= 0)
    return i, block.index[i]
