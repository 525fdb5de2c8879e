"""Linking by self-made codes: what is joined, what is not, and what is said about it."""

from __future__ import annotations

import itertools
import math
import random
import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtle_survey.errors import Severity
from mtle_survey.linking.codes import code_name
from mtle_survey.linking.decided import DecidedPair
from mtle_survey.linking.flow import respondent_flow
from mtle_survey.linking.link import link
from mtle_survey.responses import written_code
from tests.support import make_instrument, read

ELEMENTS = ("month", "letter", "day", "initial", "digit")
HEADER = ",".join(ELEMENTS) + ",site,a1,a2,a3,a4\n"
PRE = ["07,K,12,M,3", "11,B,30,A,9", "02,T,05,S,4", "09,R,21,J,7", "05,W,17,C,1"]
ANSWERS = "1,2,3,4"


@pytest.fixture(scope="module")
def instrument(tmp_path_factory):
    return make_instrument(tmp_path_factory.mktemp("instrument"))


@pytest.fixture(scope="module")
def model(instrument, tmp_path_factory):
    """One response, from which others are made."""
    text = HEADER + f"{PRE[0]},1,{ANSWERS}"
    return read(tmp_path_factory.mktemp("model"), instrument, text, respondent=ELEMENTS)


def wave(model, codes, sites=None, name="pre", answers=None):
    """Responses with these codes (comma-separated elements), without going through a file."""
    elements = np.empty((len(codes), len(ELEMENTS)), dtype=object)
    for i, code in enumerate(codes):
        elements[i] = [part or None for part in code.split(",")]
    ids = np.empty(len(codes), dtype=object)
    ids[:] = [written_code(row) for row in elements]
    site = np.array(sites or [None] * len(codes), dtype=object)
    values = np.repeat(model.values, len(codes), axis=0)
    if answers is not None:
        values[:, 0] = answers
    return replace(
        model,
        wave=name,
        sources=(replace(model.sources[0], file=f"{name}.csv", sha256=name, records=len(codes) + 1),),
        values=values,
        reasons=np.repeat(model.reasons, len(codes), axis=0),
        fields={"site": site},
        texts={},
        rows=np.arange(2, len(codes) + 2),
        source_index=np.zeros(len(codes), dtype=np.int64),
        ids=ids,
        elements=elements,
        problems=(),
    )


def linked(model, pre, post, **options):
    waves = {"pre": wave(model, pre), "post": wave(model, post, name="post")}
    links = link(waves, **options)
    a, b = links.pairs("pre", "post")
    return links, sorted(zip(a.tolist(), b.tolist(), strict=True))


def codes(links, severity=None):
    return [p.code for p in links.problems if severity is None or p.severity is severity]


def people(links):
    """Who is who, whatever the order of the rows."""
    return sorted(
        (str(links.ids[r]), tuple(bool(i >= 0) for i in links.index[r])) for r in range(len(links.ids))
    )


def test_codes_are_read_from_several_columns(instrument, tmp_path):
    text = HEADER + f"July,k,12,m,3,1,{ANSWERS}\n11,B,30,A,9,2,5,5,5,1"
    found = read(tmp_path, instrument, text, respondent=ELEMENTS)
    assert found.elements.shape == (2, 5)
    assert found.ids.tolist() == ["July-k-12-m-3", "11-B-30-A-9"]


def test_an_element_without_a_column_is_named(instrument, tmp_path):
    from mtle_survey.reading import FileSpec, read_wave

    path = tmp_path / "x.csv"
    path.write_text(HEADER + f"{PRE[0]},1,{ANSWERS}\n", encoding="utf-8")
    spec = FileSpec(path=str(path))
    responses = read_wave([spec], instrument, "pre", respondent=("month", "siblings"))["pre"]
    missing = [p for p in responses.problems if p.code == "P007"]
    assert [p.column for p in missing] == ["siblings"]
    assert responses.ids is None


