"""Several primary scales get no verdict without the test of all of them together; reference values from R."""

from __future__ import annotations

import pytest

from mtle_survey.evidence.judged_together import judged_together
from mtle_survey.evidence.multiplicity import by_chance, number_of_tests
from tests.oracle.reference import CLOSED_FORM, load_cases
from tests.unit.evidence.studies import alike, make_study

CASES = load_cases("change", "judged_together")
ITEMS = ("a1", "a2", "a3", "b1", "b2", "c1")
PRIMARY = ("lead", "plan", "ready")


def study_of(folder, case):
    """The people of the reference as one group, their answers question by question."""
    cells = case.data.astype(int).T.tolist()
    site, answers = cells[1], cells[2:]
    pre, post = (dict(zip(ITEMS, answers[k : k + 6], strict=True)) for k in (0, 6))
    if not case.args["cluster"]:
        return make_study(folder, {"pre": pre, "post": post}, primary=PRIMARY)
    sited = {"site": [f"s{s:02d}" for s in site], **pre}
    return make_study(folder, {"pre": sited, "post": post}, primary=PRIMARY, cluster="site")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_scale_is_tested_against_its_target_and_adjusted_as_r_adjusts(tmp_path, case):
    study = study_of(tmp_path, case)
    found = judged_together(
        study.primary,
        study.change,
        study.change_by_site,
        contrast="post - pre",
        targets=case.args["targets"],
    )
    assert {s: r.estimate for s, r in found.items()} == pytest.approx(case.expected, rel=0, abs=CLOSED_FORM)
    assert {number_of_tests(r) for r in found.values()} == {3}


def test_beside_zero_and_without_sites_it_is_the_p_of_the_table(tmp_path):
    study = study_of(tmp_path, next(c for c in CASES if c.name == "zero"))
    found = judged_together(study.primary, study.change, study.change_by_site, contrast="post - pre")
    table = {r.scale: r.estimate for r in study.change.where(statistic="p_holm")}
    assert {scale: r.estimate for scale, r in found.items()} == table


def test_a_p_of_too_few_sites_is_not_relied_on(tmp_path):
    pre, post = [1, 2, 3, 2, 3, 2, 1, 2, 3, 2, 3, 2] * 2, [3, 3, 5, 4, 4, 4, 2, 3, 4, 4, 4, 3] * 2
    sites = {"site": list("NNNSSSEEEWWW" * 2)}
    both = {"a1": pre, "a2": pre, "a3": pre, "b1": pre, "b2": pre}
    waves = {"pre": {**both, **sites}, "post": {**alike(post), "b1": post, "b2": post}}
    study = make_study(tmp_path, waves, primary=("lead", "plan"), cluster="site")
    (across,) = study.change_by_site.where(statistic="mean_change", method="CR2", scale="lead")
    assert across.df < 4.0
    paired = study.change.one(statistic="p_holm", scale="lead")
    assert across.p_value > paired.estimate
    found = judged_together(study.primary, study.change, study.change_by_site, contrast="post - pre")
    assert found["lead"].estimate == paired.estimate


def test_a_scale_without_a_test_counts_among_the_others_and_has_no_p(tmp_path):
    pre, post = [1, 2, 3, 2, 3, 2, 1, 2, 3, 2, 3, 2], [3, 3, 5, 4, 4, 4, 2, 3, 4, 4, 4, 3]
    before = {**alike(pre), "b1": pre, "b2": pre}
    after = {**alike(post), "b1": [x + 1 for x in pre], "b2": [x + 1 for x in pre]}
    study = make_study(tmp_path, {"pre": before, "post": after}, primary=("lead", "plan"))
    found = judged_together(study.primary, study.change, study.change_by_site, contrast="post - pre")
    assert "same amount" in found["plan"].unavailable
    assert by_chance(found["plan"], 0.95)
    lead = study.change.one(statistic="mean_change", scale="lead", headline=True)
    assert found["lead"].estimate == pytest.approx(2 * lead.p_value)
