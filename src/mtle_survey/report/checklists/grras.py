"""GRRAS: what a study of agreement between raters reports."""

from mtle_survey.report.checklists import designs, known
from mtle_survey.report.checklists.checklist import Checklist, Item
from mtle_survey.report.inline import Wording, text

CHECKLIST = Checklist(
    name="grras",
    title="GRRAS",
    source=(
        "Kottner, J., Audigé, L., Brorson, S., Donner, A., Gajewski, B. J., Hróbjartsson, A., Roberts, C., "
        "Shoukri, M., "
        "& Streiner, D. L. (2011). Guidelines for Reporting Reliability and Agreement Studies (GRRAS) were "
        "proposed. "
        "Journal of Clinical Epidemiology, 64(1), 96-106. https://doi.org/10.1016/j.jclinepi.2010.03.002"
    ),
    order=40,
    applies=lambda view: bool(len(view.study.informants)),
    items=(
        Item(
            id="1",
            asks="That the study is about agreement, in title or abstract",
            write="Name it: between informants, or between raters.",
        ),
        Item(id="2", asks="The instrument", write="What it measures.", answer=known.instrument),
        Item(
            id="3",
            asks="The units rated",
            write="Which schools or classrooms, and how they were found.",
            answer=lambda v: text("Unit: ", Wording(v.study.unit), ".") if v.study.unit else "",
        ),
        Item(id="4", asks="The raters", write="Their roles, and whether others could have rated."),
        Item(
            id="5",
            asks="What is known of agreement with this instrument",
            write="Earlier studies, and why this one was needed.",
        ),
        Item(id="6", asks="How the numbers of units and raters were chosen", write="The precision wanted."),
        Item(
            id="7",
            asks="How units and raters were sampled",
            write="All, by lot, or as they came.",
            answer=known.response_rate,
        ),
        Item(
            id="8",
            asks="How ratings were made: time between them, instructions",
            write="Days between ratings, and what raters were told.",
        ),
        Item(
            id="9",
            asks="Whether ratings were independent",
            write="Whether raters could talk or see other ratings.",
        ),
        Item(
            id="10",
            asks="Statistical methods",
            write="Nothing to add where the report is attached.",
            answer=known.said(
                "Coefficients with confidence intervals, named in the report's table of agreement."
            ),
        ),
        Item(
            id="11",
            asks="How many units and raters were analysed",
            write="Ratings per unit.",
            answer=designs.informants,
        ),
        Item(id="12", asks="Characteristics of units and raters", write="What the survey did not ask."),
        Item(
            id="13",
            asks="Estimates with their uncertainty",
            write="Nothing to add where the report is attached.",
            answer=designs.agreement,
        ),
        Item(
            id="14",
            asks="What the estimates mean in practice",
            write="Whether the agreement is enough for the decisions at hand.",
        ),
        Item(id="15", asks="Detailed results elsewhere", write="Where the workbook can be had."),
    ),
)
