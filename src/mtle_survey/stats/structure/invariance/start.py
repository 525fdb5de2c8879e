"""Starting values for ordered items with free thresholds (theta parameterisation)."""

from __future__ import annotations

import numpy as np

from mtle_survey.stats.estimate import Array
from mtle_survey.stats.structure.cfa.least_squares import Data
from mtle_survey.stats.structure.cfa.model import Model
from mtle_survey.stats.structure.cfa.start import starting_values
from mtle_survey.stats.structure.correlation.polychoric import symmetric

LARGEST = 0.9  # a starting communality is at most this


def ordinal_start(model: Model, data: Data) -> Array:
    """Correlation-metric starting values brought to residual variances of 1.

    Parameters
    ----------
    model : Model
        A model with thresholds.
    data : tuple of OrdinalData
        Thresholds and correlations of each group.

    Returns
    -------
    Array
        (q,) values.
    """
    p = model.groups[0].residual.index.shape[0]
    pairs = p * (p - 1) // 2
    correlations = tuple(symmetric(group.statistics[-pairs:], p, 1.0) for group in data)
    theta = starting_values(model, correlations, tuple(np.zeros(p) for _ in data))
    start = theta.copy()
    for group, group_data in zip(model.groups, data, strict=True):
        loading = group.loading.at(theta)
        communality = np.clip((loading**2).sum(axis=1), 0.0, LARGEST)
        scale = 1.0 / np.sqrt(1.0 - communality)
        free = group.loading.index >= 0
        start[group.loading.index[free]] = (loading * scale[:, None])[free]
        diagonal = np.diag(group.residual.index)
        start[diagonal[diagonal >= 0]] = 1.0
        cuts = group_data.statistics[: group.threshold_item.size] * scale[group.threshold_item]
        start[group.threshold.index] = cuts
    return start
