"""Every command says what comes next, in words that can be typed as they stand, and what it wrote."""

from __future__ import annotations

import itertools
import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from mtle_survey.cli import output
from mtle_survey.cli.main import app
from mtle_survey.cli.next_step import inputs_again
from tests.support import REPOSITORY, put_study, write_csv

ANSWERS = "teacher,a1,a2,a3,a4,b1,b2\n" + "\n".join(
    f"t{n},{n % 5 + 1},{(n + n % 2) % 5 + 1},{5 - n % 5},{n % 5 + 1},{n % 3 + 2},{n % 4 + 1}"
    for n in range(20)
)
STUDY = (
    "instrument: demo.yaml\nwaves:\n  pre: {files: pre.csv}\n  post: {files: post.csv}\nrespondent: teacher\n"
)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A study with two sound waves, from whose folder commands are run."""
    put_study(tmp_path, STUDY, pre=ANSWERS, post=ANSWERS.replace(",1,", ",2,"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def next_of(result: Result) -> str:
    (line,) = [line for line in result.stderr.splitlines() if line.startswith("Next: ")]
    return line.removeprefix("Next: ")


@pytest.mark.parametrize(
    ("command", "step"),
    [
        ("validate", "mtle report study.yaml"),
        ("status", "mtle validate study.yaml"),
        ("score", "mtle reliability study.yaml"),
        ("compare", "mtle report study.yaml"),
        ("factors", "--invariance wave"),
        ("plan", "mtle plan study.yaml --lock"),
        ("tables", "-o NAME.tables.json"),
    ],
)
def test_a_command_names_the_one_that_follows(here: Path, command: str, step: str) -> None:
    result = run(command, "study.yaml")
    assert result.exit_code == 0, result.output
    assert step in next_of(result)
    assert "Next: " not in result.stdout, "the result alone goes to stdout"


def test_after_an_error_it_is_to_mend_it_and_to_look_again(here: Path) -> None:
    write_csv(here, ANSWERS.replace("t3,4", "t3,44"), "pre.csv")
    result = run("validate", "study.yaml")
    assert result.exit_code == 1
    assert next_of(result).startswith("mend the errors") and next_of(result).endswith(
        "mtle validate study.yaml"
    )


def test_inputs_are_named_as_they_were_typed(here: Path) -> None:
    assert next_of(run("validate", "-i", "demo.yaml", "pre.csv")) == "mtle score -i demo.yaml pre.csv"
    waves = run("validate", "-i", "demo.yaml", "--id", "teacher", "pre=pre.csv", "post=post.csv")
    assert next_of(waves) == "mtle report -i demo.yaml --id teacher pre=pre.csv post=post.csv"
    assert inputs_again(["pre=my file.csv"]) == "'pre=my file.csv'"


@pytest.mark.parametrize("form", ["json", "csv"])
def test_a_program_that_reads_the_result_is_told_nothing(here: Path, form: str) -> None:
    result = run("compare", "study.yaml", "--format", form)
    assert "Next: " not in result.output
    if form == "json":
        assert json.loads(result.stdout)["command"] == "compare"


@pytest.mark.parametrize("words", [("score",), ("validate",), ("plan",), ("reliability",)])
def test_a_file_that_was_written_is_named(here: Path, words: tuple[str, ...]) -> None:
    result = run(*words, "study.yaml", "-o", "out.txt")
    assert "Wrote out.txt" in result.stderr
    assert (here / "out.txt").exists() and result.stdout == ""


@pytest.mark.parametrize(
    ("name", "begins"),
    [("c.qsf", b'{"SurveyEntry"'), ("c.csv", b"kind,id,"), ("c.HTML", b"<!DOCTYPEhtml>"), ("c.docx", b"PK")],
)
def test_a_codebook_is_what_its_name_says(here: Path, name: str, begins: bytes) -> None:
    assert run("codebook", "demo.yaml", "-o", name).exit_code == 0
    assert b"".join((here / name).read_bytes().removeprefix(b"\xef\xbb\xbf").split()).startswith(begins)


def test_a_codebook_of_no_known_kind_is_refused_unless_its_kind_is_named(here: Path) -> None:
    refused = run("codebook", "demo.yaml", "-o", "c.zzz")
    assert refused.exit_code == 2 and "name a format with --as" in refused.stderr
    assert not (here / "c.zzz").exists()
    assert run("codebook", "demo.yaml", "--as", "csv", "-o", "c.zzz").exit_code == 0


def test_synthetic_exports_lead_to_a_study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert next_of(run("simulate", "mtle", "-n", "20", "-o", "made")).startswith(
        "mtle new-study made/pre.csv made/post.csv"
    )


def test_a_report_tells_what_it_is_at_no_more_than_once_in_a_while(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = itertools.count()
    monkeypatch.setattr(output, "monotonic", lambda: next(clock))
    said = run("report", "study.yaml", "-o", "one.html").stderr.splitlines()
    assert any(line.startswith("making: ") for line in said) and "writing: one.html …" in said


def test_progress_is_paced(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    clock = itertools.count()
    monkeypatch.setattr(output, "monotonic", lambda: next(clock))
    tell = output.paced(10)
    for place in range(1, 36):
        tell(f"part {place}")
    assert capsys.readouterr().err.splitlines() == ["part 10 …", "part 20 …", "part 30 …"]


def test_the_page_of_a_report_is_to_be_opened(here: Path) -> None:
    assert next_of(run("report", "study.yaml", "-o", "one.html")) == "open one.html in a browser"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--sheets", "sheets", "-o", "x.html"), "sheets need an instrument with priorities"),
        (("-o", "x.odt"), "cannot write x.odt"),
        (("--as", "pdf", "-o", "x.html"), "x.html is one file of html"),
    ],
)
def test_a_file_that_cannot_be_what_was_asked_for_is_refused(
    here: Path, words: tuple[str, ...], said: str
) -> None:
    result = run("report", "study.yaml", *words)
    assert result.exit_code == 2 and said in result.stderr
    assert sorted(p.name for p in here.iterdir()) == ["demo.yaml", "post.csv", "pre.csv", "study.yaml"]


def test_the_sheet_of_comments_leads_to_the_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = tmp_path / "data" / "sample" / "open_comments"
    shutil.copytree(REPOSITORY / "data" / "sample" / "open_comments", here)
    shutil.copytree(REPOSITORY / "instruments", tmp_path / "instruments")
    monkeypatch.chdir(here)
    step = next_of(run("comments", "study.yaml", "-o", "sheet.csv"))
    assert step == "write yes or no under approved in sheet.csv, then mtle report study.yaml"
