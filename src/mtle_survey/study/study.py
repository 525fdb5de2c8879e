"""A study: an instrument, its waves, and every result, each computed once."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import replace
from functools import cached_property
from html import escape

from mtle_survey.checks import check_responses
from mtle_survey.errors import MtleError, Problem, Severity, errors_in
from mtle_survey.evidence.arms import program_group
from mtle_survey.evidence.change_evidence import ChangeEvidence
from mtle_survey.evidence.claims import Claims
from mtle_survey.evidence.comparability import comparability_problems
from mtle_survey.evidence.delivery import delivery
from mtle_survey.evidence.description import describe
from mtle_survey.evidence.group_spellings import spelling_problems
from mtle_survey.evidence.informant_forms import incomplete_units
from mtle_survey.evidence.joint_display import JointDisplay, interview_problems, joint_display
from mtle_survey.evidence.keyed_tests import keyed_tests
from mtle_survey.evidence.missing import missing_table, tally
from mtle_survey.evidence.panel import Panel
from mtle_survey.evidence.polarity import polarity_problems
from mtle_survey.evidence.reliability_evidence import ReliabilityEvidence
from mtle_survey.evidence.sensitivity import Sensitivity
from mtle_survey.evidence.stability import stability
from mtle_survey.evidence.standing import Standing
from mtle_survey.evidence.structures import Structures
from mtle_survey.linking.doubtful import half_identified
from mtle_survey.linking.pseudonyms import without_identifiers
from mtle_survey.linking.wave_dates import date_problems
from mtle_survey.responses import Responses
from mtle_survey.study.answers import AnsweredStudy
from mtle_survey.table import Table, html_table


class Study(AnsweredStudy):
    """Everything about one evaluation: its settings, its answers, and every result, computed when asked for.

    ``help(Study.__init__)`` tells what can be declared.
    """

    def about(self, waves: Mapping[str | None, Responses]) -> Study:
        """The same study about other responses, such as those of one site; everything is computed anew.

        Responses that a declared rule leaves out are to be left out of ``waves`` already.
        """
        other = copy(self)
        for name in list(vars(other)):
            if isinstance(getattr(type(self), name, None), cached_property):
                del vars(other)[name]
        other.waves = dict(waves)
        other.answered_waves = dict(waves)
        other.careless_rule = replace(self.careless_rule, exclude=False)
        return other

    def _repr_html_(self) -> str:
        """What a notebook shows: title, instrument and waves; no result is computed for it."""
        about = f"{self.title} ({self.instrument.id} {self.instrument.version})"
        rows = [(wave or "", r.values.shape[0], len(r.items)) for wave, r in self.waves.items()]
        return f"<p>{escape(about)}</p>" + html_table(("Wave", "Responses", "Rated items"), rows)

    @cached_property
    def standing(self) -> Standing:
        """Where people, schools and sites stand, each part computed when it is asked for."""
        return Standing(
            instrument=self.instrument,
            waves=self.waves,
            scores=self.scores,
            unit=self.unit,
            informant=self.informant,
            cluster=self.cluster,
            groups=self.groups,
            level=self.confidence,
        )

    @property
    def informants(self) -> Table:
        """How far several informants about one unit agree; empty without units."""
        return self.standing.informants

    @cached_property
    def delivery(self) -> Table:
        """Hours planned, held and taken part in; empty without records of sessions."""
        return delivery(self.decided.delivered)

    @cached_property
    def missing(self) -> Table:
        """Missing answers per item, whatever the reason and by reason."""
        return missing_table({w: tally(r.items, (r,)) for w, r in self.waves.items()}, self.confidence)

    @cached_property
    def description(self) -> Table:
        """Description of scales and items."""
        return describe(self.waves, self.scores, self.confidence)

    @cached_property
    def consistency(self) -> ReliabilityEvidence:
        """Everything about reliability, each part computed when it is asked for."""
        return ReliabilityEvidence(
            instrument=self.instrument,
            waves=self.waves,
            scores=self.scores,
            links=self.links,
            contrasts=self.contrasts,
            cluster=self.cluster,
            level=self.confidence,
            seed=self.seed,
            draws=self.draws,
            refits=self.refits,
        )

    @property
    def reliability(self) -> Table:
        """Reliability per scale and wave."""
        return self.consistency.coefficients

    @property
    def items(self) -> Table:
        """Item statistics per scale and wave."""
        return self.consistency.items

    @cached_property
    def structures(self) -> Structures:
        """Factor analysis and item response models, each computed when it is asked for."""
        return Structures(
            instrument=self.instrument,
            waves=self.waves,
            asked_waves=self.asked_waves,
            links=self.links,
            level=self.confidence,
            seed=self.seed,
            refits=self.refits,
        )

    @cached_property
    def keyed_tests(self) -> Table:
        """Difficulty, item-rest correlation and KR-20 of declared tests with right answers."""
        return keyed_tests(self.instrument, self.waves, self.confidence)

    @cached_property
    def stability(self) -> Table:
        """Test-retest, for two waves that are declared to have nothing between them."""
        if self.panel is None or not self.retest:
            return Table()
        return stability(self.panel, self.retest[0], self.retest[1])

    @cached_property
    def panel(self) -> Panel | None:
        """The people found in several waves; None with one wave, or without identifiers."""
        if self.links is None or not self.contrasts:
            return None
        return Panel(
            instrument=self.instrument,
            waves=self.waves,
            scores=self.scores,
            links=self.links,
            names=self.asked_waves,
            contrasts=self.contrasts,
            retrospective=self.retrospective,
            primary=self.primary,
            cluster=self._answered_field(self.cluster),
            groups=tuple(g for g in self.groups if self._answered_field(g)),
            dose=self._answered_field(self.dose),
            design=self.design,
            dates=self.dates,
            steps=self.steps,
            smallest_effects=self.smallest_effects,
            level=self.confidence,
            seed=self.seed,
            draws=self.draws,
        )

    @cached_property
    def joint_display(self) -> JointDisplay:
        """What was said in interviews beside how scores changed; empty without interviews."""
        if self.panel is None or not self.interviews.segments:
            return JointDisplay()
        group = program_group(self.design)
        change, by_site = (
            (self.changes.change, self.changes.by_site)
            if group is None
            else (self.changes.by_group.where(group=group), self.changes.comparison.where(group=group))
        )
        return joint_display(self.panel, self.interviews, change, by_site, self.leading)

    @cached_property
    def changes(self) -> ChangeEvidence:
        """Everything about change, each part computed when it is asked for."""
        return ChangeEvidence(
            panel=self.panel,
            design_type=str(self.design["type"]),
            leading=self.leading,
            orders=tuple(q.order for q in self.questions if q.order is not None),
            link_again=lambda fuzzy: self.link(fuzzy=fuzzy),
            careless=lambda: {w: s.meets_rule[~self.left_out[w]] for w, s in self.careless.items()},
            extras=self.extras,
        )

    @cached_property
    def leading(self) -> tuple[str, ...]:
        """The scales that the study is judged by: the primary ones, else outcomes not part of another."""
        scored = {scale for scores in self.scores.values() for scale in scores.scales}
        if self.primary:
            return tuple(s for s in self.primary if s in scored)
        outcomes = [s for s in self.instrument.scales if s.kind == "outcome" and s.report and s.id in scored]
        parts = {part for scale in outcomes for part in scale.parts}
        return tuple(s.id for s in outcomes if s.id not in parts)

    @property
    def change(self) -> Table:
        """Change between waves among the linked; empty when nobody can be linked."""
        return self.changes.change

    @property
    def everyone(self) -> Table:
        """Change with everyone who answered, linked or not."""
        return self.changes.everyone

    @property
    def attrition(self) -> Table:
        """Who was lost, and how they had started."""
        return self.changes.attrition

    @property
    def applicability(self) -> Table:
        """Who moved between "does not apply" and an answer."""
        return self.changes.applicability

    @property
    def change_by_group(self) -> Table:
        """Change within each group and site."""
        return self.changes.by_group

    @property
    def change_by_site(self) -> Table:
        """Change with the sites respected."""
        return self.changes.by_site

    @property
    def dosage(self) -> Table:
        """Change and how much people took part."""
        return self.changes.dosage

    @property
    def comparison(self) -> Table:
        """Program against comparison group; empty in a one-group design."""
        return self.changes.comparison

    @property
    def sensitivity(self) -> Sensitivity:
        """Whether the conclusion holds in other ways to work out the change."""
        return self.changes.sensitivity

    @property
    def claims(self) -> Claims:
        """What the design allows a report to say."""
        return self.changes.claims

    @cached_property
    def compared(self) -> Table:
        """Everything that is said about change, in one table."""
        standing = self.standing.table + self.joint_display.table
        return self.changes.table + standing + self.linking + self.delivery

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Every problem of the definition, the reading, the answers and the linking.

        Accepted errors are warnings here, with the evaluator's reason.
        """
        found = list(self.own_problems)
        for responses in self.answered_waves.values():
            found += responses.problems
            found += check_responses(responses, self.careless_rule)
        found += comparability_problems(self.instrument, self.waves, self.common_items)
        found += polarity_problems(
            self.instrument, self.items, {w: r.label_order for w, r in self.waves.items()}
        )
        if self.unit is not None:
            found += incomplete_units(self.instrument, self.waves, self.unit)
        found += spelling_problems(self.answered_waves, self.grouping_fields)
        found += date_problems(self.waves, self.wave_names, self.dates, self.study_file)
        if self.links is not None:
            found += self.links.problems
        else:
            found += half_identified({wave: self.waves[wave] for wave in self.wave_names})
        if self.interviews.segments:
            found += interview_problems(self.interviews, self.joint_display, linked=self.panel is not None)
        if self.secret is not None:
            found = [without_identifiers(p) for p in found]
        return tuple(self._accepted(p) for p in dict.fromkeys(found))

    def require_sound(self) -> None:
        """Stop before scoring when an error stands that the study does not accept.

        Raises
        ------
        MtleError
            With all problems.
        """
        if errors_in(self.problems):
            raise MtleError(self.problems)

    def _accepted(self, p: Problem) -> Problem:
        if p.severity is Severity.ERROR and p.code in self.accept:
            return p.as_warning(self.accept[p.code])
        return p
