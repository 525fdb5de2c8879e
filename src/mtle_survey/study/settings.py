"""What a study declares: everything about it that does not depend on what people answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from mtle_survey.branding.brand import Brand
from mtle_survey.comments.model import Review
from mtle_survey.decisions.apply import Decided
from mtle_survey.errors import Problem, UsageError
from mtle_survey.evidence.declared import AUDIENCES, misfits, unknown_scale
from mtle_survey.evidence.locked_plan import Plan, declared
from mtle_survey.evidence.on_request import EXTRAS
from mtle_survey.evidence.timeline import named_waves
from mtle_survey.instrument.model import Instrument
from mtle_survey.linking.pseudonyms import Secret
from mtle_survey.responses import Responses
from mtle_survey.screening.rule import CarelessRule
from mtle_survey.segments.model import Interviews
from mtle_survey.study.part import PartOf
from mtle_survey.study.question import Question
from mtle_survey.versions import AskedWith

DRAWS = 10_000
DRAWS_OF_REFITS = 2_000


class StudySettings:
    """What is declared about one evaluation, and the responses that it is about."""

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
        """Declare a study.

        Parameters
        ----------
        instrument : Instrument
        waves : mapping of wave name to Responses
            In time order; the first is the baseline. A single unnamed wave has the key None.
        respondent : str or sequence of str, optional
            The field or column that identifies people, or the columns of a self-made code, as it was given
            when the responses were read.
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
            Waves that were asked with another version of the instrument, whose answers were brought to this
            one.
        own_problems : sequence of Problem
            Found on the way here, in the study file and in what the evaluator decided.
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
            Something is declared that a study file could not declare either: a scale that the instrument does
            not have, an incomplete design, an unknown audience.
        ValueError
            No wave at all.
        """
        if not waves:
            raise ValueError("a study needs at least one wave")
        declared_change = {
            "meaningful_step": meaningful_step or {},
            "smallest_effect": smallest_effect or {},
            "design": design or {},
        }
        _require_meant(instrument, primary, questions, declared_change, audience)
        elements = (respondent,) if isinstance(respondent, str) else tuple(respondent or ())
        self.instrument = instrument
        self.answered_waves = dict(waves)
        self.dates = dict(dates or {})
        self.versions = tuple(versions)
        self.study_file = study_file
        self.own_problems = tuple(own_problems)

        self.respondent = " + ".join(elements) or None
        self.identifying = frozenset({*elements, _role(instrument, "respondent") or ""})
        self.unit = unit
        self.informant = _role(instrument, "informant")
        self.secret = secret
        self.decided = decided or Decided()
        self.accept = dict(accept or {})

        self.design = dict(design or {"type": "one_group"})
        self.cluster = cluster or _role(instrument, "cluster")
        cohort = self.decided.cohort
        self.groups = tuple(dict.fromkeys((*groups, *(() if cohort is None else (cohort,)))))
        self.dose = dose
        self.primary = tuple(primary)
        self.questions = tuple(questions)
        self.locked_plan = None if locked_plan is None else dict(locked_plan)
        self.steps = dict(meaningful_step or {})
        self.smallest_effects = dict(smallest_effect or {})
        self.retest = tuple(retest)
        self.careless_rule = replace(careless or CarelessRule(), cluster=self.cluster)
        self.interviews = interviews or Interviews()
        self.review = review

        self.confidence = confidence
        self.seed = seed
        self.draws = bootstrap or DRAWS
        self.refits = bootstrap or DRAWS_OF_REFITS
        self.extras = tuple(extras)

        self.title = title or instrument.title
        self.audience = audience
        self.small_cell = small_cell
        self.case_profiles = case_profiles
        self.narrative = dict(narrative or {})
        self.brand = brand or Brand()
        self.language = language
        self.part = PartOf()

    @property
    def declared(self) -> Plan:
        """What the study declares now, to be held against a locked plan."""
        return declared(
            self.instrument,
            named_waves(self.answered_waves),
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
