"""CHERRIES: what the report of a web survey tells."""

from mtle_survey.report.checklists import known
from mtle_survey.report.checklists.checklist import Checklist, Item
from mtle_survey.report.inline import Wording, text

CHECKLIST = Checklist(
    name="cherries",
    title="CHERRIES",
    source=(
        "Eysenbach, G. (2004). Improving the quality of web surveys: The Checklist for Reporting Results of "
        "Internet E-Surveys (CHERRIES). Journal of Medical Internet Research, 6(3), e34. https://doi.org/10.2196/jmir.6.3.e34"
    ),
    order=20,
    items=(
        Item(
            id="Design",
            asks="Target population and sampling frame",
            write="Who was meant, and how they were listed; say if it is a convenience sample.",
        ),
        Item(
            id="Ethics",
            asks="Approval by an ethics board",
            write="Board, number and date, or why none was needed.",
        ),
        Item(
            id="Consent",
            asks="Informed consent",
            write="Where people read about purpose, length, data kept and investigator.",
            answer=lambda v: (
                f"Records without consent left out: {n}."
                if (n := sum(v.study.flow.n(w, "not_consented") for w in v.waves))
                else ""
            ),
        ),
        Item(
            id="Protection",
            asks="How personal data are protected",
            write="Where the data are kept and who has access.",
            answer=known.said(
                "Columns with personal data were dropped while reading; the report names nobody."
            ),
        ),
        Item(
            id="Development",
            asks="How the questionnaire was made and tested",
            write="Pilots, and tests of the web form before it opened.",
        ),
        Item(
            id="Access",
            asks="Open to anybody, or only to those invited",
            write="Open or closed; with a password, a personal link or a code.",
        ),
        Item(id="Contact", asks="First contact: on the web or otherwise", write="E-mail, mail, in person."),
        Item(id="Advertising", asks="How the survey was announced", write="Attach the invitation."),
        Item(
            id="Mode",
            asks="Web page or e-mail; how answers were captured",
            write="Platform, automatic or by hand.",
            answer=lambda v: text(
                "Exports of: ", Wording(", ".join(sorted({s.platform for _, s, _ in v.study.inputs}))), "."
            ),
        ),
        Item(
            id="Setting",
            asks="Where it was posted, and what that place is",
            write="Site or meeting, and whom it reaches.",
        ),
        Item(id="Voluntary", asks="Whether answering was required", write="Required by somebody, or free."),
        Item(
            id="Incentives", asks="What was offered for taking part", write="Money, credit, results, nothing."
        ),
        Item(
            id="Dates",
            asks="When data were collected",
            write="First and last day of each wave.",
            answer=lambda v: text(Wording("; ".join(f"{w}: {d}" for w, d in v.study.dates.items()))),
        ),
        Item(id="Order", asks="Whether items were shuffled", write="Yes or no, and which."),
        Item(
            id="Adaptive", asks="Whether questions depended on earlier answers", write="Which, and on what."
        ),
        Item(
            id="Items",
            asks="Number of items",
            write="Per page as well.",
            answer=lambda v: (
                "; ".join(
                    f"{len(r.items)} rated items{f' in {w}' if w else ''}" for w, r in v.study.waves.items()
                )
                + "."
            ),
        ),
        Item(id="Pages", asks="Number of screens", write="Count them in the web form."),
        Item(
            id="Completeness",
            asks="Checks before sending; whether a non-response option was offered",
            write="Which questions could not be skipped.",
        ),
        Item(id="Review", asks="Whether people could go back", write="Yes or no."),
        Item(
            id="Unique",
            asks="How unique visitors were told apart",
            write="Cookies, IP addresses, accounts, or not at all.",
        ),
        Item(
            id="Rates",
            asks="View rate, participation rate, completion rate",
            write="Visitors and those who began, from the platform.",
            answer=known.response_rate,
        ),
        Item(
            id="Duplicates",
            asks="How several entries of one person were prevented",
            write="What the platform did.",
            answer=lambda v: known.duplicates(v),
        ),
        Item(
            id="Incomplete",
            asks="What was done with incomplete questionnaires",
            write="Nothing to add where the report is attached.",
            answer=lambda v: known.joined(known.scoring(v), known.missing(v)),
        ),
        Item(
            id="Timing",
            asks="Questionnaires filled in too fast",
            write="The limit, and why.",
            answer=known.said(
                "Flagged by time per question where the export has it; the conclusion stands beside one "
                "without them."
            ),
        ),
        Item(
            id="Correction",
            asks="Weights or other corrections for who answered",
            write="None, or which.",
            answer=known.corrections,
        ),
    ),
)