def test_spellings_of_one_code_are_one_person_and_counted(model):
    links, pairs = linked(
        model, PRE, ["July,k,12,m,3", "11,8,30,A,9", "2,t,5,s,4", "09,R,21,J,7", "5,W,17,C,l"]
    )
    assert (0, 0) in pairs
    assert (2, 2) in pairs
    assert (4, 4) in pairs
    assert links.by_fold.sum() == 3
    assert "P009" in codes(links)


def test_one_element_may_differ_and_the_pair_is_said_to_be_near(model):
    links, pairs = linked(model, PRE, [PRE[0], PRE[1], PRE[2], PRE[3], "05,W,18,C,1"])
    assert (4, 4) in pairs
    between = links.between["pre", "post"]
    assert (between.exact, between.fuzzy, between.ambiguous, between.unlinked) == (4, 1, 0, 0)
    assert "P010" in codes(links, Severity.NOTE)
    assert between.expected_fuzzy < 0.05


def test_exact_linking_alone_can_be_asked_for(model):
    links, pairs = linked(model, PRE, [*PRE[:4], "05,W,18,C,1"], fuzzy=False)
    assert pairs == [(0, 0), (1, 1), (2, 2), (3, 3)]
    assert links.between["pre", "post"].unlinked == 1
    assert "P013" in codes(links, Severity.NOTE)


def test_two_elements_are_too_many(model):
    _, pairs = linked(model, PRE, [*PRE[:4], "05,W,18,D,1"])
    assert len(pairs) == 4


def test_a_tie_is_nobody(model):
    links, pairs = linked(model, PRE, [*PRE[:4], "05,W,18,C,1", "05,W,17,D,1"])
    assert len(pairs) == 4
    between = links.between["pre", "post"]
    assert (between.fuzzy, between.ambiguous, between.unlinked) == (0, 2, 0)
    assert "P014" in codes(links, Severity.WARNING)


def test_another_site_forbids_a_near_match_and_can_settle_a_tie(model):
    post = [*PRE[:4], "05,W,18,C,1", "05,W,17,D,1"]
    sites = ["North"] * 5
    waves = {
        "pre": wave(model, PRE, sites),
        "post": wave(model, post, [*sites[:4], "North", "South"], name="post"),
    }
    links = link(waves, stable=("site",))
    assert links.between["pre", "post"].fuzzy == 1
    waves["post"] = wave(model, post, [*sites[:4], "South", None], name="post")
    links = link(waves, stable=("site",))
    a, b = links.pairs("pre", "post")
    assert (4, 5) in zip(a.tolist(), b.tolist(), strict=True)


def test_a_site_that_differs_under_one_code_is_pointed_out(model):
    waves = {
        "pre": wave(model, PRE, ["North"] * 5),
        "post": wave(model, PRE, ["North", "north", None, "South", "North"], name="post"),
    }
    links = link(waves, stable=("site",))
    assert links.between["pre", "post"].exact == 5
    (differing,) = [p for p in links.problems if p.code == "P017"]
    assert (differing.item, differing.count, differing.row) == ("site", 1, 5)
    assert differing.found == "pre row 5 “North”, post row 5 “South”"


def test_a_short_code_is_never_matched_nearly(model):
    pre = [*PRE[:4], "05,W,17,,"]
    _, pairs = linked(model, pre, [*PRE[:4], "05,W,18,,"])
    assert len(pairs) == 4
    _, pairs = linked(model, [*PRE[:4], "05,W,17,C,"], [*PRE[:4], "05,W,17,,1"])
    assert len(pairs) == 4


def test_the_same_code_twice_is_quarantined_whatever_its_spelling(model):
    pre = wave(model, [*PRE, "7,k,12,m,3"], answers=[1, 2, 3, 4, 5, 2])
    links = link({"pre": pre, "post": wave(model, PRE, name="post")})
    assert links.counts["pre"].quarantined == 2
    assert links.between["pre", "post"].exact == 4


