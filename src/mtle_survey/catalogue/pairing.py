"""Problems of linking waves (codes P…)."""

from __future__ import annotations

from mtle_survey.catalogue.entry import Entry

PAIRING: dict[str, Entry] = {
    "P001": Entry(
        "same ID more than once in a wave",
        "warning",
        "Nobody can tell which of these records belongs to the other wave, so none of them is linked.",
        "find out which record is right and delete the others, or give the ID its owner",
    ),
    "P002": Entry(
        "identical records under one ID",
        "warning",
        "The same answers under the same ID are one person's double entry; the first record counts.",
        "nothing, unless two people really share the ID",
    ),
    "P003": Entry(
        "responses without an ID",
        "warning",
        "They count in their own wave but cannot be linked to another.",
        "complete the IDs where you know them",
    ),
    "P004": Entry(
        "linked after ignoring capital letters",
        "note",
        "The IDs differ between waves only in capital letters.",
        "check the pairs in the linking table if the codes are short",
    ),
    "P005": Entry(
        "IDs alike but for capital letters within a wave",
        "warning",
        "Two people of one wave differ only in capital letters, so ignoring capitals would join the wrong ones.",
        "correct the IDs",
    ),
    "P006": Entry(
        "nobody could be linked",
        "error",
        "No ID of {earlier} occurs in {later}.",
        "check that both files hold the same kind of ID and that the right column identifies people",
    ),
    "P007": Entry(
        "respondent column not found",
        "error",
        "Waves are linked by this column; it is not in the export.",
        "name the column that identifies people (respondent: in the study file, --id on the command line)",
    ),
    "P008": Entry(
        "few responses could be linked",
        "warning",
        "Only {share} of the responses of the smaller wave have a partner, so the linked people may differ from the rest.",
        "look at the linking table for IDs that differ by a slip, and report who is missing",
    ),
}
