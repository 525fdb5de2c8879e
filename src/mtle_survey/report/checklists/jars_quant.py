"""JARS-Quant: what a quantitative study in psychology reports."""

from mtle_survey.report.checklists import designs, known
from mtle_survey.report.checklists.checklist import Checklist, Item

CHECKLIST = Checklist(
    name="jars_quant",
    title="JARS-Quant",
    source=(
        "Appelbaum, M., Cooper, H., Kline, R. B., Mayo-Wilson, E., Nezu, A. M., & Rao, S. M. (2018). "
        "Journal article reporting standards for quantitative research in psychology. American "
        "Psychologist, 73(1), 3-25. "
        "https://doi.org/10.1037/amp0000191"
    ),
    order=10,
    items=(
        Item(
            id="Title",
            asks="What was studied, and in whom",
            write="One line with program, population and design.",
        ),
        Item(
            id="Abstract",
            asks="Problem, participants, method, findings with effect sizes, conclusions",
            write="150 to 250 words; take the findings from the first page of the report.",
        ),
        Item(
            id="Introduction",
            asks="Why the question matters, and what is known",
            write="Two or three paragraphs with the literature behind the program.",
        ),
        Item(
            id="Aims",
            asks="Questions, hypotheses, primary and secondary outcomes",
            write="Say which were set before results were seen.",
            answer=lambda v: known.joined(known.questions(v), known.primary(v)),
        ),
        Item(
            id="Inclusion",
            asks="Who could take part, and who could not",
            write="Criteria, and who applied them.",
        ),
        Item(
            id="Participants",
            asks="Characteristics of those who took part",
            write="What the survey did not ask: district, certification, demographics as the setting allows.",
            answer=designs.answered,
        ),
        Item(
            id="Sampling",
            asks="How people were chosen and invited; response rate",
            write="Mode, reminders, incentives, ethics approval, dates and places.",
            answer=known.response_rate,
        ),
        Item(
            id="Size",
            asks="Planned size, and the precision or power it gives",
            write="The planned number and why; mtle plan gives the change that can be found.",
        ),
        Item(
            id="Measures",
            asks="Each measure, its items and scoring",
            write="Why these measures fit the aims.",
            answer=lambda v: known.joined(
                known.instrument(v), f"{scales}." if (scales := known.scales(v)) else "", known.scoring(v)
            ),
        ),
        Item(
            id="Quality",
            asks="How the quality of measurement was secured",
            write="Training, pilot, translations.",
            answer=known.left_out,
        ),
        Item(
            id="Psychometrics",
            asks="Reliability of the scores in this sample",
            write="Add evidence of validity from elsewhere, with its source.",
            answer=known.reliability,
        ),
        Item(
            id="Masking",
            asks="Who knew what during data collection and analysis",
            write="Say so even where nobody was masked.",
        ),
        Item(
            id="Design",
            asks="Design, conditions, assignment",
            write="What the program consisted of, how long, by whom, and how faithfully.",
            answer=designs.design,
        ),
        Item(
            id="Diagnostics",
            asks="Exclusions, missing data, distributions",
            write="Reasons for missing answers that only you know.",
            answer=known.missing,
        ),
        Item(
            id="Strategy",
            asks="Analytic strategy for primary, secondary and exploratory questions",
            write="Paste the methods section of the report.",
            answer=lambda v: known.joined(known.primary(v), known.software(v)),
        ),
        Item(
            id="Flow",
            asks="Participants at each stage",
            write="Paste the table of the flow.",
            answer=known.followed,
        ),
        Item(
            id="Estimates",
            asks="Estimates with intervals, effect sizes, exact p where tested",
            write="Nothing, where the report is attached.",
            answer=lambda v: known.joined(known.change(v), known.effect_sizes(v), between="; "),
        ),
        Item(
            id="Clusters",
            asks="How clustering was dealt with",
            write="Say how sites came to take part.",
            answer=known.clusters,
        ),
        Item(
            id="Discussion",
            asks="What the findings mean, their limits, to whom they apply",
            write="Begin from the section on limits; add what you know of the setting.",
        ),
        Item(
            id="Registration",
            asks="Registered plan and data availability",
            write="Where the plan was registered, and where the data can be had.",
            answer=lambda v: known.primary(v) if v.study.locked_plan is not None else "",
        ),
    ),
)
