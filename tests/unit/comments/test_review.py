"""From the export to the sheet and back: decisions stay with their comments and with nothing else."""

from __future__ import annotations

import openpyxl
import pytest

from mtle_survey.errors import MtleError
from mtle_survey.study_file import load_study
from tests.support import DEMO
from tests.unit.comments.studies import LAST_NAMES, STUDY, decide, lines, put, rewrite, run

SAID = ["More time.", "", "Mr. Reed helped me.", "More time.", "-", "Visits to other classes."]


def codes(study) -> list[str]:
    return [p.code for p in load_study(study).problems]


def test_the_sheet_holds_each_comment_once_and_nobody_s_identifier(tmp_path) -> None:
    study = put(tmp_path, SAID)
    said = run("comments", study)
    assert "3 comments on 1 question: 0 approved, 0 not approved, 3 to decide." in said
    rows = lines(tmp_path / "comments.csv")
    assert {row["text"]: row["people"] for row in rows} == {
        "More time.": "2",
        "[name] helped me.": "1",
        "Visits to other classes.": "1",
    }
    written = (tmp_path / "comments.csv").read_text(encoding="utf-8")
    assert "t000" not in written and "Reed" not in written
    assert [row["key"] for row in rows] == sorted(row["key"] for row in rows)


def test_what_people_wrote_is_not_printed(tmp_path) -> None:
    study = put(tmp_path, SAID)
    shown = run("comments", study) + run("validate", study) + run("score", study, "--format", "json")
    shown += run("report", study, "-o", tmp_path / "r.html")
    assert not [text for text in ("More time", "Reed", "Visits") if text in shown]


def test_names_in_emptied_columns_are_taken_out_of_comments(tmp_path) -> None:
    said = ["ask Abaraa about it", f"{LAST_NAMES[1]}a too", *[""] * 10]
    run("comments", put(tmp_path, said))
    assert {row["text"] for row in lines(tmp_path / "comments.csv")} == {"ask [name] about it", "[name] too"}


def test_names_in_fields_declared_personal_are_taken_out_too(tmp_path) -> None:
    model = DEMO.replace(
        "forms:", "  chief: {title: Leader, type: text, personal: true, columns: [role]}\nforms:", 1
    )
    said = ["Quennel knows", "all good", *[""] * 6]
    run("comments", put(tmp_path, said, instrument=model, role=["Quennel Ash"] * 8))
    assert {row["text"] for row in lines(tmp_path / "comments.csv")} == {"[name] knows", "all good"}


def test_a_second_run_keeps_decisions_and_says_what_changed(tmp_path) -> None:
    study = put(tmp_path, SAID)
    sheet = decide(study, theme="time")
    before = sheet.read_text(encoding="utf-8")
    assert "3 approved" in run("comments", study)
    assert lines(sheet) == [{**row, "note": ""} for row in lines(sheet)]
    put(tmp_path, ["More time!", "", "Mr. Reed helped me a lot.", "More time.", "-", ""])
    assert codes(study).count("T085") == 2, "two decided texts are not in the export any more"
    said = run("comments", study)
    assert "1 lost their approval" in said and "not in the exports any more: 1." in said
    after = {row["text"]: row for row in lines(sheet)}
    assert after["[name] helped me a lot."]["approved"] == ""
    assert "changed" in after["[name] helped me a lot."]["note"]
    assert after["[name] helped me a lot."]["theme"] == "time"
    assert after["More time."]["approved"] == "yes"
    assert after["More time!"]["approved"] == ""
    assert "T085" not in codes(study)
    assert before != sheet.read_text(encoding="utf-8")


def test_a_text_that_is_redacted_otherwise_now_is_not_approved(tmp_path) -> None:
    study = put(tmp_path, SAID)
    sheet = decide(study)
    study.write_text(STUDY.replace("sheet:", "redact: [Visits]\n  sheet:"), encoding="utf-8")
    found = load_study(study)
    (problem,) = [p for p in found.problems if p.code == "T086"]
    assert problem.count == 1 and problem.column == "text"
    assert found.voices[0].fates["waiting"] == 1
    assert "1 lost their approval" in run("comments", study)
    assert [row["text"] for row in lines(sheet) if not row["approved"]] == ["[left out] to other classes."]


def test_an_edit_is_redacted_again(tmp_path) -> None:
    study = put(tmp_path, ["Fine."] * 8)
    decide(study, edited="I thank Mrs. Abaraa, jane@x.example")
    assert [q.text for q in load_study(study).voices[0].quotes] == ["I thank [name], [e-mail]"]


def test_a_workbook_is_written_and_read_as_well(tmp_path) -> None:
    study = put(tmp_path, ["=1+1 is what I teach", "@home", *SAID], STUDY.replace("comments.csv", "c.xlsx"))
    run("comments", study)
    book = openpyxl.load_workbook(tmp_path / "c.xlsx")
    sheet = book.active
    header = [cell.value for cell in sheet[1]]
    column = header.index("approved") + 1
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, column, "yes")
        assert sheet.cell(row, header.index("text") + 1).data_type == "s"
    book.save(tmp_path / "c.xlsx")
    found = load_study(study).voices[0]
    assert found.approved == found.commented == 6
    assert "=1+1 is what I teach" in [q.text for q in found.quotes]


