"""Change with everyone who answered, the linked and those of one wave alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from mtle_survey.evidence.pairs import Contrast
from mtle_survey.evidence.panel import Panel, WaveFit
from mtle_survey.stats.change.derrick import derrick
from mtle_survey.stats.change.holm import holm
from mtle_survey.stats.change.lmm_change import DfMethod, wave_contrast
from mtle_survey.stats.change.unstructured_change import unstructured_change
from mtle_survey.stats.estimate import Array, Estimate, not_available
from mtle_survey.stats.mixed.kenward_roger import kenward_roger_f
from mtle_survey.stats.mixed.random_intercept import RandomInterceptFit
from mtle_survey.table import Row, Table, row

HEADLINE: DfMethod = "kenward_roger"
DF_METHODS: tuple[DfMethod, ...] = (HEADLINE, "satterthwaite")


def everyone(panel: Panel) -> Table:
    """``lmm_change`` between the waves, and the partially overlapping t against the first.

    Every later wave is compared with the first, and with the wave before it. With three or more waves
    ``lmm_any_change`` tests that nothing changed at all, ``lmm_p_holm`` adjusts the contrasts of a scale for
    their number, and ``lmm_change`` also comes from a model that takes nothing for granted about how alike
    any two waves are (``reml/unstructured/kenward_roger``).
    """
    rows: list[Row] = []
    for scale in dict.fromkeys(s for w in panel.names for s in panel.scores[w].scales):
        if len(panel.waves_with(scale)) > 1:
            model = panel.fit(scale)
            rows += _mixed(model, scale, panel.level)
            rows += _overlapping(model, scale, panel.level)
    return Table.of(rows)


def wave_contrasts(asked: Sequence[str]) -> list[tuple[Contrast, Array]]:
    """Every later wave against the first, then against the one before, as contrasts of ``fit_waves``."""
    place = {wave: k for k, wave in enumerate(asked)}
    named = [Contrast(later, asked[0]) for later in asked[1:]]
    named += [Contrast(later, earlier) for earlier, later in pairwise(asked[1:])]
    means = np.eye(len(asked))
    means[:, 0] = 1.0
    return [(c, means[place[c.later]] - means[place[c.earlier]]) for c in named]


def wave_change(model: WaveFit, contrast: Contrast, level: float) -> Estimate:
    """One contrast of a mixed model, with Kenward and Roger's degrees of freedom."""
    weights = next(w for c, w in wave_contrasts(model.waves) if c == contrast)
    return _contrast(model.fit, weights, len(model.scores), level, HEADLINE)


def _mixed(model: WaveFit, scale: str, level: float) -> Iterator[Row]:
    asked, fit, n = model.waves, model.fit, len(model.scores)
    leading: dict[str, Estimate] = {}
    for contrast, weights in wave_contrasts(asked):
        for method in DF_METHODS:
            estimate = _contrast(fit, weights, n, level, method)
            yield row(
                "lmm_change", estimate, headline=method == HEADLINE, scale=scale, contrast=contrast.name
            )
            if method == HEADLINE:
                leading[contrast.name] = estimate
    if len(asked) > 2:
        yield from _unstructured(model, scale, level)
        yield row("lmm_any_change", _any_change(fit, len(asked), n), scale=scale)
        yield from _holm(leading, scale)


def _unstructured(model: WaveFit, scale: str, level: float) -> Iterator[Row]:
    """The same contrasts with a covariance of their own for any two waves."""
    means = np.eye(len(model.waves))
    place = {wave: k for k, wave in enumerate(model.waves)}
    named = [contrast for contrast, _ in wave_contrasts(model.waves)]
    weights = np.array([means[place[c.later]] - means[place[c.earlier]] for c in named])
    for contrast, found in zip(named, unstructured_change(model.scores, weights, level), strict=True):
        yield row("lmm_change", found, headline=False, scale=scale, contrast=contrast.name)


def _contrast(
    fit: RandomInterceptFit | str, weights: Array, n: int, level: float, method: DfMethod
) -> Estimate:
    if isinstance(fit, str):
        return not_available(fit, n=n, method=f"reml/{method}")
    return wave_contrast(fit, weights, n=n, level=level, df_method=method)


def _any_change(fit: RandomInterceptFit | str, waves: int, n: int) -> Estimate:
    """The F test that no wave differs; the estimate is F, ``df`` is that of its denominator."""
    method = f"reml/{HEADLINE}/f{waves - 1}"
    if isinstance(fit, str):
        return not_available(fit, n=n, method=method)
    found = kenward_roger_f(fit, np.eye(waves)[1:])
    if not (np.isfinite(found.f) and np.isfinite(found.df2) and found.df2 > 0.0):
        return not_available("the degrees of freedom cannot be determined", n=n, method=method)
    return Estimate(
        value=found.f, n=n, method=method, test_statistic=found.f, df=found.df2, p_value=found.p_value
    )


def _holm(leading: dict[str, Estimate], scale: str) -> Iterator[Row]:
    tested = {name: e for name, e in leading.items() if np.isfinite(e.p_value)}
    if len(tested) > 1:
        adjusted = holm(np.array([e.p_value for e in tested.values()]))
        for (name, estimate), p in zip(tested.items(), adjusted, strict=True):
            found = Estimate(value=float(p), n=estimate.n, method=f"holm/{len(tested)}")
            yield row("lmm_p_holm", found, scale=scale, contrast=name)


def _overlapping(model: WaveFit, scale: str, level: float) -> Iterator[Row]:
    for place, later in enumerate(model.waves[1:], start=1):
        a, b = model.scores[:, 0], model.scores[:, place]
        here, there = np.isfinite(a), np.isfinite(b)
        estimate = derrick(a[here & there], b[here & there], a[here & ~there], b[there & ~here], level)
        yield row("overlapping_change", estimate, scale=scale, contrast=Contrast(later, model.waves[0]).name)
