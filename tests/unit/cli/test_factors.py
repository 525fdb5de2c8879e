"""``mtle factors``: from adequacy to loadings, in the one grammar, refused where n is too small."""

from __future__ import annotations

import json

import numpy as np
import pytest
from typer.testing import CliRunner

from mtle_survey.cli.main import app
from tests.support import REPOSITORY

NAMES = [f"{block}{i}" for block in "uv" for i in range(1, 6)]
INSTRUMENT = (
    "id: two\nversion: 1.0.0\ntitle: Two blocks\nresponse_formats:\n"
    "  five: {codes: [1, 2, 3, 4, 5], labels: [a, b, c, d, e]}\nitems:\n"
    + "".join(f"  {n}: {{text: Statement {n} of the trial, format: five}}\n" for n in NAMES)
    + "scales:\n  u: {title: U, items: [u1, u2, u3, u4, u5], reverse_keyed: [u5]}\n"
    "  v: {title: V, items: [v1, v2, v3, v4, v5]}\n"
)


def answers(n, seed=4):
    rng = np.random.default_rng(seed)
    common = rng.normal(size=(n, 2))
    x = np.repeat(common, 5, axis=1) * 0.8 + rng.normal(size=(n, 10)) * 0.6
    codes = np.clip(np.round(x * 1.1 + 3), 1, 5).astype(int)
    codes[:, 4] = 6 - codes[:, 4]
    return ",".join(NAMES) + "\n" + "\n".join(",".join(map(str, row)) for row in codes)


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "two.yaml").write_text(INSTRUMENT, encoding="utf-8")

    def call(n, *words):
        (tmp_path / "x.csv").write_text(answers(n), encoding="utf-8")
        return CliRunner().invoke(app, ["factors", "-i", "two.yaml", "x.csv", *words])

    return call


def test_two_blocks_are_two_factors_with_their_own_items(run):
    rows = json.loads(run(240, "--format", "json").stdout)["rows"]
    consensus = [r for r in rows if r["statistic"] == "n_factors" and r["headline"]]
    assert [r["estimate"] for r in consensus] == [2]
    loading = {
        (r["item"], r["factor"]): r["estimate"]
        for r in rows
        if r["statistic"] == "loading" and r["model"] == "efa"
    }
    for item in NAMES:
        own, other = (
            max(loading[item, "F1"], loading[item, "F2"]),
            min(loading[item, "F1"], loading[item, "F2"]),
        )
        assert own > 0.6
        assert abs(other) < 0.2
    assert len({max(("F1", "F2"), key=lambda f: loading[i, f]) for i in NAMES[:5]}) == 1


def test_exploratory_rows_say_so_and_eigenvalues_stand_beside_chance(run):
    rows = json.loads(run(240, "--format", "json").stdout)["rows"]
    assert {r["method"].split("/")[0] for r in rows if r["model"] == "efa"} == {"exploratory"}
    methods = {r["method"] for r in rows if r["statistic"] == "eigenvalue"}
    assert methods == {"observed", "reference", "reference_mean"}


def test_too_few_people_get_the_reason_and_the_number_needed(run):
    result = run(40, "--format", "json")
    rows = json.loads(result.stdout)["rows"]
    (number,) = [r for r in rows if r["statistic"] == "n_factors"]
    assert result.exit_code == 0
    assert number["estimate"] is None
    assert "50" in number["unavailable"]


def test_the_number_and_kind_can_be_asked_for(run):
    rows = json.loads(run(240, "--factors", "3", "--correlation", "polychoric", "--format", "json").stdout)[
        "rows"
    ]
    assert {r["factor"] for r in rows if r["statistic"] == "loading"} == {"F1", "F2", "F3"}


def test_people_read_the_wording_beside_the_loadings(run):
    text = run(240).stdout
    assert "u1  Statement u1 of the trial" in text
    assert "Consensus" in text


def test_an_unknown_wave_or_scale_is_a_misuse():
    study = str(REPOSITORY / "data" / "sample" / "study.yaml")
    assert CliRunner().invoke(app, ["factors", study, "--wave", "later"]).exit_code == 2
    assert CliRunner().invoke(app, ["factors", study, "--scale", "nothing"]).exit_code == 2