def test_weak_codes_switch_near_matches_off(model):
    draw = random.Random(1)
    weak = [f"{draw.randint(1, 3)},K,1,{draw.choice('AB')},{draw.randint(0, 3)}" for _ in range(14)]
    other = [f"{draw.randint(1, 3)},K,1,{draw.choice('CD')},{draw.randint(0, 3)}" for _ in range(14)]
    pre = [*sorted(set(weak)), "9,Z,9,Z,9"]
    links = link(
        {"pre": wave(model, pre), "post": wave(model, [*sorted(set(other)), "9,Z,9,Y,9"], name="post")}
    )
    assert links.refused
    assert links.between["pre", "post"].fuzzy == 0
    refused = next(p for p in links.problems if p.code == "P011")
    assert refused.severity is Severity.WARNING
    assert "more than 5%" in refused.why


def test_codes_that_cannot_tell_people_apart_are_an_error(model):
    few = [f"{m},K,1,A,{d}" for m, d in itertools.product((1, 2, 3), (1, 2, 3))]
    links, _ = linked(model, few, few)
    assert "P012" in codes(links, Severity.ERROR)
    assert links.between["pre", "post"].expected_exact == pytest.approx(9.0)


def test_assigned_identifiers_have_no_chance_matches_and_stay_exact(instrument, tmp_path):
    header = "teacher,a1,a2,a3,a4\n"
    names = ["Jody4", "Toby29", "gimlet7", "Maggie11", "3687", "buddy14"]
    pre = header + "\n".join(
        f"{n},1,2,3,{i % 5 + 1}" for i, n in enumerate([*names, "Pepper2014", "gracie7", "pongo21"])
    )
    post = header + "\n".join(
        f"{n},2,2,3,{i % 5 + 1}" for i, n in enumerate([*names, "PEPPER2014", "Gracie7", "pongo1", "honey7"])
    )
    waves = {
        "pre": read(tmp_path, instrument, pre, "pre.csv", wave="pre"),
        "post": read(tmp_path, instrument, post, "post.csv", wave="post"),
    }
    links = link(waves)
    between = links.between["pre", "post"]
    assert between.exact == 8
    assert links.by_fold.sum() == 2
    assert (between.fuzzy, between.unlinked) == (0, 2)
    assert math.isnan(between.expected_exact)
    assert "P013" in codes(links)
    declared = link(waves, fuzzy=True)
    assert declared.between["pre", "post"].fuzzy == 1


def test_a_code_in_one_column_may_have_one_slip(instrument, tmp_path):
    header = "teacher,a1,a2,a3,a4\n"
    pre = header + "".join(
        f"{c},1,2,3,{i % 5 + 1}\n" for i, c in enumerate(["07K2M5A", "11B3A9X", "02T5S4Q"])
    )
    post = header + "".join(
        f"{c},1,2,3,{i % 5 + 1}\n" for i, c in enumerate(["O7K2M5A", "11B3A9X", "02T5S4Q7"])
    )
    waves = {
        "pre": read(tmp_path, instrument, pre, "pre.csv", wave="pre", respondent=("teacher",)),
        "post": read(tmp_path, instrument, post, "post.csv", wave="post", respondent=("teacher",)),
    }
    between = link(waves).between["pre", "post"]
    assert (between.exact, between.fuzzy) == (2, 1)


def decide(pair, same, waves=("pre", "post")):
    return DecidedPair(waves=waves, ids=pair, same=same, file="links.csv", row=2, reason="seen")


def test_a_pair_is_joined_and_kept_apart_by_hand(model):
    post = [*PRE[:4], "06,X,17,C,1"]
    links, pairs = linked(model, PRE, post, decided=[decide(("05-W-17-C-1", "6-x-17-C-1"), True)])
    assert (4, 4) in pairs
    assert links.between["pre", "post"].by_hand == 1
    links, pairs = linked(model, PRE, PRE, decided=[decide((PRE[0].replace(",", "-"),) * 2, False)])
    assert (0, 0) not in pairs
    assert len(pairs) == 4


