"""A study: an instrument, its waves, and every result, each computed once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property
from html import escape
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mtle_survey.branding.brand import Brand
from mtle_survey.checks import check_responses
from mtle_survey.comments.gather import comments_of
from mtle_survey.comments.model import Comment, Review
from mtle_survey.decisions.apply import Decided
from mtle_survey.decisions.careless import left_out, without
from mtle_survey.decisions.ledger import Decision
from mtle_survey.decisions.pairs import pair_decision
from mtle_survey.errors import MtleError, Problem, Severity, UsageError, errors_in
from mtle_survey.evidence.arms import program_group
from mtle_survey.evidence.change_evidence import ChangeEvidence
from mtle_survey.evidence.claims import Claims
from mtle_survey.evidence.comparability import common_items, comparability_problems
from mtle_survey.evidence.declared import AUDIENCES, misfits, target_fault, unknown_scale
from mtle_survey.evidence.delivery import delivery
from mtle_survey.evidence.description import describe
from mtle_survey.evidence.events import is_log
from mtle_survey.evidence.group_spellings import grouping_fields, spelling_problems
from mtle_survey.evidence.informants import incomplete_units, keyed_by_unit
from mtle_survey.evidence.joint_display import JointDisplay, interview_problems, joint_display
from mtle_survey.evidence.keyed_tests import keyed_tests
from mtle_survey.evidence.linking import linking, participation
from mtle_survey.evidence.locked_plan import Plan, declared
from mtle_survey.evidence.missing import missing_table, tally
from mtle_survey.evidence.on_request import EXTRAS
from mtle_survey.evidence.open_comments import (
    QuotingRule,
    Terms,
    Voices,
    commented,
    quoting_rule,
    settings,
    voices,
)
from mtle_survey.evidence.order import Order
from mtle_survey.evidence.pairs import Contrast, contrasts
from mtle_survey.evidence.panel import Panel
from mtle_survey.evidence.polarity import polarity_problems
from mtle_survey.evidence.reliability_evidence import ReliabilityEvidence
from mtle_survey.evidence.sensitivity import Sensitivity
from mtle_survey.evidence.stability import stability
from mtle_survey.evidence.standing import Standing
from mtle_survey.evidence.structures import Structures
from mtle_survey.instrument.model import Instrument
from mtle_survey.linking.flow import Flow, respondent_flow
from mtle_survey.linking.link import Links, link
from mtle_survey.linking.pseudonyms import Secret, pseudonymous, without_identifiers
from mtle_survey.linking.wave_dates import date_problems
from mtle_survey.responses import Responses, Source, WaveFacts
from mtle_survey.scores import Scores, score
from mtle_survey.screening.rule import CarelessRule
from mtle_survey.screening.screen import Screen, screen
from mtle_survey.segments.model import Interviews
from mtle_survey.table import Table, html_table
from mtle_survey.versions import AskedWith

RETROSPECTIVE = "retro"
DRAWS = 10_000
DRAWS_OF_REFITS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the evaluation asks, the scales that answer it, the declared target and order of gains.

    Raises
    ------
    UsageError
        The target is none that could be judged.
    """

    ask: str
    measures: tuple[str, ...] = ()
    target: Mapping[str, float] | None = None
    order: Order | None = None

    def __post_init__(self) -> None:
        fault = "" if self.target is None else target_fault(self.target)
        if fault:
            raise UsageError(fault)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartOf:
    """What a study about some of the people of another one is to that.

    Attributes
    ----------
    whole : str
        The title of the whole; empty for a study that is one.
    field, value : str
        What its people share.
    flow_told : bool
        Whether a public report of it may tell who answered and who was found again.
    """

    whole: str = ""
    field: str = ""
    value: str = ""
    flow_told: bool = True


