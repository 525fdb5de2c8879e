"""Problems of the answers (codes D…)."""

from __future__ import annotations

from mtle_survey.catalogue.entry import Entry

DATA: dict[str, Entry] = {
    "D001": Entry(
        "no item of the instrument found",
        "error",
        "No rated item of {instrument} ({items} in all) has a column in this export, so there is nothing to score. Headings were expected to be {headings}.",
        "{sheets}check that this is the right file and instrument. If it is, its headings are written otherwise (another language, another setting of the export): export again with the codes of the questions as headings, or name each heading, in the study file (columns: {{{first}: heading}}) or under the item's columns. Options in another language are declared under the aliases of the response format",
    ),
    "D002": Entry(
        "several columns could be the same item",
        "error",
        "A name that stands over several columns could mean either, and a wrong guess would score the wrong answers.",
        "name the one column in the study file (columns: {{{item_id}: header}}) or rename the other in the export",
    ),
    "D003": Entry(
        "wording differs from the instrument",
        "warning",
        "The instrument asks “{declared}”. A changed question can change the answers.",
        "check that both mean the same; if not, give the new wording an item of its own",
    ),
    "D004": Entry(
        "one column claimed twice",
        "error",
        "One column cannot hold the answers to two questions.",
        "correct the columns given in the instrument, its form or the study file",
    ),
    "D005": Entry(
        "item of the form without a column",
        "error",
        "Form {form} carries this item, so its answers are expected in the export.",
        "name its header in the study file (columns: {{{item_id}: header}}), or choose the form that was used",
    ),
    "D006": Entry(
        "items not in the export",
        "note",
        "They are taken as not asked; scales are scored on the items that were asked.",
        "{hint}declare the form that was used (forms: …) if these should have been asked",
    ),
    "D007": Entry(
        "characters that two encodings read differently",
        "error",
        "This column holds answers, and {readings}; the wrong reading would make a new option out of an old one.",
        "state the file's encoding in the study file (encoding: utf-8, cp1252, mac_roman …)",
    ),
    "D101": Entry(
        "label that is no option",
        "error",
        "{item_id} uses {format}: {options}.",
        "{suggestion}If the wording is an option after all, add it under the format's aliases or nonresponse; if single cells are wrong, correct them in corrections.csv, named under corrections: in the study file, which leaves the export as it is and keeps the reason",
    ),
    "D102": Entry(
        "date where an option was expected",
        "error",
        "A spreadsheet program turns entries such as 6-25 into dates; what was answered cannot be told from the result "
        "({item_id} is coded {options}).",
        "export again without opening the file in a spreadsheet program, or correct the cells in corrections.csv from what the platform shows",
    ),
    "D103": Entry(
        "several codes in one cell",
        "error",
        "{item_id} allows one answer ({format}, coded {options}); which of these was meant cannot be told.",
        "if several answers were allowed, declare the item with type: multiple; if one was meant and you know which, say so in corrections.csv",
    ),
    "D104": Entry(
        "value outside the response format",
        "error",
        "{item_id} uses {format}, coded {options}.",
        "list the value under nonresponse if it stands for a reason such as “not applicable”; if single cells are wrong, correct them in corrections.csv, named under corrections: in the study file, which leaves the export as it is and keeps the reason",
    ),
    "D105": Entry(
        "codes or labels cannot be told apart",
        "error",
        "The labels of {format} are numbers that are also codes of other options, and the other columns do not settle "
        "which this export holds.",
        "say which in the study file (files: {{file: …, values: labels}} or values: codes)",
    ),
    "D106": Entry(
        "the file's own labels contradict the codes",
        "error",
        "The file says what its codes mean, and that is not what the instrument says.",
        "correct the instrument's codes and labels for this export, or add the file's wordings as aliases",
    ),
    "D107": Entry(
        "placeholder that was never filled",
        "error",
        "The platform was to put another answer in this place and did not; {item_id} is coded {options}.",
        "correct the question in the platform and export again; the cells hold no answer",
    ),
    "D108": Entry(
        "scientific notation where an option was expected",
        "error",
        "A spreadsheet program has rewritten the cell; {item_id} is coded {options}.",
        "export again without opening the file in a spreadsheet program",
    ),
    "D109": Entry(
        "error value of a spreadsheet program",
        "error",
        "A formula could not be computed, and its error was saved in place of the answer; {item_id} is coded {options}.",
        "take the answers from the platform's own export, which holds no formulas, or correct the cells in corrections.csv",
    ),
    "D110": Entry(
        "value of a field that is no option",
        "warning",
        "{item_id} is declared with the options {options}.",
        "add the option to the field, or correct the cells in corrections.csv, which leaves the export as it is; until then the value is kept as a group of its own",
    ),
    "D111": Entry(
        "neither chosen nor not chosen",
        "warning",
        "This column stands for the option “{option}” of a question with several answers; such a cell says neither, and counts as not chosen. Platforms write numbers such as -99 where a question was seen and not answered.",
        "nothing for a number of that kind; otherwise correct the cells in corrections.csv",
    ),
    "D112": Entry(
        "one group under several spellings",
        "warning",
        "“{spellings}” differ in capital letters or spaces alone, and count as different values of “{field}”: whether they are one, nobody can say but you.",
        "if they are one, say so in the study file: spellings: {{{field}: {{{usual}: [{others}]}}}}; nothing if they are not",
    ),
    "D120": Entry(
        "responses without any answer",
        "note",
        "They reached the export but hold no answer to a rated item, so they give no score.",
        "nothing, unless you expected answers",
    ),
    "D121": Entry(
        "responses that ended early",
        "note",
        "The platform marks them as unfinished. {reading}",
        "{remedy}",
    ),
    "D130": Entry(
        "IDs in scientific notation",
        "error",
        "A spreadsheet program has shortened long numbers, and different people now bear the same ID; the digits that are "
        "gone cannot be restored. These IDs count as blank.",
        "export again and keep the column as text; accept D130 to go on without linking these people",
    ),
    "D131": Entry(
        "IDs that end in .0",
        "warning",
        "A program has turned codes into decimal numbers, so they will not match the same codes in another wave.",
        "export again with the column as text",
    ),
    "D132": Entry(
        "IDs shorter than nearly all others",
        "warning",
        "They may have lost leading zeros in a spreadsheet program, and will not match the full codes of another wave.",
        "compare them with the platform, and export again with the column as text",
    ),
    "D133": Entry(
        "value that the platform never filled in",
        "warning",
        "The platform was to put a value in this place and did not, so the cells count as blank.",
        "correct the field in the platform and export again",
    ),
    "D134": Entry(
        "IDs that look like a test, or like no ID",
        "warning",
        "Such entries rarely belong to a participant, and several of them may be taken for one person.",
        "choose the real records with `only:` where a column tells them, and enter the IDs that you know in corrections.csv",
    ),
    "D135": Entry(
        "IDs that are error values",
        "error",
        "A spreadsheet program could not compute these cells (a lookup that failed, a deleted column), and everybody who bears such an entry would be taken for one person. They count as blank.",
        "repair the formula or take the IDs from the platform's own export; accept D135 to go on without linking these people",
    ),
    "D136": Entry(
        "error value in a field",
        "warning",
        "A spreadsheet program could not compute these cells, so they count as blank.",
        "repair the formula, or take the column from the platform's own export",
    ),
    "D137": Entry(
        "text where a number is asked for",
        "warning",
        "{item_id} is a number. Words, ranges and a comma before three digits, which means two things in two countries, are not read as one; such cells count as blank where amounts are computed.",
        "correct them to one plain number (20, 12.5, 1200) in corrections.csv, named under corrections: in the study file, which leaves the export as it is; nothing where the number is not known",
    ),
    "D140": Entry(
        "dates that can be read in two ways",
        "warning",
        "In this column {order}; 4/5 may be 4 May or 5 April, so no use is made of these dates.",
        "write dates with the year first (2026-05-04), or set the platform to do so and export again; the date of a wave can be given in the study file (date:)",
    ),
    "D142": Entry(
        "days written as numbers",
        "warning",
        "A spreadsheet program stores days as numbers (the first of these would be {day}) and has lost that they are days, so they are read as no date.",
        "show the column as dates in the spreadsheet program and save again, or export again; the date of a wave can be given in the study file (date:)",
    ),
    "D141": Entry(
        "day that does not exist",
        "warning",
        "It is written as a date, and the calendar has no such day (such as 31 February), so it is read as no date. "
        "Nobody can tell which day was meant.",
        "look the day up and correct the cell in corrections.csv, which leaves the export as it is",
    ),
    "D201": Entry(
        "item keyed against its scale",
        "error",
        "“{wording}” is declared {keying}; {label_order}; yet answers run against the rest of {scale} "
        "(item-rest correlation {low} to {high}).",
        "check reverse_keyed of the scale and the order of the labels in the export; if both are right, accept D201 in the "
        "study file with your reason",
    ),
    "D202": Entry(
        "item may run against its scale",
        "note",
        "“{wording}”: item-rest correlation {estimate}, interval {low} to {high}; in a sample of this size a sound item can "
        "come out negative by chance.",
        "look at the item again when there are more responses",
    ),
    "D204": Entry(
        "options of the file run the other way",
        "error",
        "“{wording}”: the numbers that the file gives to the options fall where the instrument's rise. One of the two is turned "
        "round, and the answers may have been reversed already.",
        "find out which is right; labels decide how answers are read, so accept D204 in the study file if the file's labels are "
        "sound, or correct the export",
    ),
    "D205": Entry(
        "numbers in labels contradict the instrument",
        "error",
        "“{wording}”: a number beside a label may only confirm the code that the instrument declares for it.",
        "correct the labels in the platform, or declare these wordings as aliases of the codes that are meant",
    ),
    "D206": Entry(
        "a number exceeds one that it cannot exceed",
        "warning",
        "The instrument says that {field} is never more than {other}. One of the two was mistyped, or the question was "
        "understood otherwise.",
        "look at both answers; correct the cell in the file of corrections if you know the right one",
    ),
    "D203": Entry(
        "item answered alike by everyone",
        "note",
        "An item without variance adds nothing to the comparison of people; alpha keeps it, its item-rest correlation "
        "does not exist.",
        "nothing; do not drop it silently",
    ),
}
