"""Problems of open comments and their review (codes T08…)."""

from __future__ import annotations

from mtle_survey.catalogue.entry import Entry

COMMENTS: dict[str, Entry] = {
    "T080": Entry(
        "comments that nobody has reviewed yet",
        "warning",
        "A comment is shown only after a person has read and approved it, and there is no review sheet yet.",
        "write one with mtle comments, and name it in the study file: comments: {{sheet: …}}",
    ),
    "T081": Entry(
        "review sheet that cannot be read",
        "error",
        "What was decided about the comments cannot be known.",
        "save it as CSV in UTF-8 or as XLSX with the columns that mtle comments wrote, or take it away to begin anew",
    ),
    "T082": Entry(
        "review sheet without a needed column",
        "error",
        "Decisions cannot be matched with their comments.",
        "{suggestion}restore the header that mtle comments wrote",
    ),
    "T083": Entry(
        "approval that is neither yes nor no",
        "error",
        "Whether the comment may be shown is not clear, and it is not to be guessed.",
        "write yes or no, or leave the cell blank until it is decided",
    ),
    "T084": Entry(
        "comment that stands twice in the review sheet",
        "error",
        "Two lines could decide about it differently.",
        "delete one of the two lines",
    ),
    "T085": Entry(
        "decision about a comment that is not in the exports",
        "error",
        "The comment was changed or taken back since it was decided, or its key was altered.",
        "run mtle comments again: it keeps every decision that still holds and marks what has changed",
    ),
    "T086": Entry(
        "decision about a text that is redacted otherwise now",
        "warning",
        "What was approved is not what would be shown, so these comments are not shown.",
        "run mtle comments again and decide about the lines that it marks",
    ),
    "T087": Entry(
        "open question that no export holds",
        "error",
        "The study wants to quote answers to it, and there are none.",
        "correct its column, or take it out of comments: {{questions: …}}",
    ),
    "T088": Entry(
        "quote that is already released and may not be shown any more",
        "warning",
        "Its approval was taken back, its text was edited, or its writer withdrew. It is not shown from now on, but the readers of {release} have it.",
        "ask those who have {release} to replace it by the new report; if it never left your hands, say so with --supersedes {release}",
    ),
}
