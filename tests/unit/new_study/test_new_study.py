"""From exports to a study file that runs at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner, Result

from mtle_survey.cli import new_study as command
from mtle_survey.cli.main import app
from mtle_survey.new_study.look import identifiers, look_at, measured_twice
from mtle_survey.new_study.notebook import Notebook, WaveEntry, scalar
from mtle_survey.new_study.waves import in_time_order, wave_names
from mtle_survey.study_file import load_study
from mtle_survey.study_plan import plan_study
from tests.support import DEMO, REPOSITORY, make_instrument, write_csv

SAMPLE = REPOSITORY / "data" / "sample"


def run(*words: str, answers: str = "") -> Result:
    return CliRunner().invoke(app, ["new-study", *words], input=answers)


@pytest.fixture
def exports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample's exports in a folder of their own, from which the command is run."""
    for wave in ("pre", "mid", "post"):
        (tmp_path / "exports").mkdir(exist_ok=True)
        shutil.copy(SAMPLE / f"{wave}.csv", tmp_path / "exports" / f"{wave}.csv")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_what_can_be_seen_in_exports_needs_no_question(exports: Path) -> None:
    done = run("exports/post.csv", "exports/pre.csv", "exports/mid.csv", "--yes")
    assert done.exit_code == 0, done.output
    plan = plan_study(exports / "study.yaml")
    assert plan.instrument.id == "mtle"
    assert list(plan.waves) == ["pre", "mid", "post"], "in time order, however they were named"
    assert [specs[0].forms for specs in plan.waves.values()] == [("pre",), ("mid",), ("post", "retro")]
    assert plan.respondent == "teacher"
    assert plan.settings["cluster"] == "site"
    assert not plan.problems


def test_several_files_of_one_wave_stand_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "demo.yaml").write_text(DEMO, encoding="utf-8")
    for name, ids in {"north": "ab", "south": "cd", "later": "abcd"}.items():
        rows = "\n".join(f"{code},1,2,3,4" for code in ids)
        write_csv(tmp_path, f"teacher,a1,a2,a3,a4\n{rows}", f"{name}.csv")
    monkeypatch.chdir(tmp_path)
    done = run("-i", "demo.yaml", "fall=north.csv", "fall=south.csv", "spring=later.csv", "--yes")
    assert done.exit_code == 0, done.output
    assert "fall: {files: [north.csv, south.csv], forms: [short]}   # plain, 4 records, 4 rated items" in (
        tmp_path / "study.yaml"
    ).read_text(encoding="utf-8")
    assert {wave: len(r) for wave, r in load_study("study.yaml").waves.items()} == {"fall": 4, "spring": 4}


def test_a_file_without_any_question_of_the_instrument_is_pointed_out(exports: Path) -> None:
    write_csv(exports, "code,x,y\n1,2,3\n2,3,4", "other.csv")
    done = run("-i", "mtle", "exports/pre.csv", "other.csv", "--yes")
    assert "No question of mtle stands in this file" in done.output
    assert done.output.count("No question of mtle") == 1


def test_previews_count_where_the_user_says_that_people_answered_them(exports: Path) -> None:
    done = run("exports/pre.csv", "exports/post.csv", "--yes", "--keep-preview")
    assert done.exit_code == 0, done.output
    text = (exports / "study.yaml").read_text(encoding="utf-8")
    assert "pre: {files: {file: exports/pre.csv, preview: keep}" in text
    assert "56 records" in text, "54 and two previews"
    assert len(load_study(exports / "study.yaml").waves["pre"]) == 56


def test_the_study_it_writes_is_that_of_the_sample(exports: Path) -> None:
    assert (
        run("exports/pre.csv", "exports/mid.csv", "exports/post.csv", "-y", "--primary", "identity").exit_code
        == 0
    )
    written, sample = load_study(exports / "study.yaml"), load_study(SAMPLE / "study.yaml")
    written.require_sound()
    assert written.primary == ("identity",)
    of = [
        {
            (r.scale, r.contrast): (r.estimate, r.n)
            for r in s.change.rows
            if r.statistic == "mean_change" and r.headline
        }
        for s in (written, sample)
    ]
    assert of[0] == of[1]


def test_a_file_that_is_there_is_never_written_over(exports: Path) -> None:
    (exports / "study.yaml").write_text("mine", encoding="utf-8")
    done = run("exports/pre.csv", "--yes")
    assert done.exit_code == 2 and "never written over" in done.output
    assert (exports / "study.yaml").read_text(encoding="utf-8") == "mine"


