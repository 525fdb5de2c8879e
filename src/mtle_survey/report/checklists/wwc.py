"""Inputs for a review by the What Works Clearinghouse."""

from mtle_survey.report.checklists import designs, known
from mtle_survey.report.checklists.checklist import Checklist, Item

CHECKLIST = Checklist(
    name="wwc",
    title="What a WWC review asks for",
    source=(
        "What Works Clearinghouse. (2022). What Works Clearinghouse procedures and standards handbook, "
        "version 5.0. U.S. Department of Education, Institute of Education Sciences."
    ),
    order=50,
    applies=lambda view: view.study.design.get("type") == "comparison",
    items=(
        Item(
            id="Design",
            asks="How groups were formed",
            write="By lot, by a cut-off, or otherwise; who decided, when.",
            answer=designs.design,
        ),
        Item(
            id="Unit",
            asks="What was assigned: people, classes or schools",
            write="The unit, and how many in each group.",
            answer=known.clusters,
        ),
        Item(
            id="Confound",
            asks="Anything that goes with one group only",
            write="A single school, teacher or cohort in one group.",
        ),
        Item(
            id="Assigned",
            asks="How many were assigned, and to what",
            write="Numbers at assignment in each group: the survey knows only who answered first.",
            answer=designs.assigned,
        ),
        Item(
            id="Attrition",
            asks="Overall and differential attrition",
            write="From assignment, not from the first survey, where you know it.",
            answer=designs.attrition,
        ),
        Item(id="Joiners", asks="Who joined after assignment", write="Numbers and when."),
        Item(
            id="Baseline",
            asks="Difference at the start, in standard deviations, on the analysed sample",
            write="The same measure, or one that goes with it.",
            answer=designs.baseline,
        ),
        Item(
            id="Adjusted",
            asks="What the analysis adjusts for",
            write="Covariates beyond the first score.",
            answer=known.said(
                "The first score, by analysis of covariance; the difference in gains stands beside it."
            ),
        ),
        Item(
            id="Outcome",
            asks="Each outcome: what it measures, and that it measures nothing else",
            write="Why it is not over-aligned with the program.",
            answer=known.scales,
        ),
        Item(
            id="Reliability",
            asks="Reliability of each outcome",
            write="Nothing to add where the report is attached.",
            answer=known.reliability,
        ),
        Item(
            id="Collected",
            asks="That data were collected in the same way in both groups",
            write="Mode, timing and collectors in each group.",
        ),
        Item(
            id="Effect",
            asks="Adjusted effect with its uncertainty",
            write="Nothing to add where the report is attached.",
            answer=designs.effects,
        ),
        Item(
            id="Moments",
            asks="Means, standard deviations and n of each group at both times",
            write="Take them from the workbook.",
        ),
        Item(
            id="Clustering",
            asks="Whether standard errors respect the unit of assignment",
            write="The intraclass correlation where they do not.",
            answer=known.clusters,
        ),
        Item(id="Setting", asks="Where, when and with whom", write="Grades, locale, demographics."),
    ),
)
