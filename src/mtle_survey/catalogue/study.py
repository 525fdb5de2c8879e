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
    "T005": Entry(
        "option that is not carried out yet",
        "warning",
        "This version reads {key} but does not act on it.",
        "do not rely on it in this version",
    ),
    "T006": Entry(
        "wave without a response file",
        "error",
        "Each wave needs at least one file.",
        "name the export under files",
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
}
