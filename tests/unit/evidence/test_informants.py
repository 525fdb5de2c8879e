"""Several informants about one school: agreement by hand, and nothing about a person by school."""

from __future__ import annotations

import numpy as np
import pytest

from mtle_survey import load_study
from mtle_survey.cli.compare_text import compare_text
from mtle_survey.stats.agreement.icc_a1 import icc_a1
from mtle_survey.stats.agreement.kappa_quadratic import kappa_quadratic
from mtle_survey.stats.agreement.krippendorff_alpha import krippendorff_alpha

INSTRUMENT = """
id: pair
version: 1.0.0
title: Two views of a school
response_formats:
  place4: {codes: [1, 2, 3, 4], labels: [Not, Planned, Partly, Throughout]}
items:
  q1: {text: Rooms are there., format: place4, about: school}
  q2: {text: Time is there., format: place4, about: school}
  p1: {text: The principal listens., format: place4, about: principal}
  p2: {text: The principal helps., format: place4, about: principal}
scales:
  place: {title: In place, items: [q1, q2], kind: condition, about: school}
  backing: {title: Backing, items: [p1, p2], kind: condition, about: principal}
fields:
  school: {title: School, role: unit}
  who: {title: Who, role: informant, type: single, codes: [t, p], labels: [Teacher, Principal]}
  rater: {title: Code, role: respondent}
"""
STUDY = """
title: Views
instrument: pair.yaml
waves:
  now:
    files:
      - {file: teachers.csv, informant: t}
      - {file: principals.csv, informant: Principal}
unit: school
"""
SCHOOLS = [f"s{i:02d}" for i in range(12)]
TEACHER = {"q1": [1, 2, 3, 4] * 3, "q2": [1, 2, 3, 3] * 3, "p1": [2] * 12, "p2": [3, 4] * 6}
PRINCIPAL = {"q1": [1, 3, 3, 2] * 3, "q2": [2, 2, 4, 3] * 3, "p1": [3] * 12, "p2": [3, 4] * 6}


def csv_of(columns, schools=SCHOOLS):
    table = {"school": schools, **columns}
    lines = [",".join(table)]
    lines += [",".join(str(c) for c in cells) for cells in zip(*table.values(), strict=True)]
    return "\n".join(lines) + "\n"


def load(folder, study=STUDY, **files):
    (folder / "pair.yaml").write_text(INSTRUMENT, encoding="utf-8")
    (folder / "study.yaml").write_text(study, encoding="utf-8")
    for name, text in {"teachers": csv_of(TEACHER), "principals": csv_of(PRINCIPAL), **files}.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return load_study(folder / "study.yaml")


def test_the_gap_is_the_later_named_informant_less_the_earlier(tmp_path):
    found = load(tmp_path).informants.where(wave="now", scale="place")
    gap = found.one(statistic="informant_gap")
    teacher = (np.array(TEACHER["q1"]) + TEACHER["q2"]) / 2
    principal = (np.array(PRINCIPAL["q1"]) + PRINCIPAL["q2"]) / 2
    assert gap.contrast == "Principal - Teacher"
    assert gap.estimate == pytest.approx((principal - teacher).mean())
    assert found.one(statistic="icc_a1").estimate == pytest.approx(
        icc_a1(np.column_stack([teacher, principal])).value
    )


def test_few_schools_are_told_beside_their_agreement(tmp_path):
    study = load(tmp_path)
    assert "With fewer than 30 units agreement is hardly known" in compare_text(study)


def test_each_question_has_exact_and_near_agreement_and_kappa(tmp_path):
    found = load(tmp_path).informants.where(item="q1")
    both = np.column_stack([TEACHER["q1"], PRINCIPAL["q1"]]).astype(float)
    assert found.one(statistic="percent_agreement").estimate == pytest.approx(6 / 12)
    assert found.one(statistic="within_one").estimate == pytest.approx(9 / 12)
    codes = (1.0, 2.0, 3.0, 4.0)
    assert found.one(statistic="kappa_quadratic").estimate == pytest.approx(
        kappa_quadratic(both, codes).value
    )
    assert found.one(statistic="krippendorff_alpha").estimate == pytest.approx(
        krippendorff_alpha(both, codes).value
    )


