"""Answers left out: maximum likelihood moments, Little's test, imputation; beside lavaan and mice."""

from __future__ import annotations

import numpy as np

from benchmarks.measure import Measurement, best_of, peak_memory, r_peer
from benchmarks.samples import likert, with_gaps
from mtle_survey.stats.missing.chained_equations import chained_equations
from mtle_survey.stats.missing.em_normal import em_normal, missing_patterns
from mtle_survey.stats.missing.little_mcar import little_mcar

ITEMS, PEOPLE, IMPUTATIONS = 10, 500, 5


def run() -> list[Measurement]:
    return [_moments(), _imputation()]


def _moments() -> Measurement:
    x = with_gaps(likert(PEOPLE, ITEMS))
    moments = em_normal(missing_patterns(x))
    if moments is None:
        raise ValueError("no moments were found")
    return Measurement(
        task=f"moments by maximum likelihood and Little's test, {ITEMS} items, n = {PEOPLE}, gaps",
        seconds=best_of(3, lambda: little_mcar(x)),
        memory=peak_memory(lambda: little_mcar(x)),
        others=r_peer(
            "lavaan, saturated model by FIML (no test)",
            x,
            "lavCor(as.data.frame(x), missing = 'ml', output = 'fit')",
            {"means": moments.mean, "covariances": moments.covariance},
            {
                "means": "lavInspect(found, 'est')$nu",
                "covariances": "unclass(lavInspect(found, 'est')$theta)",
            },
            libraries=("lavaan",),
        ),
    )


def _imputation() -> Measurement:
    x = with_gaps(likert(PEOPLE, ITEMS))
    filled = chained_equations(x, IMPUTATIONS)
    means = np.nanmean(filled, axis=(0, 1))
    return Measurement(
        task=f"imputation by chained equations, {IMPUTATIONS} data sets, {ITEMS} items, n = {PEOPLE}",
        seconds=best_of(2, lambda: chained_equations(x, IMPUTATIONS)),
        memory=peak_memory(lambda: chained_equations(x, IMPUTATIONS)),
        others=r_peer(
            "mice, predictive mean matching",
            x,
            f"mice(x, m = {IMPUTATIONS}, printFlag = FALSE, seed = 1)",
            {"means of items, whose draws differ": means},
            {"`means of items, whose draws differ`": "colMeans(complete(found, 'long')[, colnames(x)])"},
            libraries=("mice",),
        ),
    )
