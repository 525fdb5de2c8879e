"""An exploratory solution as rows."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from mtle_survey.evidence.exploratory import ExploratorySolution
from mtle_survey.stats.estimate import Estimate, Interval, not_available
from mtle_survey.table import Row, row

EXPLORATORY = "exploratory"


def factor_names(k: int) -> list[str]:
    """F1, F2 …"""
    return [f"F{j + 1}" for j in range(k)]


def solution_rows(
    found: ExploratorySolution, items: Sequence[str], model: str, wave: str | None
) -> Iterator[Row]:
    """Loadings with their errors, correlations of factors, residuals, determinacy, and what follows."""
    fitted = found.efa
    maker = _Maker(
        model=model, wave=wave, n=fitted.n, method=f"{EXPLORATORY}/{fitted.method}/{fitted.rotation}"
    )
    if fitted.unavailable:
        yield maker.refused("rmsr", fitted.unavailable)
        return
    names = factor_names(fitted.n_factors)
    yield from _loadings(found, items, names, maker)
    yield from _whole(found, len(items), names, maker)
    yield from _scores(found, names, maker)
    yield from _general(found, items, names, maker)
    for scale, values in found.congruence.items():
        for factor, value in zip(names, values, strict=True):
            yield maker.number("congruence", value, factor=factor, with_=scale)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Maker:
    """Makes rows of one solution."""

    model: str
    wave: str | None
    n: int
    method: str

    def number(
        self,
        statistic: str,
        value: float,
        *,
        item: str | None = None,
        factor: str | None = None,
        with_: str | None = None,
        std_error: float = math.nan,
        interval: Interval | None = None,
    ) -> Row:
        estimate = Estimate(
            value=float(value), n=self.n, method=self.method, std_error=std_error, interval=interval
        )
        return row(
            statistic, estimate, model=self.model, wave=self.wave, item=item, factor=factor, with_=with_
        )

    def refused(self, statistic: str, reason: str, *, factor: str | None = None) -> Row:
        refusal = not_available(reason, n=self.n, method=self.method)
        return row(statistic, refusal, model=self.model, wave=self.wave, factor=factor)


def _loadings(
    found: ExploratorySolution, items: Sequence[str], names: Sequence[str], maker: _Maker
) -> Iterator[Row]:
    fitted, errors = found.efa, found.errors
    for i, item in enumerate(items):
        for j, factor in enumerate(names):
            low, high = float(errors.pattern_low[i, j]), float(errors.pattern_high[i, j])
            yield maker.number(
                "loading",
                fitted.pattern[i, j],
                item=item,
                factor=factor,
                std_error=float(errors.pattern[i, j]),
                interval=Interval(low=low, high=high, level=errors.level) if math.isfinite(low) else None,
            )
            yield maker.number("structure", fitted.structure[i, j], item=item, factor=factor)
        yield maker.number("communality", fitted.communality[i], item=item)
        yield maker.number("uniqueness", fitted.uniqueness[i], item=item)
        yield maker.number("complexity", fitted.complexity[i], item=item)


def _whole(found: ExploratorySolution, p: int, names: Sequence[str], maker: _Maker) -> Iterator[Row]:
    """What is said of the factors and of the solution as a whole."""
    fitted = found.efa
    for a, b in combinations(range(fitted.n_factors), 2):
        yield maker.number(
            "factor_correlation",
            fitted.factor_correlation[a, b],
            factor=names[a],
            with_=names[b],
            std_error=float(found.errors.factor_correlation[a, b]),
        )
    yield maker.number("rmsr", fitted.rmsr.value)
    yield maker.number("largest_residual", fitted.largest_residual)
    if fitted.chi2.available:
        yield row("chi2", fitted.chi2.with_method(maker.method), model=maker.model, wave=maker.wave)
    for factor, variance in zip(names, fitted.variance, strict=True):
        yield maker.number("variance_explained", variance / p, factor=factor)
    if fitted.rotated is not None and fitted.n_factors > 1:
        yield maker.number("rotation_starts", fitted.rotated.n_starts)
        yield maker.number("rotation_optima", fitted.rotated.n_optima)


def _scores(found: ExploratorySolution, names: Sequence[str], maker: _Maker) -> Iterator[Row]:
    """How well the items determine each factor."""
    weights = found.weights
    for j, factor in enumerate(names):
        for statistic, values in (
            ("determinacy", weights.determinacy),
            ("indeterminacy", weights.indeterminacy),
        ):
            if weights.unavailable:
                yield maker.refused(statistic, weights.unavailable, factor=factor)
            else:
                yield maker.number(statistic, values[j], factor=factor)


def _general(
    found: ExploratorySolution, items: Sequence[str], names: Sequence[str], maker: _Maker
) -> Iterator[Row]:
    """Schmid-Leiman loadings: the general factor, then each factor's own part."""
    general = found.general
    if found.efa.n_factors < 2:
        return
    if general.unavailable:
        yield maker.refused("schmid_leiman", general.unavailable)
        return
    for i, item in enumerate(items):
        for factor, value in (("general", general.general[i]), *zip(names, general.group[i], strict=True)):
            yield maker.number("schmid_leiman", value, item=item, factor=factor)
