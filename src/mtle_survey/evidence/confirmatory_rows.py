"""Rows of a fitted structure: indices of fit, loadings, factors, residuals, modification indices."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from mtle_survey.evidence.declared_structure import DeclaredStructure
from mtle_survey.stats.distributions import z_critical
from mtle_survey.stats.estimate import Estimate, Interval, not_available
from mtle_survey.stats.structure.cfa.result import Cfa
from mtle_survey.stats.structure.fit.rmsea import close_fit_power
from mtle_survey.table import Row, Table, row

LISTED_INDICES = 10
LISTED_RESIDUAL = 0.10
INDICES = (
    "chi2", "chi2_scaled", "cfi", "cfi_scaled", "cfi_robust", "tli", "tli_scaled", "tli_robust",
    "rmsea", "rmsea_scaled", "rmsea_robust", "srmr",
)  # fmt: skip


def fit_rows(fits: Mapping[str, Cfa], declared: DeclaredStructure, wave: str | None, level: float) -> Table:
    """Indices, loadings and modification indices of every estimator."""
    return Table.of(r for found in fits.values() for r in _rows(found, declared, wave, level))


def close_fit(found: Cfa) -> Estimate:
    """Power of the test of close fit (RMSEA .05) if the truth is .08, or why there is none.

    References
    ----------
    MacCallum, R. C., Browne, M. W., & Sugawara, H. M. (1996). Power analysis and determination of sample
    size for covariance structure modeling. Psychological Methods, 1, 130-149.
    https://doi.org/10.1037/1082-989X.1.2.130
    """
    if not found.admissible:
        return _refused(found)
    if found.df <= 0:
        return not_available("the model has no degrees of freedom, so its fit cannot be tested", n=found.n)
    return Estimate(
        value=close_fit_power(found.df, found.n), n=found.n, method=".05 against .08", df=found.df
    )


def residuals_beyond(found: Cfa, limit: float) -> NDArray[np.int64]:
    """(m, 2) pairs of items whose residual correlation exceeds a limit in size."""
    size = np.abs(np.triu(np.nan_to_num(found.residual_correlation), 1))
    return np.argwhere(size > limit).astype(np.int64)


def _rows(found: Cfa, declared: DeclaredStructure, wave: str | None, level: float) -> Iterator[Row]:
    for about in (
        _of_fit(found),
        _of_loadings(found, declared, level),
        _of_factors(found, declared, level),
        _of_residuals(found, declared),
        _of_modifications(found, declared),
    ):
        for made in about:
            yield made(model=found.estimator, wave=wave)


def _of_fit(found: Cfa) -> Iterator[partial[Row]]:
    for statistic in INDICES:
        if statistic in found.fit:
            yield partial(row, statistic, found.fit[statistic])
    yield partial(row, "close_fit_power", close_fit(found))


def _of_loadings(found: Cfa, declared: DeclaredStructure, level: float) -> Iterator[partial[Row]]:
    solution = found.standardised
    for j, (factor, members) in enumerate(zip(declared.names, found.structure.factors, strict=True)):
        for i in members:
            estimate = (
                _refused(found)
                if solution is None
                else _number(solution.loading[i, j], solution.loading_se[i, j], found, level)
            )
            yield partial(row, "loading_std", estimate, item=declared.items[i], factor=factor)


def _of_factors(found: Cfa, declared: DeclaredStructure, level: float) -> Iterator[partial[Row]]:
    """Variance extracted by each factor; correlation and heterotrait-monotrait ratio of each two."""
    names, solution = declared.names, found.standardised
    for j, factor in enumerate(names):
        if solution is None:
            yield partial(row, "ave", _refused(found), factor=factor)
        else:
            extracted = _number(found.average_variance_extracted[j], math.nan, found, level)
            yield partial(row, "ave", extracted, factor=factor)
    for j, k in combinations(range(len(names)), 2):
        pair = partial(row, factor=names[j], with_=names[k])
        if solution is None:
            yield partial(pair, "factor_correlation", _refused(found))
            continue
        correlation, error = solution.factor_correlation[j, k], solution.factor_correlation_se[j, k]
        yield partial(pair, "factor_correlation", _number(correlation, error, found, level))
        yield partial(pair, "htmt", _number(found.htmt[j, k], math.nan, found, level))


def _of_residuals(found: Cfa, declared: DeclaredStructure) -> Iterator[partial[Row]]:
    for a, b in residuals_beyond(found, LISTED_RESIDUAL) if found.admissible else ():
        estimate = Estimate(value=float(found.residual_correlation[a, b]), n=found.n)
        yield partial(row, "residual_correlation", estimate, item=declared.items[a], with_=declared.items[b])


def _of_modifications(found: Cfa, declared: DeclaredStructure) -> Iterator[partial[Row]]:
    for index in found.modification[:LISTED_INDICES] if found.admissible else ():
        loading = index.kind == "loading"
        method = f"{index.kind}; expected change {index.expected_change:.3f}"
        yield partial(
            row,
            "modification_index",
            Estimate(value=index.index, n=found.n, method=method),
            item=declared.items[index.item],
            factor=declared.names[index.other] if loading and index.other < len(declared.names) else None,
            with_=None if loading else declared.items[index.other],
        )


def _refused(found: Cfa) -> Estimate:
    return not_available(found.unavailable or "there is no solution", n=found.n)


def _number(value: float, error: float, found: Cfa, level: float) -> Estimate:
    if not math.isfinite(value):
        return not_available(found.unavailable or "not determined by this solution", n=found.n)
    if found.unavailable:
        return not_available(f"improper solution: {found.unavailable}", n=found.n)
    z = z_critical(level)
    interval = (
        Interval(low=value - z * error, high=value + z * error, level=level) if math.isfinite(error) else None
    )
    return Estimate(value=float(value), n=found.n, std_error=float(error), interval=interval)
