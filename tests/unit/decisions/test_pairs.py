"""Pairs of records joined and kept apart by hand, and linking with and without near matches."""

from __future__ import annotations

from mtle_survey.study_file import open_study
from mtle_survey.study_plan import plan_study
from tests.support import put_study
from tests.unit.decisions.studies import STUDY, found, people, refused, study_of

LINKS = "wave_a,id_a,wave_b,id_b,decision,reason,initials\n"


def test_pairs_are_joined_and_kept_apart_as_decided(tmp_path):
    post = people(14, shift=1).replace("t05,", "t99,", 1)
    files = {
        "links.csv": LINKS
        + "pre,t05,post,t99,force,same handwriting,AB\npre,t06,post,t06,forbid,two people,AB"
    }
    study = study_of(tmp_path, "links: links.csv\n", files, post=post)
    between = study.links.between["pre", "post"]
    assert (between.exact, between.by_hand) == (12, 1)
    assert study.flow.n("post", "linked") == 13
    assert [d.what for d in study.decisions] == ["pair joined by hand", "pair kept apart by hand"]
    row = study.linking.one(statistic="linked_by_hand", contrast="post - pre")
    assert (row.estimate, row.n) == (1, 14)


def test_a_decision_about_a_pair_is_force_or_forbid(tmp_path):
    files = {"links.csv": LINKS + "pre,t05,post,t05,maybe,?,AB"}
    assert found(refused(tmp_path, "links: links.csv\n", files), "T105")[0].row == 2


def test_a_self_made_code_of_few_elements_is_flagged_when_the_study_is_set_up(tmp_path):
    text = STUDY.replace("respondent: teacher", "respondent: {code: [teacher, site, agree]}")
    plan = plan_study(put_study(tmp_path, text, pre=people(9), post=people(9)))
    assert found(plan.problems, "T007")[0].row == 7
    study = open_study(plan)
    assert study.respondent == "teacher + site + agree"
    assert study.links.between["pre", "post"].exact == 9
    assert study.links.ids[0] == "t00-North-Yes"


def test_exact_and_near_linking_can_be_set_side_by_side(tmp_path):
    post = people(14, shift=1).replace("t05,", "t5,", 1).replace("t06,", "teacher6,", 1)
    pre = people(14).replace("t06,", "teacher8,", 1)
    study = study_of(tmp_path, "linking: fuzzy\n", pre=pre, post=post)
    assert study.links.between["pre", "post"].fuzzy + study.links.refused >= 1
    assert study.link(fuzzy=False).between["pre", "post"].exact == 12
