"""Interviews beside the survey: whose voice it is, how both fit, and whether coders agree."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from mtle_survey import load_study
from mtle_survey.cli.compare_text import compare_text
from mtle_survey.errors import MtleError
from mtle_survey.evidence.coder_agreement import coder_pairs
from mtle_survey.evidence.interview_voices import heard
from mtle_survey.evidence.joint_display import fit_of, shown_by
from mtle_survey.segments.model import Interviews, Meaning, Segment
from mtle_survey.stats.agreement.ac1 import ac1
from mtle_survey.stats.agreement.kappa import kappa
from mtle_survey.table import Row, Table
from tests.unit.evidence.studies import INSTRUMENT, alike, make_study
from tests.unit.segments.exports import dedoose, taguette

MEANINGS = {
    "leads": (Meaning(scale="lead", says="improved"),),
    "less": (Meaning(scale="lead", says="declined"),),
    "plans": (Meaning(scale="plan", says="improved"),),
    "as before": (Meaning(scale="plan", says="same"),),
}
PRE = [1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3]
WAVES = {
    "pre": {**alike(PRE), **alike(PRE, ("b1", "b2"))},
    "post": {
        **alike([min(5, s + 1 + i % 2) for i, s in enumerate(PRE)]),
        **alike([s + (-1) ** i if s > 1 else s for i, s in enumerate(PRE)], ("b1", "b2")),
    },
}


def said(*pairs, coder="AB"):
    """Segments of (document, code); a passage each."""
    return tuple(
        Segment(document=document, passage=str(n), coder=coder, codes=frozenset({code}))
        for n, (document, code) in enumerate(pairs)
    )


def study_with(folder, segments, **about):
    return make_study(
        folder,
        WAVES,
        interviews=Interviews(segments=segments, meanings=MEANINGS, **about),
        primary=("lead", "plan"),
    )


@pytest.mark.parametrize(
    ("survey", "voice", "fit"),
    [
        ("rose", "improved", "confirm"),
        ("fell", "declined", "confirm"),
        ("unchanged", "same", "confirm"),
        ("rose", "declined", "discord"),
        ("fell", "improved", "discord"),
        ("rose", "same", "discord"),
        ("unchanged", "improved", "discord"),
        ("uncertain", "improved", "expand"),
        ("uncertain", "same", "expand"),
        ("rose", "both", "expand"),
        ("rose", None, "silent"),
        (None, "improved", "silent"),
    ],
)
def test_every_pair_of_findings_has_one_fit(survey, voice, fit):
    assert fit_of(survey, voice) == fit


def test_where_lower_is_better_improving_means_falling():
    assert fit_of("fell", "improved", lower_is_better=True) == "confirm"
    assert fit_of("rose", "improved", lower_is_better=True) == "discord"


def test_two_thirds_of_two_or_more_make_a_voice():
    assert heard({"improved": 1}) is None
    assert heard({"improved": 2}) == "improved"
    assert heard({"improved": 2, "declined": 1}) == "improved"
    assert heard({"improved": 3, "declined": 2}) == "both"
    assert heard({"same": 4, "both": 2}) == "same"
    assert heard({"both": 3}) == "both"


def test_the_display_sets_voices_beside_changes(tmp_path):
    segments = said(
        ("t00", "leads"),
        ("t00", "leads"),
        ("t01.docx", "leads"),
        ("Group", "less"),
        ("t03", "leads"),
        ("t04", "plans"),
    )
    study = study_with(tmp_path, segments)
    lead, plan = study.joint_display.rows
    assert (lead.scale, lead.fit, lead.sources, lead.passages) == ("lead", "confirm", 4, 5)
    assert lead.voices == {"improved": 3, "same": 0, "declined": 1, "both": 0}
    assert (lead.followed, lead.alike) == (3, 3)
    assert (plan.fit, plan.sources) == ("silent", 1)
    assert study.joint_display.unknown == ("Group",)
    table = study.compared
    assert table.one(statistic="joint_fit", scale="lead").method == "confirm"
    assert "1 of the interviews speak" in table.one(statistic="joint_fit", scale="plan").unavailable
    assert table.one(statistic="said_improved", scale="lead").estimate == 0.75
    assert table.one(statistic="said_improved", scale="lead").conf_low is None
    assert table.one(statistic="interviews_joined").estimate == pytest.approx(4 / 5)


def test_what_the_sites_make_uncertain_is_uncertain():
    led = Row(statistic="mean_change", scale="lead", contrast="post - pre", estimate=0.3, conf_low=0.1)
    wide = replace(led, method="CR2", conf_low=-0.2, conf_high=0.8)
    narrow = replace(wide, conf_low=0.05)
    assert shown_by(led, Table()) == "rose"
    assert shown_by(led, Table((wide,))) == "uncertain"
    assert shown_by(led, Table((narrow,))) == "rose"
    assert shown_by(led, Table((replace(wide, scale="plan"),))) == "rose"


def test_a_change_that_one_of_several_primary_scales_shows_by_chance_is_uncertain():
    led = Row(statistic="mean_change", scale="lead", estimate=0.3, conf_low=0.1, conf_level=0.95)
    adjusted = Row(statistic="p_holm", scale="lead", method="holm/2", estimate=0.06)
    assert shown_by(led, Table(), adjusted) == "uncertain"
    assert shown_by(led, Table(), replace(adjusted, estimate=0.04)) == "rose"
    assert shown_by(led, Table(), replace(adjusted, estimate=None)) == "uncertain"


def test_several_interviews_of_one_person_are_one_voice(tmp_path):
    segments = said(("t00.docx", "leads"), ("t00", "less"), ("t01", "leads"))
    (lead, _) = study_with(tmp_path, segments).joint_display.rows
    assert lead.voices == {"improved": 1, "same": 0, "declined": 0, "both": 1}


def test_a_passage_that_two_coders_marked_counts_once(tmp_path):
    pairs = (("t00", "leads"), ("t01", "leads"))
    (lead, _) = study_with(tmp_path, said(*pairs) + said(*pairs, coder="CD")).joint_display.rows
    assert (lead.sources, lead.passages) == (2, 2)


def test_uncertain_change_and_clear_voices_expand(tmp_path):
    (_, plan) = study_with(tmp_path, said(("t00", "as before"), ("t02", "as before"))).joint_display.rows
    assert plan.fit == "expand"


def marks(rng_seed, n, agree):
    rng = np.random.default_rng(rng_seed)
    one = rng.random(n) < 0.5
    return one, np.where(rng.random(n) < agree, one, ~one)


def two_coders(one, other, names=("AB", "CD")):
    return tuple(
        Segment(document="t00", passage=str(k), coder=name, codes=frozenset({"leads"} if mark else ()))
        for name, column in zip(names, (one, other), strict=True)
        for k, mark in enumerate(column)
    )


def test_agreement_is_that_of_the_passages_both_marked(tmp_path):
    one, other = marks(1, 40, 0.85)
    only_one = (Segment(document="t00", passage="alone", coder="AB", codes=frozenset({"leads"})),)
    study = study_with(tmp_path, two_coders(one, other) + only_one)
    ratings = np.column_stack([one, other]).astype(float)
    found = study.compared.one(statistic="kappa", factor="leads", with_="coder 1, coder 2")
    assert found.estimate == pytest.approx(kappa(ratings, (0.0, 1.0)).value)
    assert (found.n, found.headline) == (40, True)
    assert found.conf_low < found.estimate < found.conf_high
    other_way = study.compared.one(statistic="ac1", factor="leads", with_="coder 1, coder 2")
    assert other_way.estimate == pytest.approx(ac1(ratings, (0.0, 1.0)).value)
    assert "AB" not in study.compared.to_csv()


def test_a_passage_marked_twice_by_a_coder_has_all_its_codes():
    twice = tuple(
        Segment(document="t00", passage="1", coder=coder, codes=frozenset({code}))
        for coder, code in (("AB", "leads"), ("AB", "less"), ("CD", "leads"))
    )
    (pair,) = coder_pairs(Interviews(segments=twice))
    assert pair.first == (frozenset({"leads", "less"}),)


def test_where_a_code_is_rare_ac1_leads(tmp_path):
    one = np.zeros(40, dtype=bool)
    one[:3] = True
    other = np.roll(one, 1)
    table = study_with(tmp_path, two_coders(one, other)).compared
    assert table.one(statistic="ac1", factor="leads").headline
    assert not table.one(statistic="kappa", factor="leads").headline
    assert table.one(statistic="percent_agreement", factor="leads").estimate == pytest.approx(0.95)


def test_too_few_common_passages_have_no_agreement(tmp_path):
    one, other = marks(2, 9, 0.9)
    found = study_with(tmp_path, two_coders(one, other)).compared.one(statistic="kappa", factor="leads")
    assert "at least 10 passages" in found.unavailable


def test_coders_without_a_name_are_not_compared():
    assert not coder_pairs(Interviews(segments=two_coders([True] * 12, [True] * 12, names=("", ""))))


STUDY = """
title: Trial
instrument: small.yaml
respondent: teacher
waves:
  pre: {files: pre.csv}
  post: {files: post.csv}
