"""Problems of response quality (codes Q…)."""

from __future__ import annotations

from mtle_survey.catalogue.entry import Entry

QUALITY: dict[str, Entry] = {
    "Q001": Entry(
        "one answer throughout, reversed items included",
        "warning",
        "Items of both directions on {format} got the same answer, so some of them cannot be meant.",
        "nothing is removed; compare the results with and without these responses",
    ),
    "Q002": Entry(
        "identical answer vectors",
        "warning",
        "Two people rarely agree on twenty or more items; it may be one record twice.",
        "look at the rows and delete the copy in the export if it is one",
    ),
}
