"""Everything about the reliability of a study's scores, each part computed when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from mtle_survey.evidence.category_use import category_use
from mtle_survey.evidence.difference_scores import difference_scores
from mtle_survey.evidence.group_reliability import reliability_by
from mtle_survey.evidence.incomplete_reliability import MissingAnswers, with_incomplete
from mtle_survey.evidence.item_flags import Flag, item_flags
from mtle_survey.evidence.measurement_error import conditional_errors
from mtle_survey.evidence.nested_reliability import nested_reliability
from mtle_survey.evidence.ordinal_reliability import (
    categorical_omega,
    categorical_omega_intervals,
    ordinal_alpha,
)
from mtle_survey.evidence.pairs import Contrast
from mtle_survey.evidence.recommendation import Recommendation, recommend
from mtle_survey.evidence.reliability import (
    item_analysis,
    omega_intervals,
    omega_without_items,
    reliability,
)
from mtle_survey.evidence.scale_answers import ScaleAnswers, Waves, scale_answers
from mtle_survey.evidence.total_reliability import total_reliability
from mtle_survey.instrument.model import Instrument
from mtle_survey.linking.link import Links
from mtle_survey.scores import Scores
from mtle_survey.table import Table


@dataclass(frozen=True, kw_only=True)
class ReliabilityEvidence:
    """The reliability of every scale in every wave.

    Parameters
    ----------
    instrument : Instrument
    waves : mapping of wave to Responses
    scores : mapping of wave to Scores
    links : Links or None
        Who is who across waves.
    contrasts : sequence of Contrast
        Waves that are compared.
    cluster : str or None
        Field that holds the site.
    level : float
        Level of all intervals.
    seed, draws, refits : int
        Seed, resamples of closed forms, and resamples of what must be fitted again.
    missing : {"listwise", "pairwise", "fiml"}
        Whose answers count.
    scales : sequence of str
        Scales to look at; all of them when empty.
    """

    instrument: Instrument
    waves: Waves
    scores: Mapping[str | None, Scores]
    links: Links | None
    contrasts: Sequence[Contrast]
    cluster: str | None
    level: float
    seed: int
    draws: int
    refits: int
    missing: MissingAnswers = "listwise"
    scales: Sequence[str] = ()

    @cached_property
    def answers(self) -> tuple[ScaleAnswers, ...]:
        """The answers behind each scale and wave."""
        every = scale_answers(self.waves, self.scores)
        return tuple(a for a in every if not self.scales or a.scale in self.scales)

    @cached_property
    def coefficients(self) -> Table:
        """Coefficients per scale and wave; everything that takes no resampled fit."""
        closed = with_incomplete(
            reliability(self.answers, self.level, self.seed, self.draws),
            self.answers,
            self.missing,
            self.level,
        )
        return (
            closed
            + categorical_omega(self.answers)
            + total_reliability(self.instrument, self.answers, self.seed)
            + conditional_errors(self.answers)
        )

    @cached_property
    def items(self) -> Table:
        """Item-rest correlations and alpha without each item."""
        return item_analysis(self.answers, self.level)

    @cached_property
    def omega_without_items(self) -> Table:
        """Omega without each item: a fit for every item."""
        return omega_without_items(self.answers)

    @cached_property
    def category_use(self) -> Table:
        """How often each answer to each item was given."""
        return category_use(self.waves, self.level)

    def flags(self, description: Table) -> tuple[Flag, ...]:
        """What is worth a look in items and scales."""
        return item_flags(self.instrument, self.answers, self.items, description, self.category_use)

    @cached_property
    def nested(self) -> Table:
        """Reliability within and between sites; empty without sites."""
        if self.cluster is None:
            return Table()
        return nested_reliability(self.answers, self.waves, self.cluster, self.level, self.seed, self.draws)

    @cached_property
    def difference_scores(self) -> Table:
        """Reliability of each person's change; empty where nobody can be linked."""
        if self.links is None:
            return Table()
        return difference_scores(
            self.answers, self.scores, self.links, self.contrasts, self.level, self.seed, self.draws
        )

    def by(self, fields: Iterable[str]) -> Table:
        """Reliability within the groups that fields make."""
        return reliability_by(self.answers, self.waves, fields, self.level)

    @cached_property
    def ordinal_alpha(self) -> Table:
        """Alpha of latent responses that nobody scored."""
        return ordinal_alpha(self.answers)

    def recommendations(self, intervals: Table | None = None) -> tuple[Recommendation, ...]:
        """The coefficient to quote for each scale and wave, with resampled intervals where given."""
        return recommend(self.instrument, self.answers, self.coefficients + (intervals or Table()))

    def intervals(self, progress: Callable[[str], None] = lambda _: None) -> Table:
        """Resampled intervals of the omegas to be quoted: seconds of work, many where answers are ordered."""
        quoted = {(r.scale, r.wave): r.row.statistic for r in self.recommendations() if r.row is not None}

        def where(statistic: str) -> list[ScaleAnswers]:
            return [a for a in self.answers if quoted.get((a.scale, a.wave)) == statistic]

        return omega_intervals(
            where("omega_total"), self.level, self.seed, self.refits, progress
        ) + categorical_omega_intervals(
            where("omega_categorical"), self.level, self.seed, self.refits, progress
        )
