"""A study's people: what they answered in each wave, and who is who across waves."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mtle_survey.comments.gather import comments_of
from mtle_survey.comments.model import Comment
from mtle_survey.decisions.careless import left_out, without
from mtle_survey.decisions.ledger import Decision
from mtle_survey.decisions.pairs import pair_decision
from mtle_survey.evidence.comparability import common_items
from mtle_survey.evidence.events import is_log
from mtle_survey.evidence.group_spellings import grouping_fields
from mtle_survey.evidence.informant_forms import keyed_by_unit
from mtle_survey.evidence.linking import linking, participation
from mtle_survey.evidence.open_comments import (
    QuotingRule,
    Terms,
    Voices,
    commented,
    quoting_rule,
    settings,
    voices,
)
from mtle_survey.evidence.pairs import Contrast
from mtle_survey.evidence.timeline import RETROSPECTIVE, asked_waves, compared_waves, named_waves
from mtle_survey.linking.flow import Flow, respondent_flow
from mtle_survey.linking.link import Links, link
from mtle_survey.linking.pseudonyms import pseudonymous
from mtle_survey.responses import Responses, Source, WaveFacts
from mtle_survey.scores import Scores, score
from mtle_survey.screening.screen import Screen, screen
from mtle_survey.study.settings import StudySettings
from mtle_survey.table import Table


class AnsweredStudy(StudySettings):
    """A study with the answers to it: who answered what and when, and who is who."""

    @cached_property
    def waves(self) -> Mapping[str | None, Responses]:
        """The responses that are analysed: linked as declared, without those a declared rule leaves out."""
        waves = self.answered_waves
        if self.unit is not None and self.informant is not None:
            coded = self.respondent is not None
            waves = {
                wave: keyed_by_unit(responses, self.unit, self.informant, respondent=coded)
                for wave, responses in waves.items()
            }
        return without(waves, self.left_out) if self.careless_rule.exclude else waves

    @cached_property
    def wave_names(self) -> tuple[str, ...]:
        """Named waves in time order, without the retrospective one."""
        return named_waves(self.waves)

    @cached_property
    def retrospective(self) -> str | None:
        """The wave in which people look back, if there is one."""
        return RETROSPECTIVE if RETROSPECTIVE in self.waves else None

    @cached_property
    def asked_waves(self) -> tuple[str, ...]:
        """Waves in which people answered about the time of asking, in time order."""
        return asked_waves(self.instrument, self.wave_names)

    @cached_property
    def common_items(self) -> Mapping[str, tuple[str, ...]]:
        """The items of each scale that were asked in every wave in which the scale can be scored."""
        return common_items(self.instrument, self.waves)

    @cached_property
    def scores(self) -> Mapping[str | None, Scores]:
        """Scale scores by wave, on the items common to the waves."""
        return {wave: score(responses, self.common_items) for wave, responses in self.waves.items()}

    @cached_property
    def careless(self) -> Mapping[str | None, Screen]:
        """By wave, what each index of careless responding says about each response that was read."""
        return {w: screen((r,), self.careless_rule) for w, r in self.answered_waves.items() if r.items}

    @cached_property
    def left_out(self) -> Mapping[str | None, NDArray[np.bool_]]:
        """By wave, which of the responses that were read a declared rule on careless answers leaves out."""
        return left_out(self.answered_waves, self.careless)

    @cached_property
    def comments(self) -> tuple[Comment, ...]:
        """Open comments, redacted, with what was decided about each; none unless the study declares them."""
        return () if self.review is None else comments_of(self.waves, self.review)

    @property
    def quoting(self) -> QuotingRule:
        """Whose comments the report may quote."""
        return quoting_rule(self.small_cell, public=self.audience == "public")

    @cached_property
    def voices(self) -> tuple[Voices, ...]:
        """Who commented, and what may be quoted, question by question and wave by wave."""
        if self.review is None:
            return ()
        setting = settings(self.instrument, self.cluster, self.unit)
        terms = Terms(review=self.review, setting=setting, rule=self.quoting)
        return voices(self.waves, self.comments, terms)

    @property
    def commented(self) -> Table:
        """How many of those asked an open question wrote something; empty unless the study declares it."""
        return commented(self.voices)

    @cached_property
    def links(self) -> Links | None:
        """Who is who across waves; None with one wave, without identifiers, and for the entries of a log."""
        return self.link()

    def link(self, *, fuzzy: bool | None = None) -> Links | None:
        """Link the waves once more, with or without near matches, to see what depends on them."""
        named = {w: r for w, r in self.waves.items() if w is not None}
        if len(named) < 2 or is_log(self.instrument):
            return None
        return link(
            named,
            fuzzy=self.decided.fuzzy if fuzzy is None else fuzzy,
            decided=self.decided.pairs,
            stable=self.stable_fields,
        )

    @cached_property
    def shown_waves(self) -> Mapping[str | None, Responses]:
        """The waves as they may leave the program: under pseudonyms where the study asks for them."""
        if self.secret is None:
            return self.waves
        return pseudonymous(self.waves, self.links, self.secret, self.identifying)

    @cached_property
    def stable_fields(self) -> tuple[str, ...]:
        """Fields that do not change about a person: site, groups, cohort, program or comparison."""
        fields = (self.cluster, *self.groups, self.decided.cohort, self.design.get("column"))
        return tuple(dict.fromkeys(str(field) for field in fields if field))

    @property
    def grouping_fields(self) -> tuple[str, ...]:
        """Fields whose values divide people into sites, groups, units or kinds of informants."""
        return grouping_fields(self.instrument, (*self.stable_fields, self.unit))

    @cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """What was done to the data because the evaluator said so, for the ledger."""
        return (*self.decided.ledger, *(pair_decision(pair) for pair in self.decided.pairs))

    @cached_property
    def linking(self) -> Table:
        """Who was invited, agreed and answered, and how people were found in each other wave."""
        taking_part = participation(
            self.waves,
            self.decided.roster,
            self.decided.cohort_waves,
            self.decided.consented,
            self.cluster,
        )
        return taking_part if self.links is None else taking_part + linking(self.links, self.contrasts)

    @cached_property
    def flow(self) -> Flow:
        """The flow of respondents; it reconciles."""
        roster = self.decided.roster
        invited = (
            {} if roster is None else {w: roster.invited(w, self.decided.cohort_waves) for w in self.waves}
        )
        return respondent_flow(self.waves, self.links, invited)

    @cached_property
    def contrasts(self) -> tuple[Contrast, ...]:
        """Which waves are compared; a scale asked later than the first wave has its own first one."""
        return compared_waves(self.scores, self.wave_names, self.asked_waves, self.common_items)

    @cached_property
    def read(self) -> Mapping[str | None, WaveFacts]:
        """What was read, by wave."""
        return {wave: responses.facts for wave, responses in self.waves.items()}

    @property
    def inputs(self) -> tuple[tuple[str | None, Source, int], ...]:
        """Every file: its wave, where it comes from, and its responses."""
        return tuple(
            (wave, source, int((responses.source_index == i).sum()))
            for wave, responses in self.waves.items()
            for i, source in enumerate(responses.sources)
        )

    def _answered_field(self, field: str | None) -> str | None:
        """The field, if some wave holds it."""
        return field if any(field in responses.fields for responses in self.waves.values()) else None
