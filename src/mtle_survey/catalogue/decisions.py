"""Problems of the evaluator's decisions and records (codes T1…)."""

from __future__ import annotations

from mtle_survey.catalogue.entry import Entry

DECISIONS: dict[str, Entry] = {
    "T101": Entry(
        "file of decisions cannot be read",
        "error",
        "The study names it, so what it holds must be carried out.",
        "give the path of a CSV file, relative to the study file",
    ),
    "T102": Entry(
        "column missing in a file of decisions",
        "error",
        "Its header row needs: {needed}.",
        "{suggestion}add the column",
    ),
    "T103": Entry(
        "decision without what it needs",
        "error",
        "Every line needs to say whom or what it concerns, why, and who decided.",
        "fill the cell",
    ),
    "T104": Entry(
        "cell is not what the correction expects",
        "error",
        "The correction was made for “{expected}”. The export has changed since, or the row or column is wrong.",
        "look at the cell in the export, then correct or delete the line",
    ),
    "T105": Entry(
        "decision that cannot be carried out",
        "error",
        "A decision that is silently skipped would be worse than none.",
        "correct the line: the file's name, the row that a spreadsheet shows, the column's header",
    ),
    "T106": Entry(
        "column of consent not found",
        "error",
        "Without it nobody can tell who agreed, and no answer may be used.",
        "name the field or header that holds the consent (consent: {{column: …, value: …}})",
    ),
    "T107": Entry(
        "consent not asked in this wave",
        "warning",
        "Those who refused in another wave are left out by their ID; the others are used although they were not asked here.",
        "make sure that the consent given elsewhere covers this wave",
    ),
    "T108": Entry(
        "refusal of consent that the study does not heed",
        "error",
        "These people said no, and their answers would be scored.",
        "write consent: {{column: {field}, value: '{yes}'}} into the study file; if the answer means something else, "
        "accept T108 with your reason",
    ),
    "T109": Entry(
        "withdrawn person without a response",
        "note",
        "Nothing had to be left out for this line.",
        "nothing, unless the ID is misspelt",
    ),
    "T110": Entry(
        "sessions that join nobody",
        "warning",
        "Hours are recorded under codes that nobody bears who answered, so they reach no one's dose. Anonymous codes cannot be joined to a list of names.",
        "record attendance under the code that people use in the survey",
    ),
    "T111": Entry(
        "value that is no hours, date or count",
        "error",
        "Hours are a number from 0, dates are days of the calendar written 2025-09-01, counts are whole numbers.",
        "correct the cell",
    ),
    "T112": Entry(
        "responses without any session",
        "warning",
        "They have no dose, and are left out where change is set against hours: absence from the list may mean no hours, or another code.",
        "add a line with 0 hours for those who took part in none",
    ),
    "T113": Entry(
        "answer of somebody who was not invited",
        "warning",
        "{hint}A mistyped ID cannot be linked to another wave.",
        "correct the ID in corrections.csv where you know whose it is, or add the person to the roster",
    ),
    "T114": Entry(
        "more answers than people invited",
        "warning",
        "The response rate would be above 100%.",
        "complete the roster, or look for people who answered twice",
    ),
    "T115": Entry(
        "column of cohorts not found",
        "error",
        "Without it nobody can tell whose first or second wave this is.",
        "name the field or header that holds the cohort (cohorts: {{column: …}})",
    ),
    "T116": Entry(
        "response of no known cohort",
        "warning",
        "Nobody can tell which wave of its own it belongs to, so it is left out and counted. Known cohorts: {known}.",
        "correct the cells, or add the cohort to the study file",
    ),
    "T118": Entry(
        "spelling that no response has",
        "warning",
        "Nothing was changed by it. “{field}” holds: {known}.",
        "write the spelling as the export has it, or take it out of spellings: in the study file",
    ),
    "T117": Entry(
        "list of people but no identifiers",
        "error",
        "The responses cannot be found by person, so the list cannot be carried out.",
        "name the column that identifies people (respondent: …)",
    ),
}
