"""The ladder of invariance as rows: fit, change of fit, what was freed, and bias in raw points."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from mtle_survey.evidence.confirmatory_rows import INDICES
from mtle_survey.evidence.invariance import InvarianceEvidence, StructureLadder
from mtle_survey.evidence.occasions import Comparison
from mtle_survey.stats.estimate import Estimate, not_available
from mtle_survey.stats.structure.invariance.model import CONTINUOUS_LEVELS, ORDINAL_LEVELS
from mtle_survey.stats.structure.invariance.partial import PartialInvariance
from mtle_survey.stats.structure.invariance.step import InvarianceStep
from mtle_survey.table import Row, Table, row

MODEL = "invariance"
PARTIAL = f"{MODEL}/partial"
DELTAS = ("delta_chi2", "delta_cfi", "delta_rmsea", "delta_srmr")


def invariance_table(found: InvarianceEvidence) -> Table:
    """Every row of every ladder; ``with`` names the looser model, ``method`` the estimator."""
    return Table.of(r for ladder in found.ladders for r in _rows(found.comparison, ladder))


def _rows(comparison: Comparison, ladder: StructureLadder) -> Iterator[Row]:
    found = ladder.found
    if found.unavailable:
        yield from _refused(comparison, ladder)
    for step in found.steps:
        yield from _level(comparison, ladder, step)
    yield _verdict(comparison, ladder)
    for merge in found.categories.merges if found.categories is not None else ():
        yield row(
            "categories_joined",
            Estimate(
                value=float(len(merge.codes)), n=sum(found.n), method=" with ".join(map(str, merge.codes))
            ),
            model=MODEL,
            scale=ladder.scale,
            item=ladder.items[merge.item],
            wave=comparison.wave,
        )
    for place in range(1, len(comparison.names)):
        yield from _means(comparison, ladder, place)
    if found.partial is not None:
        yield from _partial(comparison, ladder, found.partial)


def _refused(comparison: Comparison, ladder: StructureLadder) -> Iterator[Row]:
    found = ladder.found
    levels = ORDINAL_LEVELS if found.estimator == "wlsmv" else CONTINUOUS_LEVELS
    refused = not_available(found.unavailable, n=sum(found.n), method=found.estimator)
    for place, level in enumerate(levels):
        for statistic in ("chi2", "cfi", "rmsea", "srmr"):
            yield row(statistic, refused, model=f"{MODEL}/{level}", scale=ladder.scale, wave=comparison.wave)
        for statistic in DELTAS if place else ():
            yield row(
                statistic,
                refused,
                model=f"{MODEL}/{level}",
                scale=ladder.scale,
                with_=f"{MODEL}/{levels[place - 1]}",
                wave=comparison.wave,
            )


def _level(comparison: Comparison, ladder: StructureLadder, step: InvarianceStep) -> Iterator[Row]:
    model, method = f"{MODEL}/{step.level}", ladder.found.estimator
    for statistic in INDICES:
        if statistic in step.fit:
            yield row(
                statistic,
                step.fit[statistic].with_method(method),
                model=model,
                scale=ladder.scale,
                wave=comparison.wave,
            )
    for statistic, estimate in step.delta.items():
        yield row(
            statistic,
            estimate.with_method(method),
            model=model,
            scale=ladder.scale,
            with_=f"{MODEL}/{step.looser}",
            wave=comparison.wave,
        )


def _verdict(comparison: Comparison, ladder: StructureLadder) -> Row:
    """1 where every level up to scalar holds, 0 where one is rejected; p of the decisive step."""
    found = ladder.found
    n = sum(found.n)
    if ladder.unusable:
        verdict = not_available(ladder.unusable, n=n, method=found.estimator)
    else:
        decisive = ladder.broken or "scalar"
        step = found.step(decisive)
        if step.unavailable:
            reason = f"the model of the {decisive} level has no admissible solution: {step.unavailable}"
            verdict = not_available(reason, n=n, method=found.estimator)
        else:
            test = step.delta["delta_chi2"]
            verdict = Estimate(
                value=0.0 if ladder.broken else 1.0,
                n=n,
                method=f"{found.estimator}/{ladder.held}",
                p_value=test.p_value,
            )
    return row("means_comparable", verdict, model=MODEL, scale=ladder.scale, wave=comparison.wave)


def _means(comparison: Comparison, ladder: StructureLadder, place: int) -> Iterator[Row]:
    found, contrast, n = ladder.found, comparison.contrast(place), sum(ladder.found.n)
    for k, factor in enumerate(ladder.factors):
        difference = ladder.observed_difference(k, place)
        observed = (
            Estimate(value=difference, n=n, method="raw points")
            if math.isfinite(difference)
            else not_available("nobody answered every item on every occasion", n=n, method="raw points")
        )
        yield row(
            "observed_difference",
            observed,
            model=MODEL,
            scale=ladder.scale,
            factor=factor,
            contrast=contrast,
            wave=comparison.wave,
        )
    for model, means in (
        ("scalar", found.latent_means),
        ("partial", found.partial.latent_means if found.partial else ()),
    ):
        for factor, mean in zip(ladder.factors, means[place] if means else (), strict=False):
            yield row(
                "latent_mean",
                mean.with_method(found.estimator),
                model=f"{MODEL}/{model}",
                scale=ladder.scale,
                factor=factor,
                contrast=contrast,
                wave=comparison.wave,
            )


def _partial(comparison: Comparison, ladder: StructureLadder, partial: PartialInvariance) -> Iterator[Row]:
    method, n = ladder.found.estimator, sum(ladder.found.n)
    holds = Estimate(value=float(partial.holds), n=n, method=method)
    yield row("means_comparable", holds, model=PARTIAL, scale=ladder.scale, wave=comparison.wave)
    for freed in partial.freed:
        test = freed.test
        yield row(
            "freed",
            Estimate(
                value=test.value,
                n=n,
                method=method,
                test_statistic=test.test_statistic,
                df=test.df,
                p_value=freed.p_adjusted,
            ),
            model=PARTIAL,
            scale=ladder.scale,
            item=ladder.items[freed.item],
            with_=f"{MODEL}/{freed.level}",
            wave=comparison.wave,
        )
    for place in range(1, len(comparison.names)):
        contrast = comparison.contrast(place)
        for k, item in enumerate(ladder.items):
            yield row(
                "item_bias",
                Estimate(value=float(partial.item_bias[place, k]), n=n, method=method),
                model=PARTIAL,
                scale=ladder.scale,
                item=item,
                contrast=contrast,
                wave=comparison.wave,
            )
        for factor, members in zip(ladder.factors, ladder.structure.factors, strict=False):
            bias = float(np.asarray(partial.scale_bias(members))[place])
            yield row(
                "scale_bias",
                Estimate(value=bias, n=n, method=method),
                model=PARTIAL,
                scale=ladder.scale,
                factor=factor,
                contrast=contrast,
                wave=comparison.wave,
            )
