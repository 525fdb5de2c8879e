"""``mtle factors --invariance``: the ladder in the one grammar, and whether means may be compared."""

from __future__ import annotations

import json

import numpy as np
import pytest
from typer.testing import CliRunner

from mtle_survey.cli.main import app

NAMES = [f"{block}{i}" for block in "uv" for i in range(1, 5)]
INSTRUMENT = (
    "id: two\nversion: 1.0.0\ntitle: Two blocks\nresponse_formats:\n"
    "  five: {codes: [1, 2, 3, 4, 5], labels: [a, b, c, d, e]}\nitems:\n"
    + "".join(f"  {n}: {{text: Statement {n} of the trial, format: five}}\n" for n in NAMES)
    + "scales:\n  u: {title: U, items: [u1, u2, u3, u4], reverse_keyed: [u4]}\n"
    "  v: {title: V, items: [v1, v2, v3, v4]}\n"
    "fields:\n  person: {title: Person, role: respondent, type: text}\n"
    "  grade: {title: Grade, role: group, type: single, codes: [a, b, c], labels: [A, B, C]}\n"
)
ORDINAL = ["configural", "thresholds", "metric", "scalar", "strict"]
CONTINUOUS = ["configural", "metric", "scalar", "strict"]


def export(x, grade):
    codes = np.clip(np.round(x * 1.1 + 3), 1, 5).astype(int)
    codes[:, 3] = 6 - codes[:, 3]
    lines = [
        f"p{i:04d},{g}," + ",".join(map(str, row))
        for i, (g, row) in enumerate(zip(grade, codes, strict=True))
    ]
    return "person,grade," + ",".join(NAMES) + "\n" + "\n".join(lines)


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "two.yaml").write_text(INSTRUMENT, encoding="utf-8")

    def call(n, *words, shift=0.0, grade="ab", seed=3):
        rng = np.random.default_rng(seed)
        grades = [grade[i % len(grade)] for i in range(n)]
        first = rng.normal(size=(n, 2))
        for wave, factor in (("pre", first), ("post", 0.6 * first + 0.8 * rng.normal(size=(n, 2)) + 0.3)):
            x = np.repeat(factor, 4, axis=1) * 0.8 + rng.normal(size=(n, 8)) * 0.6
            x[:, 1] += shift * (wave == "post")
            x[:, 1] += shift * (np.array(grades) == "b")
            (tmp_path / f"{wave}.csv").write_text(export(x, grades), encoding="utf-8")
        return CliRunner().invoke(app, ["factors", "-i", "two.yaml", "pre=pre.csv", "post=post.csv", *words])

    return call


def rows_of(result):
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)["rows"]


def level_rows(rows, statistic):
    return {r["model"].split("/")[1]: r for r in rows if r["statistic"] == statistic and r["scale"] is None
            and str(r["model"]).startswith("invariance/")}  # fmt: skip


def test_waves_that_measure_alike_may_be_compared(run):
    rows = rows_of(run(260, "--invariance", "wave", "--format", "json"))
    assert list(level_rows(rows, "chi2")) == ORDINAL
    delta = level_rows(rows, "delta_chi2")
    assert list(delta) == ORDINAL[1:]
    assert delta["metric"]["with"] == "invariance/thresholds"
    assert {r["method"] for r in delta.values()} == {"wlsmv"}
    for index in ("cfi", "rmsea", "srmr"):
        found, change = level_rows(rows, index), level_rows(rows, f"delta_{index}")
        expected = found["scalar"]["estimate"] - found["metric"]["estimate"]
        assert change["scalar"]["estimate"] == pytest.approx(expected, abs=1e-12)
    (verdict,) = [r for r in rows if r["statistic"] == "means_comparable" and r["model"] == "invariance"]
    assert (verdict["estimate"], verdict["method"], verdict["n"]) == (1.0, "wlsmv/scalar", 260)


