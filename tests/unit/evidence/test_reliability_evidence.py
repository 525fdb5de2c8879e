"""Reliability of a survey: every coefficient from the right people, and a reason where there is none."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from mtle_survey.stats.moments import sample_moments
from mtle_survey.stats.reliability.alpha import alpha
from mtle_survey.stats.reliability.difference_score_reliability import difference_score_reliability
from mtle_survey.stats.reliability.general_factor import general_factor
from mtle_survey.stats.reliability.multilevel_reliability import multilevel_reliability
from mtle_survey.stats.reliability.omega_categorical_items import omega_categorical_of_items
from mtle_survey.table import Table
from tests.unit.evidence.survey import ITEMS, PARTS, answers, evidence, instrument, responses

WHOLE = [i for part in PARTS for i in ITEMS[part]]


def matrix(given, items):
    return np.column_stack([given[item] for item in items])


def test_categorical_omega_starts_at_one_hundred_complete_respondents():
    given = answers(120)
    enough = evidence(responses(given)).coefficients.one(statistic="omega_categorical", scale="plan")
    assert enough.estimate == omega_categorical_of_items(matrix(given, ITEMS["plan"])).value
    few = evidence(responses(answers(99))).coefficients.one(statistic="omega_categorical", scale="plan")
    assert few.estimate is None
    assert "at least 100 complete respondents" in few.unavailable
    two = evidence(responses(given)).coefficients.one(statistic="omega_categorical", scale="pair")
    assert "at least 3 items" in two.unavailable


def test_a_total_over_three_parts_has_a_general_factor_and_its_parts_their_own():
    given = answers(200)
    table = evidence(responses(given)).coefficients
    members = np.kron(np.eye(3, dtype=bool), np.ones((4, 1), dtype=bool))
    expected = general_factor(*sample_moments(matrix(given, WHOLE)), members, seed=1).indices

    def one(statistic, factor=None):
        return table.one(statistic=statistic, scale="whole", factor=factor).estimate

    assert one("omega_hierarchical") == expected.omega_hierarchical
    assert one("explained_common_variance") == expected.ecv
    assert one("uncontaminated_correlations") == expected.puc == pytest.approx(48 / 66)
    assert one("construct_replicability", "general") == expected.h_general
    for place, part in enumerate(PARTS):
        assert one("omega_subscale", part) == expected.omega_subscale[place]
        assert one("omega_hierarchical_subscale", part) == expected.omega_hierarchical_subscale[place]
        assert one("construct_replicability", part) == expected.h_group[place]
    assert 0.4 < one("omega_hierarchical") < expected.omega_total < 1.0


def test_a_total_over_two_parts_says_why_it_has_no_general_factor():
    row = evidence(responses(answers(200))).coefficients.one(statistic="omega_hierarchical", scale="two")
    assert row.estimate is None
    assert "from 3 on" in row.unavailable
    assert not evidence(responses(answers(200))).coefficients.where(
        statistic="omega_hierarchical", scale="plan"
    )


def test_an_item_of_two_parts_belongs_to_no_general_factor():
    scales = [s.model_dump() for s in instrument().scales]
    scales.append({"id": "again", "title": "Again", "items": ("plan1", "talk1")})
    scales.append({"id": "mixed", "title": "Mixed", "parts": ("plan", "talk", "again")})
    model = instrument(scales=tuple(scales))
    row = evidence(responses(answers(120), model=model)).coefficients.one(
        statistic="omega_hierarchical", scale="mixed"
    )
    assert "several parts" in row.unavailable


def test_sites_are_kept_apart_and_people_without_one_left_out():
    given = answers(120)
    site = [None, *(f"s{i % 8}" for i in range(119))]
    found = evidence(responses(given, site=site)).nested
    x = matrix(given, ITEMS["plan"])[1:]
    expected = multilevel_reliability(x, np.array(site[1:]))
    within = found.one(statistic="alpha_within", scale="plan")
    assert (within.estimate, within.n) == (expected.within.value, 119)
    assert found.one(statistic="site_mean_reliability", scale="plan").n == 8
    whole_sites = found.one(statistic="alpha", scale="plan", method="listwise/bca_cluster")
    assert whole_sites.estimate == alpha(x).value
    assert not whole_sites.headline


def test_three_sites_say_nothing_about_how_sites_differ():
    found = evidence(responses(answers(60), site=[f"s{i % 3}" for i in range(60)])).nested
    assert found.one(statistic="alpha_within", scale="plan").available
    for statistic in ("alpha_between", "site_mean_reliability"):
        assert "at least 4" in found.one(statistic=statistic, scale="plan").unavailable
    assert not found.where(method="listwise/bca_cluster")
    assert not evidence(responses(answers(60))).nested


def test_the_reliability_of_change_is_that_of_the_same_people():
    before, after = answers(60, 1), answers(60, 2, shift=0.3)
    before["plan1"] = before["plan1"].copy()
    before["plan1"][:7] = np.nan
    found = evidence(responses(before, "pre"), responses(after, "post")).difference_scores
    row = found.one(statistic="difference_score_reliability", scale="plan")
    x, y = (matrix(g, ITEMS["plan"])[7:] for g in (before, after))
    totals = x.sum(axis=1), y.sum(axis=1)
    expected = difference_score_reliability(
        totals[0].std(ddof=1),
        totals[1].std(ddof=1),
        alpha(x).value,
        alpha(y).value,
        np.corrcoef(*totals)[0, 1],
        53,
    )
    assert row.estimate == pytest.approx(expected.value, abs=1e-12)
    assert (row.n, row.contrast) == (53, "post - pre")
    assert row.conf_low < row.estimate < row.conf_high


def test_a_change_of_few_people_has_no_reliability():
    found = evidence(responses(answers(9, 1), "pre"), responses(answers(9, 2), "post")).difference_scores
    assert "10 are needed" in found.one(scale="plan").unavailable


def test_errors_at_single_scores_stand_in_points_of_the_score():
    row = evidence(responses(answers(60))).coefficients.one(statistic="conditional_sem", scale="plan")
    assert "at least 100" in row.unavailable
    found = evidence(responses(answers(300))).coefficients.where(statistic="conditional_sem", scale="plan")
    assert 3 <= len(found) <= 5
    sem = evidence(responses(answers(300))).coefficients.one(statistic="sem", scale="plan").estimate
    for row in found:
        assert 1.0 <= float(row.factor) <= 5.0
        assert row.estimate is None or 0.3 * sem < row.estimate < 2.0 * sem
    scales = [s.model_dump() for s in instrument().scales]
    scales[0]["score"] = {"method": "sum"}
    summed = evidence(responses(answers(300), model=instrument(scales=tuple(scales)))).coefficients
    by_sum = summed.where(statistic="conditional_sem", scale="plan")
    assert [r.estimate for r in by_sum] == pytest.approx([4 * r.estimate for r in found])
    assert [float(r.factor) for r in by_sum] == pytest.approx([4 * float(r.factor) for r in found])


def test_the_smallest_detectable_change_follows_from_the_standard_error():
    table = evidence(responses(answers(40))).coefficients
    sem, sdc = (table.one(statistic=s, scale="plan").estimate for s in ("sem", "sdc"))
    assert sdc == pytest.approx(1.959964 * np.sqrt(2) * sem, rel=1e-6)


def with_gaps(n: int = 80) -> dict[str, np.ndarray]:
    given = answers(n)
    rng = np.random.default_rng(8)
    return {item: np.where(rng.random(n) < 0.08, np.nan, column) for item, column in given.items()}


@pytest.mark.parametrize(
    ("missing", "method", "omega"),
    [("pairwise", "pairwise/feldt", "ml1/implied/pairwise"), ("fiml", "fiml/delta", "ml1/implied/fiml")],
)
def test_incomplete_answers_count_when_asked_and_say_how_many(missing, method, omega):
    given = with_gaps()
    listwise = evidence(responses(given))
    table = replace(listwise, missing=missing).coefficients
    quoted = table.one(statistic="alpha", scale="plan", headline=True)
    assert quoted.method == method
    complete = int(np.isfinite(matrix(given, ITEMS["plan"])).all(axis=1).sum())
    answered = int(np.isfinite(matrix(given, ITEMS["plan"])).any(axis=1).sum())
    assert complete < quoted.n <= answered
    assert quoted.n == answered or missing == "pairwise"
    assert quoted.conf_low < quoted.estimate < quoted.conf_high
    assert table.one(statistic="omega_total", scale="plan", headline=True).method == omega
    assert table.one(statistic="alpha", scale="plan", method="listwise/feldt").n == complete
    about = Counter((r.statistic, r.scale, r.factor) for r in table if r.headline)
    assert set(about.values()) == {1}
    chosen = next(r for r in replace(listwise, missing=missing).recommendations() if r.scale == "plan")
    assert (chosen.row, chosen.rule) == (quoted, "gaps")
    pair = next(r for r in replace(listwise, missing=missing).recommendations() if r.scale == "pair")
    assert pair.row.conf_low is not None


def test_pairs_that_contradict_each_other_leave_only_alpha():
    given = answers(12)
    a, b, c = (np.full(12, np.nan) for _ in range(3))
    a[:8], b[:4], b[8:] = [1, 2, 3, 4, 1, 2, 3, 4], [1, 2, 3, 4], [1, 2, 3, 4]
    c[4:8], c[8:] = [1, 2, 3, 4], [4, 3, 2, 1]
    given |= {"plan1": a, "plan2": b, "plan3": c, "plan4": given["plan4"]}
    table = replace(evidence(responses(given)), missing="pairwise").coefficients
    assert "10 are needed" in table.one(statistic="alpha", scale="plan", headline=True).unavailable
    assert "10 are needed" in table.one(statistic="omega_total", scale="plan", headline=True).unavailable


def test_answers_that_hardly_overlap_give_no_fiml():
    given = answers(40)
    given["plan1"] = np.where(np.arange(40) < 37, np.nan, given["plan1"])
    table = replace(evidence(responses(given)), missing="fiml").coefficients
    for statistic in ("alpha", "omega_total", "sem"):
        row = table.one(statistic=statistic, scale="plan", headline=True)
        assert "answered by only" in row.unavailable


def test_groups_have_their_own_coefficients_and_small_ones_none():
    given = answers(60)
    band = ["a"] * 40 + ["b"] * 11 + ["c"] * 8 + [None]
    found = evidence(responses(given, band=band)).by(["band"])
    x = matrix(given, ITEMS["plan"])
    rows = {r.group: r for r in found.where(statistic="alpha", scale="plan")}
    assert set(rows) == {"band=a", "band=b", "band=c"}
    assert rows["band=a"].estimate == alpha(x[:40]).value
    assert rows["band=b"].n == 11
    assert "10 are needed" in rows["band=c"].unavailable
    assert not evidence(responses(given)).by(["band"])


def test_every_declared_answer_has_a_share_and_an_unused_one_none():
    given = answers(50, top=4)
    found = evidence(responses(given)).category_use.where(item="plan1")
    assert [r.factor for r in found] == ["1", "2", "3", "4", "5"]
    shares = [r.estimate for r in found]
    assert sum(shares) == pytest.approx(1.0)
    assert shares == [float((given["plan1"] == code).mean()) for code in range(1, 6)]
    assert shares[4] == 0.0
    given["plan2"] = np.full(50, np.nan)
    empty = evidence(responses(given)).category_use.where(item="plan2")
    assert all("at least 1 answer" in r.unavailable for r in empty)


def test_omega_without_each_item_waits_until_it_is_asked_for():
    found = evidence(responses(answers(60)))
    rows = found.omega_without_items.where(scale="plan")
    assert [r.item for r in rows] == list(ITEMS["plan"])
    assert all(r.available for r in rows)
    assert "leave at least 3" in found.omega_without_items.where(scale="pair").rows[0].unavailable


def test_ordinal_alpha_is_no_part_of_the_coefficients():
    found = evidence(responses(answers(120)))
    assert not found.coefficients.where(statistic="alpha_ordinal")
    assert (
        found.ordinal_alpha.one(scale="plan").estimate
        > found.coefficients.one(statistic="alpha", scale="plan", headline=True).estimate
    )
    few = evidence(responses(answers(40))).ordinal_alpha.one(scale="plan")
    assert "at least 100" in few.unavailable


def test_nothing_depends_on_the_order_of_people():
    given = answers(60)
    order = np.random.default_rng(3).permutation(60)
    shuffled = {item: column[order] for item, column in given.items()}
    for ours, theirs in zip(
        evidence(responses(given)).coefficients, evidence(responses(shuffled)).coefficients, strict=True
    ):
        if "bca" not in str(ours.method):
            assert ours.estimate == pytest.approx(theirs.estimate, abs=1e-6), ours


def test_the_parts_are_tables_of_the_one_grammar():
    found = evidence(responses(answers(120), site=[f"s{i % 6}" for i in range(120)]))
    table = found.coefficients + found.nested + found.category_use + found.items + found.omega_without_items
    assert isinstance(table, Table)
    assert len({r.identity() for r in table}) == len(table)