def test_every_estimator_has_its_rows_and_factors_bear_scale_ids(run):
    rows = json.loads(run(300, "--format", "json").stdout)["rows"]
    for model in ("cfa_ml", "cfa_mlr", "cfa_fiml", "cfa_wlsmv"):
        own = [r for r in rows if r["model"] == model]
        assert {r["factor"] for r in own if r["statistic"] == "loading_std"} == {"u", "v"}
        (chi2,) = [r for r in own if r["statistic"] == "chi2"]
        assert chi2["df"] == 34
        (rmsea,) = [r for r in own if r["statistic"] == "rmsea"]
        assert rmsea["conf_level"] == 0.9
        (pair,) = [r for r in own if r["statistic"] == "factor_correlation"]
        assert (pair["factor"], pair["with"]) == ("u", "v")
    fiml = next(r for r in rows if r["model"] == "cfa_fiml" and r["statistic"] == "chi2")
    ml = next(r for r in rows if r["model"] == "cfa_ml" and r["statistic"] == "chi2")
    assert fiml["estimate"] == pytest.approx(ml["estimate"], rel=1e-5)


def test_an_ineligible_estimator_keeps_its_rows_with_the_reason(run):
    rows = json.loads(run(60, "--format", "json").stdout)["rows"]
    fits = [r for r in rows if r["model"] == "cfa_wlsmv" and r["statistic"] in ("chi2", "cfi", "rmsea")]
    assert fits
    assert all(r["estimate"] is None and "100" in r["unavailable"] for r in fits)


def test_the_terminal_shows_fit_and_loadings_of_the_suitable_estimator(run):
    text = run(300).stdout
    assert "Standardised loadings (wlsmv)" in text
    assert "confirms nothing" in text
    assert "Standardised loadings (ml)" in run(300, "--estimator", "ml").stdout


def rows_of(result):
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)["rows"]


def test_loadings_come_with_their_errors_and_those_cover_the_loading(run):
    loadings = [r for r in rows_of(run(240, "--format", "json")) if r["statistic"] == "loading"]
    assert loadings
    for r in loadings:
        assert 0 < r["std_error"] < 0.2
        assert r["conf_low"] < r["estimate"] < r["conf_high"]


def test_a_rotation_without_a_criterion_gets_bootstrap_errors(run):
    study = run(240, "--rotation", "promax", "--factors", "2")
    assert "(bootstrap/percentile)" in study.stdout
    assert run(240, "--rotation", "twist").exit_code == 2


def test_factors_are_recognised_as_the_declared_scales(run):
    rows = rows_of(run(240, "--format", "json"))
    best = {
        scale: max(abs(r["estimate"]) for r in rows if r["statistic"] == "congruence" and r["with"] == scale)
        for scale in ("u", "v")
    }
    assert all(value > 0.95 for value in best.values())
    assert "they are the declared ones (u, v)" in run(240).stdout


def test_factor_scores_are_written_row_by_row_and_correlate_as_they_should(run, tmp_path):
    path = tmp_path / "scores.csv"
    run(240, "--scores", "scores.csv", "--score-method", "ten_berge", "--format", "json")
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "row,id,wave,F1,F2"
    assert len(lines) == 241
    scores = np.array([[float(v) for v in line.split(",")[3:]] for line in lines[1:]])
    assert lines[1].startswith("2,")
    np.testing.assert_allclose(scores.std(axis=0, ddof=1), 1.0, rtol=0, atol=1e-6)
    rows = rows_of(run(240, "--format", "json"))
    (phi,) = [r for r in rows if r["statistic"] == "factor_correlation" and r["model"] == "efa"]
    # ten Berge's scores keep the factors' correlation
    assert np.corrcoef(scores.T)[0, 1] == pytest.approx(phi["estimate"], abs=1e-6)


