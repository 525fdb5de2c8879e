"""Problems of the study file (codes T…)."""

from __future__ import annotations

from mtle_survey.catalogue.entry import Entry

STUDY: dict[str, Entry] = {
    "T001": Entry(
        "study file cannot be read",
        "error",
        "Nothing can be computed without it.",
        "give the path of a YAML study file",
    ),
    "T002": Entry(
        "study file is not valid YAML",
        "error",
        "Nothing after this place can be trusted, so nothing was read.",
        "look at this line and the one above it; the usual causes are a tab instead of spaces, uneven indentation, a missing space after a colon, and a missing quotation mark or bracket",
    ),
    "T003": Entry(
        "value that cannot be used",
        "error",
        "{reason} The study cannot be carried out as it stands.",
        "correct this line of the study file",
    ),
    "T004": Entry(
        "unknown scale, form or field",
        "error",
        "The study names something that instrument {instrument} does not have.",
        "{suggestion}",
    ),
    "T006": Entry(
        "wave without a response file",
        "error",
        "Each wave needs at least one file.",
        "name the export under files",
    ),
    "T010": Entry(
        "an instrument file where a study belongs",
        "error",
        "An instrument file says what was asked, not which exports belong together.",
        "name the exports and give the instrument with -i: mtle validate -i {name} pre=FILE post=FILE; mtle new-study -i {name} FILE… writes a study file",
    ),
    "T009": Entry(
        "key that occurs twice",
        "error",
        "Only one of the two could count. The first stands in line {first}.",
        "remove or rename one of them",
    ),
    "T008": Entry(
        "no secret to hash identifiers with",
        "error",
        "{reason} Without it identifiers would be shown as they are.",
        'make one with `python -c "import secrets; print(secrets.token_hex(32))"`, keep it in a file beside the study that is never shared, and name it: `hash_ids: secret.key` (or `hash_ids: {{variable: NAME}}`)',
    ),
    "T007": Entry(
        "self-made code of few elements",
        "warning",
        "With fewer than four elements many people share a code, and slips of the pen cannot be told from other people.",
        "ask for four or more elements that seldom agree between people and do not change",
    ),
    "T060": Entry(
        "number that the report does not have",
        "error",
        "The prose would go out with a gap in it.",
        "{suggestion}cite a number by its id in report.json or in the sheet Rows, as {{{{identity.mean_change}}}} or {{{{identity.mean.pre|n}}}}",
    ),
    "T061": Entry(
        "prose that cannot be read",
        "error",
        "The study names this file, and the report would go out without it.",
        "save it as UTF-8 text at the path that the study file gives",
    ),
    "T062": Entry(
        "prose written when a number was another",
        "warning",
        "What the paragraph says may no longer hold.",
        "read it again and change its words, or delete the .seen.json file beside it if it holds as it stands",
    ),
    "T030": Entry(
        "colour that cannot be read",
        "error",
        "Text in this colour on white, and white text on it, needs a contrast of {needed} to 1 (WCAG 2.2, 1.4.3).",
        "take {shade}, the nearest darker shade that reads ({ratio} to 1), or another colour",
    ),
    "T031": Entry(
        "colours that look alike",
        "error",
        "In a figure {readers} could not tell the two ends apart.",
        "choose two hues that differ more, such as an orange and a blue",
    ),
    "T032": Entry(
        "file of the brand that cannot be used",
        "error",
        "{reason} The report cannot be set as it is meant to be.",
        "give the path, relative to the study file, of a PNG or JPEG picture as logo and of a .docx file as template",
    ),
    "T040": Entry(
        "file of coded interviews cannot be read",
        "error",
        "The study names it, and what people said in it would be left out.",
        "give the path of an export of Taguette or Dedoose, of a REFI-QDA project (.qdpx), or of another table",
    ),
    "T041": Entry(
        "columns of coded interviews not recognised",
        "error",
        "It is neither an export of Taguette (id, document, tag, content) nor of Dedoose (Media Title, Excerpt Copy, "
        "Code: … Applied). Its columns: {header}.",
        "name them: files: {{file: …, columns: {{document: …, code: …, passage: …, coder: …}}}}; or export a REFI-QDA "
        "project (.qdpx)",
    ),
    "T042": Entry(
        "interviews with nobody of the survey",
        "warning",
        "They count among the interviews, but what was said in them cannot be set beside that person's own change.",
        "add a CSV of document and id (segments: {{people: …}}), or leave it so for people who were not surveyed",
    ),
    "T045": Entry(
        "interviews without a change to set them beside",
        "warning",
        "What was said is set beside how scores changed, and that is not known: there is one wave, or nobody can be linked.",
        "add a second wave with identifiers (respondent: …), or leave segments out until there is one",
    ),
    "T043": Entry(
        "declared code that no passage bears",
        "warning",
        "Either nobody said so, or its name differs from the one in the export.",
        "{suggestion}write the code as the export does, levels parted by a backslash",
    ),
    "T044": Entry(
        "codes that speak to no scale",
        "note",
        "They are read and not used.",
        "give them a scale and a direction under segments: {{codes: …}} if they speak to one",
    ),
    "T070": Entry(
        "public report that would tell of a few people beside an earlier one",
        "error",
        "{results} of its results differ from those of {releases} by fewer than {smallest} people: late answers, a correction "
        "or another filter. Whoever has both reports can subtract one from the other.",
        "wait until {smallest} or more people differ, or write an internal report; if {releases} never left your hands, say "
        "so with --supersedes",
    ),
    "T071": Entry(
        "locked plan that cannot be read",
        "error",
        "The report lists what was done differently from the plan, and has nothing to hold it against.",
        "restore the file as mtle plan --lock wrote it, or take plan: out of the study file",
    ),
}