def test_a_pair_by_hand_takes_the_place_of_the_same_code(model):
    """The owner of a code in the first wave is somebody else in the second."""
    post = [*PRE[:4], PRE[4], "06,X,17,C,1"]
    links, pairs = linked(model, PRE, post, decided=[decide(("05-W-17-C-1", "06-X-17-C-1"), True)])
    assert (4, 5) in pairs
    assert (4, 4) not in pairs
    assert links.between["pre", "post"].unlinked == 1


@pytest.mark.parametrize(
    ("pairs", "says"),
    [
        ([(("05-W-17-C-1", "05-W-17-C-9"), True, ("pre", "post"))], "no “05-W-17-C-9” in post"),
        ([(("05-W-17-C-1", "05-W-17-C-1"), True, ("pre", "mid"))], "no wave “mid”"),
        ([(("05-W", "05-W-17-C-1"), True, ("pre", "post"))], "“05-W” is no whole code"),
        ([(("", "05-W-17-C-1"), True, ("pre", "post"))], "no whole code"),
        ([(("05-W-17-C-1",) * 2, s, ("pre", "post")) for s in (True, False)], "both joined and kept apart"),
        (
            [(("05-W-17-C-1", p.replace(",", "-")), True, ("pre", "post")) for p in PRE[:2]],
            "joined to somebody else",
        ),
        ([(("05-W-17-C-1", "02-T-05-S-4"), True, ("pre", "pre"))], "same records"),
    ],
)
def test_a_decision_that_cannot_be_carried_out_is_located(model, pairs, says):
    links, _ = linked(model, PRE, PRE, decided=[decide(ids, same, waves) for ids, same, waves in pairs])
    refused = next(p for p in links.problems if p.code == "P015")
    assert refused.severity is Severity.ERROR
    assert (refused.file, refused.row) == ("links.csv", 2)
    assert says in refused.found


def test_three_waves_are_joined_through_the_middle_one(model):
    waves = {
        "pre": wave(model, PRE),
        "mid": wave(model, [*PRE[:4], "05,W,18,C,1"], name="mid"),
        "post": wave(model, [*PRE[:4], "05,W,18,C,1"], name="post"),
    }
    links = link(waves)
    assert links.index[(links.index >= 0).all(axis=1)].shape == (5, 3)
    assert links.between["mid", "post"].exact == 5
    assert links.between["pre", "post"].fuzzy == 1


def test_a_chain_of_slips_across_sites_is_not_one_person(model):
    """Each neighbour fits, but the first and the last person are of different sites."""
    waves = {
        "pre": wave(model, [*PRE[:4], "05,W,17,C,1"], ["North"] * 5),
        "mid": wave(model, [*PRE[:4], "05,W,18,C,1"], [*["North"] * 4, None], name="mid"),
        "post": wave(model, [*PRE[:4], "05,W,18,D,1"], [*["North"] * 4, "South"], name="post"),
    }
    links = link(waves, stable=("site",))
    assert links.between["pre", "mid"].fuzzy == 0
    assert links.between["mid", "post"].fuzzy == 0


def test_waves_side_by_side_without_an_identifier_are_one_person_each(instrument, tmp_path):
    rows = "\n".join(f"{i % 5 + 1},2,3,4,{(i + 1) % 5 + 1},2,3,4" for i in range(6))
    header = ",".join(f"a{k}_{w}" for w in ("pre", "post") for k in range(1, 5))
    from mtle_survey.reading import FileSpec, read_wave

    path = tmp_path / "wide.csv"
    path.write_text(f"{header}\n{rows}\n", encoding="utf-8")
    waves = {}
    for name in ("pre", "post"):
        waves |= read_wave([FileSpec(path=str(path), suffix=f"_{name}")], instrument, name)
    assert waves["pre"].values[0, 0] == 1
    assert waves["post"].values[0, 0] == 2
    links = link(waves)
    assert links.between["pre", "post"].exact == 6


