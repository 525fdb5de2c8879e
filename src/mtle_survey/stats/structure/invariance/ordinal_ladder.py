"""Levels of invariance of ordered items."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mtle_survey.stats.estimate import Array, Estimate
from mtle_survey.stats.structure.cfa.least_squares import Data, information, parameter_slopes
from mtle_survey.stats.structure.cfa.model import Model
from mtle_survey.stats.structure.cfa.ordinal_cfa import fit_ordinal, ordinal_statistics
from mtle_survey.stats.structure.invariance.difference import satorra_2000
from mtle_survey.stats.structure.invariance.model import Design, Freed, invariance_model
from mtle_survey.stats.structure.invariance.start import ordinal_start
from mtle_survey.stats.structure.invariance.step import Fitted, lost


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdinalLadder:
    """Fits and compares levels by diagonally weighted least squares.

    Attributes
    ----------
    design : Design
        What is compared.
    data : tuple of OrdinalData
        Thresholds and correlations of each group; of all waves together.
    correlations : tuple of (p, p) float arrays
        The polychoric correlations.
    """

    design: Design
    data: Data
    correlations: tuple[Array, ...]

    def fit(self, level: str, freed: Freed = frozenset(), inference: bool = True) -> Fitted:
        """Fit one level; without ``inference`` only estimates and the naive statistic."""
        model = invariance_model(self.design, level, freed)
        found = fit_ordinal(model, self.data, ordinal_start(model, self.data))
        if not (found.found.converged and found.found.identified) or found.df < 0:
            return lost(model, found.df, found.unavailable)
        statistics = None
        if inference and not found.unavailable:
            statistics = ordinal_statistics(found, model, self.data, self.correlations)
        return Fitted(
            model=model,
            theta=found.found.theta,
            covariance=found.covariance,
            chi2=found.chi2,
            df=found.df,
            statistics=statistics,
            unavailable=found.unavailable,
        )

    def difference(self, stricter: Fitted, looser: Fitted) -> Estimate:
        """Scaled and shifted difference test."""
        n = sum(group.n for group in self.data)
        return satorra_2000(
            stricter.chi2 - looser.chi2,
            stricter.df - looser.df,
            np.vstack(parameter_slopes(stricter.model, stricter.theta)),
            np.vstack(parameter_slopes(looser.model, looser.theta)),
            information(looser.model, self.data, looser.theta),
            self._meat(looser.model, looser.theta),
            n,
        )

    def _meat(self, model: Model, theta: Array) -> Array:
        """Delta' W Gamma W Delta, averaged over respondents."""
        n = sum(group.n for group in self.data)
        result = np.zeros((model.n_parameters, model.n_parameters))
        for Delta, group in zip(parameter_slopes(model, theta), self.data, strict=True):
            weighted = group.weight[:, None] * Delta
            result += group.n / n * weighted.T @ group.gamma @ weighted
        return result