def test_a_study_that_could_not_run_is_not_written(exports: Path) -> None:
    done = run("exports/pre.csv", "--primary", "nosuch", "-y")
    assert done.exit_code == 1 and "T004" in done.output
    assert not (exports / "study.yaml").exists()


def test_the_questions_offer_what_was_found_and_take_another_answer(
    exports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "at_a_terminal", lambda: True)
    done = run("exports/pre.csv", "exports/post.csv", answers="Our year\n\nnone\nidentity, stg_o\n")
    assert done.exit_code == 0, done.output
    assert "[teacher]" in done.output and "[site]" in done.output
    plan = plan_study(exports / "study.yaml")
    assert plan.settings["title"] == "Our year"
    assert plan.settings["primary"] == ("identity", "stg_o")
    assert "cluster" not in plan.settings and plan.respondent == "teacher"


def test_waves_can_be_named(exports: Path) -> None:
    assert run("a=exports/pre.csv", "b=exports/post.csv", "-y", "-o", "deep/study.yaml").exit_code == 0
    plan = plan_study(exports / "deep" / "study.yaml")
    assert list(plan.waves) == ["a", "b"]
    assert Path(plan.waves["a"][0].path).resolve() == (exports / "exports" / "pre.csv").resolve()


def test_an_export_that_no_instrument_fits_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_csv(tmp_path, "who,what\na,1\nb,2")
    done = run("export.csv", "-y")
    assert done.exit_code == 2 and "mtle instruments new" in done.output
    assert not (tmp_path / "study.yaml").exists()


def test_ones_own_instrument_is_named_by_its_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ours.yaml").write_text(DEMO, encoding="utf-8")
    write_csv(tmp_path, "teacher,a1,a2,a3,a4\n" + "\n".join(f"t{n},1,2,3,{n % 5 + 1}" for n in range(9)))
    assert run("export.csv", "-i", "ours.yaml", "-y", "-o", "studies/one.yaml").exit_code == 0
    study = load_study(tmp_path / "studies" / "one.yaml")
    assert study.instrument.id == "demo"
    assert "../ours.yaml" in (tmp_path / "studies" / "one.yaml").read_text(encoding="utf-8")


def test_a_column_that_recurs_between_waves_is_offered_as_identifier(tmp_path: Path) -> None:
    instrument = make_instrument(tmp_path, DEMO.replace("  teacher: {title: Code, role: respondent}\n", ""))
    people = [f"k{n:02d}" for n in range(20)]
    rows = [f"{p},{n},{n % 3},1,2,3,4" for n, p in enumerate(people)]
    later = [f"{p},{n + 100},{n % 3},1,2,3,4" for n, p in enumerate(people[4:])]
    pre = write_csv(tmp_path, "mycode,number,shift,a1,a2,a3,a4\n" + "\n".join(rows), "pre.csv")
    post = write_csv(tmp_path, "mycode,number,shift,a1,a2,a3,a4\n" + "\n".join(later), "post.csv")
    found = identifiers([look_at([pre]), look_at([post])], instrument)
    assert [(c.name, c.people, c.again) for c in found] == [("mycode", 20, 16)]


def test_everybody_of_a_wave_counts_whichever_of_its_files_holds_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "demo.yaml").write_text(DEMO, encoding="utf-8")
    for name, ids in {"north": "ab", "south": "cde", "later": "abde"}.items():
        write_csv(
            tmp_path, "teacher,a1,a2,a3,a4\n" + "\n".join(f"{code},1,2,3,4" for code in ids), f"{name}.csv"
        )
    monkeypatch.chdir(tmp_path)
    done = run("-i", "demo.yaml", "fall=north.csv", "fall=south.csv", "spring=later.csv", "--yes")
    assert "teacher: 5 different entries, 4 of them in the last wave too" in done.output


def test_a_scale_counts_as_measured_twice_whichever_file_of_a_wave_asked_it(tmp_path: Path) -> None:
    instrument = make_instrument(tmp_path)
    rows = "\n".join(f"t{n},1,2" for n in range(5))
    parts = [
        write_csv(tmp_path, f"teacher,{a},{b}\n{rows}", f"{a}.csv") for a, b in (("a1", "a2"), ("a3", "a4"))
    ]
    post = write_csv(tmp_path, "teacher,a3,a4\n" + rows.replace("t", "u"), "post.csv")
    assert measured_twice([look_at(parts), look_at([post])], instrument) == ("voice",)
    assert measured_twice([look_at(parts[:1]), look_at([post])], instrument) == ()


