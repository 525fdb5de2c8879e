"""Which one coefficient to quote for each scale in each wave, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from mtle_survey.evidence.cut_offs import cut_off
from mtle_survey.evidence.ordinal_reliability import coarse_or_skewed
from mtle_survey.evidence.reliability import BOOTSTRAP_LEADS_FROM
from mtle_survey.evidence.scale_answers import ScaleAnswers
from mtle_survey.instrument.model import Instrument
from mtle_survey.stats.moments import is_constant, sample_moments
from mtle_survey.stats.structure.correlation.choice import FEWEST_RESPONDENTS
from mtle_survey.table import Row, Table

Verdict = Literal["reached", "open", "missed", "unknown"]
LEVELS = ("reliability_individuals", "reliability_preferred", "reliability_groups")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """The coefficient to quote.

    Attributes
    ----------
    scale : str
    wave : str or None
    row : Row or None
        Its row in the table; None where no coefficient can be quoted.
    rule : str
        The rule that chose it, in a few words for a table cell.
    reason : str
        Why, as anybody with the same rule would read it.
    remark : str
        What else bears on the choice in these answers; may be empty.
    beside : tuple of Row
        Rows to show with it: omega hierarchical of a total over parts.
    """

    scale: str
    wave: str | None
    row: Row | None
    rule: str
    reason: str
    remark: str = ""
    beside: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What may be said of a reliability: only what its lower bound carries.

    Attributes
    ----------
    verdict : {"reached", "open", "missed", "unknown"}
        Whether the lower bound reaches a level; whether the interval holds .70; whether all of it lies below;
        or whether there is no interval.
    level : float
        The highest level reached; else .70.
    """

    verdict: Verdict
    level: float


def recommend(
    instrument: Instrument, answers: Iterable[ScaleAnswers], table: Table
) -> tuple[Recommendation, ...]:
    """One coefficient per scale and wave.

    Parameters
    ----------
    instrument : Instrument
    answers : iterable of ScaleAnswers
    table : Table
        Coefficients; an interval of omega from resampling is preferred where it has been computed.
    """
    by_scale: dict[tuple[str | None, str | None], list[Row]] = {}
    for r in table:
        if r.group is None and r.contrast is None and r.factor is None:
            by_scale.setdefault((r.scale, r.wave), []).append(r)
    return tuple(
        _of_scale(instrument, scale, _Coefficients(by_scale.get((scale.scale, scale.wave), [])))
        for scale in answers
    )


def read(found: Row | None) -> Reading:
    """What the lower bound of a coefficient allows to be said."""
    groups = cut_off("reliability_groups")
    if found is None or found.conf_low is None or found.conf_high is None:
        return Reading(verdict="unknown", level=groups)
    for name in LEVELS:
        if found.conf_low >= cut_off(name):
            return Reading(verdict="reached", level=cut_off(name))
    return Reading(verdict="missed" if found.conf_high < groups else "open", level=groups)


def recommended_rows(recommendations: Iterable[Recommendation]) -> Table:
    """The recommended coefficients once more, as rows of their own: ``with`` names the coefficient."""
    return Table.of(
        replace(found, statistic="recommended", with_=found.statistic, headline=True)
        for found in (r.row for r in recommendations)
        if found is not None
    )


class _Coefficients:
    """The rows about one scale in one wave."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows

    def quoted(self, statistic: str) -> Row | None:
        """The row to quote: the one with a resampled interval where there is one."""
        found = [r for r in self._rows if r.statistic == statistic]
        headline = next((r for r in found if r.headline), None)
        if headline is None:
            return None
        resampled = f"{headline.method}/bca"
        return next((r for r in found if r.method == resampled and r.conf_low is not None), headline)

    def available(self, statistic: str) -> Row | None:
        """The same, unless it has no number."""
        row = self.quoted(statistic)
        return row if row is not None and row.available else None


def _of_scale(instrument: Instrument, scale: ScaleAnswers, found: _Coefficients) -> Recommendation:
    chosen = _choice(scale, found)
    total = bool(instrument.scale[scale.scale].parts)
    general = found.quoted("omega_hierarchical") if total else None
    return replace(chosen, beside=() if general is None else (general,))


def _choice(scale: ScaleAnswers, found: _Coefficients) -> Recommendation:
    def choose(row: Row | None, rule: str, reason: str, remark: str = "") -> Recommendation:
        return Recommendation(
            scale=scale.scale, wave=scale.wave, row=row, rule=rule, reason=reason, remark=remark
        )

    alpha, k = found.quoted("alpha"), len(scale.items)
    if k < 2:
        return choose(None, "one item", "a single item has no internal consistency")
    if alpha is None or not alpha.available:
        reason = alpha.unavailable if alpha is not None else None
        return choose(None, "none", "no coefficient is available", reason or "none was computed")
    spearman_brown = found.available("spearman_brown")
    if k == 2 and spearman_brown is not None and spearman_brown.conf_low is not None:
        return choose(
            spearman_brown, "two items", "two items identify no factor; Spearman-Brown suits their sum"
        )
    if is_constant(sample_moments(scale.complete)[0]).any():
        return choose(alpha, "constant", "everyone answered an item alike, and only alpha can keep it")
    if alpha.method is not None and not alpha.method.startswith("listwise"):
        return choose(alpha, "gaps", "only alpha has an interval that allows for answers left out")
    return _by_size(scale, found, alpha, choose)


def _by_size(
    scale: ScaleAnswers, found: _Coefficients, alpha: Row, choose: Callable[..., Recommendation]
) -> Recommendation:
    """The choice among coefficients of complete answers to three items or more."""
    why, categorical = coarse_or_skewed(scale), found.available("omega_categorical")
    if why and categorical is not None:
        return choose(
            categorical,
            "ordered",
            "answers are too coarse or lopsided for coefficients of continuous scores; categorical omega is "
            "made for them",
            why,
        )
    remark = f"{why}; categorical omega would take {FEWEST_RESPONDENTS} respondents" if why else ""
    if (alpha.n or 0) < BOOTSTRAP_LEADS_FROM:
        few = (
            f"below {BOOTSTRAP_LEADS_FROM} complete respondents Feldt's interval of alpha covers better than "
            "resampled ones"
        )
        return choose(alpha, f"n < {BOOTSTRAP_LEADS_FROM}", few, remark)
    omega = found.available("omega_total")
    if omega is None:
        refused = found.quoted("omega_total")
        reason = refused.unavailable if refused is not None else None
        return choose(alpha, "no omega", "omega could not be estimated, so alpha stands in", reason or remark)
    return choose(
        omega,
        "omega",
        "omega lets items weigh unequally; from here its resampled interval can be used",
        remark,
    )