class Study:
    """Everything about one evaluation.

    Parameters
    ----------
    instrument : Instrument
    waves : mapping of wave name to Responses
        In time order; the first is the baseline. A single unnamed wave has the key None.
    respondent : str or sequence of str, optional
        The field or column that identifies people, or the columns of a self-made code, as it was given when
        the responses were read.
    title : str, optional
    design : mapping, optional
        ``{"type": "one_group"}`` (default) or a comparison design.
    cluster : str, optional
        Field that holds the site.
    groups : sequence of str
        Fields by which results are broken down; the cohort of pooled cohorts is always one of them.
    dose : str, optional
        Field that holds the hours taken part in.
    primary : sequence of str
        Scales declared as confirmatory; without any, no p-value is reported.
    questions : sequence of Question
    confidence : float
        Level of all intervals, in (0, 1).
    seed : int
        Seed of everything that draws random numbers.
    bootstrap : int, optional
        Draws of every bootstrap; by default 10,000 for closed forms and 2,000 for refits.
    accept : mapping of problem code to reason
        Errors the evaluator takes responsibility for.
    dates : mapping of wave to ISO date
    unit : str, optional
        Field of what several informants answer about, such as the school.
    retest : sequence of str
        Two waves between which nothing was done to change anybody.
    meaningful_step, smallest_effect : mapping of scale to float
        What counts as having risen or fallen, and the smallest change that would matter, in score units.
    extras : sequence of str
        Analyses made on request.
    careless : CarelessRule, optional
        What is declared about careless responding; by default responses are flagged and kept. Where it
        declares so, they are set aside, and ``answered_waves`` still holds everybody.
    small_cell : int
        Smallest group shown in a public edition.
    audience : str
        ``internal`` or ``public``.
    study_file : str, optional
        The file the study was read from, for the ledger.
    versions : sequence of AskedWith
        Waves that were asked with another version of the instrument, whose answers were brought to this one.
    decided : Decided, optional
        What the evaluator decided, already carried out on the waves.
    brand : Brand, optional
        Whose report it is.
    language : str
        Of the report's own words.
    secret : Secret, optional
        Show people under names made with it instead of their identifiers.
    interviews : Interviews, optional
        Coded segments of interviews, and what their codes say about scales.
    review : Review, optional
        Open comments that are quoted once they are approved.
    case_profiles : bool
        Whether an internal report holds a profile of every person.
    locked_plan : mapping, optional
        What was declared before results were seen, as ``mtle plan --lock`` wrote it.
    narrative : mapping of section to str
        The Markdown file with the evaluator's prose for a section of the report.

    Raises
    ------
    UsageError
        Something is declared that a study file could not declare either: a scale that the instrument does not
        have, an incomplete design, an unknown audience.
    ValueError
        No wave at all.
    """

    def __init__(
        self,
        instrument: Instrument,
        waves: Mapping[str | None, Responses],
        *,
        respondent: str | Sequence[str] | None = None,
        title: str | None = None,
        design: Mapping[str, Any] | None = None,
        cluster: str | None = None,
        groups: Sequence[str] = (),
        dose: str | None = None,
        primary: Sequence[str] = (),
        questions: Sequence[Question] = (),
        confidence: float = 0.95,
        seed: int = 1,
        bootstrap: int | None = None,
        accept: Mapping[str, str] | None = None,
        dates: Mapping[str, str] | None = None,
        unit: str | None = None,
        meaningful_step: Mapping[str, float] | None = None,
        smallest_effect: Mapping[str, float] | None = None,
        retest: Sequence[str] = (),
        extras: Sequence[str] = (),
        careless: CarelessRule | None = None,
        small_cell: int = 10,
        audience: str = "internal",
        study_file: str | None = None,
        versions: Sequence[AskedWith] = (),
        own_problems: Sequence[Problem] = (),
        decided: Decided | None = None,
        brand: Brand | None = None,
        language: str = "en",
        secret: Secret | None = None,
        interviews: Interviews | None = None,
        review: Review | None = None,
        case_profiles: bool = False,
        narrative: Mapping[str, str] | None = None,
        locked_plan: Mapping[str, Any] | None = None,
    ) -> None:
        if not waves:
            raise ValueError("a study needs at least one wave")
        declared_change = {
            "meaningful_step": meaningful_step or {},
            "smallest_effect": smallest_effect or {},
            "design": design or {},
        }
        _require_meant(instrument, primary, questions, declared_change, audience)
        self.instrument = instrument
        self.unit = unit
        self.answered_waves = dict(waves)
        self.waves = dict(waves)
        informant = _role(instrument, "informant")
        if unit is not None and informant is not None:
            person = respondent is not None
            self.waves = {
                w: keyed_by_unit(r, unit, informant, respondent=person) for w, r in self.waves.items()
            }
        elements = (respondent,) if isinstance(respondent, str) else respondent
        self.respondent = " + ".join(elements) if elements else None
        self.title = title or instrument.title
        self.design = dict(design or {"type": "one_group"})
        self.cluster = cluster or _role(instrument, "cluster")
        cohort = decided.cohort if decided is not None else None
        self.groups = tuple(dict.fromkeys((*groups, *((cohort,) if cohort is not None else ()))))
        self.dose = dose
        self.primary = tuple(primary)
        self.questions = tuple(questions)
        self.confidence = confidence
        self.seed = seed
        self.draws = bootstrap or DRAWS
        self.refits = bootstrap or DRAWS_OF_REFITS
        self.accept = dict(accept or {})
        self.dates = dict(dates or {})
        self.steps = dict(meaningful_step or {})
        self.smallest_effects = dict(smallest_effect or {})
        self.retest = tuple(retest)
        self.extras = tuple(extras)
        self.careless_rule = replace(careless or CarelessRule(), cluster=self.cluster)
        if self.careless_rule.exclude:
            self.waves = without(self.answered_waves, self.left_out)
        self.small_cell = small_cell
        self.audience = audience
        self.study_file = study_file
        self.versions = tuple(versions)
        self.decided = decided or Decided()
        self.brand = brand or Brand()
        self.language = language
        self.secret = secret
        self.narrative = dict(narrative or {})
        self.locked_plan = None if locked_plan is None else dict(locked_plan)
        self._identifying = {*(elements or ()), _role(instrument, "respondent") or ""}
        self.interviews = interviews or Interviews()
        self.review = review
        self.case_profiles = case_profiles
        self._own_problems = tuple(own_problems)
        self.part = PartOf()

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
        """What a notebook shows: title, instrument and waves; nothing is computed for it."""
        about = f"{self.title} ({self.instrument.id} {self.instrument.version})"
        rows = [(wave or "", r.values.shape[0], len(r.items)) for wave, r in self.waves.items()]
        return f"<p>{escape(about)}</p>" + html_table(("Wave", "Responses", "Rated items"), rows)

    @property
    def declared(self) -> Plan:
        """What the study declares now, to be held against a locked plan."""
        return declared(
            self.instrument,
            [w for w in self.waves if w is not None and w != RETROSPECTIVE],
            {
                "primary": self.primary,
                "questions": self.questions,
                "design": self.design,
                "cluster": self.cluster,
                "groups": self.groups,
                "dose": self.dose,
                "meaningful_step": self.steps,
                "smallest_effect": self.smallest_effects,
                "retest": self.retest,
                "careless": self.careless_rule,
                "confidence": self.confidence,
                "extras": self.extras,
            },
        )

    @cached_property
    def wave_names(self) -> tuple[str, ...]:
        """Named waves in time order, without the retrospective one."""
        return tuple(w for w in self.waves if w is not None and w != RETROSPECTIVE)

    @cached_property
    def retrospective(self) -> str | None:
        """The wave in which people look back, if there is one."""
        return RETROSPECTIVE if RETROSPECTIVE in self.waves else None

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
    def left_out(self) -> Mapping[str | None, NDArray[np.bool_]]:
        """By wave, which of the responses that were read a declared rule on careless answers leaves out."""
        return left_out(self.answered_waves, self.careless)

    @cached_property
    def standing(self) -> Standing:
        """Where people, schools and sites stand, each part computed when it is asked for."""
        return Standing(
            instrument=self.instrument,
            waves=self.waves,
            scores=self.scores,
            unit=self.unit,
            informant=_role(self.instrument, "informant"),
            cluster=self.cluster,
            groups=self.groups,
            level=self.confidence,
        )

    @property
    def informants(self) -> Table:
        """How far several informants about one unit agree; empty without units."""
        return self.standing.informants

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
        return pseudonymous(self.waves, self.links, self.secret, self._identifying)

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
    def delivery(self) -> Table:
        """Hours planned, held and taken part in; empty without records of sessions."""
        return delivery(self.decided.delivered)

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
        if not self.asked_waves or (len(self.asked_waves) < 2 and self.retrospective is None):
            return ()
        others = [w for w in self.wave_names if w not in self.asked_waves]
        found = contrasts(self.asked_waves, self.retrospective, others)
        for scale in self.common_items:
            asked = [w for w in self.asked_waves if scale in self.scores[w].scales]
            if asked and asked[0] != self.asked_waves[0]:
                found += tuple(Contrast(later, asked[0]) for later in asked[1:])
        return tuple(dict.fromkeys(found))

    @cached_property
    def asked_waves(self) -> tuple[str, ...]:
        """Waves in which people answered about the time of asking, in time order."""
        occasions = {form.occasion for form in self.instrument.forms}
        return tuple(w for w in self.wave_names if w not in occasions)

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

    def ask_for(self, extras: Sequence[str]) -> None:
        """Add analyses that are made on request; to be called before any result is.

        Raises
        ------
        UsageError
            There is no such analysis.
        """
        unknown = [name for name in extras if name not in EXTRAS]
        if unknown:
            raise UsageError(f"there is no analysis “{unknown[0]}”; there are {', '.join(EXTRAS)}")
        self.extras = tuple(dict.fromkeys((*self.extras, *extras)))

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

    def _answered_field(self, field: str | None) -> str | None:
        """The field, if some wave holds it."""
        return field if any(field in responses.fields for responses in self.waves.values()) else None

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Every problem of the definition, the reading, the answers and the linking.

        Accepted errors are warnings here, with the evaluator's reason.
        """
        found = list(self._own_problems)
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


def _require_meant(
    instrument: Instrument,
    primary: Sequence[str],
    questions: Sequence[Question],
    declared_change: Mapping[str, Any],
    audience: str,
) -> None:
    """Hold what is declared in Python to the rules of a study file."""
    measures = [scale for question in questions for scale in question.measures]
    faults = [
        unknown_scale("primary", primary, instrument),
        unknown_scale("measures", measures, instrument),
        *(f"{misfit.found}: {misfit.reason}" for misfit in misfits(declared_change, (), instrument)),
        "" if audience in AUDIENCES else f"audience {audience!r}: it is one of {', '.join(AUDIENCES)}",
    ]
    fault = next(filter(None, faults), "")
    if fault:
        raise UsageError(fault)


def _role(instrument: Instrument, role: str) -> str | None:
    field = instrument.field_with_role(role)
    return field.id if field else None
