"""Power against R's power.t.test, and the paths back from power to effect and size."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtle_survey.stats.power.clustered_power import clustered_minimal_change, clustered_power
from mtle_survey.stats.power.comparison_power import (
    ComparisonDesign,
    comparison_minimal_difference,
    comparison_power,
)
from mtle_survey.stats.power.paired_power import paired_minimal_change, paired_n, paired_power, sd_of_change
from tests.oracle.reference import CLOSED_FORM, load_cases


@pytest.mark.parametrize("case", load_cases("power", "paired_power"), ids=lambda case: case.name)
def test_paired_design_equals_r(case):
    args = case.args
    assert paired_power(**args) == pytest.approx(case.expected["power"], abs=1e-9)
    spread, level = args["sd_change"], args["level"]
    minimal = paired_minimal_change(args["n"], spread, level=level)
    assert minimal == pytest.approx(case.expected["minimal"], rel=CLOSED_FORM)
    assert paired_n(args["change"], spread, level=level) == case.expected["n"]


@pytest.mark.parametrize("case", load_cases("power", "clustered_power"), ids=lambda case: case.name)
def test_clustered_design_equals_the_test_of_means(case):
    assert clustered_power(**case.args) == pytest.approx(case.expected["power"], abs=1e-9)
    rest = {name: value for name, value in case.args.items() if name != "change"}
    assert clustered_minimal_change(**rest) == pytest.approx(case.expected["minimal"], rel=CLOSED_FORM)


@pytest.mark.parametrize("case", load_cases("power", "comparison_power"), ids=lambda case: case.name)
def test_comparison_equals_r(case):
    design = ComparisonDesign(**case.args["design"])
    assert comparison_power(design, case.args["difference"]) == pytest.approx(
        case.expected["power"], abs=1e-9
    )
    if "minimal" in case.expected:
        assert comparison_minimal_difference(design) == pytest.approx(
            case.expected["minimal"], rel=CLOSED_FORM
        )


@given(st.integers(3, 200), st.floats(0.2, 0.99), st.floats(0.05, 3.0))
@settings(max_examples=40)
def test_the_minimal_change_has_exactly_the_wanted_power(n, power, spread):
    change = paired_minimal_change(n, spread, power)
    assert paired_power(n, change, spread) == pytest.approx(power, abs=1e-9)
    assert paired_power(n, -change, spread) == pytest.approx(power, abs=1e-9)


@given(st.floats(0.1, 2.0), st.floats(0.5, 0.95))
@settings(max_examples=40)
def test_the_smallest_sample_suffices_and_one_pair_less_does_not(change, power):
    n = paired_n(change, 1.0, power)
    assert paired_power(n, change, 1.0) >= power
    assert n == 2 or paired_power(n - 1, change, 1.0) < power


def test_no_effect_is_found_as_often_as_the_level_says():
    assert paired_power(20, 0.0, 1.0, 0.95) == pytest.approx(0.05)
    assert comparison_power(ComparisonDesign(program_n=9, comparison_n=7, sd=1.0), 0.0) == pytest.approx(0.05)


def test_clusters_cost_power_and_a_baseline_buys_it():
    alone = clustered_power(8, 5, 0.0, 0.3, 0.6)
    assert clustered_power(8, 5, 0.2, 0.3, 0.6) < alone < paired_power(40, 0.3, 0.6)
    plain = ComparisonDesign(program_n=20, comparison_n=20, sd=0.6)
    adjusted = ComparisonDesign(program_n=20, comparison_n=20, sd=0.6, baseline_correlation=0.7)
    assert comparison_minimal_difference(adjusted) < comparison_minimal_difference(plain)


def test_extreme_effects_do_not_break():
    assert paired_power(200, 50.0, 1.0) == pytest.approx(1.0)
    assert math.isfinite(paired_minimal_change(2, 1.0))


def test_spread_of_changes():
    assert sd_of_change(1.0, 1.0, 0.5) == pytest.approx(1.0)
    assert sd_of_change(1.17, 1.29, 0.75) == pytest.approx(0.876955, abs=5e-7)
    with pytest.raises(ValueError, match="impossible"):
        sd_of_change(1.0, -1.0, 0.5)


def test_impossible_designs_are_refused():
    with pytest.raises(ValueError, match="power lies"):
        paired_n(0.3, 1.0, 0.03)
    with pytest.raises(ValueError, match="zero"):
        paired_n(0.0, 1.0)
    with pytest.raises(ValueError, match="no sample"):
        paired_n(1e-9, 1.0)
    with pytest.raises(ValueError, match="impossible"):
        clustered_power(1, 5, 0.2, 0.3, 0.6)
    with pytest.raises(ValueError, match="both arms"):
        ComparisonDesign(program_n=9, comparison_n=9, sd=1.0, program_clusters=3)
    with pytest.raises(ValueError, match="impossible"):
        ComparisonDesign(program_n=9, comparison_n=1, sd=1.0)
    for clusters in (1, 10):
        with pytest.raises(ValueError, match="impossible"):
            ComparisonDesign(
                program_n=9, comparison_n=9, sd=1.0, program_clusters=clusters, comparison_clusters=3
            )


def test_two_pairs_are_the_least_and_can_be_enough():
    assert paired_n(change=100.0, sd_change=1.0) == 2
    with pytest.raises(ValueError, match="impossible"):
        clustered_power(10, 6.0, 0.1, 0.3, sd_change=0.0)
