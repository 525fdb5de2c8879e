"""Problems of reading an export (codes R…)."""

from __future__ import annotations

from mtle_survey.catalogue.entry import Entry

READING: dict[str, Entry] = {
    "R001": Entry(
        "file not found",
        "error",
        "Nothing stands at this path, so there is nothing to read.",
        "Check the spelling; paths in a study file are relative to that file.",
    ),
    "R002": Entry(
        "file cannot be opened",
        "error",
        "A folder, or a file that may not be read, holds no responses.",
        "Give the path of one export file, and allow reading it.",
    ),
    "R003": Entry(
        "file without content",
        "error",
        "Not one cell holds text.",
        "Export again; the download may have failed.",
    ),
    "R004": Entry(
        "header but no responses",
        "error",
        "The file names its columns but holds no row below them.",
        "Export again with responses, and check the platform's filters.",
    ),
    "R005": Entry(
        "not a survey export",
        "error",
        "This kind of file does not hold a table of responses.",
        "Export the responses as CSV, XLSX, SAV or DTA; unpack archives first.",
    ),
    "R006": Entry(
        "a definition, not responses",
        "error",
        "The file describes the questionnaire and holds nobody's answers.",
        "Give the export of responses; a definition can be read with `mtle instruments`.",
    ),
    "R007": Entry(
        "text cannot be decoded",
        "error",
        "Some bytes are no text in that encoding, so answers would be garbled.",
        "State the file's encoding (`encoding:` in the study file), or export as UTF-8.",
    ),
    "R008": Entry(
        "mostly UTF-8, with foreign bytes",
        "error",
        "The file seems to be pasted together from several encodings; any one reading garbles part of it.",
        "Export again as UTF-8, or repair the bytes that are named.",
    ),
    "R009": Entry(
        "unknown encoding",
        "error",
        "There is no text encoding of this name.",
        "Use a name such as utf-8, cp1252, mac_roman or utf-16.",
    ),
    "R010": Entry(
        "no columns found",
        "error",
        "The first row is one single cell, so the cells of the table cannot be told apart.",
        "Export as comma-separated values with all columns.",
    ),
    "R011": Entry(
        "row with another number of cells",
        "error",
        "Cells may have slipped into neighbouring columns, or the row was cut off; it is set aside.",
        "Repair the row (an unquoted delimiter or line break, a download cut short), or export again.",
    ),
    "R012": Entry(
        "quotation mark never closed",
        "error",
        "Everything after it was swallowed into one cell, so responses are lost.",
        "Close the quotation mark in this row, or export again.",
    ),
    "R013": Entry(
        "broken quoting",
        "warning",
        "A quotation mark inside a cell was not doubled; where the cell ends is a guess.",
        "Compare this row with the platform, and export again if it differs.",
    ),
    "R014": Entry(
        "characters that are not text",
        "error",
        "Control characters show that the file was damaged on its way.",
        "Export again; do not pass the file through programs that alter it.",
    ),
    "R015": Entry(
        "several columns bear the same header",
        "note",
        "Their names do not tell them apart, so answers are taken from them only by position or stable id.",
        "Nothing to do unless an item is looked for under such a name; then map it in `columns:`.",
    ),
    "R016": Entry(
        "answers under a blank header",
        "note",
        "A column without a name cannot be matched to an item.",
        "Name the column in the file if it holds answers that count.",
    ),
    "R017": Entry(
        "preview, test or spam responses left out",
        "warning",
        "The platform marks them as nobody's answers, but some studies are collected through preview links.",
        "If people answered them, keep them: `keep_preview: true` for this file, or `--keep-preview`.",
    ),
    "R018": Entry(
        "every response is left out",
        "error",
        "The platform marks all of them as preview, test or spam.",
        "If people answered them, keep them: `keep_preview: true` for this file, or `--keep-preview`.",
    ),
    "R019": Entry(
        "blank rows",
        "note",
        "They hold nobody's answers; they are counted and skipped.",
        "Nothing to do.",
    ),
    "R020": Entry(
        "second header row found",
        "note",
        "The second row holds the questions' wording and not a response; it is counted as a header.",
        "If it is a response after all, say so by removing its long texts, or name the platform.",
    ),
    "R021": Entry(
        "formula without a result",
        "error",
        "The program that wrote the workbook did not store its result, so the cell reads as blank.",
        "Open the workbook in a spreadsheet program and save it, or replace the formula by its value.",
    ),
    "R022": Entry(
        "no such sheet",
        "error",
        "The workbook has these sheets: {sheets}.",
        "Give one of these names.",
    ),
    "R023": Entry(
        "one of several sheets was read",
        "note",
        "The workbook also holds: {others}.",
        "Name another sheet if the responses stand there.",
    ),
    "R025": Entry(
        "workbook cannot be opened",
        "error",
        "It is damaged, or protected by a password.",
        "Open it in a spreadsheet program, remove the password, and save it as XLSX or CSV.",
    ),
    "R028": Entry(
        "empty cells beyond the last column",
        "note",
        "Rows end with more delimiters than the header; the surplus cells are empty and were dropped.",
        "Nothing to do.",
    ),
    "R029": Entry(
        "rows with one single filled cell",
        "note",
        "They look like identifiers without answers; they stay in the count of responses.",
        "Nothing to do; remove them if they are only a list of people.",
    ),
    "R030": Entry(
        "header rows are missing",
        "note",
        "A program has altered the export; without its header rows, columns are known only by name.",
        "Use the file as the platform wrote it, if you can.",
    ),
    "R031": Entry(
        "preview, test or spam responses kept",
        "note",
        "The platform marks them as not coming from respondents; they count because you asked for it.",
        "Nothing to do.",
    ),
    "R032": Entry(
        "options folded back into one answer",
        "note",
        "Single-choice questions filled one column per option; nobody has two, so each is one column again.",
        "If several choices were allowed, export the condensed form and compare.",
    ),
    "R033": Entry(
        "the platform's sign for nothing",
        "note",
        "The server writes it wherever there is no answer, so it is read as a blank.",
        "Nothing to do.",
    ),
    "R034": Entry(
        "several events in one file",
        "warning",
        "Each person has a row for every event, so a row is not a respondent; events usually are waves.",
        "Read one event for each wave: `only: {{{header}: …}}` with one of the names found.",
    ),
    "R035": Entry(
        "repeated instruments",
        "warning",
        "A person has further rows for each repetition, so a row is not a respondent.",
        "Choose the rows that count: `only: {{{header}: …}}`; an empty value chooses the base rows.",
    ),
    "R036": Entry(
        "forms that nobody began",
        "note",
        "The platform fills their checkboxes with 0; such forms are read as not shown, not as unchecked.",
        "Nothing to do.",
    ),
    "R037": Entry(
        "questions not shown",
        "note",
        "The export tells questions that were never shown from those left blank; they are kept apart.",
        "Nothing to do.",
    ),
    "R038": Entry(
        "not the definition that was expected",
        "error",
        "The definition must be of the platform that wrote the export.",
        "Give the data dictionary (REDCap), the LSS file (LimeSurvey) or the item table (formr), or leave it out.",
    ),
    "R039": Entry(
        "no such column to choose rows by",
        "error",
        "Rows were to be chosen by a column that the file does not have.",
        "Use one of the file's headers: {headers}.",
    ),
}
