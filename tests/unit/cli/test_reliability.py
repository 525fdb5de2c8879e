"""``mtle reliability``: what an evaluator reads, and what is there on request."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from typer.testing import CliRunner

from mtle_survey.cli import reliability as command
from mtle_survey.cli.main import app
from tests.support import REPOSITORY

STUDY = str(REPOSITORY / "data" / "sample" / "study.yaml")


def run(*words):
    return CliRunner().invoke(app, ["reliability", STUDY, *words])


def shown(*words):
    result = run(*words)
    assert result.exit_code == 0, result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def table():
    return shown("--scale", "idn_q", "--scale", "eqp_g", "--scale", "identity")


def test_each_scale_and_wave_has_one_coefficient_to_quote_and_its_rule(table):
    head = table.splitlines()[0]
    assert re.search(r"Scale .*Wave .*n .*Quote \[95% CI\] .*Clearly .*Why .*Alpha .*Omega .*SEM", head)
    assert re.search(r"positioning +pre +4 +50 +ω \.\d\d \[\.\d\d, \.\d\d\] +\S+.* omega ", table)
    assert re.search(r"pre +2 +53 +SB \.\d\d \[.*two items ", table)
    assert re.search(r"post +4 +49 +α \.\d{2,4} \[.* n < 50 ", table)
    assert "Why n < 50:" in table
    assert "at least .70" in table


def test_a_total_of_two_parts_says_why_it_has_no_omega_hierarchical(table):
    assert "Not available for identity, pre; identity, post: 2 parts;" in table


def test_items_show_their_answers_and_what_is_worth_a_look(table):
    assert "Answers 1 to 5" in table
    assert re.search(r"idn_q4  Colleagues brush aside.* 50 +12 20 11 11  0 .* look", table)
    assert "idn_q4: 1 of 5 answers unused (n = 54)" in table
    assert "mathematics. (R)" in table


def test_the_reliability_of_change_warns_where_single_people_cannot_be_told_apart(table):
    assert re.search(r"post - pre +38 +0\.48 \[.*\] +not for single people", table)


def test_only_the_scales_asked_for_are_there(table):
    assert "Motivation to lead" not in table
    rows = json.loads(shown("--scale", "idn_q", "--format", "json"))["rows"]
    assert {r["scale"] for r in rows} == {"idn_q", None}
    assert {r["item"] for r in rows} == {None, "idn_q1", "idn_q2", "idn_q3", "idn_q4"}
    statistics = {r["statistic"] for r in rows}
    assert {
        "alpha",
        "alpha_within",
        "category_share",
        "conditional_sem",
        "difference_score_reliability",
        "flag_unused_answers",
        "omega_if_dropped",
        "recommended",
        "sdc",
    } <= statistics
    assert "alpha_ordinal" not in statistics
    assert not {r["model"] for r in rows} - {None}
    recommended = next(r for r in rows if r["statistic"] == "recommended" and r["wave"] == "pre")
    assert (recommended["with"], recommended["method"]) == ("omega_total", "ml1/implied/bca")


def test_every_number_can_be_explained_to_its_source():
    text = shown("--scale", "idn_q", "--explain")
    assert "Coefficient alpha = k/(k-1) (1 - sum of item variances / variance of the total)" in text
    inputs = re.search(
        r"with items 4, n 50, sum of item variances ([\d.]+), variance of the total ([\d.]+): (\.\d\d)", text
    )
    trace, total, shown_alpha = (float(g) for g in inputs.groups())
    assert 4 / 3 * (1 - trace / total) == pytest.approx(shown_alpha, abs=0.005)
    assert "Cronbach, L. J. (1951)" in text
    assert "McDonald, R. P. (1999)" in text
    assert re.search(r"0\.3  item-rest correlation, below it weak: Nunnally", text)
    assert "In words: .76, not clearly above .70." in text


def test_other_software_has_its_numbers_and_a_reason_for_each():
    text = shown("--scale", "idn_q", "--reconcile")
    for software in ("SPSS", "psych", "semTools", "jamovi", "JASP", "EFAtools"):
        assert f"{software}: " in text
    lines = [line for line in text.splitlines() if "mean of item means" in line]
    first = {line.split(":")[0].strip(): float(re.search(r"\d\.\d\d", line).group()) for line in lines[:4]}
    assert first["jamovi"] == pytest.approx(first["mtle"] - 0.25)
    assert first["psych"] == first["mtle"]
    rows = json.loads(shown("--scale", "idn_q", "--reconcile", "--format", "json"))["rows"]
    assert {r["model"] for r in rows if r["model"]} >= {"convention/SPSS", "convention/EFAtools"}


def test_the_next_survey_can_be_planned():
    text = shown("--scale", "idn_q", "--plan", "0.2", "--target", "0.9")
    assert re.search(r"Respondents +Items for \.90", text)
    rows = json.loads(shown("--scale", "idn_q", "--plan", "0.2", "--format", "json"))["rows"]
    needed = next(r for r in rows if r["statistic"] == "respondents_needed" and r["wave"] == "pre")
    assert needed["estimate"] > 50
    assert needed["method"] == "feldt/0.2"


def test_groups_and_sites_are_looked_at_apart_on_request():
    text = shown("--scale", "idn_q", "--by", "grade_band", "--by", "site")
    assert re.search(r"grade_band=Grades 3-5 +18 +\.\d\d \[", text)
    assert re.search(r"grade_band=Grades 6-8 +9 +–", text)
    assert "Within and between sites (site)" in text


@pytest.mark.parametrize("missing", ["pairwise", "fiml"])
def test_incomplete_answers_count_on_request(missing):
    text = shown("--scale", "identity", "--missing", missing)
    n = int(re.search(r"Leadership identity +pre +8 +(\d+)", text).group(1))
    assert n > 49
    assert "Why gaps:" in text


def test_ordinal_alpha_comes_only_when_asked_for_and_captioned():
    assert "rdinal alpha" not in shown("--scale", "idn_q")
    text = shown("--scale", "idn_q", "--ordinal-alpha")
    assert "do not report it as the scale's reliability" in text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--scale", "nope"), "no scale “nope”"),
        (("--by", "nope"), "no field “nope”"),
        (("--by", "teacher"), "tells people apart"),
        (("--plan", "0"), "0"),
        (("--missing", "mean"), "mean"),
    ],
)
def test_what_cannot_be_meant_is_refused(words, said):
    result = run(*words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


def test_csv_holds_what_json_holds():
    rows = list(csv.DictReader(io.StringIO(shown("--scale", "eqp_g", "--format", "csv"))))
    wanted = json.loads(shown("--scale", "eqp_g", "--format", "json"))["rows"]
    assert [r["statistic"] for r in rows] == [r["statistic"] for r in wanted]


def test_the_same_seed_gives_the_same_bytes(table):
    assert shown("--scale", "idn_q", "--scale", "eqp_g", "--scale", "identity") == table


def test_progress_is_told_only_to_those_who_have_waited(monkeypatch, capsys):
    clock = iter([0.0, 1.0, 2.5])
    monkeypatch.setattr(command.time, "monotonic", lambda: next(clock))
    tell = command.patience()
    tell("first")
    tell("second")
    assert capsys.readouterr().err == "second …\n"
