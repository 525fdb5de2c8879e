"""Where people, schools and sites stand: everything that an instrument measures beside scales and change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from mtle_survey.evidence.events import events
from mtle_survey.evidence.informants import informants
from mtle_survey.evidence.levels import levels_by_site
from mtle_survey.evidence.needs import needs
from mtle_survey.evidence.opportunities import Opportunities, opportunities, opportunity_table
from mtle_survey.evidence.rule_numbers import rule_numbers
from mtle_survey.evidence.sessions import sessions
from mtle_survey.evidence.trajectories import trajectories
from mtle_survey.instrument.model import Instrument
from mtle_survey.responses import Responses
from mtle_survey.rules import Column, apply_rules
from mtle_survey.scores import Scores
from mtle_survey.table import Table


@dataclass(frozen=True)
class Standing:
    """Every table, each computed once, when it is asked for.

    Attributes
    ----------
    instrument : Instrument
    waves : mapping of wave to Responses
    scores : mapping of wave to Scores
    unit, informant : str or None
        Fields of what several informants answer about, and of who they are.
    cluster : str or None
        Field of the site.
    groups : tuple of str
        Fields by which results are broken down.
    level : float
        Of confidence.
    """

    instrument: Instrument
    waves: Mapping[str | None, Responses]
    scores: Mapping[str | None, Scores]
    unit: str | None
    informant: str | None
    cluster: str | None
    groups: tuple[str, ...]
    level: float

    @cached_property
    def ruled(self) -> Mapping[str | None, Mapping[str, Column]]:
        """Scores by rule: by wave, then by column, one value per response."""
        return {wave: apply_rules(responses, self.scores[wave]) for wave, responses in self.waves.items()}

    @cached_property
    def informants(self) -> Table:
        """How far several informants about one unit agree; empty without units."""
        if self.unit is None or self.informant is None:
            return Table()
        return informants(self.instrument, self.waves, self.scores, self.unit, self.informant, self.level)

    @cached_property
    def opportunities(self) -> tuple[Opportunities, ...]:
        """What several informants mark together as a priority; empty without units."""
        if self.unit is None or self.informant is None:
            return ()
        return opportunities(self.instrument, self.waves, self.unit, self.informant)

    @cached_property
    def rule_numbers(self) -> Table:
        """Description of the scores by rule that are numbers."""
        return rule_numbers(self.instrument, self.waves, self.ruled, self.informant, self.level)

    @cached_property
    def trajectories(self) -> Table:
        """Strands told for three times; empty where the instrument declares none."""
        return trajectories(self.instrument, self.waves, self.ruled, self.level)

    @cached_property
    def needs(self) -> Table:
        """Needs by area, group and topic; empty where the instrument declares none."""
        return needs(self.instrument, self.waves, self.scores, self.ruled, self.groups, self.level)

    @cached_property
    def levels(self) -> Table:
        """Where sites stand in every wave; empty without sites."""
        return levels_by_site(self.waves, self.scores, self.cluster, self.level) if self.cluster else Table()

    @cached_property
    def sessions(self) -> Table:
        """Scores and answers session by session; empty unless the instrument is about sessions."""
        return sessions(self.instrument, self.waves, self.scores, self.level)

    @cached_property
    def events(self) -> Table:
        """What the entries of a log add up to; empty for a questionnaire."""
        return events(self.instrument, self.waves)

    @cached_property
    def table(self) -> Table:
        """All of it."""
        parts = (
            self.informants,
            opportunity_table(self.opportunities, self.level),
            self.rule_numbers,
            self.trajectories,
            self.needs,
            self.levels,
            self.sessions,
            self.events,
        )
        return Table.of(chain.from_iterable(parts))
