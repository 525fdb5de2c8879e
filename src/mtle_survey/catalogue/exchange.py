"""Problems on the way to survey platforms and back (codes X…)."""

from __future__ import annotations

from mtle_survey.catalogue.entry import Entry

EXCHANGE: dict[str, Entry] = {
    "X001": Entry(
        "stays in the instrument file",
        "note",
        "{platform} has no place for it.",
        "keep the instrument file: scoring and reports read it from there",
    ),
    "X002": Entry(
        "header other than the id",
        "note",
        "{platform} names these columns otherwise: {why_other}.",
        "before reading its export, write columns into the instrument file or the form: {example}",
    ),
    "X003": Entry(
        "field that is not asked",
        "note",
        "Its values come from program records, not from respondents.",
        "give the field a text if respondents are to answer it",
    ),
    "X004": Entry(
        "option coded otherwise",
        "note",
        "{platform} does not accept these codes: {why_other}. The definition says which code each stands for.",
        "start an instrument from this definition (mtle instruments new --from) to have the codes as aliases",
    ),
    "X005": Entry(
        "answer key left out",
        "note",
        "A key on the platform can leak to those who are tested.",
        "keep the instrument file: the right answers are scored from there",
    ),
    "X006": Entry(
        "asked in another way",
        "note",
        "{platform} has no such kind of question; {instead}.",
        "look at the page in the platform's preview",
    ),
    "X010": Entry(
        "no definition of a survey platform",
        "error",
        "The file is none of: {known}.",
        "give the platform's own definition file, not its responses",
    ),
    "X011": Entry(
        "question that was not taken over",
        "note",
        "{reason}.",
        "add it to the instrument file by hand if it is part of the measurement",
    ),
    "X012": Entry(
        "decide: an answer, or no answer?",
        "warning",
        "{reason} It was written under nonresponse, where it is never counted as a number.",
        "if it is an answer, move it to codes and labels",
    ),
    "X013": Entry(
        "decide: do the codes run along the scale?",
        "warning",
        "On screen the options stand in another order than their codes: {order}. Scores use the codes.",
        "if the order on screen is the scale, recode the question in the platform before collecting",
    ),
    "X014": Entry(
        "to fill in: scales and keys",
        "warning",
        "{platform} does not say which items make a scale, nor which are reverse-keyed.",
        "fill in the commented lines under scales",
    ),
    "X015": Entry(
        "decide: options without numbers",
        "warning",
        "The platform's codes are no numbers. They were numbered in the order on screen, and the exported codes kept as aliases.",
        "check that the numbers run along the scale",
    ),
    "X016": Entry(
        "name changed to an id",
        "note",
        "Ids hold small letters, digits and underscores, at most 26. The exported name was kept under columns.",
        "choose a better id before the first use",
    ),
    "X017": Entry(
        "wording that was not taken over",
        "note",
        "{reason}.",
        "see the comment in the file",
    ),
    "X018": Entry(
        "options that read alike",
        "warning",
        "Two options with the same words cannot be told apart in an export of labels. The code was added to the second.",
        "correct the wording in the platform and in the file",
    ),
    "X019": Entry(
        "deleted question",
        "note",
        "The platform keeps deleted questions in the file; respondents do not see them.",
        "nothing to do",
    ),
    "X020": Entry(
        "decide: item or field?",
        "warning",
        "Its codes are no numbers and no other question shares them, so it was taken as a group of respondents.",
        "if it is an item, move it to items",
    ),
    "X021": Entry(
        "decide: reverse-keyed items",
        "warning",
        "formr reverses items whose names end in a digit and R after collection; its results may hold them raw or reversed.",
        "read the raw results, and list these items under reverse_keyed",
    ),
    "X022": Entry(
        "several questions of one name",
        "warning",
        "Their columns in an export bear the same header, so that no header can be given to the later ones.",
        "give them export tags of their own in the platform, and write these under columns",
    ),
    "X030": Entry(
        "ratings that cannot be read",
        "error",
        "{reason}.",
        "one row per judge, one column per item id, whole numbers from 1 to 4 (relevant: 3 or 4)",
    ),
    "X031": Entry(
        "item below the bar for content validity",
        "warning",
        "{reason}.",
        "revise the item or its place, and have it rated again",
    ),
    "X032": Entry(
        "item that no judge rated",
        "warning",
        "Nothing is known about its relevance.",
        "have it rated, or say why it need not be",
    ),
}
