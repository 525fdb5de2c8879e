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
    "T007": Entry(
        "self-made code of few elements",
        "warning",
        "With fewer than four elements many people share a code, and slips of the pen cannot be told from other people.",
        "ask for four or more elements that seldom agree between people and do not change",
    ),
}
