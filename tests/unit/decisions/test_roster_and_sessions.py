"""Who was invited, and who took part in what for how long."""

from __future__ import annotations

import pytest

from tests.unit.decisions.studies import found, people, refused, study_of

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