def test_a_question_that_drifted_is_named_with_its_bias_in_raw_points(run):
    rows = rows_of(run(260, "--invariance", "wave", "--format", "json", shift=0.9))
    (freed,) = [r for r in rows if r["statistic"] == "freed"]
    assert (freed["item"], freed["with"]) == ("u2", "invariance/scalar")
    bias = {r["item"]: r["estimate"] for r in rows if r["statistic"] == "item_bias"}
    # shifted by .9 on the latent metric times 1.1 codes, less what the ends of the scale cut off
    assert 0.5 < bias["u2"] < 1.0
    (scale,) = [r for r in rows if r["statistic"] == "scale_bias" and r["factor"] == "u"]
    own = [bias[f"u{i}"] for i in range(1, 5)]
    assert scale["estimate"] == pytest.approx(np.mean(own))
    assert scale["contrast"] == "post - pre"
    text = run(260, "--invariance", "wave", shift=0.9).stdout
    assert "May the means of pre and post be compared? Only with care: u2 differs" in text
    assert "Statement u2 of the trial" in text.split("Set free 1")[1]


def test_groups_are_compared_within_one_wave(run):
    rows = rows_of(run(480, "--invariance", "grade", "--format", "json", shift=0.8))
    (freed,) = [r for r in rows if r["statistic"] == "freed"]
    assert freed["item"] == "u2"
    assert freed["wave"] == "pre"
    assert {r["contrast"] for r in rows if r["statistic"] == "item_bias"} == {"grade=B - grade=A"}
    assert "May the groups’ means (A and B) be compared" in run(480, "--invariance", "grade").stdout


def test_a_group_too_small_to_compare_is_named_not_dropped_silently(run):
    text = run(440, "--invariance", "grade", grade="abababababababababac").stdout
    assert "Left out, too small to be compared: C (22 complete respondents)." in text


def test_fewer_than_200_ordered_answers_step_down_to_a_continuum_with_the_reason(run):
    result = run(150, "--invariance", "wave", "--format", "json")
    assert list(level_rows(rows_of(result), "chi2")) == CONTINUOUS
    text = run(150, "--invariance", "wave").stdout
    assert "Stepped down from wlsmv: not testable: 150 respondents; invariance of ordinal items needs" in text
    assert "fewer than 300 people a difference can stay unseen" in text


def test_too_few_people_get_the_reason_for_every_level_and_no_verdict(run):
    result = run(60, "--invariance", "wave", "--format", "json")
    rows = rows_of(result)
    for statistic in ("chi2", "cfi", "delta_chi2", "delta_cfi"):
        found = level_rows(rows, statistic)
        assert found
        assert all(r["estimate"] is None and "100" in r["unavailable"] for r in found.values())
    assert {r["scale"] for r in rows if r["statistic"] == "means_comparable"} == {None, "u", "v"}
    text = run(60, "--invariance", "wave").stdout
    assert "Not known: not testable: 60 respondents" in text
    assert "takes for granted that the questions mean the same every time" in text


def test_what_cannot_be_compared_is_a_misuse(run):
    assert run(60, "--invariance", "height").exit_code == 2
    alone = ["factors", "-i", "two.yaml", "pre.csv", "--invariance", "wave"]
    assert CliRunner().invoke(app, alone).exit_code == 2


def test_items_that_groups_answer_differently_are_found_by_regression_too(run):
    rows = rows_of(run(480, "--dif", "grade", "--format", "json", shift=0.8))
    p = {r["item"]: r["estimate"] for r in rows if r["statistic"] == "dif_p_holm"}
    assert min(p, key=p.get) == "u2"
    assert p["u2"] < 0.001
    (total,) = [r for r in rows if r["statistic"] == "dif" and r["item"] == "u2" and r["headline"]]
    assert (total["method"], total["df"], total["with"]) == ("total", 2, "grade")
    text = run(480, "--dif", "grade", shift=0.8).stdout
    assert "Answered differently by groups of grade at the same level of the trait" in text
