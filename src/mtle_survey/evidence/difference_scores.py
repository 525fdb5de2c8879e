"""How reliably a scale tells who changed more than whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from mtle_survey.evidence.pairs import Contrast, comparable_scales
from mtle_survey.evidence.scale_answers import ScaleAnswers, gated
from mtle_survey.linking.link import Links
from mtle_survey.scores import Scores
from mtle_survey.stats.estimate import Array, Estimate, not_available
from mtle_survey.stats.moments import NO_VARIANCE, sample_moments
from mtle_survey.stats.reliability.alpha import alpha_of_covariance
from mtle_survey.stats.reliability.bootstrap import bca_intervals
from mtle_survey.stats.reliability.difference_score_reliability import difference_score_reliability
from mtle_survey.table import Row, Table, row

METHOD = "classical/bca"


def difference_scores(
    answers: Iterable[ScaleAnswers],
    scores: Mapping[str | None, Scores],
    links: Links,
    compared: Sequence[Contrast],
    level: float,
    seed: int,
    draws: int,
) -> Table:
    """Reliability of the difference between two waves, from people with complete answers in both.

    Spread, reliability (alpha) and correlation are all those of the same people. It is no reason to doubt the
    mean change of a group, which can be precise where single changes are not.
    """
    by_place = {(s.scale, s.wave): s for s in answers}
    rows: list[Row] = []
    for contrast in compared:
        for scale in comparable_scales(scores, contrast):
            if (scale, contrast.earlier) not in by_place:
                continue
            earlier, later = by_place[scale, contrast.earlier], by_place[scale, contrast.later]
            x = _paired(earlier, later, links)
            estimate = _estimate(x, level, seed, draws)
            rows.append(row("difference_score_reliability", estimate, scale=scale, contrast=contrast.name))
    return Table.of(rows)


def _paired(earlier: ScaleAnswers, later: ScaleAnswers, links: Links) -> Array:
    """(n, 2k) answers of linked people, the earlier wave's first."""
    parts = []
    for scale in (earlier, later):
        index = links.index[:, links.waves.index(str(scale.wave))]
        known = {int(person): place for place, person in enumerate(scale.people)}
        places = np.array([known.get(int(i), -1) for i in index], dtype=np.int64)
        keyed = np.full((len(index), len(scale.items)), np.nan)
        keyed[places >= 0] = scale.keyed[places[places >= 0]]
        parts.append(keyed)
    both = np.hstack(parts)
    return np.asarray(both[np.isfinite(both).all(axis=1)])


def _estimate(x: Array, level: float, seed: int, draws: int) -> Estimate:
    S, n = sample_moments(x)
    k = S.shape[0] // 2
    if k < 2:
        return not_available(f"alpha needs at least 2 items; this scale has {k}", n=n, method=METHOD)
    first, second, across = S[:k, :k], S[k:, k:], float(S[:k, k:].sum())
    spread = float(np.sqrt(first.sum())), float(np.sqrt(second.sum()))
    correlation = across / (spread[0] * spread[1]) if min(spread) > 0.0 else float("nan")
    point = difference_score_reliability(
        spread[0],
        spread[1],
        float(alpha_of_covariance(first)),
        float(alpha_of_covariance(second)),
        float(np.clip(correlation, -1.0, 1.0)),
        n,
    )
    found = gated(point.with_method(METHOD))
    if not found.available:
        return found
    interval = bca_intervals(
        x, {"difference": reliability_of_difference}, seed=seed, draws=draws, level=level
    )["difference"]
    return replace(found, interval=interval)


def reliability_of_difference(S: Array) -> Array:
    """The same number from (..., 2k, 2k) covariance matrices; nan where the difference does not vary."""
    k = S.shape[-1] // 2
    first, second = S[..., :k, :k], S[..., k:, k:]
    shared = 2.0 * S[..., :k, k:].sum(axis=(-2, -1))
    variances = first.sum(axis=(-2, -1)), second.sum(axis=(-2, -1))
    true = variances[0] * alpha_of_covariance(first) + variances[1] * alpha_of_covariance(second) - shared
    total = variances[0] + variances[1] - shared
    return np.asarray(
        np.divide(
            true,
            total,
            out=np.full_like(total, np.nan),
            where=total > NO_VARIANCE * (variances[0] + variances[1]),
        )
    )
