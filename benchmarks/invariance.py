"""Sameness of meaning over waves and groups, beside lavaan; item bias, beside ordinal."""

from __future__ import annotations

import numpy as np

from benchmarks.measure import Measurement, best_of, peak_memory, r_peer
from benchmarks.samples import CUTS, answers
from mtle_survey.stats.structure.cfa.structure import FactorStructure
from mtle_survey.stats.structure.invariance.invariance import invariance
from mtle_survey.stats.structure.irt.item_bias import item_bias

TWO = FactorStructure(n_items=10, factors=((0, 1, 2, 3, 4), (5, 6, 7, 8, 9)))
TWO_IN_R = """
model <- "f1 =~ i1 + i2 + i3 + i4 + i5
f2 =~ i6 + i7 + i8 + i9 + i10"
x <- as.data.frame(x); x$g <- rep(1:2, length.out = nrow(x))
"""


def run() -> list[Measurement]:
    return [_groups(), _ladder(), _item_bias()]


def _waves(n: int) -> list[np.ndarray]:
    """Two waves of ten five-point items of two factors, which correlate .6 over time."""
    generator = np.random.default_rng(2)
    first = generator.normal(size=(n, 2)) + 0.6 * generator.normal(size=(n, 1))
    second = 0.6 * first + 0.8 * generator.normal(size=(n, 2))
    unique = generator.normal(size=(n, 10))
    return [
        np.digitize(
            np.repeat(factors, 5, axis=1) + 0.5 * unique + generator.normal(size=(n, 10)),
            CUTS,
        )
        + 1.0
        for factors in (first, second)
    ]


def _groups() -> Measurement:
    x = answers(2800)[:, :10]
    halves = [x[::2], x[1::2]]
    levels = invariance(halves, TWO, "group", "mlr", partial=False)
    return Measurement(
        task="invariance over two groups, mlr, configural to strict, 10 items of two factors, n = 2,800",
        seconds=best_of(2, lambda: invariance(halves, TWO, "group", "mlr", partial=False)),
        memory=peak_memory(lambda: invariance(halves, TWO, "group", "mlr", partial=False)),
        others=r_peer(
            "lavaan",
            x,
            "fits <- lapply(list('', 'loadings', c('loadings', 'intercepts'), "
            "c('loadings', 'intercepts', 'residuals')), function(equal) { "
            'fit <- cfa(model, x, group = "g", group.equal = equal, estimator = "MLR"); '
            "fitMeasures(fit); fit })",
            {"chi2": [step.fit["chi2"].value for step in levels.steps]},
            {"chi2": 'sapply(fits, fitMeasures, "chisq")'},
            libraries=("lavaan",),
            setup=TWO_IN_R,
        ),
    )


def _ladder() -> Measurement:
    waves = _waves(600)
    structure = FactorStructure(n_items=10, factors=((0, 1, 2, 3, 4), (5, 6, 7, 8, 9)))
    return Measurement(
        task="ordinal invariance over two waves, five levels, 10 items of two factors, n = 600",
        seconds=best_of(2, lambda: invariance(waves, structure, "wave", "wlsmv", partial=False)),
    )


def _item_bias() -> Measurement:
    x = answers(2800)[:, :5]
    group = np.arange(len(x)) % 2
    total = x.sum(axis=1)
    found = item_bias(x[:, 0], total, group)
    return Measurement(
        task="bias of one item between two groups, three ordinal models, n = 2,800",
        seconds=best_of(3, lambda: item_bias(x[:, 0], total, group)),
        memory=peak_memory(lambda: item_bias(x[:, 0], total, group)),
        others=r_peer(
            "ordinal::clm",
            np.column_stack([x[:, 0], total, group]),
            "{ own <- clm(y ~ t, data = d); both <- clm(y ~ t + g, data = d); "
            "apart <- clm(y ~ t * g, data = d) }",
            {
                "total": found.total.value,
                "uniform": found.uniform.value,
                "non_uniform": found.non_uniform.value,
            },
            {
                "total": "2 * as.numeric(logLik(apart) - logLik(own))",
                "uniform": "2 * as.numeric(logLik(both) - logLik(own))",
                "non_uniform": "2 * as.numeric(logLik(apart) - logLik(both))",
            },
            libraries=("ordinal",),
            setup="d <- data.frame(y = factor(x[, 1]), t = x[, 2], g = factor(x[, 3]))",
        ),
    )
