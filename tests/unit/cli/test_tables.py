"""``mtle tables``, and what reliability and factors make of its file."""

from __future__ import annotations

import csv
import io
import json

import pytest
from typer.testing import CliRunner

from mtle_survey.cli.main import app
from tests.unit.aggregates.made import ITEMS, answers

INSTRUMENT = (
    "id: two\nversion: 1.0.0\ntitle: Two scales\nresponse_formats:\n"
    "  five: {codes: [1, 2, 3, 4, 5], labels: [a, b, c, d, e]}\nitems:\n"
    + "".join(f"  {i}: {{text: Statement {i} of the trial, format: five}}\n" for i in ITEMS)
    + "scales:\n  u: {title: U, items: [u1, u2, u3, u4, u5], reverse_keyed: [u3]}\n"
    "  v: {title: V, items: [v1, v2, v3, v4, v5]}\n"
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "two.yaml").write_text(INSTRUMENT, encoding="utf-8")
    rows = "".join(",".join(f"{v:.0f}" for v in row) + "\n" for row in answers(260))
    (tmp_path / "pre.csv").write_text(",".join(ITEMS) + "\n" + rows, encoding="utf-8")
    return tmp_path


def run(*arguments, code=0):
    done = CliRunner().invoke(app, list(arguments))
    assert done.exit_code == code, done.output
    return done


def rows(*arguments):
    return list(csv.DictReader(io.StringIO(run(*arguments, "--format", "csv").stdout)))


def key(row):
    return tuple(row[c] for c in ("model", "scale", "item", "factor", "with", "wave", "statistic", "method"))


@pytest.mark.parametrize("command", ["reliability", "factors"])
def test_the_same_numbers_as_from_rows(folder, command):
    run("tables", "pre.csv", "-i", "two.yaml", "--everything", "-o", "all.tables.json")
    ours = rows(command, "all.tables.json", "-i", "two.yaml")
    theirs = {key(r): r for r in rows(command, "pre.csv", "-i", "two.yaml")}
    shared = [r for r in ours if key(r) in theirs and r["estimate"]]
    assert len(shared) > 40
    for row in shared:
        assert float(row["estimate"]) == pytest.approx(
            float(theirs[key(row)]["estimate"]), rel=1e-6, abs=1e-9
        )
        assert row["n"] == theirs[key(row)]["n"] == "260"


def test_the_envelope_names_the_file_and_the_instrument(folder):
    run("tables", "now=pre.csv", "-i", "two.yaml", "-o", "x.tables.json")
    found = json.loads(run("reliability", "x.tables.json", "-i", "two.yaml", "--format", "json").stdout)
    assert found["command"] == "reliability"
    assert found["instrument"]["id"] == "two"
    assert found["inputs"] == [
        {"wave": "now", "file": "x.tables.json", "sha256": found["inputs"][0]["sha256"], "rows": 260}
    ]


def test_small_counts_are_withheld_unless_everything_is_asked_for(folder):
    told = run("tables", "pre.csv", "-i", "two.yaml", "-o", "x.tables.json").stderr
    assert "No count from 1 to 9 is shown" in told
    cells = [
        count
        for block in json.loads((folder / "x.tables.json").read_text())["blocks"]
        for table in block["tables"]
        for row in table["counts"]
        for count in row
    ]
    assert all(c == 0 or c >= 10 for c in cells)
    told = run("tables", "pre.csv", "-i", "two.yaml", "--everything", "-o", "y.tables.json").stderr
    assert "for use inside only" in told
    told = run("tables", "pre.csv", "-i", "two.yaml", "--small-cell", "300", "-o", "z.tables.json").stderr
    assert "0 of 3 sets" in told
    assert "fewer than 300 people answered all of its items" in told
    text = run("reliability", "z.tables.json", "-i", "two.yaml").stdout
    assert "Withheld by whoever made the tables" in text


