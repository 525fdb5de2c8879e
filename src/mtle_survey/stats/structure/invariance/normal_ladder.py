"""Levels of invariance of continuous items."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from mtle_survey.stats.estimate import Array, Estimate
from mtle_survey.stats.structure.cfa.likelihood import Data, total
from mtle_survey.stats.structure.cfa.normal_cfa import (
    fit_normal,
    fit_statistics,
    normal_estimates,
)
from mtle_survey.stats.structure.cfa.normal_inference import (
    block_diagonal,
    informations,
    moment_slopes,
    saturated_information,
)
from mtle_survey.stats.structure.cfa.saturated import Saturated
from mtle_survey.stats.structure.cfa.start import starting_values
from mtle_survey.stats.structure.invariance.difference import (
    likelihood_ratio,
    satorra_2000,
    satorra_bentler,
)
from mtle_survey.stats.structure.invariance.model import Design, Freed, invariance_model
from mtle_survey.stats.structure.invariance.step import Fitted, lost


@dataclass(frozen=True, slots=True, kw_only=True)
class NormalLadder:
    """Fits and compares levels by normal likelihood.

    Attributes
    ----------
    design : Design
        What is compared.
    data : tuple of NormalData
        One for each group; one for all waves.
    moments : tuple of Saturated
        Their unrestricted moments.
    estimator : {"ml", "mlr", "fiml"}
        How statistics and standard errors are computed.
    """

    design: Design
    data: Data
    moments: tuple[Saturated, ...]
    estimator: str

    def fit(self, level: str, freed: Freed = frozenset(), inference: bool = True) -> Fitted:
        """Fit one level; without ``inference`` only estimates and the naive statistic."""
        model = invariance_model(self.design, level, freed)
        start = starting_values(
            model, tuple(at.covariance for at in self.moments), tuple(at.mean for at in self.moments)
        )
        found = fit_normal(model, self.data, self.moments, start)
        if not (found.found.converged and found.found.identified) or found.df < 0:
            return lost(model, found.df, found.unavailable)
        if not inference:
            return replace(lost(model, found.df, found.unavailable), theta=found.found.theta, chi2=found.chi2)
        informed = None if self.estimator == "ml" else informations(model, self.data, found.found.theta)
        return Fitted(
            model=model,
            theta=found.found.theta,
            covariance=normal_estimates(found, model, self.data, informed).covariance,
            chi2=found.chi2,
            df=found.df,
            statistics=None if found.unavailable else fit_statistics(found, model, self.data, informed),
            unavailable=found.unavailable,
        )

    def difference(self, stricter: Fitted, looser: Fitted) -> Estimate:
        """Likelihood-ratio test; scaled under ``mlr`` and ``fiml``, by Satorra (2000) where need be.

        Satorra and Bentler's difference needs a positive scaling factor, which small samples may not have.
        """
        n = total(self.data)
        if self.estimator == "ml" or stricter.statistics is None or looser.statistics is None:
            return likelihood_ratio(stricter.chi2, stricter.df, looser.chi2, looser.df, n)
        factor = stricter.statistics.trace / stricter.df
        looser_factor = looser.statistics.trace / looser.df if looser.df > 0 else 1.0
        scaled = satorra_bentler(stricter.chi2, stricter.df, factor, looser.chi2, looser.df, looser_factor, n)
        if scaled.available or stricter.df <= looser.df:
            return scaled
        information, casewise = self._saturated()
        looser_slopes = np.vstack(moment_slopes(looser.model, looser.theta))
        return satorra_2000(
            stricter.chi2 - looser.chi2,
            stricter.df - looser.df,
            np.vstack(moment_slopes(stricter.model, stricter.theta)),
            looser_slopes,
            looser_slopes.T @ information @ looser_slopes,
            looser_slopes.T @ casewise @ looser_slopes,
            n,
        )

    def _saturated(self) -> tuple[Array, Array]:
        """Observed and casewise information of all groups' moments."""
        n = total(self.data)
        parts = [
            (group.n / n, saturated_information(group, at))
            for group, at in zip(self.data, self.moments, strict=True)
        ]
        return (
            block_diagonal([share * h1.observed for share, h1 in parts]),
            block_diagonal([share * h1.casewise for share, h1 in parts]),
        )
