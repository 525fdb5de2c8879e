"""What the evaluator decided: carried out on every run, counted, and located when it cannot be."""

from __future__ import annotations

import math

import pytest

from mtle_survey import load_study
from mtle_survey.decisions.ledger import told_outside
from mtle_survey.errors import MtleError, Severity, UsageError
from mtle_survey.report.build import build_document
from mtle_survey.report.document import texts_of
from mtle_survey.study_file import open_study
from mtle_survey.study_plan import plan_study
from tests.support import put_study

HEADER = "teacher,site,agree,a1,a2,a3,a4,b1,b2\n"
STUDY = """
title: Trial
instrument: demo.yaml
waves:
  pre: {files: pre.csv, date: 2025-09-01}
  post: {files: post.csv, date: 2026-05-18}
respondent: teacher
"""


def people(n, shift=0, start=0, agree="Yes", but=None):
    """``agree`` is what everyone answers, ``but`` the answers of single people by their number."""
    rows = []
    for i in range(start, start + n):
        level = 1 + (i * 7 + 3) % 4
        a, b = min(5, level + shift), min(5, max(1, level + (i % 3) - 1 + shift))
        rows.append(f"t{i:02d},{1 + i % 2},{(but or {}).get(i, agree)},{a},{b},{6 - a},{a},{b},{a}")
    return HEADER + "\n".join(rows)


def study_of(folder, extra="", files=None, pre=None, post=None, **options):
    for name, text in (files or {}).items():
        (folder / name).write_text(text.strip() + "\n", encoding="utf-8")
    path = put_study(folder, STUDY + extra, pre=pre or people(14), post=post or people(14, shift=1))
    return open_study(plan_study(path), **options)


def refused(folder, extra="", files=None, **exports):
    with pytest.raises(MtleError) as caught:
        study_of(folder, extra, files, **exports)
    return caught.value.problems


def found(problems, code):
    return [p for p in problems if p.code == code]


CORRECTIONS = "file,record,column,from,to,reason,initials\n"


def test_a_correction_is_made_before_scoring_and_stands_in_the_ledger(tmp_path):
    text = people(14).replace("t03,2,Yes,1,", "t03,2,Yes,44,")
    assert "44" in text
    files = {"corrections.csv": CORRECTIONS + "pre.csv,5,a1,44,4,typo confirmed with the teacher,AB"}
    study = study_of(tmp_path, "corrections: corrections.csv\n", files, pre=text)
    assert study.waves["pre"].values[3, 0] == 4
    assert not found(study.problems, "D104")
    assert [(d.count, d.reason) for d in study.decisions] == [(1, "typo confirmed with the teacher (AB)")]
    assert "row 5" in study.decisions[0].where
    assert [(f.key, len(f.sha256)) for f in study.decided.files] == [("corrections", 64)]
    assert "“44” to “4”" in study.decisions[0].what


def test_a_correction_may_mend_an_id_so_that_the_person_is_found(tmp_path):
    post = people(14, shift=1).replace("t05,", "t55,", 1)
    files = {"c.csv": CORRECTIONS + "post.csv,7,teacher,t55,t05,see sign-in sheet,AB"}
    study = study_of(tmp_path, "corrections: c.csv\n", files, post=post)
    assert study.links.between["pre", "post"].exact == 14


