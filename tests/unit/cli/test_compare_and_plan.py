"""``mtle compare`` for people and for machines, and ``mtle plan``."""

from __future__ import annotations

import csv
import io
import json

import pytest

from tests.support import put_study
from tests.unit.cli.test_commands import IDENTITY, STUDY, run
from tests.unit.evidence.test_informants import PRINCIPAL, TEACHER, csv_of
from tests.unit.evidence.test_informants import STUDY as VIEWS
from tests.unit.study.test_study import STUDY as TWO_WAVES
from tests.unit.study.test_study import people

SITES = ("N", "S", "E", "W", "X")


@pytest.fixture(scope="module")
def told():
    return run("compare", STUDY).stdout


def test_people_read_the_change_first_and_then_what_may_speak_against_it(told):
    order = [
        "mid - pre: change among the people who answered both",
        "post - pre: change among the people who answered both",
        "with everyone who has a score in any wave",
        "Leadership stage attained, post - pre:",
        "Lost: ",
        "with the sites respected",
        "by grade band",
        "associated with hours",
        "Start as asked then, and as remembered:",
        "Does the conclusion hold",
        "Whether the questions mean the same both times: not testable",
    ]
    places = [told.index(text) for text in order]
    assert places == sorted(places)


def test_nothing_for_people_speaks_of_a_cause_without_a_comparison_group(told):
    for word in ("impact", "effect of", "because of the program"):
        assert word not in told.lower()


@pytest.fixture
def rich(tmp_path):
    """Three waves, sites, groups, two comparison groups, an order, and analyses on request."""
    waves = "".join(f"  {w}: {{files: {w}.csv, date: 2025-0{k}-01}}\n" for k, w in enumerate("abc", start=1))
    study = f"""
title: Rich
instrument: demo.yaml
waves:
{waves}respondent: teacher
cluster: site
groups: [site]
primary: [voice, support]
design: {{type: comparison, column: arm, program: P, comparison: [C, D], assignment: random}}
meaningful_step: {{voice: 0.5}}
smallest_effect: {{voice: 0.4, support: 0.4}}
questions: [{{ask: Which first?, order: {{first: voice, then: support, waves: [a, b, c]}}}}]
options: {{bootstrap: 200, extras: [bayes_factors, little_mcar]}}
"""

    def with_arms(text):
        lines = text.splitlines()
        arms = ["arm", *("PCD"[i % 3] for i in range(len(lines) - 1))]
        return "\n".join(f"{line},{arm}" for line, arm in zip(lines, arms, strict=True))

    exports = {
        w: with_arms(people(24, shift=shift, start=start, site=lambda i: 1 + i % 2))
        for w, shift, start in zip("abc", (0, 1, 1), (0, 0, 3), strict=True)
    }
    return str(put_study(tmp_path, study, **exports))


def test_rows_of_a_rich_study_keep_the_grammar(rich):
    result = run("compare", rich, "--format", "json")
    rows = json.loads(result.stdout)["rows"]
    identities = [tuple(r[name] for name in IDENTITY) for r in rows]
    assert len(identities) == len(set(identities))
    headlines: dict[tuple[object, ...], int] = {}
    for r in rows:
        key = tuple(r[name] for name in IDENTITY[:-1])
        headlines[key] = headlines.get(key, 0) + bool(r["headline"])
        assert (r["estimate"] is None) == (r["unavailable"] is not None)
        if r["conf_low"] is not None:
            assert r["conf_low"] - 1e-9 <= r["estimate"] <= r["conf_high"] + 1e-9, r
    assert {key: n for key, n in headlines.items() if n != 1} == {}
    found = {r["statistic"] for r in rows}
    assert {
        "equivalence",
        "growth_slope",
        "lmm_p_holm",
        "order_difference",
        "attrition_low",
        "models_disagree",
        "bayes_factor",
        "little_mcar",
        "conclusion_changed",
        "longitudinal_invariance",
    } <= found


def test_a_comparison_is_told_with_what_may_be_claimed(rich):
    text = run("compare", rich).stdout
    assert "Program against comparison group" in text
    assert "Voice (program - C)" in text
    assert "The groups" in text.split("Program against comparison group")[1]


def test_an_analysis_on_request_is_asked_for_by_name(tmp_path):
    path = str(put_study(tmp_path, TWO_WAVES, pre=people(16), post=people(16, shift=1)))
    asked = run("compare", path, "--extra", "bayes_factors", "--format", "csv").stdout
    assert "bayes_factor" in asked
    assert "bayes_factor" not in run("compare", path, "--format", "csv").stdout
    wrong = run("compare", path, "--extra", "everything")
    assert wrong.exit_code == 2
    assert "bayes_factors" in wrong.stderr


def test_informants_of_one_wave_can_be_compared(tmp_path):
    from tests.unit.evidence.test_informants import load

    load(tmp_path, study=VIEWS, teachers=csv_of(TEACHER), principals=csv_of(PRINCIPAL))
    result = run("compare", str(tmp_path / "study.yaml"))
    assert result.exit_code == 0, result.stderr
    assert "Agreement between informants about one unit" in result.stdout
    assert "Principal - Teacher" in result.stdout


def test_a_plan_needs_people_or_a_study():
    assert run("plan").exit_code == 2
    assert run("plan", "--people", "20", "--sd", "0").exit_code == 2
    text = run("plan", "--people", "24", "--change", "0.5").stdout
    assert "Power for 0.5" in text
    assert "standard deviations" in text


@pytest.mark.parametrize(("sites", "found"), [("3", "0.60"), ("6", "0.82")])
def test_a_plan_leads_with_the_form_that_its_sites_bear_and_says_why(sites, found):
    text = run("plan", "--people", "24", "--clusters", sites).stdout
    (row,) = (line for line in text.splitlines() if line.startswith("Any score"))
    assert row.split()[-1] == found
    assert ("Up to 3 sites say nothing of sites in general" in text) == (sites == "3")
    assert ("allow for the sites" in text) == (sites == "6")


def test_a_plan_from_a_study_uses_its_figures_and_keeps_the_grammar():
    rows = list(csv.DictReader(io.StringIO(run("plan", STUDY, "--change", "0.3", "--format", "csv").stdout)))
    by_scale = {r["scale"] for r in rows}
    assert "identity" in by_scale
    assert "sls_e" not in by_scale  # a condition is no outcome
    icc = [r for r in rows if r["statistic"] == "cluster_icc"]
    assert {r["method"] for r in icc} == {"sample"}
    power = next(r for r in rows if r["statistic"] == "power" and r["scale"] == "identity")
    assert 0 < float(power["estimate"]) < 1
    given = json.loads(run("plan", STUDY, "--icc", "0.2", "--clusters", "8", "--format", "json").stdout)
    assert given["command"] == "plan"
    assert {r["method"] for r in given["rows"] if r["statistic"] == "cluster_icc"} == {"given"}
