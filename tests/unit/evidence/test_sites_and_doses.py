"""Sites and hours: directions by site, the naive row beside the clustered one, what doses there are."""

from __future__ import annotations

import numpy as np
import pytest

from mtle_survey.stats.clusters.cr2 import cr2_mean
from mtle_survey.stats.clusters.site_stratified import site_stratified
from tests.unit.evidence.studies import alike, make_study

PRE = [2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3]
POST = [3, 3, 3, 2, 2, 2, 4, 4, 4, 2, 2, 3]
TWO = ["N"] * 6 + ["S"] * 6
FOUR = ["A"] * 3 + ["B"] * 3 + ["C"] * 3 + ["D"] * 3


def study_of(tmp_path, sites, **more):
    pre = {**alike(PRE), "site": sites, **more}
    return make_study(tmp_path, {"pre": pre, "post": alike(POST)}, cluster="site", dose="hours")


def test_few_sites_are_held_constant_and_counted_by_direction(tmp_path):
    found = study_of(tmp_path, TWO).change_by_site.where(scale="lead")
    change = np.array(POST, dtype=float) - np.array(PRE)
    expected = site_stratified(change, TWO)
    stratified = found.one(statistic="mean_change", method="site_stratified")
    assert (stratified.estimate, stratified.std_error) == pytest.approx((expected.value, expected.std_error))
    assert not found.where(statistic="mean_change", method="CR2").rows
    assert "nothing can be said about sites in general" in found.one(statistic="cluster_icc").unavailable
    rose, fell = found.one(statistic="sites_rose"), found.one(statistic="sites_fell")
    assert (rose.estimate, rose.n, fell.estimate) == (1.0, 2, 0.0)


def test_more_sites_are_clusters_with_the_naive_row_beside(tmp_path):
    found = study_of(tmp_path, FOUR).change_by_site.where(scale="lead")
    change = np.array(POST, dtype=float) - np.array(PRE)
    robust = found.one(statistic="mean_change", method="CR2")
    assert robust.std_error == pytest.approx(cr2_mean(change, FOUR).std_error)
    naive = found.one(statistic="mean_change", method="naive")
    assert naive.std_error == pytest.approx(change.std(ddof=1) / np.sqrt(12))
    assert naive.p_value < robust.p_value
    assert not naive.headline
    rose, fell = found.one(statistic="sites_rose"), found.one(statistic="sites_fell")
    assert (round(rose.estimate * rose.n), round(fell.estimate * fell.n)) == (2, 1)


def test_people_without_a_site_are_left_out_of_the_sites_alone(tmp_path):
    study = study_of(tmp_path, [None, *FOUR[1:]])
    assert study.change_by_site.one(statistic="mean_change", scale="lead", method="CR2").n == 11
    assert study.change.one(statistic="mean_change", scale="lead", headline=True).n == 12
    assert study.change_by_group.one(statistic="mean_change", scale="lead", group="site=A").n == 2


def test_one_site_is_too_few(tmp_path):
    found = study_of(tmp_path, ["N"] * 12).change_by_site.where(scale="lead")
    assert "1 site" in found.one(statistic="cluster_icc").unavailable
    assert not found.where(statistic="mean_change").rows


def test_what_doses_there_are_is_told_beside_the_slope(tmp_path):
    hours = [0, 0, 10, 10, 20, 20, 30, 30, 30, 30, None, "15,5"]
    found = study_of(tmp_path, TWO, hours=[f'"{h}"' if h == "15,5" else h for h in hours]).dosage
    told = {r.statistic: r.estimate for r in found.where(item="hours")}
    assert told["dose_missing"] == pytest.approx(1 / 12)
    assert told["dose_zero"] == pytest.approx(2 / 11)
    assert told["dose_heaped"] == pytest.approx(4 / 11)
    assert (told["dose_min"], told["dose_max"]) == (0.0, 30.0)
    known = np.array([0, 0, 10, 10, 20, 20, 30, 30, 30, 30, 15.5])
    change = (np.array(POST, dtype=float) - np.array(PRE))[[*range(10), 11]]
    assert found.one(statistic="dose_slope", scale="lead").estimate == pytest.approx(
        np.polyfit(known, change, 1)[0]
    )
    assert found.one(statistic="dose_slope", scale="lead").n == 11


def test_equal_doses_have_no_heap_and_no_slope(tmp_path):
    found = study_of(tmp_path, TWO, hours=[10] * 12).dosage
    assert found.one(statistic="dose_heaped").unavailable
    assert found.one(statistic="dose_slope", scale="lead").unavailable