def test_a_public_report_counts_corrections_and_shows_no_cell_no_row_and_no_reason(tmp_path):
    """What somebody had answered, in which row, and what the teacher said about it is nobody's business."""
    text = people(14).replace("t03,2,Yes,1,", "t03,2,Yes,44,")
    lines = "pre.csv,5,a1,44,4,Mrs. Ruiz confirmed it,AB\npre.csv,6,a1,4,3,Mr. Vance as well,AB"
    made = study_of(tmp_path, "corrections: c.csv\n", {"c.csv": CORRECTIONS + lines}, pre=text)

    def told(audience):
        made.audience = audience
        document = build_document(made)
        words = (document.words(content) for block in document.blocks() for content in texts_of(block))
        return "\n".join(words)

    assert "“44” to “4”" in told("internal") and "Mrs. Ruiz" in told("internal")
    outside = told("public")
    assert "Cells corrected" in outside
    assert not [secret for secret in ("“44”", "Ruiz", "Vance", "row 5", "row 6") if secret in outside]
    (entry,) = told_outside(made.decisions)
    assert (entry.what, entry.where, entry.count, entry.reason) == ("cells corrected", "", 2, "")


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        ("pre.csv,5,a1,3,4,typo,AB", "T104", "“1”"),
        ("pre.csv,99,a1,1,4,typo,AB", "T105", "row 99"),
        ("mid.csv,5,a1,1,4,typo,AB", "T105", "no export is called “mid.csv”"),
        ("pre.csv,5,a9,1,4,typo,AB", "T105", "no column"),
        ("pre.csv,five,a1,1,4,typo,AB", "T105", "“five” is no row"),
        ("pre.csv,5,a1,1,4,,AB", "T103", "a blank cell"),
        ("pre.csv,5,a1,1,4,typo,", "T103", "a blank cell"),
    ],
)
def test_a_correction_that_cannot_be_made_is_an_error_at_its_line(tmp_path, line, code, says):
    files = {"c.csv": CORRECTIONS + "pre.csv,2,a2,3,3,checked,AB\n" + line}
    try:
        problems = study_of(tmp_path, "corrections: c.csv\n", files).problems
    except MtleError as error:
        problems = error.problems
    fault = found(problems, code)[0]
    assert fault.severity is Severity.ERROR
    assert fault.file.endswith("c.csv")
    assert fault.row == 3
    assert says in fault.found


def test_a_file_of_decisions_must_be_there_with_its_columns(tmp_path):
    absent = found(refused(tmp_path, "corrections: gone.csv\n"), "T101")
    assert absent[0].file.endswith("gone.csv")
    files = {"links.csv": "wave_a,id_a,wave_b,id_b,decison,reason,initials\n"}
    missing = found(refused(tmp_path, "links: links.csv\n", files), "T102")
    assert missing[0].column == "decision"
    assert "decison" in missing[0].fix


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


CONSENT = "consent: {column: agree, value: Yes}\n"


def test_without_consent_nobody_is_scored_and_everybody_is_counted(tmp_path):
    pre = people(14, agree="yes ", but={3: "No", 4: ""})
    study = study_of(tmp_path, CONSENT, pre=pre)
    assert len(study.scores["pre"].values) == 12
    assert study.flow.n("pre", "not_consented") == 2
    assert study.flow.n("pre", "records") == 15
    assert study.linking.one(statistic="consented", wave="pre").estimate == 12
    assert study.linking.one(statistic="consented", wave="pre").n == 14
    assert [(d.where, d.count) for d in study.decisions] == [("pre", 2)]


def test_a_refusal_holds_for_a_wave_that_did_not_ask(tmp_path):
    post = people(14, shift=1).replace(",agree,", ",other,").replace(",Yes,", ",1,")
    study = study_of(tmp_path, CONSENT, pre=people(14, but={3: "No"}), post=post)
    assert study.flow.n("post", "not_consented") == 1
    assert found(study.problems, "T107")[0].count == 14
    assert study.linking.one(statistic="consented", wave="post").unavailable


def test_a_column_of_consent_must_be_there(tmp_path):
    study = study_of(tmp_path, "consent: {column: permission, value: Yes}\n")
    assert found(study.problems, "T106")[0].severity is Severity.ERROR


WITH_CONSENT_FIELD = (
    "\n  agree: {title: Consent, role: consent, type: single, codes: [1, 0], labels: ['Yes', 'No']}\n"
)


def test_a_refusal_that_the_study_does_not_heed_is_pointed_out(tmp_path, monkeypatch):
    import tests.support as support

    monkeypatch.setattr(
        support, "DEMO", support.DEMO.replace("\nfields:\n", "\nfields:" + WITH_CONSENT_FIELD)
    )
    pre = people(14, agree=1, but={3: 0})
    silent = study_of(tmp_path, pre=pre)
    unheeded = found(silent.problems, "T108")[0]
    assert (unheeded.row, unheeded.count) == (5, 1)
    assert len(silent.waves["pre"]) == 14
    heeded = study_of(tmp_path, "consent: {column: agree, value: 1}\n", pre=pre)
    assert not found(heeded.problems, "T108")
    assert len(heeded.waves["pre"]) == 13


