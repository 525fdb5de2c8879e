"""Every one-group statistic against R or a published example."""

from __future__ import annotations

import numpy as np
import pytest

from mtle_survey.stats.change.bh import bh
from mtle_survey.stats.change.d_av import d_av, d_av_of
from mtle_survey.stats.change.d_av_corrected import d_av_corrected
from mtle_survey.stats.change.d_z import d_z
from mtle_survey.stats.change.declined import declined
from mtle_survey.stats.change.derrick import derrick
from mtle_survey.stats.change.hedges_g_z import hedges_g_z
from mtle_survey.stats.change.holm import holm
from mtle_survey.stats.change.improved import improved
from mtle_survey.stats.change.mean_change import mean_change
from mtle_survey.stats.change.paired import PairedMoments
from mtle_survey.stats.change.probability_of_improvement import probability_of_improvement
from mtle_survey.stats.change.rank_biserial import rank_biserial
from mtle_survey.stats.change.same import same
from mtle_survey.stats.change.sign_flip import sign_flip
from mtle_survey.stats.change.tost import one_sided_tests, tost
from mtle_survey.stats.change.wilcoxon import wilcoxon, zero_handling
from mtle_survey.stats.proportion import paired_share_difference
from tests.oracle.reference import load_cases
from tests.unit.stats.held_to import assert_held_to

PAIRED = {
    "mean_change": mean_change,
    "d_z": d_z,
    "hedges_g_z": hedges_g_z,
    "wilcoxon": wilcoxon,
    "rank_biserial": rank_biserial,
    "improved": improved,
    "same": same,
    "declined": declined,
    "tost": tost,
}
FAMILY = [(name, case) for name in PAIRED for case in load_cases("change", name)]


@pytest.mark.parametrize(("name", "case"), FAMILY, ids=[f"{n}-{c.name}" for n, c in FAMILY])
def test_paired_statistic_equals_r(name, case):
    assert_held_to(PAIRED[name](*case.data.T, **case.args), case.expected)


@pytest.mark.parametrize("case", load_cases("change", "wilcoxon"), ids=lambda case: case.name)
def test_wilcoxon_names_its_method_and_tells_about_zeros(case):
    handling = zero_handling(*case.data.T)
    assert handling.zeros == case.expected["zeros"]
    assert handling.pratt_p == pytest.approx(case.expected["p_value"], abs=1e-10)
    assert handling.dropped_p == pytest.approx(case.expected["dropped_p"], abs=1e-10)
    assert wilcoxon(*case.data.T).method == case.expected["method"]


@pytest.mark.parametrize("case", load_cases("change", "sign_flip"), ids=lambda case: case.name)
def test_sign_flip_lists_every_pattern(case):
    estimate = sign_flip(*case.data.T)
    assert estimate.method == "sign_flip/exact"
    assert_held_to(estimate, case.expected)


@pytest.mark.parametrize(("name", "adjust"), [("holm", holm), ("bh", bh)])
def test_adjusted_p_values_equal_r(name, adjust):
    for case in load_cases("change", name):
        np.testing.assert_allclose(
            adjust(np.array(case.args["p"])), case.expected["adjusted"], rtol=1e-12, err_msg=case.name
        )


@pytest.mark.parametrize(("name", "function"), [("d_av", d_av), ("d_av_corrected", d_av_corrected)])
def test_standardised_change_equals_published(name, function):
    documented, movies = load_cases("change", name)
    assert_held_to(function(*movies.data.T), movies.expected)
    args = documented.args
    estimate = d_av_of(
        PairedMoments(
            n=args["n"],
            mean_pre=args["mean_pre"],
            mean_post=args["mean_post"],
            mean_change=args["mean_post"] - args["mean_pre"],
            sd_pre=args["sd_pre"],
            sd_post=args["sd_post"],
            sd_change=1.0,
            covariance=args["correlation"] * args["sd_pre"] * args["sd_post"],
        ),
        0.95,
    )
    if name == "d_av":
        assert_held_to(estimate, documented.expected)
    else:
        corrected = estimate.value * np.sqrt((args["n"] - 2) / (args["n"] - 1))
        assert corrected == pytest.approx(documented.expected["value"], abs=5e-5)


def test_probability_of_improvement_halves_the_published_interval():
    (case,) = load_cases("change", "probability_of_improvement")
    up, down, n = case.args["up"], case.args["down"], case.args["n"]
    std_error, interval = paired_share_difference(up, down, n, case.args["level"])
    assert std_error == pytest.approx(case.expected["std_error"], abs=5e-9)
    assert (interval.low, interval.high) == pytest.approx(
        (case.expected["low"], case.expected["high"]), abs=5e-8
    )
    change = np.repeat([1.0, -1.0, 0.0], [up, down, n - up - down])
    estimate = probability_of_improvement(np.zeros(n), change, case.args["level"])
    assert estimate.value == pytest.approx((26 + 18 / 2) / 48)
    assert_held_to(
        estimate,
        {
            "std_error": case.expected["std_error"] / 2,
            "low": (1 + case.expected["low"]) / 2,
            "high": (1 + case.expected["high"]) / 2,
            "tolerance": 5e-8,
        },
    )


@pytest.mark.parametrize("case", load_cases("change", "derrick"), ids=lambda case: case.name)
def test_partial_overlap_equals_published(case):
    args = {k: np.array(v, dtype=float) if isinstance(v, list) else v for k, v in case.args.items()}
    estimate = derrick(
        args["pre"],
        args["post"],
        args["pre_only"],
        args["post_only"],
        equal_variance=args["equal_variance"],
    )
    assert_held_to(estimate, case.expected)
    assert estimate.n == 24


def test_tost_equals_published_summary():
    """Lakens (2017) and the TOSTER package: n = 65, 5.83 against 5.75, bounds of 0.4 d_z."""
    sd = np.sqrt(1.17**2 + 1.29**2 - 2 * 0.75 * 1.17 * 1.29)
    tests = one_sided_tests(0.08, sd / np.sqrt(65), 64, 0.4 * sd)
    assert 0.4 * sd == pytest.approx(0.350782, abs=5e-7)
    assert tests.lower_t == pytest.approx(3.96038, abs=5e-6)
    assert tests.upper_t == pytest.approx(-2.48943, abs=5e-6)
    assert tests.lower_p == pytest.approx(0.0000953, abs=5e-8)
    assert tests.upper_p == pytest.approx(0.0077024, abs=5e-8)
