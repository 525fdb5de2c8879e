"""The counts and keys that the Mathematics Teacher Leadership Experiences survey promises."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tests.unit.instrument.shipped import rated, read, scale_items

MTLE = read("mtle")
ITEMS, SCALES, FORMS, FIELDS = MTLE["items"], MTLE["scales"], MTLE["forms"], MTLE["fields"]

POOL = {"idn": 12, "ldm": 8, "mot": 6, "emt": 16, "eqp": 9, "stg": 15, "rpp": 8, "sls": 8, "rcl": 4}
FACETS = {
    **{f"idn_{facet}": 4 for facet in "pqn"},
    **{f"ldm_{facet}": 4 for facet in "ld"},
    **{f"mot_{facet}": 3 for facet in "tl"},
    **{f"emt_{facet}": 2 for facet in "wpqjemti"},
    **{f"eqp_{facet}": 3 for facet in "gac"},
    **{f"stg_{facet}": 5 for facet in "soe"},
    **{f"rpp_{facet}": 4 for facet in "rm"},
    **{f"sls_{facet}": 4 for facet in "ei"},
    "rcl": 4,
}
WORKING_FORMS = {
    "pre": {"idn_q": 4, "idn_n": 4, "mot": 6, "emt": 8, "eqp": 6, "stg": 12, "ldm": 8, "rcl": 4, "sls_e": 4},
    "mid": {"emt": 8, "eqp": 6, "stg": 12, "rpp": 8},
    "post": {
        "idn_q": 4, "idn_n": 4, "mot": 6, "emt": 8, "eqp": 6, "stg": 12, "rcl": 4, "sls": 8, "rpp": 8,
    },
    "retro": {"stg": 12, "idn_q": 4},
}  # fmt: skip
SIZES = {"full": 86, "pre": 56, "mid": 34, "post": 60, "retro": 16}


def rated_in(form: str) -> list[str]:
    return [item for item in FORMS[form]["items"] if item in rated(MTLE)]


def starting(items: list[str], prefix: str) -> list[str]:
    return [item for item in items if item.startswith(prefix)]


def test_the_pool_has_86_items_in_nine_scales() -> None:
    assert Counter(re.match(r"[a-z]{3}", item)[0] for item in rated(MTLE)) == POOL
    assert sum(POOL.values()) == 86


def test_facets_have_their_items() -> None:
    assert {scale: len(keys["items"]) for scale, keys in SCALES.items() if "items" in keys} == FACETS


def test_nine_items_are_reverse_keyed() -> None:
    reverse = {item for keys in SCALES.values() for item in keys.get("reverse_keyed", ())}
    assert reverse == {"idn_p4", "idn_q4", "idn_n4", "mot_l3", "eqp_g3", "rpp_m4", "sls_e4", "sls_i4", "rcl4"}


def test_the_identity_total_leaves_out_contested_selves() -> None:
    assert SCALES["identity"]["parts"] == ["idn_q", "idn_n"]
    assert SCALES["idn_p"]["kind"] == "background"
    totals = [scale for scale, keys in SCALES.items() if "parts" in keys]
    assert all("idn_p" not in SCALES[total]["parts"] for total in totals)


def test_no_total_mixes_motives_or_stages_or_changes_its_meaning_between_waves() -> None:
    for facets in ({"mot_t", "mot_l"}, {"stg_s", "stg_o", "stg_e"}, {"sls_e", "sls_i"}):
        assert all(not facets & set(keys.get("parts", ())) for keys in SCALES.values())


def test_single_teaching_practices_are_scored_but_not_reported() -> None:
    parts = SCALES["emt"]["parts"]
    assert len(parts) == 8
    assert all(SCALES[part]["report"] is False for part in parts)
    assert [scale for scale, keys in SCALES.items() if keys.get("report") is False] == parts


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("outcome", {"idn", "ide", "mot", "emt", "eqp", "stg"}),
        ("condition", {"rpp", "sls", "rcl"}),
        ("background", {"idn", "ldm"}),
    ],
)
def test_only_outcomes_can_carry_arrows(kind: str, expected: set[str]) -> None:
    assert {scale[:3] for scale, keys in SCALES.items() if keys["kind"] == kind} == expected


@pytest.mark.parametrize("form", SIZES)
def test_forms_have_their_size(form: str) -> None:
    assert len(rated_in(form)) == SIZES[form]


@pytest.mark.parametrize("form", WORKING_FORMS)
def test_working_forms_carry_what_they_promise(form: str) -> None:
    carried = rated_in(form)
    assert {prefix: len(starting(carried, prefix)) for prefix in WORKING_FORMS[form]} == WORKING_FORMS[form]


def test_short_forms_ask_the_same_items_at_every_wave() -> None:
    for prefix in ("emt", "eqp", "stg"):
        assert len({tuple(starting(rated_in(form), prefix)) for form in ("pre", "mid", "post")}) == 1
    assert starting(rated_in("retro"), "stg") == starting(rated_in("pre"), "stg")


def test_short_forms_cover_every_facet_evenly() -> None:
    for facets, each in (("wpqjemti", 1), ("gac", 2), ("soe", 4)):
        scale = {"wpqjemti": "emt", "gac": "eqp", "soe": "stg"}[facets]
        assert {len(starting(rated_in("pre"), f"{scale}_{facet}")) for facet in facets} == {each}


def test_a_total_is_asked_whole_or_evenly_at_each_wave() -> None:
    """A total whose parts come and go between waves would change its meaning."""
    for form in ("pre", "mid", "post"):
        for scale, keys in SCALES.items():
            counts = {
                len(set(scale_items(MTLE, part)) & set(rated_in(form))) for part in keys.get("parts", ())
            }
            assert len(counts) <= 1, (form, scale)


def test_each_wave_has_one_open_prompt_and_the_pool_none() -> None:
    prompts = {form: [item for item in FORMS[form]["items"] if item not in rated(MTLE)] for form in FORMS}
    assert prompts == {
        "full": [],
        "pre": ["open_turning"],
        "mid": ["open_position"],
        "post": ["open_partnership"],
        "retro": [],
    }
    assert all(ITEMS[item]["type"] == "text" for items in prompts.values() for item in items)


def test_looking_back_stands_on_its_own_page_with_its_own_headers() -> None:
    retro = FORMS["retro"]
    assert (retro["occasion"], retro["format"]) == ("retro", "separate")
    assert retro["columns"] == {item: f"R_{item}" for item in retro["items"]}


def test_response_sets_fit_what_is_asked() -> None:
    formats = MTLE["response_formats"]
    assert {ITEMS[item]["format"] for item in starting(rated(MTLE), "emt")} == {"lessons10"}
    assert formats["lessons10"]["labels"] == ["None of them", "1 or 2", "3 to 5", "6 to 8", "9 or 10"]
    assert {ITEMS[item]["format"] for item in starting(rated(MTLE), "stg")} == {"stages4"}
    assert formats["stages4"]["labels"] == [
        "Not yet", "Have tried", "A regular part of my work", "Sought out by others for it",
    ]  # fmt: skip
    assert "nonresponse" not in formats["stages4"]
    assert {ITEMS[item]["format"] for item in starting(rated(MTLE), "eqp")} == {"often5"}


def test_not_applicable_is_offered_only_where_it_can_be_true() -> None:
    offering = {name for name, keys in MTLE["response_formats"].items() if 8 in keys.get("nonresponse", {})}
    offered = {scale for scale, keys in SCALES.items() for item in keys.get("items", ())
               if ITEMS[item]["format"] in offering}  # fmt: skip
    assert offered == {"rpp_m", "sls_e", "sls_i", "rcl"}


def test_lesson_items_ask_about_the_last_ten_lessons_and_say_what_counts() -> None:
    for item in starting(rated(MTLE), "emt"):
        assert ITEMS[item]["text"].startswith("In how many of your last ten mathematics lessons did ")
        counts, does_not = ITEMS[item]["anchors"]
        assert counts.startswith("Counts: ")
        assert does_not.startswith("Does not count: ")


def test_answers_about_the_principal_say_so() -> None:
    assert [item for item, keys in ITEMS.items() if keys.get("about") == "principal"] == starting(
        rated(MTLE), "sls"
    )


def test_evidence_comes_from_the_two_published_texts() -> None:
    assert {keys["source"].split(": ")[0] for keys in ITEMS.values()} == {"Abstract", "Stump (2013)"}


def test_the_role_is_classified_from_duties() -> None:
    inputs = MTLE["scores"]["role"]["inputs"]
    assert MTLE["scores"]["role"]["rule"] == "role_class"
    assert len(inputs) == 5
    assert {tuple(FIELDS[field]["codes"]) for field in inputs.values()} == {(1, 0)}
    assert {tuple(FIELDS[field]["labels"]) for field in inputs.values()} == {("Yes", "No")}


def test_stages_are_attained_in_order() -> None:
    stage = MTLE["scores"]["stage"]
    assert stage["rule"] == "stage_attained"
    assert list(stage["inputs"].values()) == ["stg_s", "stg_o", "stg_e"]
    assert stage["params"] == {"threshold": 3}


def test_linking_clustering_and_dose_have_their_fields() -> None:
    roles = {keys["role"]: field for field, keys in FIELDS.items() if keys.get("role") not in (None, "group")}
    assert roles == {
        "respondent": "teacher",
        "consent": "consent",
        "date": "date",
        "cluster": "site",
        "dose": "hours",
    }
    assert FIELDS["teacher"]["personal"] is True