def test_people_who_withdrew_are_counted_and_never_scored(tmp_path):
    files = {"withdrawn.csv": "id\nT03\nt04\nt77\n"}
    study = study_of(tmp_path, "withdrawn: withdrawn.csv\n", files)
    assert [study.flow.n(wave, "withdrawn") for wave in ("pre", "post")] == [2, 2]
    assert study.links.between["pre", "post"].exact == 12
    assert found(study.problems, "T109")[0].row == 4
    one_wave = study_of(tmp_path, "withdrawn: withdrawn.csv\n", {"withdrawn.csv": "id,wave\nt03,post\n"})
    assert [one_wave.flow.n(wave, "withdrawn") for wave in ("pre", "post")] == [0, 1]


def test_a_list_of_people_needs_identifiers(tmp_path):
    text = people(14).replace("teacher,", "who,", 1)
    study = study_of(tmp_path, "withdrawn: w.csv\n", {"w.csv": "id\nt03\n"}, pre=text)
    assert found(study.problems, "T117")
    problems = refused(tmp_path, "withdrawn: w.csv\n", {"w.csv": "id,wave\n,post\n"})
    assert found(problems, "T103")[0].row == 2


def test_consent_and_withdrawal_of_the_retrospective_page_are_those_of_its_records(tmp_path, monkeypatch):
    import tests.support as support

    retro = "  looking_back: {items: [b1, b2], occasion: retro, columns: {b1: R_b1, b2: R_b2}}\n"
    monkeypatch.setattr(support, "DEMO", support.DEMO.replace("forms:\n", "forms:\n" + retro))
    extra = CONSENT.replace("Yes", "'Yes'") + "withdrawn: w.csv\n"
    path = put_study(
        tmp_path,
        STUDY.replace("files: post.csv,", "files: post.csv, forms: [short, looking_back],") + extra,
        pre=people(14),
        post=people(14, shift=1, but={3: "No"}).replace("b1,b2", "R_b1,R_b2", 1),
    )
    (tmp_path / "w.csv").write_text("id\nt04\n", encoding="utf-8")
    study = load_study(path)
    assert len(study.waves["post"]) == len(study.waves["retro"]) == 12
    assert study.links.between["post", "retro"].exact == 12
    assert math.isnan(study.links.between["post", "retro"].expected_exact)


ROSTER = "teacher,school,name\n" + "".join(
    f"t{i:02d},{'North' if i % 2 == 0 else 'South'},N N\n" for i in range(16)
)


def test_a_roster_says_who_was_invited_and_who_is_missing(tmp_path):
    files = {"roster.csv": ROSTER}
    study = study_of(tmp_path, "roster: roster.csv\n", files, post=people(12, shift=1))
    assert study.flow.n("post", "invited") == 16
    invited = study.linking.one(statistic="invited", wave="post", group="site=North")
    answered = study.linking.one(statistic="answered", wave="post", group="site=North")
    assert (invited.estimate, answered.estimate, answered.n) == (8, 6, 8)
    from mtle_survey.decisions.roster import unmet

    missing = unmet(study.waves["post"], study.decided.roster.of("post")).missing
    assert [entry.id for entry in missing] == ["t12", "t13", "t14", "t15"]


def test_a_mistyped_id_is_seen_against_the_roster(tmp_path):
    post = people(14, shift=1).replace("t05,", "t0S5,", 1)
    study = study_of(tmp_path, "roster: roster.csv\n", {"roster.csv": ROSTER}, post=post)
    stranger = found(study.problems, "T113")[0]
    assert stranger.row == 7
    assert "row 7 of the roster" in stranger.why


def test_a_roster_may_be_counts_by_site(tmp_path):
    files = {"roster.csv": "site,invited,wave\n1,9,\nSouth,6,pre\n2,8,post\n"}
    study = study_of(tmp_path, "roster: roster.csv\n", files)
    assert [study.flow.n(wave, "invited") for wave in ("pre", "post")] == [15, 17]
    over = found(study.problems, "T114")
    assert "7 answers and 6 invited at South in pre" in over[0].found
    wrong = refused(tmp_path, "roster: roster.csv\n", {"roster.csv": "site,invited\n1,many\n"})
    assert found(wrong, "T111")[0].row == 2


SESSIONS = """code,date,activity,hours
t00,2025-10-01,workshop,6
t01,2025-10-01,workshop,"4,5"
t00,2026-06-01,coaching,2
t01,2026-01-10,coaching,1
zz,2026-01-10,coaching,1
"""


