"""Answers that several benchmarks share."""

from __future__ import annotations

import numpy as np

from mtle_survey.stats.structure.cfa.structure import FactorStructure

ITEMS = 25
FIVE = FactorStructure(n_items=ITEMS, factors=tuple(tuple(range(5 * f, 5 * f + 5)) for f in range(5)))
MODEL_IN_R = """
model <- paste(sapply(1:5, function(k) paste0("f", k, " =~ ",
  paste0("i", 5 * (k - 1) + 1:5, collapse = " + "))), collapse = "\\n")
x <- as.data.frame(x)
"""
UPPER = np.triu_indices(ITEMS, 1)
INDICES = ("chi2", "cfi", "tli", "rmsea", "srmr")
INDICES_IN_R = {name: f'fitMeasures(fit, "{name.replace("chi2", "chisq")}")' for name in INDICES}
CUTS = [-2.0, -0.7, 0.7, 2.0]


def answers(n: int, seed: int = 1) -> np.ndarray:
    """Five-point answers to 25 items of five correlated factors."""
    generator = np.random.default_rng(seed)
    factors = generator.normal(size=(n, 5)) + 0.6 * generator.normal(size=(n, 1))
    latent = np.repeat(factors, 5, axis=1) + generator.normal(size=(n, ITEMS))
    return np.digitize(latent, CUTS) + 1.0


def likert(n: int, k: int, seed: int = 1) -> np.ndarray:
    """Five-point answers to k items of one factor."""
    generator = np.random.default_rng(seed)
    latent = generator.normal(size=(n, 1)) + generator.normal(size=(n, k))
    return np.digitize(latent, CUTS) + 1.0


def with_gaps(x: np.ndarray, seed: int = 3) -> np.ndarray:
    """About one person in eight skipped some items, as in long surveys."""
    generator = np.random.default_rng(seed)
    gone = (generator.random(x.shape) < 0.08) & (generator.random((len(x), 1)) < 0.13)
    return np.where(gone, np.nan, x)
