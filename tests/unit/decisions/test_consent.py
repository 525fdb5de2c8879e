"""Consent and withdrawal: nobody is scored against their will, and everybody is counted."""

from __future__ import annotations

import math

from mtle_survey import load_study
from mtle_survey.errors import Severity
from tests.support import put_study
from tests.unit.decisions.studies import STUDY, found, people, refused, study_of

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