def test_attendance_sums_to_the_dose_until_the_wave(tmp_path):
    extra = "sessions: {file: sessions.csv, planned: {workshop: 12, coaching: 5}}\n"
    study = study_of(tmp_path, extra, {"sessions.csv": SESSIONS})
    assert study.dose == "hours"
    assert study.waves["pre"].fields["hours"][:3].tolist() == ["0", "0", None]
    assert study.waves["post"].fields["hours"][:3].tolist() == ["6", "5.5", None]
    assert found(study.problems, "T110")[0].found == "1 of 3 codes"
    assert found(study.problems, "T112")[0].count == 12
    held = {r.group: r.estimate for r in study.delivery.where(statistic="held_hours")}
    assert held == {"activity=coaching": 3, "activity=workshop": 6}
    planned = study.delivery.one(statistic="planned_hours", group="activity=workshop")
    assert (planned.estimate, planned.n) == (12, 2)
    assert study.dosage.where(statistic="dose_slope").rows


def test_codes_that_join_nobody_are_pointed_out(tmp_path):
    study = study_of(tmp_path, "sessions: s.csv\n", {"s.csv": "code,hours\nMaria,3\nJoan,4\n"})
    assert found(study.problems, "T110")[0].count == 2
    assert not found(study.problems, "T112")


@pytest.mark.parametrize(
    "line",
    [
        "t00,2025-02-31,x,6",
        "t00,2025-10-01,x,six",
        "t00,10/1/2025,x,6",
        "t00,2025-10-01,x,-1",
        ",2025-10-01,x,1",
    ],
)
def test_hours_and_dates_must_be_readable(tmp_path, line):
    problems = refused(tmp_path, "sessions: s.csv\n", {"s.csv": "code,date,activity,hours\n" + line})
    assert found(problems, "T111")[0].row == 2


COHORTS = """
title: Trial
instrument: demo.yaml
waves:
  fall24: {files: fall24.csv, date: 2024-09-01}
  fall25: {files: fall25.csv, date: 2025-09-01}
  fall26: {files: fall26.csv, date: 2026-09-01}
respondent: teacher
cohorts:
  column: agree
  waves:
    A: {pre: fall24, post: fall25}
    B: {pre: fall25, post: fall26}
"""


def cohort_exports(strange=False):
    fall25 = people(8, shift=1, agree="A") + "\n" + people(6, start=20, agree="B").split("\n", 1)[1]
    if strange:
        fall25 += "\nt90,1,C,1,2,3,4,5,5"
    return {
        "fall24": people(8, agree="A"),
        "fall25": fall25,
        "fall26": people(6, shift=1, start=20, agree="B"),
    }


def test_waves_are_counted_in_the_time_of_each_cohort(tmp_path):
    study = load_study(put_study(tmp_path, COHORTS, **cohort_exports()))
    assert study.wave_names == ("pre", "post")
    assert (len(study.waves["pre"]), len(study.waves["post"])) == (14, 14)
    assert study.links.between["pre", "post"].exact == 14
    assert study.flow.n("pre", "other_cohort") == 8
    assert study.flow.n("pre", "records") == study.flow.n("pre", "header") + 8 + 14
    assert study.dates == {}
    assert study.stable_fields == ("site", "agree")
    assert len(study.decisions) == 4


def test_pooled_cohorts_are_also_shown_one_by_one(tmp_path):
    study = load_study(put_study(tmp_path, COHORTS, **cohort_exports()))
    scale = study.leading[0]
    pooled = study.change.one(statistic="mean_change", scale=scale, headline=True)
    by_cohort = study.change_by_group.where(statistic="mean_change", scale=scale)
    apart = {r.group: r.n for r in by_cohort if r.group.startswith("agree=")}
    assert apart == {"agree=A": 8, "agree=B": 6}
    assert pooled.n == 14


def test_a_response_of_no_known_cohort_is_left_out_and_counted(tmp_path):
    study = load_study(put_study(tmp_path, COHORTS, **cohort_exports(strange=True)))
    assert study.flow.n("pre", "without_cohort") == 1
    strange = found(study.problems, "T116")[0]
    assert (strange.row, strange.count) == (16, 1)
    assert "“C”" in strange.found


def test_a_column_of_cohorts_must_be_there(tmp_path):
    study = load_study(
        put_study(tmp_path, COHORTS.replace("column: agree", "column: year"), **cohort_exports())
    )
    assert {p.severity for p in found(study.problems, "T115")} == {Severity.ERROR}


