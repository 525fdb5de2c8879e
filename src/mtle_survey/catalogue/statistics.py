"""Problems of statistics (codes S…)."""

from __future__ import annotations

from mtle_survey.catalogue.entry import Entry

STATISTICS: dict[str, Entry] = {
    "S001": Entry(
        "scale scored on the items common to the waves",
        "note",
        "{left_out} was not asked in every wave; a score over different items would not be comparable.",
        "nothing, or ask the same items in every wave",
    ),
    "S002": Entry(
        "scale not comparable between waves",
        "warning",
        "Fewer than two of its items were asked in every wave that asked about it, so it is not scored.",
        "ask the same items in every wave if the scale's change matters",
    ),
    "S004": Entry(
        "item asked otherwise in another version",
        "note",
        "Version {version} asked “{before}”, the current one “{after}”. Answers to different questions are not compared, so "
        "this item is left out of every score that the waves share.",
        "nothing; scores rest on the items that both versions ask alike",
    ),
    "S003": Entry(
        "unit without an answer of every informant",
        "note",
        "Agreement about this unit ({unit}) cannot be judged where one of the forms is missing.",
        "ask for the missing form, or leave it as it is: the unit is left out of agreement alone",
    ),
}
