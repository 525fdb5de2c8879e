"""Score files under pseudonyms: one per person over waves and files, made with a secret that never shows."""

from __future__ import annotations

import csv
import hmac
import io
from hashlib import sha256

import pytest
from typer.testing import CliRunner

from mtle_survey.cli.main import app
from mtle_survey.errors import MtleError
from mtle_survey.linking.pseudonyms import Secret
from mtle_survey.study_file import load_study
from mtle_survey.study_plan import plan_study
from tests.support import DEMO, write_csv

SECRET = "0123456789abcdef0123456789abcdef"
PRE = "teacher,site,a1,a2,a3,a4\nTAA01,North,1,2,3,4\nTBB02,South,2,2,3,4\nTest,South,2,2,3,3\n"
POST = "teacher,site,a1,a2,a3,a4\n tbb02,South,5,4,1,4\nTAA01,North,4,4,3,4\n"


@pytest.fixture
def study(tmp_path):
    def make(extra: str = "hash_ids: secret.key\n", secret: str | None = SECRET + "\n", pre: str = PRE):
        (tmp_path / "demo.yaml").write_text(DEMO, encoding="utf-8")
        write_csv(tmp_path, pre, "pre.csv")
        write_csv(tmp_path, POST, "post.csv")
        if secret is not None:
            (tmp_path / "secret.key").write_text(secret, encoding="utf-8")
        path = tmp_path / "study.yaml"
        path.write_text(
            "title: t\ninstrument: demo.yaml\nwaves:\n  pre: {files: pre.csv}\n  post: {files: post.csv}\n"
            f"respondent: teacher\n{extra}",
            encoding="utf-8",
        )
        return path

    return make


def scored(path) -> list[dict[str, str]]:
    done = CliRunner().invoke(app, ["score", str(path), "--format", "csv"])
    assert done.exit_code == 0, done.output
    assert SECRET not in done.output
    return list(csv.DictReader(io.StringIO(done.stdout)))


def test_a_person_bears_the_same_pseudonym_in_every_wave_and_no_identifier_is_left(study):
    rows = scored(study())
    by_wave = {(row["wave"], row["row"]): row["id"] for row in rows}
    assert by_wave["pre", "2"] == by_wave["post", "3"]
    assert by_wave["pre", "3"] == by_wave["post", "2"]
    assert len({row["id"] for row in rows}) == 3
    assert "teacher" not in rows[0]
    assert not {"TAA01", "TBB02", "tbb02"} & {cell for row in rows for cell in row.values()}


def test_the_pseudonym_is_the_keyed_hash_of_the_identifier_as_it_is_compared(study):
    expected = "p" + hmac.new(SECRET.encode(), b"taa01", sha256).hexdigest()[:16]
    assert scored(study())[0]["id"] == expected


def test_another_secret_gives_other_pseudonyms_and_the_scores_stay(study):
    one, other = scored(study()), scored(study(secret="f" * 40))
    assert not {row["id"] for row in one} & {row["id"] for row in other}
    assert [row["voice"] for row in one] == [row["voice"] for row in other]


def test_the_secret_may_stand_in_the_environment(study, monkeypatch):
    monkeypatch.setenv("PROJECT_SECRET", SECRET)
    assert scored(study("hash_ids: {variable: PROJECT_SECRET}\n", secret=None)) == scored(study())


def test_codes_joined_although_one_element_differs_bear_one_pseudonym(study, tmp_path):
    path = study("linking: fuzzy\nhash_ids: secret.key\n")
    header, people = (
        "m,d,s,l,a1,a2,a3,a4",
        [f"{c},{i + 10},{i},{c}{c},{1 + i % 5},2,3,4" for i, c in enumerate("abcdefgh")],
    )
    write_csv(tmp_path, "\n".join([header, *people]), "pre.csv")
    slip = people[0].replace("a,10,0", "a,19,0")
    write_csv(tmp_path, "\n".join([header, slip, *people[1:]]), "post.csv")
    path.write_text(path.read_text().replace("respondent: teacher", "respondent: {code: [m, d, s, l]}"))
    rows = scored(path)
    ids = {(row["wave"], row["row"]): row["id"] for row in rows}
    assert ids["pre", "2"] == ids["post", "2"]
    assert len(set(ids.values())) == 8


def test_problems_do_not_quote_identifiers(study):
    odd = {p.code: p.found for p in load_study(study()).problems if p.code == "D134"}
    assert odd == {"D134": "1 ID"}
    assert [p.found for p in load_study(study("")).problems if p.code == "D134"] == ["“Test”"]


@pytest.mark.parametrize(
    ("extra", "secret", "says"),
    [
        ("hash_ids: secret.key\n", None, "No such file"),
        ("hash_ids: secret.key\n", "short-secret", "12 characters"),
        ("hash_ids: {variable: NOT_THERE_AT_ALL}\n", None, "no variable NOT_THERE_AT_ALL"),
        ("hash_ids: {variable: A, file: b}\n", None, "Name one of them"),
        ("hash_ids: {}\n", None, "Name one of them"),
    ],
)
def test_a_secret_that_cannot_be_used_stops_everything_and_is_not_quoted(study, extra, secret, says):
    with pytest.raises(MtleError) as refused:
        plan_study(study(extra, secret))
    (wrong,) = [p for p in refused.value.problems if p.code == "T008"]
    assert says in wrong.why
    assert wrong.row == 7
    assert "short-secret" not in wrong.why + wrong.found + wrong.fix


def test_the_secret_shows_itself_nowhere(study):
    plan = plan_study(study())
    assert SECRET not in repr(plan)
    assert SECRET not in repr(Secret(SECRET.encode()))
