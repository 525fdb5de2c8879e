"""Problems of reading an instrument file: its YAML, keys and ids (codes I001 to I029)."""

from __future__ import annotations

from mtle_survey.catalogue.entry import Entry

INSTRUMENT_FILE: dict[str, Entry] = {
    "I001": Entry(
        "file is not UTF-8 text",
        "error",
        "Wording with accents or quotation marks would be read wrongly.",
        "Save the file again with the encoding UTF-8.",
    ),
    "I002": Entry(
        "file is not valid YAML",
        "error",
        "Nothing after this place can be trusted, so nothing was read.",
        "Look at this line and the one above it. The usual causes: a tab instead of spaces, uneven indentation, "
        "a missing space after a colon, a missing quotation mark or bracket, or a text that holds “: ” or begins "
        "with one of @ ` & * ! | > % [ {{ and needs quotation marks.",
    ),
    "I003": Entry(
        "file is empty",
        "error",
        "An instrument needs at least an id, a version, a title and items.",
        "Start from a template: mtle instruments new.",
    ),
    "I004": Entry(
        "file is not a set of keys",
        "error",
        "An instrument file is a mapping of keys such as id, items and scales.",
        "Write “key: value” lines at the left margin, beginning with id.",
    ),
    "I005": Entry(
        "YAML feature that a definition cannot use",
        "error",
        "An instrument file is plain data; tags, keys that are lists and aliases that contain themselves have no meaning in it.",
        "Write the value out in full.",
    ),
    "I006": Entry(
        "a study file where an instrument belongs",
        "error",
        "A study file says which exports belong together; an instrument file says what was asked.",
        "Name the instrument: {instrument}.",
    ),
    "I010": Entry(
        "unknown key",
        "error",
        "A key that is not known here would be ignored without a word.",
        "{home}{suggestion}Known keys: {known}.",
    ),
    "I011": Entry(
        "duplicate key",
        "error",
        "Only one of the two could count. The first stands in line {first}.",
        "Remove or rename one of them.",
    ),
    "I012": Entry(
        "missing key",
        "error",
        "The {record} cannot be used without “{key}”: {about}",
        "Add “{key}: …”.",
    ),
    "I013": Entry(
        "wrong kind of value",
        "error",
        "“{key}” needs {expected}.",
        "Write {expected}.",
    ),
    "I014": Entry(
        "empty value",
        "error",
        "“{key}” was written without a value.",
        "Give it a value or remove it; put the text in quotation marks if the word itself is meant.",
    ),
    "I015": Entry(
        "number outside its limits",
        "error",
        "“{key}” must be {limits}.",
        "Correct the number.",
    ),
    "I016": Entry(
        "value that is not one of the choices",
        "error",
        "“{key}” knows only: {choices}.",
        "{suggestion}Write one of the choices.",
    ),
    "I017": Entry(
        "unquoted Yes, No, On, Off, True or False",
        "note",
        "It was kept as this very text. Other programs that read YAML may turn it into true or false.",
        "Put it in quotation marks.",
    ),
    "I018": Entry(
        "unquoted text that looks like a number, time or date",
        "note",
        "It was kept as this very text. Other programs that read YAML may turn it into {other}.",
        "Put it in quotation marks.",
    ),
    "I019": Entry(
        "wrong number of entries",
        "error",
        "“{key}” needs exactly {length}.",
        "Write {length}.",
    ),
    "I020": Entry(
        "invalid id",
        "error",
        "Ids become column names everywhere; they begin with a letter and hold only letters A to Z, digits and underscores.",
        "{suggestion}Rename it.",
    ),
    "I021": Entry(
        "id used twice",
        "error",
        "Ids of items, scales, scores and fields become columns of one table, and spreadsheets ignore letter case. "
        "The other one: {other}.",
        "Rename one of them.",
    ),
    "I022": Entry(
        "id longer than 26 characters",
        "warning",
        "Some survey platforms and statistics programs cut longer names off.",
        "Shorten it; the limit counts the aspect too (item__aspect).",
    ),
    "I023": Entry(
        "id with capital letters",
        "warning",
        "Some platforms turn names into lower case, after which they no longer match exactly.",
        "Write it as “{lower}”.",
    ),
    "I024": Entry(
        "reserved id",
        "error",
        "“{id}” is the name of a column that every table of scores has already.",
        "Choose another id.",
    ),
}