def test_formulas_in_the_sheet_are_text_and_stay_approved(tmp_path) -> None:
    study = put(tmp_path, ["=HYPERLINK(1)", "'=quoted", "+cmd", *[""] * 6])
    sheet = decide(study)
    assert all(row["text"][0] in "'[" for row in lines(sheet))
    assert load_study(study).voices[0].approved == 3


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("T082", lambda rows: [{k: v for k, v in row.items() if k != "approved"} for row in rows]),
        ("T083", lambda rows: [{**rows[0], "approved": "maybe"}, *rows[1:]]),
        ("T084", lambda rows: [*rows, rows[0]]),
    ],
)
def test_a_sheet_that_cannot_be_trusted_is_refused_where_it_errs(tmp_path, code, change) -> None:
    study = put(tmp_path, SAID)
    sheet = decide(study)
    rewrite(sheet, change(lines(sheet)))
    with pytest.raises(MtleError) as caught:
        load_study(study)
    (problem,) = caught.value.problems
    assert problem.code == code and problem.file.endswith("comments.csv") and problem.row
    kept = sheet.read_bytes()
    run("comments", study, code=1)
    assert sheet.read_bytes() == kept, "what a person wrote is not written over"


def test_an_unknown_key_stops_the_report_and_not_the_sheet(tmp_path) -> None:
    study = put(tmp_path, SAID)
    sheet = decide(study)
    rewrite(sheet, [*lines(sheet), {**lines(sheet)[0], "key": "c0000000000000000"}])
    assert "T085" in run("report", study, "-o", tmp_path / "r.html", code=1)
    run("score", study, "-o", tmp_path / "scores.csv")
    run("comments", study)
    run("report", study, "-o", tmp_path / "r.html")


def test_a_sheet_that_is_no_table_is_refused(tmp_path) -> None:
    study = put(tmp_path, SAID)
    decide(study).write_text('{"approved": "all"}', encoding="utf-8")
    with pytest.raises(MtleError) as caught:
        load_study(study)
    assert [p.code for p in caught.value.problems] == ["T081"]


def test_without_a_sheet_comments_wait(tmp_path) -> None:
    study = put(tmp_path, SAID)
    assert "T080" in codes(study)
    assert load_study(study).voices[0].fates["waiting"] == 4


def test_a_question_that_no_export_holds_is_said_so(tmp_path) -> None:
    study = put(tmp_path, SAID, STUDY.replace("column: Q9", "column: Q8"))
    assert "T087" in codes(study)
    assert "T087" in run("comments", study, code=1)
    assert not (tmp_path / "comments.csv").exists()


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (("{id: said, column: Q9, text: What helped you?}", "a1"), "“a1”"),
        (("id: said", "id: a1"), "“a1”"),
        (("sheet: comments.csv", "sheet: comments.doc"), "“comments.doc”"),
        (("sheet: comments.csv", "attribute: rank"), "“rank”"),
        (("sheet: comments.csv", "redact: none.txt"), "“none.txt”"),
    ],
)
def test_a_declaration_that_does_not_fit_is_located(tmp_path, change, found) -> None:
    with pytest.raises(MtleError) as caught:
        load_study(put(tmp_path, SAID, STUDY.replace(*change)))
    (problem,) = caught.value.problems
    assert problem.code == "T004" and problem.found.startswith(found) and problem.row


def test_a_study_without_the_key_holds_no_free_text(tmp_path) -> None:
    plain = STUDY[: STUDY.index("comments:")] + STUDY[STUDY.index("options:") :]
    study = load_study(put(tmp_path, SAID, plain))
    (responses,) = study.waves.values()
    assert not responses.comments and not responses.personal_texts and not study.voices
    assert "comments" in run("comments", tmp_path / "study.yaml", code=2)


def test_a_text_item_of_the_instrument_is_declared_by_its_id(tmp_path) -> None:
    model = DEMO.replace("scales:", "  open: {text: Why?, type: text, columns: [Q9]}\nscales:", 1)
    own = STUDY.replace("{id: said, column: Q9, text: What helped you?}", "open")
    study = put(tmp_path, SAID, own, instrument=model)
    decide(study)
    (voices,) = load_study(study).voices
    assert (voices.question.text, voices.commented, voices.approved) == ("Why?", 4, 4)


def test_words_come_from_a_file_too(tmp_path) -> None:
    (tmp_path / "words.txt").write_text("Visits\n\nother classes\n", encoding="utf-8")
    study = put(tmp_path, SAID, STUDY.replace("sheet:", "redact: words.txt\n  sheet:"))
    run("comments", study)
    assert "[left out] to [left out]." in [row["text"] for row in lines(tmp_path / "comments.csv")]


def test_comments_of_people_who_withdrew_are_neither_shown_nor_asked_about(tmp_path) -> None:
    (tmp_path / "withdrawn.csv").write_text("id\nt002\n", encoding="utf-8")
    run("comments", put(tmp_path, SAID, STUDY + "withdrawn: withdrawn.csv\n"))
    assert "[name] helped me." not in [row["text"] for row in lines(tmp_path / "comments.csv")]


def test_a_secret_makes_keys_that_nobody_else_can_make(tmp_path) -> None:
    run("comments", put(tmp_path, SAID))
    plain = {row["key"] for row in lines(tmp_path / "comments.csv")}
    (tmp_path / "secret.key").write_text("0123456789abcdef0123", encoding="utf-8")
    run("comments", put(tmp_path, SAID, STUDY + "hash_ids: secret.key\n"), "-o", tmp_path / "other.csv")
    assert plain.isdisjoint(row["key"] for row in lines(tmp_path / "other.csv"))


def test_an_export_or_the_study_file_is_never_written_over(tmp_path) -> None:
    study = put(tmp_path, SAID)
    assert "one of the files that are read" in run("comments", study, "-o", tmp_path / "pre.csv", code=2)
    assert "a .csv or .xlsx file" in run("comments", study, "-o", tmp_path / "sheet.txt", code=2)
    without = put(tmp_path, SAID, STUDY.replace("  sheet: comments.csv\n", ""))
    assert "say where" in run("comments", without, code=2)
