"""Reliability that also uses those who left items out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Literal

import numpy as np

from mtle_survey.evidence.reliability import coefficients
from mtle_survey.evidence.scale_answers import ScaleAnswers, gated
from mtle_survey.stats.estimate import Array, Estimate, not_available
from mtle_survey.stats.reliability.alpha_pairwise import alpha_pairwise, pairwise_covariance
from mtle_survey.stats.reliability.incomplete import alpha_fiml, incomplete_moments
from mtle_survey.table import Row, Table, row

MissingAnswers = Literal["listwise", "pairwise", "fiml"]
NOT_POSSIBLE = -1e-10


def with_incomplete(
    listwise: Table, answers: Iterable[ScaleAnswers], missing: MissingAnswers, level: float
) -> Table:
    """The coefficients to quote when incomplete answers count: these lead, those of complete rows stay.

    Parameters
    ----------
    listwise : Table
        Coefficients of complete rows.
    answers : iterable of ScaleAnswers
    missing : {"listwise", "pairwise", "fiml"}
        ``pairwise`` takes each covariance from those who answered both items, and n from the pair that the
        fewest answered; ``fiml`` takes covariances by maximum likelihood from everyone who answered any
        item, which is right when what is missing depends on answers only.
    level : float
        Confidence level.
    """
    if missing == "listwise":
        return listwise
    found = [r for scale in answers for r in _of_scale(scale, missing, level)]
    replaced = {(r.statistic, r.scale, r.wave) for r in found}
    identities = {r.identity() for r in found}
    kept = [
        replace(r, headline=False) if (r.statistic, r.scale, r.wave) in replaced else r
        for r in listwise
        if r.identity() not in identities
    ]
    return Table.of((*kept, *found))


def _of_scale(scale: ScaleAnswers, missing: MissingAnswers, level: float) -> Iterator[Row]:
    alpha, S, reason = _fiml(scale, level) if missing == "fiml" else _pairwise(scale, level)
    yield row("alpha", gated(alpha), scale=scale.scale, wave=scale.wave)
    if reason:
        S = np.zeros((len(scale.items), len(scale.items)))
    for statistic, estimate, headline in coefficients(S, alpha.n, level, scale.unit):
        method = f"{estimate.method}/{missing}"
        if not headline:
            continue
        if reason:
            estimate = not_available(reason, n=alpha.n)
        elif missing == "fiml":
            estimate = replace(estimate, interval=None)
        yield row(statistic, gated(estimate.with_method(method)), scale=scale.scale, wave=scale.wave)


def _fiml(scale: ScaleAnswers, level: float) -> tuple[Estimate, Array, str]:
    """Alpha, the covariances with denominator n - 1, and why there are none."""
    found = incomplete_moments(scale.keyed)
    alpha = alpha_fiml(found, level)
    if found.moments is None:
        return alpha, np.empty(0), found.unavailable
    return alpha, found.moments.covariance * (found.n / (found.n - 1)), ""


def _pairwise(scale: ScaleAnswers, level: float) -> tuple[Estimate, Array, str]:
    """Alpha, the covariances of pairs, and why nothing but alpha follows from them."""
    alpha = alpha_pairwise(scale.keyed, level)
    S = pairwise_covariance(scale.keyed)[0]
    if not alpha.available:
        return alpha, S, alpha.unavailable
    if np.linalg.eigvalsh(S)[0] < NOT_POSSIBLE * float(np.trace(S)):
        return alpha, S, "the covariances of pairs contradict each other: no complete answers could have them"
    return alpha, S, ""