withdrawn: gone.csv
segments:
  files:
    - highlights.csv
    - {file: excerpts.csv, coder: CD}
  people: people.csv
  codes:
    Leads: {scale: lead, says: improved}
    Unheard: {scale: plan, says: declined}
    Both ways: [{scale: lead, says: improved}, {scale: plan, says: improved}]
"""


def put_files(folder, study=STUDY):
    (folder / "small.yaml").write_text(INSTRUMENT, encoding="utf-8")
    for name, columns in WAVES.items():
        lines = ["teacher," + ",".join(columns)]
        lines += [f"t{i:02d}," + ",".join(str(c[i]) for c in columns.values()) for i in range(12)]
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "gone.csv").write_text("id\nt05\n", encoding="utf-8")
    (folder / "people.csv").write_text("document,id\nInterview A,t01\nInterview B,t05\n", encoding="utf-8")
    coded = [
        ("Interview A", "", "I run it.", ["Leads"], ""),
        ("Interview B", "", "I left.", ["Leads"], ""),
        ("t02", "", "Both.", ["Both ways", "Other"], ""),
        ("Focus group", "", "We all do.", ["Leads"], ""),
    ]
    (folder / "highlights.csv").write_text(taguette(coded), encoding="utf-8")
    (folder / "excerpts.csv").write_text(dedoose([("t03", "0-9", "Yes.", ["Leads"], "x")]), encoding="utf-8")
    (folder / "study.yaml").write_text(study, encoding="utf-8")
    return folder / "study.yaml"


def test_a_study_file_names_segments_people_and_what_codes_say(tmp_path):
    study = load_study(put_files(tmp_path))
    lead = study.joint_display.rows[0]
    assert (lead.sources, lead.fit) == (4, "confirm")
    assert study.joint_display.unknown == ("Focus group",)
    assert "Interview B" not in study.interviews.documents
    codes = {p.code: p for p in study.problems}
    assert "Focus group" in codes["T042"].found
    assert "Unheard" in codes["T043"].found
    assert "Other" in codes["T044"].found
    assert {s.coder for s in study.interviews.segments} == {"", "CD"}


def test_interviews_with_nothing_to_set_them_beside_are_told(tmp_path):
    text = STUDY.replace("  post: {files: post.csv}\n", "")
    study = load_study(put_files(tmp_path, text))
    assert [p.found for p in study.problems if p.code == "T045"] == ["4 coded interviews"]


def test_compare_prints_both_side_by_side(tmp_path):
    told = compare_text(load_study(put_files(tmp_path)))
    assert "Interviews: 4 sources, 3 of them of people in the survey." in told
    assert re.search(r"Leading +rose +4 +4 / 0 / 0 / 0 +confirm", told)


def test_a_code_that_speaks_to_no_scale_of_the_instrument_is_an_error(tmp_path):
    with pytest.raises(MtleError, match="T004"):
        load_study(
            put_files(tmp_path, STUDY.replace("scale: plan, says: declined", "scale: plans, says: declined"))
        )
    with pytest.raises(MtleError):
        load_study(put_files(tmp_path, STUDY.replace("says: declined", "says: worse")))
