"""What stands behind a coefficient: its formula, the numbers that went into it, and its source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from mtle_survey.evidence.scale_answers import ScaleAnswers
from mtle_survey.stats.estimate import Array, Statistic
from mtle_survey.stats.moments import correlation, sample_moments
from mtle_survey.stats.reliability.alpha import STATISTIC as ALPHA
from mtle_survey.stats.reliability.mean_inter_item_correlation import STATISTIC as MEAN_CORRELATION
from mtle_survey.stats.reliability.omega_categorical import STATISTIC as OMEGA_CATEGORICAL
from mtle_survey.stats.reliability.omega_categorical_items import categorical_model
from mtle_survey.stats.reliability.omega_total import STATISTIC as OMEGA
from mtle_survey.stats.reliability.one_factor import fit_one_factor
from mtle_survey.stats.reliability.sem import STATISTIC as SEM
from mtle_survey.stats.reliability.spearman_brown import STATISTIC as SPEARMAN_BROWN
from mtle_survey.table import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One coefficient laid open.

    Attributes
    ----------
    statistic : Statistic
        Its name, formula and source.
    row : Row
        The number itself.
    inputs : tuple of (str, float)
        What the formula was given, by name.
    """

    statistic: Statistic
    row: Row
    inputs: tuple[tuple[str, float], ...]


def explain(scale: ScaleAnswers, rows: tuple[Row, ...]) -> Iterator[Explanation]:
    """Lay open the coefficients of a scale that are rows to quote and have a number.

    Parameters
    ----------
    scale : ScaleAnswers
    rows : tuple of Row
        Rows about this scale and wave.
    """
    S, n = sample_moments(scale.complete)
    quoted = {row.statistic: row for row in rows if row.available and row.headline and row.factor is None}
    for name, (statistic, inputs) in _EXPLAINED.items():
        row = quoted.get(name)
        if row is None:
            continue
        given = (("items", float(len(scale.items))), ("n", float(row.n or n)))
        incomplete = {"fiml", "pairwise"} & set((row.method or "").split("/"))
        more = () if incomplete else inputs(scale, S)
        yield Explanation(statistic=statistic, row=row, inputs=(*given, *more))


def _of_alpha(_: ScaleAnswers, S: Array) -> Iterator[tuple[str, float]]:
    yield "sum of item variances", float(np.trace(S))
    yield "variance of the total", float(S.sum())


def _of_omega(_: ScaleAnswers, S: Array) -> Iterator[tuple[str, float]]:
    fitted, sd = fit_one_factor(correlation(S)), np.sqrt(np.diag(S))
    yield "sum of loadings", float((sd * fitted.loadings).sum())
    yield "sum of unique variances", float((sd**2 * fitted.uniquenesses).sum())
    yield "smallest standardized loading", float(fitted.loadings.min())
    yield "largest standardized loading", float(fitted.loadings.max())


def _of_categorical_omega(scale: ScaleAnswers, _: Array) -> Iterator[tuple[str, float]]:
    model = categorical_model(scale.complete)
    yield "thresholds", float(sum(cuts.size for cuts in model.thresholds))
    yield "smallest standardized loading", float(model.loadings.min())
    yield "largest standardized loading", float(model.loadings.max())


def _of_spearman_brown(_: ScaleAnswers, S: Array) -> Iterator[tuple[str, float]]:
    yield "r", float(correlation(S)[0, 1])


def _of_sem(scale: ScaleAnswers, S: Array) -> Iterator[tuple[str, float]]:
    k = len(scale.items)
    yield "standard deviation of the score", scale.unit * float(np.sqrt(S.sum())) / k
    yield "alpha", k / (k - 1) * (1.0 - float(np.trace(S)) / float(S.sum()))


def _of_correlations(scale: ScaleAnswers, _: Array) -> Iterator[tuple[str, float]]:
    k = len(scale.items)
    yield "pairs of items", k * (k - 1) / 2.0


_EXPLAINED = {
    "alpha": (ALPHA, _of_alpha),
    "omega_total": (OMEGA, _of_omega),
    "omega_categorical": (OMEGA_CATEGORICAL, _of_categorical_omega),
    "spearman_brown": (SPEARMAN_BROWN, _of_spearman_brown),
    "sem": (SEM, _of_sem),
    "mean_inter_item_correlation": (MEAN_CORRELATION, _of_correlations),
}
