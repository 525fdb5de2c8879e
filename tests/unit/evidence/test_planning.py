"""What a design can find, with a sample's own figures."""

from __future__ import annotations

import numpy as np
import pytest

from mtle_survey.evidence.planning import Planned, Wish, from_sample, planning, wished
from mtle_survey.stats.clusters.cluster_icc import cluster_icc
from mtle_survey.stats.power.clustered_power import clustered_minimal_change
from mtle_survey.stats.power.comparison_power import ComparisonDesign, comparison_minimal_difference
from mtle_survey.stats.power.paired_power import paired_minimal_change, paired_n, paired_power
from tests.unit.evidence.studies import alike, make_study

DESIGN = Planned(scale=None, people=24, sd_pre=1.0, sd_post=1.0, correlation=0.5)


def test_a_paired_design_finds_what_its_kernel_says():
    table = planning((DESIGN,), Wish(change=0.5), 0.95)
    assert table.one(statistic="sd_change").estimate == pytest.approx(1.0)
    assert table.one(statistic="minimum_detectable_change").estimate == pytest.approx(
        paired_minimal_change(24, 1.0)
    )
    assert table.one(statistic="power").estimate == pytest.approx(paired_power(24, 0.5, 1.0))
    needed = table.one(statistic="needed_pairs").estimate
    assert needed == paired_n(0.5, 1.0)
    assert paired_power(int(needed), 0.5, 1.0) >= 0.8 > paired_power(int(needed) - 1, 0.5, 1.0)


def test_sites_lead_where_people_come_from_several():
    sited = wished(DESIGN, Wish(clusters=6, icc=0.2))
    table = planning((sited,), Wish(change=0.5), 0.95)
    led = table.one(statistic="minimum_detectable_change", headline=True)
    assert led.method == "clustered"
    assert led.estimate == pytest.approx(clustered_minimal_change(6, 4, 0.2, 1.0))
    alone = table.one(statistic="minimum_detectable_change", method="paired")
    assert alone.estimate < led.estimate
    assert table.one(statistic="cluster_icc").method == "given"
    assert table.one(statistic="needed_clusters").estimate > 6


@pytest.mark.parametrize(("sites", "led"), [(2, "paired"), (3, "paired"), (4, "clustered")])
def test_up_to_three_sites_say_nothing_of_sites_in_general(sites, led):
    table = planning((wished(DESIGN, Wish(clusters=sites, icc=0.2)),), Wish(change=0.5), 0.95)
    for statistic in ("minimum_detectable_change", "power"):
        assert table.one(statistic=statistic, headline=True).method == led
        assert {r.method for r in table.where(statistic=statistic)} == {"paired", "clustered"}


def test_two_groups_hold_the_start_constant():
    table = planning((wished(DESIGN, Wish(comparison=30)),), Wish(change=0.5, comparison=30), 0.95)
    design = ComparisonDesign(program_n=24, comparison_n=30, sd=1.0, baseline_correlation=0.5)
    found = table.one(statistic="minimum_detectable_change", contrast="program - comparison")
    assert found.estimate == pytest.approx(comparison_minimal_difference(design))
    assert found.n == 54


def test_the_sample_gives_its_own_figures(tmp_path):
    generator = np.random.default_rng(2)
    pre, post = generator.integers(1, 6, 24), generator.integers(1, 6, 24)
    site = [f"s{i % 5}" for i in range(24)]
    waves = {"pre": {**alike(pre.tolist()), "site": site}, "post": alike(post.tolist())}
    (design,) = from_sample(make_study(tmp_path, waves, cluster="site").panel)
    assert (design.scale, design.people, design.clusters) == ("lead", 24, 5)
    assert design.sd_change == pytest.approx((post - pre).std(ddof=1))
    assert design.correlation == pytest.approx(np.corrcoef(pre, post)[0, 1])
    assert design.icc == max(0.0, cluster_icc((post - pre).astype(float), site).value)
    few = {"pre": {**alike(pre.tolist()), "site": [s[-1] in "01" for s in site]}, "post": waves["post"]}
    (design,) = from_sample(make_study(tmp_path, few, cluster="site").panel)
    assert (design.icc, design.icc_source) == (0.10, "assumed")


def test_a_change_too_small_to_be_found_says_so():
    table = planning((DESIGN,), Wish(change=1e-6), 0.95)
    assert "realistic size" in table.one(statistic="needed_pairs").unavailable