def test_a_study_says_how_small_a_count_may_be(folder):
    (folder / "study.yaml").write_text(
        "instrument: two.yaml\nwaves: {pre: {files: pre.csv}}\noptions: {small_cell: 25}\n", encoding="utf-8"
    )
    assert "from 1 to 24" in run("tables", "study.yaml", "-o", "x.tables.json").stderr


def test_the_terminal_shows_coefficients_and_items(folder):
    run("tables", "pre.csv", "-i", "two.yaml", "--everything", "-o", "x.tables.json")
    text = run("reliability", "x.tables.json", "-i", "two.yaml", "--scale", "u").stdout
    assert "Statement u3 of the trial" in text
    assert "Statement v1" not in text
    text = run("factors", "x.tables.json", "-i", "two.yaml").stdout
    assert "How many factors" in text
    assert "mlr: it needs the rows" in text


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["tables", "pre.csv", "-i", "two.yaml", "-o", "x.json"], "NAME.tables.json"),
        (["tables", "pre.csv", "-i", "two.yaml", "--everything", "--small-cell", "5"], "contradict"),
        (["reliability", "x.tables.json", "-i", "two.yaml", "--by", "site"], "only --scale works"),
        (["reliability", "x.tables.json", "-i", "two.yaml", "--id", "t"], "identifier"),
        (["reliability", "x.tables.json", "pre.csv", "-i", "two.yaml"], "give it alone"),
        (["reliability", "x.tables.json", "-i", "two.yaml", "--scale", "w"], "no scale “w”"),
        (["reliability", "x.tables.json", "-i", "mtle"], "belongs to instrument two"),
        (["factors", "x.tables.json", "-i", "two.yaml", "--wave", "post"], "no wave “post”"),
        (["factors", "x.tables.json", "-i", "two.yaml", "--reconcile"], "needs the rows"),
        (["reliability", "gone.tables.json", "-i", "two.yaml"], "No such file"),
        (["tables", "answers.parquet"], "-i INSTRUMENT"),
        (["tables", "pre=gone.parquet", "-i", "two.yaml"], "no such file"),
        (["tables", "duckdb://", "-i", "two.yaml"], "names no table"),
        (["tables", "pre=pre.csv", "post=x.parquet", "-i", "two.yaml"], "not both"),
        (["reliability", "x.tables.json", "-i", "two.yaml", "-o", "x.tables.json"], "itself"),
    ],
)
def test_misuse_is_explained(folder, arguments, reason):
    run("tables", "pre.csv", "-i", "two.yaml", "-o", "x.tables.json")
    assert reason in run(*arguments, code=2).stderr


def test_answers_in_parquet_and_in_a_database_are_counted_where_they_are(folder):
    duckdb = pytest.importorskip("duckdb")
    pytest.importorskip("ibis")
    with duckdb.connect("survey.db") as database:
        database.execute("CREATE TABLE answers AS SELECT * FROM read_csv('pre.csv')")
        database.execute("COPY answers TO 'pre.parquet' (FORMAT parquet)")
    run("tables", "pre=pre.csv", "-i", "two.yaml", "-o", "rows.tables.json")
    expected = (folder / "rows.tables.json").read_text()
    for source in ("pre.parquet", "duckdb://survey.db#answers"):
        run("tables", f"pre={source}", "-i", "two.yaml", "-o", "x.tables.json")
        assert (folder / "x.tables.json").read_text() == expected
    with duckdb.connect("words.db") as database:
        database.execute("CREATE TABLE answers AS SELECT 'Agree' AS u1, 1 AS u2")
    told = run("tables", "duckdb://words.db#answers", "-i", "two.yaml", code=2).stderr
    assert "the answers cannot be counted: Conversion Error" in told
    assert "no such" not in run("tables", "duckdb://survey.db#gone", "-i", "two.yaml", code=2).stderr


STUDY = "title: Two\ninstrument: two.yaml\nwaves:\n  pre: {{files: {pre}}}\n  post: {{files: {post}}}\n"


