"""The same answers under the conventions of other software, and why numbers differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from mtle_survey.evidence.scale_answers import ScaleAnswers, Waves, gated
from mtle_survey.stats.estimate import Estimate
from mtle_survey.stats.moments import sample_moments
from mtle_survey.stats.reliability.alpha import alpha_from_moments
from mtle_survey.stats.reliability.alpha_pairwise import alpha_pairwise
from mtle_survey.stats.reliability.alpha_standardized import alpha_standardized_from_moments
from mtle_survey.stats.reliability.conventions.alpha_wald import alpha_wald
from mtle_survey.stats.reliability.conventions.lambda2_standardized import lambda2_standardized
from mtle_survey.stats.reliability.conventions.omega_minres import omega_minres
from mtle_survey.stats.reliability.conventions.reversal import Rule, mean_under_reversal
from mtle_survey.stats.reliability.lambda2 import lambda2_from_moments
from mtle_survey.stats.reliability.omega_categorical_items import omega_categorical_of_items
from mtle_survey.stats.reliability.omega_total import omega_total_from_moments
from mtle_survey.table import Table, row

OURS = "mtle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Convention:
    """One number as one program prints it.

    Attributes
    ----------
    software : str
    statistic : str
    label : str
        What that program calls it.
    estimate : Estimate
    why : str
        Why it is this number and no other.
    default : bool
        Whether the program prints it unasked.
    scale : str
    wave : str or None
    """

    software: str
    statistic: str
    label: str
    estimate: Estimate
    why: str
    default: bool
    scale: str
    wave: str | None


def reconcile(answers: Iterable[ScaleAnswers], waves: Waves, level: float) -> tuple[Convention, ...]:
    """Every scale's reliability and mean as SPSS, psych, semTools, jamovi, JASP and EFAtools have it."""
    found: list[Convention] = []
    for scale in answers:
        if len(scale.items) > 1:
            found += [
                Convention(
                    software=software,
                    statistic=statistic,
                    label=label,
                    estimate=gated(estimate),
                    why=why,
                    default=default,
                    scale=scale.scale,
                    wave=scale.wave,
                )
                for software, statistic, label, estimate, why, default in (
                    *_alphas(scale, level),
                    *_omegas(scale),
                    *_means(scale, waves),
                )
            ]
    return tuple(found)


def reconciliation_rows(conventions: Iterable[Convention]) -> Table:
    """The same numbers in the one table grammar; ``model`` names the software."""
    return Table.of(
        row(
            c.statistic,
            c.estimate,
            headline=c.default,
            model=f"convention/{c.software}",
            scale=c.scale,
            wave=c.wave,
        )
        for c in conventions
    )


_Entry = tuple[str, str, str, Estimate, str, bool]


def _alphas(scale: ScaleAnswers, level: float) -> Iterator[_Entry]:
    S, n = sample_moments(scale.complete)
    listwise, pairwise = alpha_from_moments(S, n, level), alpha_pairwise(scale.keyed, level)
    wald, standardized = alpha_wald(S, n, level), alpha_standardized_from_moments(S, n)
    complete = "complete rows, covariances"
    pairs = "each covariance from those who answered both items"
    yield OURS, "alpha", "alpha", listwise, f"{complete}; Feldt's interval", True
    yield "SPSS", "alpha", "Cronbach's alpha", listwise, f"the same: {complete}", True
    equal = "items brought to one spread first, which the score in use does not do"
    yield "SPSS", "alpha_standardized", "alpha, standardized items", standardized, equal, True
    yield "psych", "alpha", "raw_alpha", pairwise, pairs, True
    yield "psych", "alpha", "raw_alpha, ase", wald, "alpha -+ 1.96 ase: symmetric, may pass 1", False
    yield "psych", "alpha_standardized", "std.alpha", standardized, equal, True
    yield "jamovi", "alpha", "Cronbach's alpha", listwise, f"the same: {complete}; no interval", True
    yield "JASP", "alpha", "coefficient alpha", wald, "alpha -+ 1.96 SE: symmetric, may pass 1", True
    yield "EFAtools", "alpha_standardized", "alpha", standardized, equal, True
    lambda2 = lambda2_from_moments(S, n)
    yield OURS, "lambda2", "lambda-2", lambda2, "covariances, as the score is formed", True
    yield "psych", "lambda2", "lambda.2", lambda2_standardized(S, n), equal, True


def _omegas(scale: ScaleAnswers) -> Iterator[_Entry]:
    S, n = sample_moments(scale.complete)
    if len(scale.items) < 3:
        return
    implied = omega_total_from_moments(S, n, "implied")
    observed = omega_total_from_moments(S, n, "observed")
    one, three = omega_minres(S, n), omega_minres(S, n, 3)
    model = "one-factor model, maximum likelihood"
    yield OURS, "omega_total", "omega", implied, f"{model}; variance that the model implies below", True
    yield "semTools", "omega_total", "compRelSEM", observed, f"{model}; the sample's variance below", True
    ordered = omega_categorical_of_items(scale.complete)
    latent = "the same with ordered answers and polychoric correlations (Green and Yang)"
    yield "semTools", "omega_categorical", "compRelSEM, ordered", ordered, latent, True
    several = "three factors: whatever they share counts as reliable, so it is higher"
    yield "psych", "omega_total", "omega.tot", three, several, True
    single = "one least-squares factor of correlations; the sample's variance below"
    yield "psych", "omega_total", "omega.tot, nfactors = 1", one, single, False
    yield "jamovi", "omega_total", "McDonald's omega", one, single, True
    yield "JASP", "omega_total", "coefficient omega", implied, f"the same on complete rows: {model}", True


def _means(scale: ScaleAnswers, waves: Waves) -> Iterator[_Entry]:
    responses = waves[scale.wave]
    instrument = responses.instrument
    against = np.array([item in instrument.reverse_keyed(scale.scale) for item in scale.items])
    if not against.any():
        return
    columns = [responses.items.index(item) for item in scale.items]
    raw = responses.values[scale.people][:, columns]
    low = np.array([instrument.format_of(item).low for item in scale.items])
    high = np.array([instrument.format_of(item).high for item in scale.items])
    rules: tuple[tuple[str, Rule, str], ...] = (
        (OURS, "declared", "reversed over the declared answers"),
        ("psych", "observed_overall", "reversed over the answers that occurred in any item, unless told"),
        (
            "jamovi",
            "observed_item_complete",
            "reversed over the answers that occurred in each item, complete rows",
        ),
        ("JASP", "observed_item", "reversed over the answers that occurred in each item"),
    )
    for software, rule, why in rules:
        estimate = mean_under_reversal(raw, against, rule, low, high)
        yield software, "mean", "mean of item means", estimate, why, True
