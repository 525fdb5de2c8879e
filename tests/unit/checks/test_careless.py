"""Careless responding: every sign is located and explained, independent signs combine, nobody is removed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from mtle_survey import Study, load_study
from mtle_survey.checks import check_responses
from mtle_survey.errors import MtleError, Severity
from mtle_survey.screening.rule import CarelessRule
from mtle_survey.screening.screen import screen
from tests.support import make_instrument, put_study, read
from tests.unit.checks.long_instrument import INSTRUMENT, ITEMS, people, table

STRAIGHT, ODD, RANDOM = 0, 1, 2


@pytest.fixture
def instrument(tmp_path):
    return make_instrument(tmp_path, INSTRUMENT)


def found(responses, code, rule=None):
    return [p for p in check_responses(responses, rule) if p.code == code]


def test_people_who_read_are_left_in_peace(tmp_path, instrument):
    responses = read(tmp_path, instrument, table(people()))
    assert not [p for p in check_responses(responses) if p.severity is not Severity.NOTE]


def test_one_answer_through_reversed_items(tmp_path, instrument):
    x = people()
    x[4] = 3
    x[7, :12] = 2
    problems = found(read(tmp_path, instrument, table(x)), "Q001")
    assert [(p.row, p.found) for p in problems] == [
        (6, "24 equal answers in a row"),
        (9, "12 equal answers in a row"),
    ]


def test_one_answer_without_reversed_items_may_be_meant(tmp_path):
    plain = make_instrument(
        tmp_path, INSTRUMENT.replace(", reverse_keyed: [s1_4]", "").replace(", reverse_keyed: [s3_4]", "")
    )
    x = people()
    x[4] = 3
    responses = read(tmp_path, plain, table(x))
    assert [p.row for p in found(responses, "Q003")] == [6]
    assert not found(responses, "Q001")
    assert not screen((responses,)).flags["longstring"].any()


def test_no_variation_is_told_where_no_run_is_long_enough(tmp_path):
    mixed = INSTRUMENT.replace(
        "items:\n  s1_1", "  often5:\n    codes: [1, 2, 3, 4, 5]\n    labels: [a, b, c, d, e]\nitems:\n  s1_1"
    )
    for item in ITEMS[1::2]:
        mixed = mixed.replace(
            f"Question {item} asks this., format: agree5", f"Question {item} asks this., format: often5"
        )
    x = people()
    x[4] = 3
    problems = found(read(tmp_path, make_instrument(tmp_path, mixed), table(x)), "Q004")
    assert [p.row for p in problems] == [6]


def test_distance_from_everybody_else(tmp_path, instrument):
    x = people(140)
    x[ODD] = np.tile([1, 5], 12)
    (note,) = found(read(tmp_path, instrument, table(x)), "Q005")
    assert 3 in note.rows


@pytest.mark.parametrize(
    ("answers", "signs"),
    [
        (np.tile([1, 5, 5, 1], 6), {"synonyms, r below 0", "person-total r below 0"}),
        (np.tile([1, 5, 1, 5, 5, 1, 5, 1], 3), {"even-odd consistency below .30", "synonyms, r below 0"}),
    ],
)
def test_contradictions_between_answers(tmp_path, instrument, answers, signs):
    x = people(60)
    x[ODD] = answers
    notes = found(read(tmp_path, instrument, table(x)), "Q006")
    assert {p.found.split(":")[0] for p in notes if 3 in p.rows} == signs


def test_too_fast_to_have_read(tmp_path, instrument):
    x = people()
    seconds = [300] * 60
    seconds[ODD] = 30
    export = table(x, **{"Duration (in seconds)": seconds}).replace("teacher,", "ResponseId,", 1)
    lines = export.splitlines()
    responses = read(tmp_path, instrument, "\n".join(lines))
    timed = replace(responses, timing=np.array(seconds, dtype=float))
    (only,) = found(timed, "Q007")
    assert only.row == 3
    assert only.found == "100% of the pages under 2 seconds per item, 10% of the usual time"


def test_pages_are_judged_one_by_one_where_their_times_are_declared(tmp_path, instrument):
    responses = read(tmp_path, instrument, table(people()))
    fast, slow = np.full(60, 60.0), np.full(60, 60.0)
    fast[:2] = 10.0
    slow[1] = 10.0
    timed = replace(responses, page_seconds={"p1": fast, "p2": slow})
    rule = CarelessRule(pages={"p1": ITEMS[:12], "p2": ITEMS[12:]})
    shares = screen((timed,), rule).indices["time_per_item"]
    assert shares[:3].tolist() == [0.5, 1.0, 0.0]
    assert [p.row for p in found(timed, "Q007", rule)] == [2, 3]


def test_an_instructed_item_counts_beside_another_sign(tmp_path, instrument):
    x = people()
    x[STRAIGHT] = 2
    checks = [4] * 60
    checks[STRAIGHT] = checks[ODD] = 2
    responses = read(tmp_path, instrument, table(x, check=checks))
    assert [p.row for p in found(responses, "Q008")] == [2], (
        "the only instructed item, and no other sign in row 3"
    )
    two = CarelessRule(instructed={"s6_4": (9.0,)})
    assert 3 in [p.row for p in found(responses, "Q008", two)], "two wrong are a sign by themselves"


def test_two_independent_signs_meet_the_rule_and_one_does_not(tmp_path, instrument):
    x = people()
    x[STRAIGHT] = 2
    checks = [4] * 60
    checks[STRAIGHT] = 1
    responses = read(tmp_path, instrument, table(x, check=checks))
    (only,) = found(responses, "Q009")
    assert only.row == 2
    assert "nothing is removed" in only.fix
    seen = screen((responses,))
    assert seen.families[STRAIGHT] == 2
    assert seen.meets_rule.sum() == 1
    assert not seen.excluded.any(), "nothing is left out unless it was declared"
    declared = screen((responses,), CarelessRule(exclude=True))
    assert declared.excluded.tolist() == seen.meets_rule.tolist()


def test_contradictions_alone_never_meet_the_rule(tmp_path, instrument):
    x = people(140)
    rng = np.random.default_rng(8)
    x[:10] = rng.integers(1, 6, (10, 24))
    seen = screen((read(tmp_path, instrument, table(x)),))
    assert (seen.families[:10] >= 2).any()
    assert not seen.meets_rule.any()


def test_small_samples_are_told_what_cannot_be_computed(tmp_path, instrument):
    responses = read(tmp_path, instrument, table(people(20)))
    notes = found(responses, "Q010")
    sample = next(note for note in notes if "50 respondents" in note.why)
    assert "mahalanobis" in sample.found and sample.count == len(sample.found.split(", "))
    assert all(note.why.count(".") == 1 and "; the " not in note.why for note in notes), "one reason each"
    assert len({note.why for note in notes}) == len(notes) > 1
    unavailable = screen((responses,)).unavailable
    assert {"mahalanobis", "person_total", "psychometric_synonyms"} <= set(unavailable)


def test_signs_that_gather_in_one_site(tmp_path, instrument):
    x = people()
    x[:6] = 3
    sites = ["North"] * 8 + ["South"] * 26 + ["West"] * 26
    (only,) = found(read(tmp_path, instrument, table(x, site=sites)), "Q011")
    assert only.found.startswith("6 of 8 responses of North")
    scattered = np.random.default_rng(1).permutation(60)
    spread = read(tmp_path, instrument, table(x[scattered], site=sites))
    assert not found(spread, "Q011")


def test_missing_throughout_is_no_straight_line(tmp_path, instrument):
    x = people()
    x[STRAIGHT] = np.nan
    seen = screen((read(tmp_path, instrument, table(x)),))
    assert not seen.flagged[STRAIGHT]


def test_parts_of_a_wave_are_judged_as_the_whole(tmp_path, instrument):
    x = people(130)
    x[3], x[100] = 3, np.tile([1, 5], 12)
    whole = read(tmp_path, instrument, table(x))
    parts = [whole.subset(slice(0, 40)), whole.subset(slice(40, 41)), whole.subset(slice(41, None))]
    assert list(check_responses(parts)) == list(check_responses(whole))
    one, many = screen((whole,)), screen(parts)
    for name in one.indices:
        np.testing.assert_allclose(one.indices[name], many.indices[name], rtol=1e-9, equal_nan=True)


STUDY = """
instrument: long.yaml
waves: {{pre: {{files: pre.csv}}}}
respondent: teacher
careless: {declared}
"""


def load(folder, declared, x):
    path = put_study(folder, STUDY.format(declared=declared), pre=table(x))
    (folder / "long.yaml").write_text(INSTRUMENT, encoding="utf-8")
    return load_study(path)


def test_a_declared_rule_leaves_out_and_counts(tmp_path):
    x = people()
    x[STRAIGHT] = 2
    study = load(
        tmp_path,
        "{exclude: true, instructed: {s6_4: Agree, s6_3: [4]}, indices: [longstring, instructed_items]}",
        x,
    )
    assert isinstance(study, Study)
    assert set(study.careless["pre"].indices) == {"longstring", "instructed_items"}
    assert study.careless["pre"].excluded.tolist() == [True] + [False] * 59
    (warned,) = [p for p in study.problems if p.code == "Q009"]
    assert warned.row == 2
    assert "declares" in warned.fix
    assert len(study.answered_waves["pre"]) == 60
    assert study.waves["pre"].rows.tolist() == list(range(3, 62))
    assert (study.flow.n("pre", "careless"), study.flow.n("pre", "responses")) == (1, 59)


def test_without_a_declaration_nobody_is_left_out(tmp_path):
    x = people()
    x[STRAIGHT] = 2
    study = load(tmp_path, "{instructed: {s6_4: Agree, s6_3: [4]}}", x)
    assert study.careless["pre"].meets_rule[STRAIGHT]
    assert len(study.waves["pre"]) == 60


def test_a_page_looking_back_is_left_out_with_its_record(tmp_path, instrument):
    x = people()
    x[STRAIGHT] = 2
    responses = read(tmp_path, instrument, table(x), wave="post")
    timed = replace(responses, timing=np.where(np.arange(60) == STRAIGHT, 5.0, 300.0))
    looking_back = replace(responses.subset(slice(None)), wave="retro")
    study = Study(instrument, {"post": timed, "retro": looking_back}, careless=CarelessRule(exclude=True))
    assert len(study.waves["post"]) == len(study.waves["retro"]) == 59
    assert study.flow.n("retro", "careless") == 1


def test_who_is_left_in_is_still_linked_by_unit_and_informant(tmp_path):
    fields = "fields:\n  school: {title: School, role: unit}\n  kind: {title: Informant, role: informant}\n"
    informants = make_instrument(tmp_path, INSTRUMENT.replace("fields:\n", fields))
    x = people()
    x[STRAIGHT] = 2
    schools = [f"S{i}" for i in range(60)]
    responses = read(tmp_path, informants, table(x, school=schools, kind=["head"] * 60))
    responses = replace(responses, timing=np.where(np.arange(60) == STRAIGHT, 5.0, 300.0))
    study = Study(informants, {"pre": responses}, unit="school", careless=CarelessRule(exclude=True))
    assert study.waves["pre"].ids.tolist() == [f"S{i} | head" for i in range(1, 60)]


@pytest.mark.parametrize(
    ("declared", "suggestion"),
    [
        ("{instructed: {s6_44: Agree}}", "s6_4"),
        ("{instructed: {s6_4: Agre}}", "Its options"),
        ("{pages: {p: [s6_44]}}", "s6_4"),
    ],
)
def test_what_the_rule_names_must_exist(tmp_path, declared, suggestion):
    with pytest.raises(MtleError) as raised:
        load(tmp_path, declared, people(12))
    (only,) = [p for p in raised.value.problems if p.code == "T004"]
    assert suggestion in only.fix
