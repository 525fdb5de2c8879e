"""Reliability and item statistics of every scale in every wave; waves are never pooled."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import numpy as np

from mtle_survey.responses import Responses
from mtle_survey.scores import Scores
from mtle_survey.stats.estimate import Array, Estimate, in_unit, not_available
from mtle_survey.stats.gates import RELIABILITY_REFUSED_BELOW
from mtle_survey.stats.items.alpha_if_dropped import alpha_if_dropped_from_moments
from mtle_survey.stats.items.item_rest_correlation import item_rest_correlation_from_moments
from mtle_survey.stats.moments import sample_moments
from mtle_survey.stats.reliability.alpha import alpha_from_moments
from mtle_survey.stats.reliability.alpha_pairwise import alpha_pairwise
from mtle_survey.stats.reliability.alpha_standardized import alpha_standardized_from_moments
from mtle_survey.stats.reliability.bootstrap import alpha_bca, omega_total_bca
from mtle_survey.stats.reliability.lambda2 import lambda2_from_moments
from mtle_survey.stats.reliability.mean_inter_item_correlation import inter_item_correlations_from_moments
from mtle_survey.stats.reliability.omega_total import omega_total_from_moments
from mtle_survey.stats.reliability.sem import sem_from_moments
from mtle_survey.stats.reliability.spearman_brown import spearman_brown_from_moments
from mtle_survey.table import Row, Table, row

# Simulated with five-point items: at n = 12 Feldt's interval covers .93 and the bootstrap's .90 of the time.
BOOTSTRAP_LEADS_FROM = 50


def complete_rows(responses: Responses, scores: Scores, scale: str) -> Array:
    """(n, k) keyed answers of those who answered every administered item of a scale."""
    keyed = scores.keyed[scale]
    return np.asarray(keyed[np.isfinite(keyed).all(axis=1) & responses.answered])


def reliability(
    waves: Mapping[str | None, Responses],
    scores: Mapping[str | None, Scores],
    level: float,
    seed: int,
    draws: int,
) -> Table:
    """Coefficients per scale and wave, from the complete rows of that scale.

    The interval of alpha to quote is Feldt's below fifty complete rows, where it covers better, and the
    bootstrap's from fifty on.
    """
    rows: list[Row] = []
    for wave, responses in waves.items():
        for scale in scores[wave].scales:
            x = complete_rows(responses, scores[wave], scale)
            rows += _coefficients(x, scale, wave, level, scores[wave].unit[scale])
            rows += _alphas(x, scores[wave].keyed[scale][responses.answered], scale, wave, level, seed, draws)
    return Table.of(rows)


def omega_intervals(
    waves: Mapping[str | None, Responses],
    scores: Mapping[str | None, Scores],
    level: float,
    seed: int,
    draws: int,
    progress: Callable[[str], None],
) -> Table:
    """Omega with bootstrap intervals from refits; slower than all other coefficients together."""
    rows: list[Row] = []
    for wave, responses in waves.items():
        for scale in scores[wave].scales:
            progress(f"interval of omega: {scale}{f', {wave}' if wave else ''}")
            x = complete_rows(responses, scores[wave], scale)
            estimate = _gated(omega_total_bca(x, seed=seed, level=level, draws=draws)).with_method(
                "ml1/implied/bca"
            )
            rows.append(row("omega_total", estimate, headline=False, scale=scale, wave=wave))
    return Table.of(rows)


def item_analysis(
    waves: Mapping[str | None, Responses], scores: Mapping[str | None, Scores], level: float
) -> Table:
    """Item-rest correlation and alpha without the item, per scale, item and wave."""
    rows: list[Row] = []
    for wave, responses in waves.items():
        for scale, items in scores[wave].administered.items():
            S, n = sample_moments(complete_rows(responses, scores[wave], scale))
            for statistic, estimates in (
                ("item_rest_correlation", item_rest_correlation_from_moments(S, n, level)),
                ("alpha_if_dropped", alpha_if_dropped_from_moments(S, n, level)),
            ):
                rows += [
                    row(statistic, e, scale=scale, item=i, wave=wave)
                    for i, e in zip(items, estimates, strict=True)
                ]
    return Table.of(rows)


def _alphas(
    x: Array, keyed: Array, scale: str, wave: str | None, level: float, seed: int, draws: int
) -> Iterator[Row]:
    S, n = sample_moments(x)
    bootstrap = _gated(alpha_bca(x, seed=seed, level=level, draws=draws))
    resampled = n >= BOOTSTRAP_LEADS_FROM and bootstrap.interval is not None
    for estimate, headline in (
        (_gated(alpha_from_moments(S, n, level)), not resampled),
        (_gated(alpha_from_moments(S, n, level, "bonett")), False),
        (bootstrap, resampled),
        (_gated(alpha_pairwise(keyed, level)), False),
    ):
        yield row("alpha", estimate, headline=headline, scale=scale, wave=wave)


def _coefficients(x: Array, scale: str, wave: str | None, level: float, unit: float) -> Iterator[Row]:
    S, n = sample_moments(x)
    between_items = inter_item_correlations_from_moments(S, n)
    estimates: list[tuple[str, Estimate, bool]] = [
        ("alpha_standardized", alpha_standardized_from_moments(S, n), True),
        ("omega_total", omega_total_from_moments(S, n, "implied"), True),
        ("omega_total", omega_total_from_moments(S, n, "observed"), False),
        ("lambda2", lambda2_from_moments(S, n), True),
        ("mean_inter_item_correlation", between_items.mean, True),
        ("min_inter_item_correlation", replace(between_items.mean, value=between_items.smallest), True),
        ("max_inter_item_correlation", replace(between_items.mean, value=between_items.largest), True),
        ("sem", in_unit(sem_from_moments(S, n, level), unit), True),
    ]
    if x.shape[1] == 2:
        estimates.append(("spearman_brown", spearman_brown_from_moments(S, n, level), True))
    for statistic, estimate, headline in estimates:
        yield row(statistic, _gated(estimate), headline=headline, scale=scale, wave=wave)


def _gated(estimate: Estimate) -> Estimate:
    """No coefficient from fewer complete respondents than can carry one."""
    if estimate.n >= RELIABILITY_REFUSED_BELOW or not estimate.available:
        return estimate
    return not_available(
        f"{estimate.n} complete respondents; {RELIABILITY_REFUSED_BELOW} are needed",
        n=estimate.n,
        method=estimate.method,
    )