@pytest.fixture
def stored(folder):
    """Two waves as exports, as Parquet files and in a database, in a folder of their own."""
    duckdb = pytest.importorskip("duckdb")
    pytest.importorskip("ibis")
    (folder / "data").mkdir()
    later = "".join(",".join(f"{v:.0f}" for v in row) + "\n" for row in answers(240, seed=2))
    (folder / "data" / "post.csv").write_text(",".join(ITEMS) + "\n" + later, encoding="utf-8")
    with duckdb.connect("data/survey.db") as database:
        database.execute("CREATE TABLE answers AS SELECT * FROM 'pre.csv'")
        database.execute("COPY answers TO 'data/pre.parquet' (FORMAT parquet)")
        database.execute("CREATE TABLE later AS SELECT * FROM 'data/post.csv'")
        database.execute("COPY later TO 'data/post.parquet' (FORMAT parquet)")
        database.execute('CREATE TABLE renamed AS SELECT * RENAME (u1 AS "Q 1") FROM answers')
    (folder / "pre.csv").rename(folder / "data" / "pre.csv")
    (folder / "two.yaml").rename(folder / "data" / "two.yaml")
    return folder


def study(folder, pre, post, more=""):
    path = folder / "data" / "study.yaml"
    path.write_text(STUDY.format(pre=pre, post=post) + more, encoding="utf-8")
    return "data/study.yaml"


RENAMED = '{file: "duckdb://survey.db#renamed", columns: {u1: "Q 1"}}'


@pytest.mark.parametrize("pre", ["pre.parquet", '"duckdb://survey.db#answers"', RENAMED])
def test_a_study_names_answers_that_are_counted_where_they_are(stored, pre):
    rows_of = study(stored, "pre.csv", "post.csv")
    run("tables", rows_of, "--everything", "-o", "rows.tables.json")
    counted = run(
        "tables", study(stored, pre, '"duckdb://survey.db#later"'), "--everything", "-o", "a.tables.json"
    )
    assert "Counted where the answers are" in counted.stderr
    assert (stored / "a.tables.json").read_bytes() == (stored / "rows.tables.json").read_bytes()
    ours = rows("reliability", "a.tables.json", "-i", "data/two.yaml")
    assert {row["wave"] for row in ours if row["statistic"] == "alpha"} == {"pre", "post"}


def test_commands_that_need_rows_say_how_to_go_on(stored):
    named = study(stored, '"duckdb://survey.db#answers"', "pre.parquet")
    for command in ("reliability", "validate", "score"):
        told = run(command, named, code=2).stderr
        assert "the answers of pre stay in a database" in told
        assert "mtle tables data/study.yaml" in told


@pytest.mark.parametrize(
    "post, more, reason",
    [
        ("post.csv", "", "waves that are exports"),
        ("[pre.parquet, post.parquet]", "", "waves of several files"),
        ("post.parquet", "consent: {column: agreed, value: 'yes'}\n", "consent"),
    ],
)
def test_what_only_rows_can_carry_out_is_not_left_undone(stored, post, more, reason):
    told = run("tables", study(stored, '"duckdb://survey.db#answers"', post, more), code=2).stderr
    assert reason in told


def test_parquet_files_are_read_as_rows_where_the_study_needs_them(stored):
    corrections = "file,record,column,from,to,reason,initials\n"
    (stored / "data" / "corrections.csv").write_text(corrections, encoding="utf-8")
    named = study(stored, "pre.parquet", "post.parquet", "corrections: corrections.csv\n")
    assert "Counted where" not in run("tables", named, "--everything", "-o", "a.tables.json").stderr


def test_a_column_that_a_table_lacks_is_named(stored):
    named = study(stored, '{file: "duckdb://survey.db#answers", columns: {u1: Q_7}}', "pre.parquet")
    assert "no column “Q_7”" in run("tables", named, code=2).stderr
