"""COSMIN: what a study of measurement properties reports."""

from mtle_survey.report.checklists import designs, known
from mtle_survey.report.checklists.checklist import Checklist, Item

CHECKLIST = Checklist(
    name="cosmin",
    title="COSMIN",
    source=(
        "Gagnier, J. J., Lai, J., Mokkink, L. B., & Terwee, C. B. (2021). COSMIN reporting guideline "
        "for studies on measurement properties of patient-reported outcome measures. Quality of "
        "Life Research, 30(8), 2197-2218. "
        "https://doi.org/10.1007/s11136-021-02822-4"
    ),
    order=30,
    items=(
        Item(
            id="Name",
            asks="Instrument, version, language",
            write="The full reference of the version used.",
            answer=known.instrument,
        ),
        Item(
            id="Construct",
            asks="What the scores are meant to say, and about whom",
            write="A definition of each construct, with its source.",
        ),
        Item(
            id="Structure",
            asks="Scales and items",
            write="The model behind them: reflective or formative.",
            answer=known.scales,
        ),
        Item(
            id="Options",
            asks="Response options and recall period",
            write="The recall period of the instructions.",
            answer=known.response_options,
        ),
        Item(
            id="Scoring",
            asks="How scores are made, and their direction",
            write="What a high score means.",
            answer=known.scoring,
        ),
        Item(id="Mode", asks="How it was administered", write="Web, paper, interview; where."),
        Item(
            id="Sample",
            asks="Size and characteristics",
            write="How the sample resembles those for whom the instrument is meant.",
            answer=designs.answered,
        ),
        Item(
            id="Missing",
            asks="Missing answers and what was done about them",
            write="Reasons that only you know.",
            answer=known.missing,
        ),
        Item(
            id="Content",
            asks="Content validity: whether items are relevant, complete and understood",
            write="Experts, cognitive interviews, and what they changed.",
        ),
        Item(
            id="Structural",
            asks="Structural validity",
            write="Run mtle factors and report model, estimator and fit.",
            answer=known.said(""),
        ),
        Item(
            id="Consistency",
            asks="Internal consistency per scale, with intervals",
            write="Nothing to add where the report is attached.",
            answer=lambda v: known.joined(known.reliability(v), known.omega(v), between="; "),
        ),
        Item(
            id="Invariance",
            asks="Whether items mean the same across times or groups",
            write="Run mtle factors --invariance where there are people enough.",
            answer=known.invariance,
        ),
        Item(
            id="Retest",
            asks="Stability between two times without change",
            write="Interval between them, and why nothing changed.",
            answer=lambda v: (
                f"Declared: {v.study.retest[0]} and {v.study.retest[1]}; see the report."
                if v.study.retest
                else ""
            ),
        ),
        Item(
            id="Error",
            asks="Measurement error",
            write="The smallest change that matters, to hold it against.",
            answer=known.measurement_error,
        ),
        Item(id="Criterion", asks="Criterion validity", write="The criterion, or that none exists."),
        Item(
            id="Hypotheses",
            asks="Hypotheses about other measures, set beforehand",
            write="Each with the size and direction expected.",
        ),
        Item(
            id="Responsiveness",
            asks="Whether scores change when the construct does",
            write="What else shows that it changed.",
            answer=known.effect_sizes,
        ),
        Item(
            id="Ends",
            asks="Floor and ceiling",
            write="Nothing to add where the report is attached.",
            answer=known.floor_and_ceiling,
        ),
        Item(
            id="Importance",
            asks="Smallest important change, and how it was found",
            write="The anchor, or who set the step.",
            answer=known.steps,
        ),
    ),
)
