"""The counts and pairings that the instruments beside the mtle survey promise."""

from __future__ import annotations

import pytest

from tests.unit.instrument.shipped import IDS, rated, read, scale_items, scorable

RATED = {
    "lead_log": 0,
    "mec_rmst": 45,
    "mtle": 86,
    "mtle_leader": 16,
    "prime_school": 24,
    "prime_self": 24,
    "session_feedback": 5,
    "stemtl_eval": 54,
    "tpn_district": 10,
    "tpn_partner": 10,
    "tpn_roles": 14,
    "traj_bmt": 24,
}


def test_every_instrument_is_counted_here() -> None:
    assert set(IDS) == set(RATED)


@pytest.mark.parametrize("instrument", IDS)
def test_ratings_are_as_many_as_promised(instrument: str) -> None:
    assert len(scorable(read(instrument))) == RATED[instrument]


def test_teacher_and_principal_answer_the_same_questions_in_the_same_order() -> None:
    definition = read("prime_school")
    assert definition["forms"]["teacher"]["items"] == definition["forms"]["principal"]["items"]
    assert definition["fields"]["informant"]["codes"] == ["teacher", "principal"]


@pytest.mark.parametrize("instrument", ["prime_self", "prime_school"])
def test_twelve_indicators_stand_under_four_principles(instrument: str) -> None:
    definition = read(instrument)
    codes = [f"{principle}{number}" for principle in "etca" for number in (1, 2, 3)]
    assert rated(definition) == codes
    for principle, scale in zip("etca", ("equity", "teaching", "curriculum", "assessment"), strict=True):
        assert scale_items(definition, scale) == [f"{principle}{number}__in_place" for number in (1, 2, 3)]


def test_priorities_are_paired_with_their_own_rating() -> None:
    inputs = read("prime_school")["scores"]["opportunities"]["inputs"]
    assert [item.split("__")[0] for item in inputs["rating"]] == [
        item.split("__")[0] for item in inputs["priority"]
    ]


def test_each_strand_has_one_shape() -> None:
    definition = read("traj_bmt")
    shapes = {name: keys for name, keys in definition["scores"].items() if keys["rule"] == "trajectory_shape"}
    assert set(shapes) == {f"shape_{strand}" for strand in rated(definition)}
    for name, keys in shapes.items():
        strand = name.removeprefix("shape_")
        assert keys["inputs"] == {time: f"{strand}__{time}" for time in ("beginning", "midway", "today")}


def test_the_delayed_leadership_survey_has_forty_items_for_teachers() -> None:
    definition = read("mec_rmst")
    last = [item for item in definition["forms"]["last"]["items"] if item in rated(definition)]
    sizes = {scale: len(scale_items(definition, scale)) for scale in ("smp", "chg", "rdy", "fnd")}
    assert sizes == {"smp": 16, "chg": 4, "rdy": 8, "fnd": 3}
    assert len(last) == 40
    assert definition["scales"]["chg"]["reverse_keyed"] == ["chg4"]


def test_expected_usefulness_is_asked_with_the_words_of_experienced_usefulness() -> None:
    forms = read("mec_rmst")["forms"]
    assert forms["expected"]["occasion"] == "expected"
    assert set(forms["expected"]["items"]) <= set(forms["last"]["items"])
    assert forms["expected"]["columns"] == {item: f"X_{item}" for item in forms["expected"]["items"]}


def test_enactment_and_readiness_are_asked_at_each_wave() -> None:
    definition = read("mec_rmst")
    wanted = {*scale_items(definition, "smp"), *scale_items(definition, "rdy")}
    assert all(wanted <= set(definition["forms"][form]["items"]) for form in ("first", "middle", "last"))


def test_roles_cover_every_activity_once() -> None:
    definition = read("tpn_roles")
    inputs = definition["scores"]["roles"]["inputs"]
    activities = [scale for role, scales in inputs.items() if role != "classroom" for scale in scales]
    assert sorted(activities) == sorted(definition["scales"])
    assert definition["fields"][inputs["classroom"]]["labels"] == ["Yes", "No"]


@pytest.mark.parametrize("instrument", ["tpn_partner", "stemtl_eval"])
def test_demonstrations_say_so(instrument: str) -> None:
    definition = read(instrument)
    assert "demonstration" in definition["title"].lower()
    assert definition["notice"].startswith("Demonstration.")


def test_every_stakeholder_sees_the_areas_that_are_ranked_across_types() -> None:
    forms = read("stemtl_eval")["forms"]
    everywhere = set.intersection(*(set(keys["items"]) for keys in forms.values()))
    assert {item[:3] for item in everywhere} == {"mod", "net", "can"}


def test_need_is_importance_less_adequacy_of_the_same_area() -> None:
    definition = read("stemtl_eval")
    for name, keys in definition["scores"].items():
        area = name.removeprefix("need_")
        assert keys["rule"] == "need"
        assert keys["inputs"] == {"importance": f"{area}_importance", "adequacy": f"{area}_adequacy"}


def test_leader_and_teacher_scales_pair_item_by_item() -> None:
    leader, teacher = read("mtle_leader"), read("mtle")
    assert set(leader["scales"]) <= set(teacher["scales"])
    for scale in leader["scales"]:
        assert scale_items(leader, scale) == scale_items(teacher, scale)
        assert leader["scales"][scale].get("reverse_keyed") == teacher["scales"][scale].get("reverse_keyed")
        formats = leader["response_formats"], teacher["response_formats"]
        for item in scale_items(leader, scale):
            one, other = (d["items"][item]["format"] for d in (leader, teacher))
            assert formats[0][one]["labels"] == formats[1][other]["labels"]


def test_what_a_single_leader_says_is_marked_as_being_about_that_leader() -> None:
    leader = read("mtle_leader")
    assert all(leader["items"][item]["about"] == "principal" for item in rated(leader))


def test_session_feedback_cannot_be_linked_to_a_person() -> None:
    fields = read("session_feedback")["fields"]
    assert {keys["role"] for keys in fields.values()} == {"session", "date", "cluster", "group"}
    assert not any(keys.get("personal") for keys in fields.values())
