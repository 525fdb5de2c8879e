"""Problems of linking waves (codes P…)."""

from __future__ import annotations

from mtle_survey.catalogue.entry import Entry

PAIRING: dict[str, Entry] = {
    "P001": Entry(
        "same ID more than once in a wave",
        "warning",
        "Nobody can tell which of these records belongs to the other wave, so none of them is linked.",
        "find out whose record is whose and give each its own ID in corrections.csv (file, record, column, from, to, reason, initials), named under corrections: in the study file; the export stays as it is",
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
        "enter the IDs that you know in corrections.csv, named under corrections: in the study file, with the reason",
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
        "correct the wrong ID in corrections.csv, or join and part the pairs in links.csv",
    ),
    "P006": Entry(
        "nobody could be linked",
        "error",
        "No ID of {earlier} occurs in {later}.",
        "{hint}check that both files hold the same kind of ID and that the right column identifies people",
    ),
    "P007": Entry(
        "respondent column not found",
        "error",
        "Waves are linked by this column; it is not in the export.",
        "{suggestion}Name the column that identifies people (respondent: in the study file, --id on the command line); columns are {columns}",
    ),
    "P008": Entry(
        "few responses could be linked",
        "warning",
        "Only {share} of the responses of the smaller wave have a partner, so the linked people may differ from the rest.",
        "look at the linking table for IDs that differ by a slip, and report who is missing",
    ),
    "P009": Entry(
        "linked codes written differently",
        "note",
        "They are the same once capitals, separators, leading zeros, names of months and look-alike characters (O and 0; I, L and 1) are set aside.",
        "nothing, unless the audit of the pairs shows a wrong one",
    ),
    "P010": Entry(
        "codes joined although they differ",
        "note",
        "One {piece} differs, each code is the other's only possible partner, and nothing known about the two people differs. Chance alone would make {expected} such pairs.",
        "compare the results with those of exact linking (linking: exact); keep a wrong pair apart in links.csv",
    ),
    "P011": Entry(
        "near matches switched off",
        "warning",
        "Chance alone would make {expected} pairs of codes that differ in one {piece}, which is more than {limit} of those found, so nobody can tell the right ones.",
        "join the pairs that you know in links.csv; make the next code longer",
    ),
    "P012": Entry(
        "codes too alike to be told apart",
        "error",
        "More than {limit} of the pairs with the same code may be different people, because too few answers make up the code.",
        "add elements to the code, or accept P012 in the study file with your reason",
    ),
    "P013": Entry(
        "unlinked IDs that differ by one slip",
        "note",
        "One {piece} differs and each is the other's only possible partner. They may be the same person; they are not joined unless you say so.",
        "look at them in the audit of the pairs, and join those you know in links.csv",
    ),
    "P014": Entry(
        "codes with several possible partners",
        "warning",
        "More than one code of the other wave differs in one {piece} only, so none of them is joined.",
        "decide in links.csv where you know who is who",
    ),
    "P015": Entry(
        "decided pair that cannot be found",
        "error",
        "A decision that is not carried out would be a silent change of the results.",
        "correct the line; waves are named as in the study file, IDs as written in the exports",
    ),
    "P016": Entry(
        "two waves are the same data",
        "error",
        "Both waves were read from the same columns of the same records, so nothing can have changed between them.",
        "give each wave its own export; say which sheet, records (where) or columns (suffix) are its own if they share one file",
    ),
    "P018": Entry(
        "waves run against their dates",
        "error",
        "{later} stands after {earlier} in the study, but {evidence}; a change would be told the wrong way round.",
        "check that each wave names its own export, and put the waves in time order",
    ),
    "P019": Entry(
        "answered at another time than declared",
        "warning",
        "The study dates {wave} at {declared}; its answers were recorded from {first} to {last}.",
        "check that the wave names the right export, or correct its date",
    ),
    "P020": Entry(
        "date of a wave that cannot be read",
        "warning",
        "{fault}. Nothing can be said of the order of the waves, of change per year, or of the hours before this wave.",
        "write the day with the year first: date: 2025-09-01",
    ),
    "P021": Entry(
        "IDs alike but for leading zeros",
        "warning",
        "A spreadsheet program drops the zeros before a number, so one person's IDs in two waves no longer agree. Whether they are the same people nobody can tell from the number alone; they are not joined.",
        "export again without opening the file in a spreadsheet program, or put the zeros back in corrections.csv, named under corrections: in the study file",
    ),
    "P022": Entry(
        "IDs that count the rows",
        "warning",
        "In each of these files the IDs are 1, 2, 3 and so on from the first row to the last. If a program numbered the rows, the same number is another person in another file, and every change would compare strangers.",
        "nothing, if these numbers were given to people and all of them answered; otherwise name the column that identifies people (respondent: in the study file, --id on the command line), or leave respondent: out",
    ),
    "P023": Entry(
        "a wave without identifiers",
        "warning",
        "People can be found again only where every wave says who answered, so no wave is linked and no change is told.",
        "export this wave again with the column, or name the column that identifies people in it (columns: beside files: in the study file)",
    ),
    "P017": Entry(
        "linked people whose site or group differs between waves",
        "note",
        "They bear the same ID, but not the same “{field}”. They may have moved, or be two people.",
        "look at them if the codes are short; keep a wrong pair apart in links.csv",
    ),
}
