"""The adjusted differences of the primary scales are tested together; reference values from R."""

from __future__ import annotations

import pytest

from tests.oracle.reference import CLOSED_FORM, load_cases
from tests.unit.evidence.studies import alike, make_study

CASES = load_cases("comparison", "ancova_p_holm")
ITEMS = ("a1", "a2", "a3", "b1", "b2", "c1")
DESIGN = {"type": "comparison", "column": "arm", "program": "P", "comparison": "C"}
END = {"wave": "post", "contrast": "program - comparison"}


def study_of(tmp_path, case):
    """The people of the reference, their answers question by question."""
    cells = case.data.astype(int).T.tolist()
    program, site, answers = cells[0], cells[1], cells[2:]
    fields = {"arm": ["P" if p else "C" for p in program]}
    if case.args["cluster"]:
        fields["site"] = [f"s{s:02d}" for s in site]
    pre, post = (dict(zip(ITEMS, answers[k : k + 6], strict=True)) for k in (0, 6))
    waves = {"pre": {**fields, **pre}, "post": post}
    return make_study(tmp_path, waves, design=DESIGN, primary=case.args["primary"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_primary_scales_are_adjusted_as_r_adjusts_them(tmp_path, case):
    found = study_of(tmp_path, case).comparison
    for scale in ("lead", "plan", "ready"):
        row = found.one(statistic="ancova_p_holm", scale=scale, **END)
        if scale not in case.args["primary"]:
            assert row is None
            continue
        effect = found.one(statistic="ancova_effect", scale=scale, **END)
        assert effect.p_value == pytest.approx(case.expected["p"][scale], rel=0, abs=CLOSED_FORM)
        assert row.estimate == pytest.approx(case.expected["p_holm"][scale], rel=0, abs=CLOSED_FORM)
        assert row.method == f"holm/{len(case.args['primary'])}"
        assert row.n == effect.n


def test_no_p_where_the_sites_leave_too_few_degrees_of_freedom(tmp_path):
    pre = [1, 2, 3, 2, 3, 2, 1, 2, 3, 2, 3, 2] * 2
    post = [3, 3, 5, 4, 4, 4, 1, 2, 3, 3, 3, 2] * 2
    fields = {"arm": (["P"] * 6 + ["C"] * 6) * 2, "site": [f"{s}" for s in "NNNSSSEEEWWW" * 2]}
    waves = {"pre": {**alike(pre), **fields}, "post": alike(post)}
    found = make_study(tmp_path, waves, design=DESIGN, primary=("lead",), cluster="site").comparison
    effect = found.one(statistic="ancova_effect", scale="lead")
    assert effect.method == "CR2"
    assert effect.df < 4
    adjusted = found.one(statistic="ancova_p_holm", scale="lead")
    assert adjusted.estimate is None
    assert f"{effect.df:.1f} degrees of freedom" in adjusted.unavailable


def test_without_primary_scales_there_is_no_family(tmp_path):
    waves = {"pre": {**alike([1, 2, 3, 4] * 5), "arm": ["P", "C"] * 10}, "post": alike([2, 3, 3, 5] * 5)}
    assert not make_study(tmp_path, waves, design=DESIGN).comparison.where(statistic="ancova_p_holm")
