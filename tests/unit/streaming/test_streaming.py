"""A large table read in one pass gives what the ordinary way gives, to the byte."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from mtle_survey.cli.main import app
from mtle_survey.readers.read import read_table
from mtle_survey.streaming import wave as streaming
from mtle_survey.streaming.table import read_coded_table
from tests.unit.checks.long_instrument import INSTRUMENT, ITEMS, people

LABELS = ("Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree")
INSTRUMENT_WITH_REASONS = (
    INSTRUMENT.replace(
        "Strongly agree]\n",
        "Strongly agree]\n    nonresponse: {9: Prefer not to answer, 98: Does not apply to me}\n",
        1,
    )
    + "  hours: {title: Hours, type: number}\n"
)


def export(n=700, labels=False, seed=3):
    """Answers with gaps, straight lines, duplicates, odd identifiers and free text."""
    x = people(n, seed)
    x[4], x[9] = 3, np.tile([1, 5], 12)
    x[20] = x[30]
    rng = np.random.default_rng(seed)
    x[rng.random(x.shape) < 0.02] = np.nan
    x[50] = np.nan
    lines = [",".join(["teacher", "site", "hours", "comment", "E-mail", *ITEMS])]
    for i, row in enumerate(x):
        answers = ["" if np.isnan(v) else LABELS[int(v) - 1] if labels else f"{v:.0f}" for v in row]
        if i % 90 == 7:
            answers[3] = "9"
        teacher = {11: "test", 12: "1234.0", 13: "", 14: "=1+1"}.get(i, f"t{i:05d}")
        comment = "Schön, aber lang" if i % 7 == 0 else ""
        lines.append(
            ",".join(
                [
                    teacher,
                    ["North", "South"][i % 2],
                    str(i % 9),
                    f"{comment}".replace(",", ";"),
                    f"p{i}@x.org",
                    *answers,
                ]
            )
        )
        if i in (100, 101):
            lines.append("" if i == 100 else "," * (4 + len(ITEMS)))
    return "\n".join(lines) + "\n"


EXPORTS = {
    "codes": export(),
    "labels": export(labels=True),
    "quoted": export().replace("Schön; aber lang", '"Schön, aber ""lang""\nund in zwei Zeilen"'),
    "windows line ends": export().replace("\n", "\r\n"),
    "semicolons": export().replace(";", " ").replace(",", ";"),
    "byte order mark": "\ufeff" + export(),
    "no line end": export().rstrip("\n"),
    "two digits": export().replace(",5,4,", ",98,4,"),
    "an error": export().replace("t00007,South,7,", "t00007,South,7,x").replace(",4,4\n", ",44,4\n", 1),
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "long.yaml").write_text(INSTRUMENT_WITH_REASONS, encoding="utf-8")
    monkeypatch.setattr("mtle_survey.streaming.lines.BLOCK", 4096)
    monkeypatch.setattr(streaming, "PART", 64)
    return tmp_path


def run(*words):
    result = CliRunner().invoke(app, list(words))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def both_ways(monkeypatch, *words):
    """A command when no plain table is large, and when every one is; streaming really happened."""
    monkeypatch.setattr(streaming, "LARGE", 1 << 60)
    ordinary = run(*words)
    streamed = []
    original = streaming.read_coded_table

    def watched(*arguments):
        found = original(*arguments)
        streamed.append(found is not None)
        return found

    monkeypatch.setattr(streaming, "LARGE", 0)
    monkeypatch.setattr(streaming, "read_coded_table", watched)
    large = run(*words)
    assert streamed == [True]
    monkeypatch.setattr(streaming, "read_coded_table", original)
    return ordinary, large


@pytest.mark.parametrize("name", EXPORTS)
@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_validation_says_the_same(folder, monkeypatch, name, form):
    (folder / "export.csv").write_text(EXPORTS[name], encoding="utf-8", newline="")
    ordinary, large = both_ways(monkeypatch, "validate", "-i", "long.yaml", "export.csv", "--format", form)
    assert large.exit_code == ordinary.exit_code == (1 if name == "an error" else 0)
    assert large.stdout == ordinary.stdout
    assert large.stderr == ordinary.stderr


@pytest.mark.parametrize("name", EXPORTS)
@pytest.mark.parametrize("options", [(), ("--long", "--metric", "pomp")])
def test_scores_and_their_codebook_are_the_same_bytes(folder, monkeypatch, name, options):
    (folder / "export.csv").write_text(EXPORTS[name], encoding="utf-8", newline="")
    words = ("score", "-i", "long.yaml", "export.csv", "--id", "teacher", *options, "-o")
    monkeypatch.setattr(streaming, "LARGE", 1 << 60)
    ordinary = run(*words, "ordinary.csv")
    monkeypatch.setattr(streaming, "LARGE", 0)
    large = run(*words, "large.csv")
    assert large.exit_code == ordinary.exit_code
    for suffix in (".csv", ".codebook.csv"):
        pair = [folder / f"{kind}{suffix}" for kind in ("ordinary", "large")]
        if ordinary.exit_code:
            assert not pair[0].exists()
            assert not pair[1].exists()
        else:
            assert pair[0].read_bytes() == pair[1].read_bytes()
    assert large.stderr.replace("large.c", "ordinary.c") == ordinary.stderr


def test_an_error_in_a_large_table_keeps_json_and_leaves_no_file(folder, monkeypatch):
    (folder / "export.csv").write_text(EXPORTS["an error"], encoding="utf-8")
    monkeypatch.setattr(streaming, "LARGE", 0)
    result = run("score", "-i", "long.yaml", "export.csv", "-o", "scores.csv")
    assert result.exit_code == 1
    assert "D104" in result.stderr
    assert sorted(p.name for p in folder.iterdir()) == ["export.csv", "long.yaml"]


LEFT_TO_THE_ORDINARY_WAY = {
    "a short record": EXPORTS["codes"] + "t9,North\n",
    "cells beyond the last column": EXPORTS["codes"].replace("\n", ",\n").replace(",\n", "\n", 1),
    "control characters": EXPORTS["codes"].replace("t00200", "t\x0000200"),
    "another encoding": EXPORTS["codes"].encode("cp1252"),
    "broken quoting": EXPORTS["codes"].replace("t00300", '"t00300"x'),
    "a lone carriage return": EXPORTS["codes"].replace("t00300", "t\r00300"),
    "a platform's export": "StartDate,EndDate,Status,ResponseId,Q1\n" * 3,
    "utf-16": EXPORTS["codes"].encode("utf-16"),
    "one column": "teacher\n1\n2\n",
    "nothing": "",
    "no line end at all": "teacher,a",
}


@pytest.mark.parametrize("name", LEFT_TO_THE_ORDINARY_WAY)
def test_what_only_the_ordinary_reader_can_judge_is_left_to_it(tmp_path, name):
    content = LEFT_TO_THE_ORDINARY_WAY[name]
    path = tmp_path / "export.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    assert read_coded_table(str(path)) is None


def test_a_study_file_several_waves_and_small_files_take_the_ordinary_way(folder, monkeypatch):
    (folder / "export.csv").write_text(EXPORTS["codes"], encoding="utf-8")
    monkeypatch.setattr(streaming, "read_coded_table", lambda *_: pytest.fail("streamed"))
    monkeypatch.setattr(streaming, "LARGE", 0)
    run("validate", "-i", "long.yaml", "pre=export.csv", "post=export.csv")
    monkeypatch.setattr(streaming, "LARGE", 1 << 60)
    run("validate", "-i", "long.yaml", "export.csv")


def test_the_envelope_of_a_large_table_names_its_input(folder, monkeypatch):
    (folder / "export.csv").write_text(EXPORTS["codes"], encoding="utf-8")
    monkeypatch.setattr(streaming, "LARGE", 0)
    document = json.loads(run("validate", "-i", "long.yaml", "pre=export.csv", "--format", "json").stdout)
    (source,) = document["inputs"]
    assert (source["wave"], source["rows"]) == ("pre", 700)
    assert len(source["sha256"]) == 64


CELL = st.text(st.sampled_from('ab1é,; "\n\t\u00a0'), max_size=4)


@settings(deadline=None, max_examples=150)
@given(
    rows=st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=12),
    quoted=st.booleans(),
    block=st.sampled_from([8, 40, 4096]),
)
def test_any_sound_table_is_taken_apart_as_the_ordinary_reader_takes_it(
    tmp_path_factory, monkeypatch_module, rows, quoted, block
):
    import csv

    monkeypatch_module.setattr("mtle_survey.streaming.lines.BLOCK", block)
    path = tmp_path_factory.mktemp("any") / "export.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        style = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
        csv.writer(file, lineterminator="\n", quoting=style).writerows([["one", "two", "three"], *rows])
    coded = read_coded_table(str(path))
    if coded is None:
        return
    ordinary = read_table(path)
    assert coded.rows.tolist() == ordinary.rows.tolist()
    assert coded.records == ordinary.records
    assert coded.sha256 == ordinary.sha256
    assert coded.excluded == ordinary.excluded
    assert coded.problems == ordinary.problems
    assert coded.columns == ordinary.columns
    for place in range(3):
        assert coded.column(place).cells().tolist() == ordinary.cells[:, place].tolist()


@pytest.fixture(scope="module")
def monkeypatch_module():
    patch = pytest.MonkeyPatch()
    yield patch
    patch.undo()