def test_a_target_is_the_declared_structure(run):
    assert run(240, "--rotation", "target", "--factors", "3").exit_code == 2
    rows = rows_of(run(240, "--rotation", "target", "--factors", "2", "--format", "json"))
    found = {(r["item"], r["factor"]): r["estimate"] for r in rows if r["statistic"] == "loading"}
    assert all(abs(found[f"u{i}", "F2"]) < 0.15 and found[f"u{i}", "F1"] > 0.6 for i in range(1, 6))


def test_incomplete_answers_can_be_used_by_maximum_likelihood(run, tmp_path):
    text = run(240, "--missing", "fiml", "--correlation", "pearson").stdout
    assert "everyone who answered something (n = 240), by maximum likelihood" in text
    assert run(240, "--missing", "fiml", "--correlation", "polychoric").exit_code == 2


def test_what_polychoric_correlations_took_is_said(run):
    rows = rows_of(run(240, "--correlation", "polychoric", "--format", "json"))
    found = {r["statistic"]: r["estimate"] for r in rows if r["model"] == "items" and r["item"] is None}
    assert found["smoothing_change"] == 0.0
    assert found["smallest_eigenvalue"] > 0
    assert found["empty_cells"] > 0
    assert "Empty cells in the 45 tables of item pairs" in run(240, "--correlation", "polychoric").stdout


def test_what_the_test_of_close_fit_could_find_is_said(run):
    (power,) = [
        r
        for r in rows_of(run(300, "--format", "json"))
        if r["statistic"] == "close_fit_power" and r["model"] == "cfa_ml"
    ]
    # semTools::findRMSEApower(.05, .08, df = 34, n = 301), which takes n - 1
    assert power["estimate"] == pytest.approx(0.8239145383, abs=1e-8)


def test_cut_offs_are_made_for_the_structure_at_hand(run):
    result = run(300, "--scale", "u", "--tailored", "--estimator", "ml")
    assert "Cut-offs of fit for this structure and n (ml)" in result.stdout
    assert "u1 with u2" in result.stdout


def test_item_response_models_are_fitted_on_request_factor_by_factor(run):
    rows = rows_of(run(240, "--irt", "--format", "json"))
    own = [r for r in rows if r["model"] == "irt"]
    assert {r["factor"] for r in own} == {"u", "v"}
    slopes = [r for r in own if r["statistic"] == "discrimination"]
    assert [r["item"] for r in slopes] == NAMES
    assert all(r["estimate"] > 1 and r["std_error"] > 0 for r in slopes)
    steps = [r["estimate"] for r in own if r["statistic"] == "category_difficulty" and r["item"] == "u1"]
    assert steps == sorted(steps)
    assert len([r for r in own if r["statistic"] == "item_fit"]) == 10
    assert "Marginal reliability" in run(240, "--irt").stdout


def test_item_response_models_need_two_hundred_people(run):
    rows = rows_of(run(199, "--irt", "--format", "json"))
    found = [r for r in rows if r["model"] == "irt"]
    assert found
    assert all(r["estimate"] is None and "200" in r["unavailable"] for r in found)
    assert run(240, "--dif", "height").exit_code == 2


def test_the_analysis_is_drawn_on_request(run, tmp_path):
    run(240, "--irt", "--figures", "drawn", "--scale", "u", "--scale", "v", "--format", "csv")
    drawn = {p.name for p in (tmp_path / "drawn").iterdir()}
    assert drawn == {
        f"figure-{name}.svg" for name in ("scree", "loadings", "paths", "residuals", "curves-u", "curves-v")
    }
    residuals = (tmp_path / "drawn" / "figure-residuals.svg").read_text("utf-8")
    assert "residual correlations between 10 items" in residuals


def test_the_correlations_themselves_and_their_errors_can_be_had(run):
    rows = rows_of(run(240, "--correlation", "polychoric", "--format", "json"))
    pairs = {(r["item"], r["with"]): r for r in rows if r["statistic"] == "correlation"}
    assert len(pairs) == 45
    assert 0.5 < pairs["u1", "u2"]["estimate"] < 0.8
    assert 0.02 < pairs["u1", "u2"]["std_error"] < 0.08
    cuts = [r["estimate"] for r in rows if r["statistic"] == "threshold" and r["item"] == "v1"]
    assert len(cuts) == 4
    assert cuts == sorted(cuts)