@pytest.mark.parametrize(("old", "new"), [("pre: fall24", "pre: fall23"), (", post: fall26", "")])
def test_cohorts_use_the_waves_of_the_study(tmp_path, old, new):
    with pytest.raises(MtleError) as caught:
        load_study(put_study(tmp_path, COHORTS.replace(old, new), **cohort_exports()))
    assert found(caught.value.problems, "T003")


def test_a_cohort_may_be_no_more_than_a_column(tmp_path):
    study = study_of(tmp_path, "cohorts: agree\n")
    assert study.wave_names == ("pre", "post")
    assert "agree" in study.stable_fields
    assert study.waves["pre"].fields["agree"][0] == "Yes"


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


ONE_FILE = """
instrument: demo.yaml
waves:
  pre: {files: all.csv, where: {column: agree, value: before}}
  post: {files: all.csv, where: {column: agree, value: after}}
respondent: teacher
corrections: c.csv
"""


def test_waves_in_one_file_are_told_apart_by_a_column_and_corrected_once(tmp_path):
    after = people(10, shift=1, agree="after").split("\n", 1)[1]
    text = people(12, agree="before") + "\n" + after
    (tmp_path / "c.csv").write_text(CORRECTIONS + "all.csv,14,a1,5,4,seen,AB\n", encoding="utf-8")
    study = load_study(put_study(tmp_path, ONE_FILE, all=text))
    assert (len(study.waves["pre"]), len(study.waves["post"])) == (12, 10)
    assert study.links.between["pre", "post"].exact == 10
    assert study.flow.n("pre", "records") == 23
    assert not found(study.problems, "P016")
    assert study.waves["post"].values[0, 0] == 4
    assert len(study.decisions) == 1


def test_waves_side_by_side_are_told_apart_by_a_suffix(tmp_path):
    rows = people(9).splitlines()[1:]
    later = people(9, shift=1).splitlines()[1:]
    items = ["a1", "a2", "a3", "a4", "b1", "b2"]
    header = (
        "teacher,site," + ",".join(f"{i}_pre" for i in items) + "," + ",".join(f"{i}.post" for i in items)
    )
    lines = [
        ",".join([*a.split(",")[:2], *a.split(",")[3:], *b.split(",")[3:]])
        for a, b in zip(rows, later, strict=True)
    ]
    text = """
instrument: demo.yaml
waves:
  pre: {files: wide.csv, suffix: _pre}
  post: {files: wide.csv, suffix: .post}
respondent: teacher
"""
    study = load_study(put_study(tmp_path, text, wide="\n".join([header, *lines])))
    assert study.waves["pre"].columns["a1"] == "a1_pre"
    assert study.waves["post"].columns["a1"] == "a1.post"
    assert study.waves["post"].fields["site"][0] == "North"
    assert study.links.between["pre", "post"].exact == 9
    assert study.change.one(statistic="mean_change", scale="voice", headline=True).estimate > 0


def test_the_same_columns_for_two_waves_are_an_error(tmp_path):
    text = ONE_FILE.replace(", where: {column: agree, value: before}", "").replace(
        ", where: {column: agree, value: after}", ""
    )
    study = load_study(put_study(tmp_path, text.replace("corrections: c.csv\n", ""), all=people(9)))
    assert found(study.problems, "P016")


def test_a_study_can_be_opened_while_a_wave_is_still_out(tmp_path):
    path = put_study(tmp_path, STUDY, pre=people(9))
    study = open_study(plan_study(path), so_far=True)
    assert list(study.waves) == ["pre"]
    (tmp_path / "pre.csv").unlink()
    with pytest.raises(UsageError):
        open_study(plan_study(path), so_far=True)


def test_damage_that_was_corrected_is_no_longer_told(tmp_path):
    text = people(14).replace("t03,2,Yes,1,", "#N/A,2,Yes,1,")
    assert "#N/A" in text
    assert found(study_of(tmp_path, pre=text).problems, "D135")
    files = {"corrections.csv": CORRECTIONS + "pre.csv,5,teacher,#N/A,t03,the lookup failed,AB"}
    problems = study_of(tmp_path, "corrections: corrections.csv\n", files, pre=text).problems
    assert not found(problems, "D135")
    assert not found(problems, "R046")