element = st.sampled_from(["1", "2", "3"])
code = st.tuples(element, element, element, element, st.sampled_from(["", "4"])).map(",".join)
waves_of_codes = st.lists(code, min_size=1, max_size=9)


def brute_force(pre, post):
    """Near pairs among the people left over, by comparing all with all."""

    def once(codes_):
        names = [code_name(c.split(",")) for c in codes_]
        return {n for n in names if n and names.count(n) == 1}

    a, b = once(pre), once(post)
    a, b = a - b, b - a

    def near(x, y):
        x, y = x.split("-"), y.split("-")
        enough = min(sum(map(bool, x)), sum(map(bool, y))) >= 4
        return enough and sum(p != q for p, q in zip(x, y, strict=True)) == 1

    found = set()
    for x, y in itertools.product(a, b):
        if near(x, y) and [y] == [z for z in b if near(x, z)] and [x] == [z for z in a if near(z, y)]:
            found.add((x, y))
    return found


@settings(max_examples=150, deadline=None)
@given(waves_of_codes, waves_of_codes)
def test_near_pairs_are_those_of_comparing_all_with_all(model, pre, post):
    """Each record has its own answers, so that no two are collapsed."""
    waves = {
        "pre": wave(model, pre, answers=np.arange(len(pre))),
        "post": wave(model, post, name="post", answers=np.arange(len(post))),
    }
    links = link(waves)
    expected = brute_force(pre, post)
    if links.refused:
        assert links.between["pre", "post"].fuzzy == 0
        assert expected
    else:
        assert links.between["pre", "post"].fuzzy == len(expected)


@settings(max_examples=60, deadline=None)
@given(waves_of_codes, waves_of_codes, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter_and_the_flow_reconciles(model, pre, post, draw):
    def run(order):
        first, second = order(list(enumerate(pre))), order(list(enumerate(post)))
        waves = {
            "pre": wave(model, [c for _, c in first], answers=[i for i, _ in first]),
            "post": wave(model, [c for _, c in second], name="post", answers=[i for i, _ in second]),
        }
        links = link(waves)
        respondent_flow(waves, links)
        between = links.between["pre", "post"]
        total = between.exact + between.fuzzy + between.by_hand + between.ambiguous + between.unlinked
        assert total == links.counts["post"].persons
        return people(links), links.refused, sorted(codes(links))

    def shuffled(rows):
        draw.shuffle(rows)
        return rows

    assert run(list) == run(shuffled)


def five_thousand(seed):
    draw = random.Random(seed)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

    def one():
        parts = (draw.randint(1, 12), draw.choice(letters), draw.randint(1, 31), draw.choice(letters))
        return f"{','.join(map(str, parts))},{draw.randint(0, 9)}{draw.randint(0, 9)}{draw.randint(0, 9)}"

    truth = list(dict.fromkeys(one() for _ in range(5200)))[:5000]
    later = []
    for who in truth:
        parts = who.split(",")
        if draw.random() < 0.1:
            parts[draw.randrange(5)] = draw.choice(["Q", "77", "88"])
        later.append(",".join(parts))
    return truth, later


def test_five_thousand_codes_are_linked_in_seconds_and_rightly(model):
    truth, later = five_thousand(3)
    order = list(range(5000))
    random.Random(8).shuffle(order)
    pre, post = wave(model, truth), wave(model, [later[i] for i in order], name="post")
    pre = replace(pre, values=np.arange(20000, dtype=float).reshape(5000, 4))
    post = replace(post, values=np.arange(20000, dtype=float).reshape(5000, 4))
    start = time.perf_counter()
    links = link({"pre": pre, "post": post}, fuzzy=True)
    assert time.perf_counter() - start < 15
    between = links.between["pre", "post"]
    assert between.exact > 4000
    a, b = links.pairs("pre", "post")
    wrong = sum(order[j] != i for i, j in zip(a.tolist(), b.tolist(), strict=True))
    assert not links.refused
    assert between.fuzzy > 400
    assert wrong <= 0.05 * between.fuzzy