def test_a_column_that_counts_the_rows_is_shown_but_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = DEMO.replace("  teacher: {title: Code, role: respondent}\n", "")
    (tmp_path / "demo.yaml").write_text(text, encoding="utf-8")
    for name, people in {"pre": 9, "post": 7}.items():
        rows = "\n".join(f"{n},{n % 5 + 1},2,3,4" for n in range(1, people + 1))
        write_csv(tmp_path, f"no,a1,a2,a3,a4\n{rows}", f"{name}.csv")
    monkeypatch.chdir(tmp_path)
    done = run("-i", "demo.yaml", "pre.csv", "post.csv", "--yes")
    assert "no holds 1, 2, 3 … in every row" in done.output
    assert plan_study("study.yaml").respondent is None
    assert run("-i", "demo.yaml", "pre.csv", "post.csv", "-y", "--id", "no", "-o", "b.yaml").exit_code == 0
    assert plan_study("b.yaml").respondent == "no"


def test_one_export_given_twice_is_no_two_waves(exports: Path) -> None:
    shutil.copy(exports / "exports" / "pre.csv", exports / "post.csv")
    done = run("exports/pre.csv", "post.csv", "--yes")
    assert done.exit_code == 1 and "R052" in done.output
    assert not (exports / "study.yaml").exists()


def test_the_sheet_that_was_read_is_named_with_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = openpyxl.Workbook()
    for name in ("Pre", "Post"):
        sheet = book.create_sheet(name)
        sheet.append(["teacher", "a1", "a2", "a3", "a4"])
        sheet.append(["ann", 1, 2, 3, len(name)])
    book.remove(book["Sheet"])
    book.save(tmp_path / "both.xlsx")
    (tmp_path / "demo.yaml").write_text(DEMO, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    said = run("-i", "demo.yaml", "both.xlsx", "--yes").output
    assert "Sheet Pre, and another with the same header. The workbook also holds: Post." in said
    assert "files: {file: both.xlsx, sheet: NAME}" in said


def test_a_column_of_people_that_no_export_has_is_told_at_once(exports: Path) -> None:
    done = run("exports/pre.csv", "--id", "techer", "--yes")
    assert done.exit_code == 2
    assert "no column “techer”" in done.output and "Did you mean “teacher”?" in done.output
    assert not (exports / "study.yaml").exists()


@pytest.mark.parametrize(
    ("files", "names"),
    [
        (("x/pre.csv", "y/post.csv"), ("pre", "post")),
        (("MTLE_Pre-Survey 2025.xlsx", "MTLE_Post-Survey 2026.xlsx"), ("pre", "post")),
        (("fall_2024.csv", "Spring-25.csv"), ("fall24", "spring25")),
        (("survey T1.csv", "survey T2.csv"), ("wave1", "wave2")),
        (("a.csv", "b.csv"), ("wave1", "wave2")),
        (("pre.csv", "pre-survey.csv"), ("wave1", "wave2")),
        (("president.csv", "postal.csv"), ("wave1", "wave2")),
    ],
)
def test_waves_are_named_after_their_files(files: tuple[str, ...], names: tuple[str, ...]) -> None:
    assert wave_names(files) == names


def test_time_order_is_by_day_where_the_exports_say_it() -> None:
    assert in_time_order(("post", "pre"), ("2026-05-01", "2025-09-01")) == (1, 0)
    assert in_time_order(("post", "pre"), (None, None)) == (1, 0)
    assert in_time_order(("b", "a"), (None, "2025-01-01")) == (0, 1)


@pytest.mark.parametrize(
    "words", ["no", "Q1: code", "#x", "a # b", '"', "{x}", "1e3", "ünï", "- a", "null", "=1+1"]
)
def test_whatever_a_column_is_called_it_comes_back_from_the_file(tmp_path: Path, words: str) -> None:
    make_instrument(tmp_path)
    (tmp_path / "instrument.yaml").rename(tmp_path / "demo.yaml")
    notebook = Notebook(
        title=words,
        instrument="demo.yaml",
        instrument_title=words,
        waves=(WaveEntry(name="pre", files=("pre.csv",)),),
        respondent=words,
    )
    (tmp_path / "study.yaml").write_text(notebook.text(), encoding="utf-8")
    plan = plan_study(tmp_path / "study.yaml")
    assert plan.respondent == words and plan.settings["title"] == words
    assert scalar(words).startswith('"')