def test_kappa_without_variance_is_said_and_never_zero(tmp_path):
    same = {**TEACHER, "p1": [3] * 12}
    found = load(tmp_path, teachers=csv_of(same)).informants.where(item="p1")
    assert found.one(statistic="percent_agreement").estimate == 1.0
    kappa = found.one(statistic="kappa_quadratic")
    assert kappa.estimate is None
    assert "one and the same category" in kappa.unavailable


def test_a_school_shows_agreement_over_its_questions_but_none_about_its_principal(tmp_path):
    found = load(tmp_path).informants
    shown = found.where(group="school=s00", statistic="percent_agreement")
    assert [(r.estimate, r.n) for r in shown] == [(0.5, 2)]  # q1 alike, q2 not; p1 and p2 are left out
    assert found.one(group="school=s00", statistic="within_one").estimate == 1.0
    assert {r.scale for r in found.where(statistic="unit_mean")} == {"place"}
    assert not [r for r in found if r.group and "school=" in r.group and r.item]


def test_the_lowest_informant_stands_beside_the_mean(tmp_path):
    found = load(tmp_path).informants.where(group="school=s03", scale="place")
    assert found.one(statistic="unit_mean").estimate == pytest.approx((3.5 + 2.5) / 2)
    lowest = found.one(statistic="unit_lowest")
    assert (lowest.estimate, lowest.method) == (2.5, "Principal")


def test_schools_without_both_forms_are_listed_and_left_out(tmp_path):
    study = load(tmp_path, principals=csv_of({k: v[:10] for k, v in PRINCIPAL.items()}, SCHOOLS[:10]))
    missing = [p.found for p in study.problems if p.code == "S003"]
    assert missing == ["s10: Principal", "s11: Principal"]
    found = study.informants
    assert found.one(statistic="units_complete").estimate == pytest.approx(10 / 12)
    assert found.one(statistic="informant_gap", scale="place").n == 10
    assert "missing" in found.one(group="school=s11", statistic="percent_agreement").unavailable


def test_few_schools_have_no_coefficients(tmp_path):
    few = {
        name: csv_of({k: v[:6] for k, v in columns.items()}, SCHOOLS[:6])
        for name, columns in (("teachers", TEACHER), ("principals", PRINCIPAL))
    }
    found = load(tmp_path, **few).informants
    assert "10 are needed" in found.one(statistic="icc_a1", scale="place").unavailable
    assert found.one(statistic="percent_agreement", item="q1").available


def test_two_teachers_of_a_school_count_by_their_mean_score_and_by_no_single_answer(tmp_path):
    twice = csv_of({k: [*v, v[1]] for k, v in TEACHER.items()}, [*SCHOOLS, "s00"])
    found = load(tmp_path, teachers=twice).informants
    assert found.one(statistic="percent_agreement", item="q1").n == 11
    assert found.one(statistic="unit_mean", scale="place", group="school=s00").estimate == pytest.approx(
        ((1.0 + 2.0) / 2 + 1.5) / 2
    )


def test_waves_are_linked_by_school_and_informant(tmp_path):
    study = STUDY + ""
    later = (
        study.replace("unit: school", "").rstrip()
        + """
  later:
    files:
      - {file: teachers.csv, informant: t}
      - {file: principals.csv, informant: p}
unit: school
"""
    )
    found = load(tmp_path, study=later)
    assert found.links is not None
    assert found.flow.n("later", "linked") == 24


def test_the_unit_must_be_a_field(tmp_path):
    from mtle_survey.errors import MtleError

    with pytest.raises(MtleError) as caught:
        load(tmp_path, study=STUDY.replace("unit: school", "unit: schol"))
    assert [p.code for p in caught.value.problems] == ["T004"]
