"""A study: an instrument, its waves, and every result, each computed once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from mtle_survey.checks import check_responses
from mtle_survey.decisions.apply import Decided
from mtle_survey.decisions.ledger import Decision
from mtle_survey.decisions.pairs import pair_decision
from mtle_survey.errors import MtleError, Problem, Severity, UsageError, errors_in, problem
from mtle_survey.evidence.attrition import attrition
from mtle_survey.evidence.change import change
from mtle_survey.evidence.comparison import comparison
from mtle_survey.evidence.delivery import delivery
from mtle_survey.evidence.description import describe
from mtle_survey.evidence.confirmatory import ConfirmatoryEvidence, confirm, declared_structure
from mtle_survey.evidence.dosage import dosage
from mtle_survey.evidence.everyone import everyone
from mtle_survey.evidence.linking import linking, participation
from mtle_survey.evidence.missing import applicability_moves
from mtle_survey.evidence.pairs import Contrast, contrasts
from mtle_survey.evidence.polarity import polarity_problems
from mtle_survey.evidence.reliability_evidence import ReliabilityEvidence
from mtle_survey.evidence.sites import change_by_group, change_by_site
from mtle_survey.evidence.structure import StructureEvidence, explore, structure_data
from mtle_survey.instrument.model import Instrument
from mtle_survey.linking.flow import Flow, respondent_flow
from mtle_survey.linking.link import Links, link
from mtle_survey.responses import Responses
from mtle_survey.scores import Scores, administered_items, score
from mtle_survey.screening.rule import CarelessRule
from mtle_survey.screening.screen import Screen, screen
from mtle_survey.table import Table

RETROSPECTIVE = "retro"
DRAWS = 10_000
DRAWS_OF_REFITS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the evaluation asks, the scales that answer it, and the declared target."""

    ask: str
    measures: tuple[str, ...] = ()
    target: Mapping[str, float] | None = None


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
        Fields by which results are broken down.
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
    careless : CarelessRule, optional
        What is declared about careless responding; by default responses are flagged and kept.
    small_cell : int
        Smallest group shown in a public edition.
    audience : str
        ``internal`` or ``public``.
    study_file : str, optional
        The file the study was read from, for the ledger.
    decided : Decided, optional
        What the evaluator decided, already carried out on the waves.

    Raises
    ------
    UsageError
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
        careless: CarelessRule | None = None,
        small_cell: int = 10,
        audience: str = "internal",
        study_file: str | None = None,
        own_problems: Sequence[Problem] = (),
        decided: Decided | None = None,
    ) -> None:
        if not waves:
            raise ValueError("a study needs at least one wave")
        self.instrument = instrument
        self.waves = dict(waves)
        elements = (respondent,) if isinstance(respondent, str) else respondent
        self.respondent = " + ".join(elements) if elements else None
        self.title = title or instrument.title
        self.design = dict(design or {"type": "one_group"})
        self.cluster = cluster or _role(instrument, "cluster")
        self.groups = tuple(groups)
        self.dose = dose
        self.primary = tuple(primary)
        self.questions = tuple(questions)
        self.confidence = confidence
        self.seed = seed
        self.draws = bootstrap or DRAWS
        self.refits = bootstrap or DRAWS_OF_REFITS
        self.accept = dict(accept or {})
        self.dates = dict(dates or {})
        self.careless_rule = replace(careless or CarelessRule(), cluster=self.cluster)
        self.small_cell = small_cell
        self.audience = audience
        self.study_file = study_file
        self.decided = decided or Decided()
        self._own_problems = tuple(own_problems)

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
        per_wave = [administered_items(self.instrument, frozenset(r.items)) for r in self.waves.values()]
        common: dict[str, tuple[str, ...]] = {}
        for scale in self.instrument.scored_scales():
            versions = [found[scale.id] for found in per_wave if scale.id in found]
            if not versions:
                continue
            shared = tuple(i for i in versions[0] if all(i in version for version in versions))
            if len(shared) >= min(2, len(versions[0])):
                common[scale.id] = shared
        return common

    @cached_property
    def scores(self) -> Mapping[str | None, Scores]:
        """Scale scores by wave, on the items common to the waves."""
        return {wave: score(responses, self.common_items) for wave, responses in self.waves.items()}

    @cached_property
    def careless(self) -> Mapping[str | None, Screen]:
        """By wave, what each index of careless responding says about each response; nobody is removed."""
        return {w: screen((r,), self.careless_rule) for w, r in self.waves.items() if r.items}

    @cached_property
    def links(self) -> Links | None:
        """Who is who across waves; None with one wave or without identifiers."""
        return self.link()

    def link(self, *, fuzzy: bool | None = None) -> Links | None:
        """Link the waves once more, with or without near matches, to see what depends on them."""
        named = {w: r for w, r in self.waves.items() if w is not None}
        if len(named) < 2:
            return None
        return link(
            named,
            fuzzy=self.decided.fuzzy if fuzzy is None else fuzzy,
            decided=self.decided.pairs,
            stable=self.stable_fields,
        )

    @cached_property
    def stable_fields(self) -> tuple[str, ...]:
        """Fields that do not change about a person: site, groups, cohort, program or comparison."""
        fields = (self.cluster, *self.groups, self.decided.cohort, self.design.get("column"))
        return tuple(dict.fromkeys(str(field) for field in fields if field))

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
        """Which waves are compared."""
        return contrasts(self.wave_names, self.retrospective) if len(self.wave_names) > 1 else ()

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
    def change(self) -> Table:
        """Change between waves among the linked; empty when nobody can be linked."""
        if self.links is None or not self.contrasts:
            return Table()
        return change(
            self.instrument,
            self.scores,
            self.links,
            self.contrasts,
            self.primary,
            self.confidence,
            self.seed,
            self.draws,
        )

    @cached_property
    def everyone(self) -> Table:
        """Change with everyone who answered, linked or not."""
        if self.links is None or len(self.wave_names) < 2:
            return Table()
        return everyone(self.scores, self.links, self.wave_names, self.confidence)

    @cached_property
    def attrition(self) -> Table:
        """Who was lost, and how they had started."""
        if self.links is None or len(self.wave_names) < 2:
            return Table()
        return attrition(self.scores, self.links, self.wave_names, self.confidence)

    @cached_property
    def applicability(self) -> Table:
        """Who moved between "does not apply" and an answer."""
        if self.links is None or not self.contrasts:
            return Table()
        return applicability_moves(self.waves, self.links, self.contrasts, self.confidence)

    @cached_property
    def change_by_group(self) -> Table:
        """Change within each group and site."""
        fields = [f for f in (*self.groups, self.cluster) if f and self._answered_field(f)]
        if self.links is None or not fields:
            return Table()
        return change_by_group(self.waves, self.scores, self.links, self.contrasts, fields, self.confidence)

    @cached_property
    def change_by_site(self) -> Table:
        """Change with the sites respected."""
        if self.links is None or self.cluster is None or not self._answered_field(self.cluster):
            return Table()
        return change_by_site(
            self.waves, self.scores, self.links, self.contrasts, self.cluster, self.confidence, self.seed
        )

    @cached_property
    def dosage(self) -> Table:
        """Change and how much people took part."""
        if self.links is None or self.dose is None or not self._answered_field(self.dose):
            return Table()
        return dosage(
            self.waves, self.scores, self.links, self.contrasts, self.dose, self.cluster, self.confidence
        )

    @cached_property
    def comparison(self) -> Table:
        """Program against comparison group; empty in a one-group design."""
        if self.links is None or self.design["type"] != "comparison":
            return Table()
        return comparison(
            self.waves, self.scores, self.links, self.wave_names, self.design, self.cluster, self.confidence
        )

    def structure(
        self,
        wave: str | None = None,
        scales: Sequence[str] = (),
        *,
        factors: int | None = None,
        correlation: str | None = None,
        estimator: str = "minres",
        permutations: int = 1_000,
        progress: Callable[[str], None] = lambda _: None,
    ) -> StructureEvidence:
        """The structure of the answers of one wave, by default the first; waves are never stacked.

        Raises
        ------
        UsageError
            There is no such wave or scale.
        """
        name = self._wave(wave)
        unknown = [s for s in scales if s not in self.instrument.scale]
        if unknown:
            raise UsageError(f"instrument {self.instrument.id} has no scale {', '.join(unknown)}")
        return explore(
            structure_data(self.instrument, self.waves[name], scales),
            factors=factors,
            correlation=correlation,
            estimator=estimator,
            seed=self.seed,
            permutations=permutations,
            progress=progress,
        )

    def confirmed_structure(
        self,
        wave: str | None = None,
        scales: Sequence[str] = (),
        progress: Callable[[str], None] = lambda _: None,
    ) -> ConfirmatoryEvidence:
        """How the declared structure fits the answers of one wave, by every estimator."""
        data = structure_data(self.instrument, self.waves[self._wave(wave)], scales)
        declared = declared_structure(self.instrument, data.items)
        return confirm(data, declared, self.confidence, progress)

    def _wave(self, wave: str | None) -> str | None:
        name = next(iter(self.waves)) if wave is None else wave
        if name not in self.waves:
            known = ", ".join(self.wave_names) or "unnamed"
            raise UsageError(f"there is no wave “{wave}”; waves are {known}")
        return name

    @cached_property
    def compared(self) -> Table:
        """Everything that is said about change, in one table."""
        return (
            self.change
            + self.everyone
            + self.attrition
            + self.applicability
            + self.change_by_group
            + self.change_by_site
            + self.dosage
            + self.comparison
            + self.linking
            + self.delivery
        )

    def _answered_field(self, field: str) -> bool:
        return any(field in responses.fields for responses in self.waves.values())

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Every problem of the definition, the reading, the answers and the linking.

        Accepted errors are warnings here, with the evaluator's reason.
        """
        found = list(self._own_problems)
        for responses in self.waves.values():
            found += responses.problems
            found += check_responses(responses, self.careless_rule)
        found += self._comparability_problems()
        found += polarity_problems(self.instrument, self.items)
        if self.links is not None:
            found += self.links.problems
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

    def _comparability_problems(self) -> list[Problem]:
        found = [
            problem("S002", item=scale, found=f"{scale}")
            for scale in dict.fromkeys(
                s
                for r in self.waves.values()
                for s in administered_items(self.instrument, frozenset(r.items))
            )
            if scale not in self.common_items
        ]
        for scale, items in self.common_items.items():
            extra = sorted(
                {
                    i
                    for r in self.waves.values()
                    for i in self.instrument.scale_items(scale)
                    if i in r.items
                    and i not in items
                    and scale in administered_items(self.instrument, frozenset(r.items))
                }
            )
            if extra:
                found.append(
                    problem(
                        "S001", item=scale, found=f"{scale}: {len(items)} items", left_out=", ".join(extra)
                    )
                )
        return found


def _role(instrument: Instrument, role: str) -> str | None:
    field = instrument.field_with_role(role)
    return field.id if field else None
