"""Moves between stages, roles and background: counted by hand."""

from __future__ import annotations

import pytest

from tests.unit.evidence.studies import alike, make_study

# Planning decides stage 1 and leading stage 2 (threshold 3).
PRE = {"b1": [1, 1, 1, 3, 3, 3, 5, 5], "b2": [1, 1, 1, 3, 3, 3, 5, 5], **alike([1, 1, 1, 1, 1, 4, 4, 4])}
POST = {"b1": [1, 3, 4, 3, 3, 3, 5, 2], "b2": [1, 3, 4, 3, 3, 3, 5, 2], **alike([1, 1, 4, 1, 5, 4, 4, 4])}


@pytest.fixture
def stage(tmp_path):
    return make_study(tmp_path, {"pre": PRE, "post": POST}, seed=3).changes.stages.where(item="stage")


def test_every_cell_of_the_transition_matrix_is_there(stage):
    cells = {
        (r.factor, r.with_): (round(r.estimate * r.n), r.n) for r in stage.where(statistic="transition_share")
    }
    # before: 0 0 0 1 1 2 2 2; after: 0 1 2 1 2 2 2 0
    assert cells == {
        ("0", "0"): (1, 8),
        ("0", "1"): (1, 8),
        ("0", "2"): (1, 8),
        ("1", "0"): (0, 8),
        ("1", "1"): (1, 8),
        ("1", "2"): (1, 8),
        ("2", "0"): (1, 8),
        ("2", "1"): (0, 8),
        ("2", "2"): (2, 8),
    }


def test_up_stayed_and_down_add_up_and_the_sign_test_uses_them(stage):
    counts = {s: round(stage.one(statistic=s).estimate * 8) for s in ("moved_up", "stayed", "moved_down")}
    assert counts == {"moved_up": 3, "stayed": 4, "moved_down": 1}
    moves = stage.one(statistic="direction_of_moves")
    assert moves.estimate == pytest.approx(2 / 8)
    assert moves.p_value == pytest.approx(2 * (1 + 4) / 16)  # 3 of 4 movers up


def test_a_category_gains_and_loses(stage):
    top = stage.one(statistic="mcnemar", factor="2", method="mcnemar/exact")
    assert top.headline
    assert top.estimate == pytest.approx((2 - 1) / 8)
    mid_p = stage.one(statistic="mcnemar", factor="2", method="mcnemar/mid_p")
    assert not mid_p.headline
    assert mid_p.p_value < top.p_value


def test_sparse_tables_get_random_tables(stage):
    assert stage.one(statistic="bowker").method == "bowker/monte_carlo"
    assert stage.one(statistic="stuart_maxwell").method == "stuart_maxwell/monte_carlo"
    assert "Monte Carlo" in stage.one(statistic="bhapkar").unavailable


def roles(titles, leads):
    n = len(titles)
    full = ["No" if t == "Yes" else "Yes" for t in titles]
    return {
        **alike([3] * n),
        "math": ["Yes"] * n,
        "full": full,
        "titled": titles,
        "released": ["No"] * n,
        "leads": leads,
    }


def test_the_move_from_informal_to_formal_leadership_is_told(tmp_path):
    pre = roles(["No"] * 6, ["Yes", "Yes", "Yes", "Yes", "No", None])
    post = roles(["Yes", "Yes", "No", "No", "No", "No"], ["Yes"] * 6)
    found = make_study(tmp_path, {"pre": pre, "post": post}).changes.stages.where(item="role")
    informal_to_formal = found.one(statistic="transition_share", factor="CBMTL", with_="FORMAL")
    assert informal_to_formal.estimate == pytest.approx(2 / 6)
    assert found.one(statistic="transition_share", factor="REVIEW", with_="CBMTL").estimate == pytest.approx(
        1 / 6
    )
    formal = found.one(statistic="mcnemar", factor="FORMAL", method="mcnemar/exact")
    assert (formal.estimate, formal.n) == (pytest.approx(2 / 5), 5)  # the undecided one is left out
    assert not found.where(statistic="mcnemar", factor="REVIEW").rows
    assert not found.where(statistic="moved_up").rows  # roles have no order


def test_a_yes_or_no_field_is_tested_on_its_yes_alone(tmp_path):
    pre = {**alike([3] * 5), "titled": ["No", "No", "No", "Yes", "Yes"]}
    post = {**alike([3] * 5), "titled": ["Yes", "Yes", "No", "Yes", "No"]}
    found = make_study(tmp_path, {"pre": pre, "post": post}).changes.stages.where(item="titled")
    assert {r.factor for r in found.where(statistic="mcnemar")} == {"Yes"}
    assert found.one(statistic="mcnemar", method="mcnemar/exact").estimate == pytest.approx(1 / 5)
    assert not found.where(statistic="bowker").rows


def test_nobody_known_in_both_waves_makes_no_rows(tmp_path):
    pre = {**alike([3] * 4), "grade": ["Primary", None, "High", None]}
    post = {**alike([3] * 4), "grade": [None, "Middle", None, "High"]}
    assert not make_study(tmp_path, {"pre": pre, "post": post}).changes.stages.where(item="grade").rows
