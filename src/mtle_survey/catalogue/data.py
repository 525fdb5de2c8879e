"""Problems of the answers (codes D…)."""

from __future__ import annotations

from mtle_survey.catalogue.entry import Entry

DATA: dict[str, Entry] = {
    "D001": Entry(
        "no item of the instrument found",
        "error",
        "None of the {items} rated items of {instrument} has a column in this export, so there is nothing to score.",
        "check that this is the right file and instrument, or name the headers under the items' columns",
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
        "declare the form that was used (forms: …) if these should have been asked",
    ),
    "D106": Entry(
        "the file's own labels contradict the codes",
        "error",
        "The file says what its codes mean, and that is not what the instrument says.",
        "correct the instrument's codes and labels for this export, or add the file's wordings as aliases",
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
        "correct the cells, or add the wording under the format's aliases or nonresponse",
    ),
    "D104": Entry(
        "value outside the response format",
        "error",
        "{item_id} uses {format}, coded {options}.",
        "correct the cells, or list the value under nonresponse if it stands for a reason such as “not applicable”",
    ),
    "D105": Entry(
        "codes or labels cannot be told apart",
        "error",
        "The labels of {format} are numbers that are also codes of other options, and the other columns do not settle "
        "which this export holds.",
        "say which in the study file (files: {{file: …, values: labels}} or values: codes)",
    ),
    "D110": Entry(
        "value of a field that is no option",
        "warning",
        "{item_id} is declared with the options {options}.",
        "correct the cells or add the option to the field; until then the value is kept as a group of its own",
    ),
    "D120": Entry(
        "responses without any answer",
        "note",
        "They reached the export but hold no answer to a rated item, so they give no score.",
        "nothing, unless you expected answers",
    ),
    "D201": Entry(
        "item keyed against its scale",
        "error",
        "“{wording}” is declared {declared} but answers run against the rest of {scale} "
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
    "D203": Entry(
        "item answered alike by everyone",
        "note",
        "An item without variance adds nothing to the comparison of people; alpha keeps it, its item-rest correlation "
        "does not exist.",
        "nothing; do not drop it silently",
    ),
}
