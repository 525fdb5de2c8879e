"""Reliability of scores that are sums of ordered categories."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from mtle_survey.counting import counted
from mtle_survey.evidence.cut_offs import cut_off
from mtle_survey.evidence.scale_answers import ScaleAnswers
from mtle_survey.stats.description.skewness import skewness
from mtle_survey.stats.estimate import not_available
from mtle_survey.stats.reliability.alpha_ordinal import METHOD, alpha_ordinal
from mtle_survey.stats.reliability.omega_categorical_bootstrap import omega_categorical_bca
from mtle_survey.stats.reliability.omega_categorical_items import (
    categorical_model,
    omega_categorical_of_items,
)
from mtle_survey.table import Table, row


def categorical_omega(answers: Iterable[ScaleAnswers]) -> Table:
    """Categorical omega of every scale; from one hundred complete respondents on."""
    return Table.of(
        row("omega_categorical", omega_categorical_of_items(s.complete), scale=s.scale, wave=s.wave)
        for s in answers
    )


def categorical_omega_intervals(
    answers: Iterable[ScaleAnswers], level: float, seed: int, draws: int, progress: Callable[[str], None]
) -> Table:
    """Categorical omega with bootstrap intervals from refits; many seconds to a scale."""
    rows = []
    for s in answers:
        progress(f"interval of categorical omega: {s.scale}{f', {s.wave}' if s.wave else ''}")
        estimate = omega_categorical_bca(s.complete, seed=seed, draws=draws, level=level)
        rows.append(row("omega_categorical", estimate, headline=False, scale=s.scale, wave=s.wave))
    return Table.of(rows)


def ordinal_alpha(answers: Iterable[ScaleAnswers]) -> Table:
    """Alpha of polychoric correlations: of latent responses that nobody scored. Only on request."""
    rows = []
    for s in answers:
        model = categorical_model(s.complete)
        estimate = (
            not_available(model.unavailable, n=model.n, method=METHOD)
            if model.unavailable
            else alpha_ordinal(model.polychoric, model.n)
        )
        rows.append(row("alpha_ordinal", estimate, scale=s.scale, wave=s.wave))
    return Table.of(rows)


def coarse_or_skewed(scale: ScaleAnswers) -> str:
    """Why answers are too coarse or lopsided for coefficients of continuous scores; empty if not."""
    x = scale.complete
    if not len(x):
        return ""
    used = [int(np.unique(column).size) for column in x.T]
    if min(used) < cut_off("few_categories"):
        item = scale.items[used.index(min(used))]
        return f"only {counted(min(used), 'answer')} to {item} {'was' if min(used) == 1 else 'were'} used"
    lopsided = [abs(e.value) if e.available else 0.0 for e in skewness(x)]
    if max(lopsided) > cut_off("skewness"):
        return f"answers to {scale.items[lopsided.index(max(lopsided))]} are lopsided"
    return ""
