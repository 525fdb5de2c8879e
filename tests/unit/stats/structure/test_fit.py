"""Fit indices from test statistics: lavaan, semTools and printed examples."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mtle_survey.stats.structure.fit.incremental import cfi, tli
from mtle_survey.stats.structure.fit.measures import FitStatistics, RobustBase, fit_measures, no_fit
from mtle_survey.stats.structure.fit.noncentral_chi2 import noncentral_chi2_cdf, noncentrality_at
from mtle_survey.stats.structure.fit.rmsea import close_fit_p, close_fit_power, rmsea, rmsea_interval
from tests.oracle.reference import ITERATIVE, load_cases


def test_rmsea_interval_and_close_fit_agree_with_lavaan() -> None:
    (case,) = load_cases("structure", "rmsea")
    rows = list(zip(*(case.args[key] for key in ("chi2", "df", "n")), strict=True))
    limits = np.array([rmsea_interval(chi2, df, n) for chi2, df, n in rows])
    np.testing.assert_allclose(limits[:, 0], case.expected["low"], rtol=0, atol=ITERATIVE)
    np.testing.assert_allclose(limits[:, 1], case.expected["high"], rtol=0, atol=ITERATIVE)
    close = [close_fit_p(chi2, df, n) for chi2, df, n in rows]
    np.testing.assert_allclose(close, case.expected["close"], rtol=0, atol=1e-8)


def test_power_agrees_with_semtools() -> None:
    (case,) = load_cases("structure", "close_fit_power")
    rows = zip(*(case.args[key] for key in ("df", "n", "null", "alternative")), strict=True)
    found = [close_fit_power(*row) for row in rows]
    np.testing.assert_allclose(found, case.expected["power"], rtol=0, atol=1e-8)


def test_printed_examples() -> None:
    assert round(rmsea(14.21, 10, 300), 4) == 0.0375
    assert round(cfi(14.21, 10, 258.43, 20), 2) == 0.98
    assert round(tli(14.21, 10, 258.43, 20), 4) == 0.9647
    low, high = rmsea_interval(85.306, 24, 301)
    assert (round(rmsea(85.306, 24, 301), 5), round(low, 5), round(high, 5)) == (0.09212, 0.07142, 0.11368)
    assert round(cfi(85.306, 24, 918.852, 36), 5) == 0.93056
    assert round(tli(85.306, 24, 918.852, 36), 5) == 0.89584


def test_a_model_that_fits_better_than_chance_is_bounded() -> None:
    assert rmsea(5, 10, 200) == 0.0 and rmsea_interval(2, 10, 200) == (0.0, 0.0)
    assert cfi(5, 10, 300, 20) == 1.0 and cfi(5, 10, 15, 20) == 1.0
    assert tli(5, 10, 300, 20) > 1.0
    assert math.isnan(tli(0, 0, 300, 20)) and math.isnan(tli(5, 10, 20, 20))


def test_groups_scale_the_rmsea() -> None:
    assert rmsea(100, 50, 400, groups=2) == pytest.approx(math.sqrt(2) * rmsea(100, 50, 400))


def test_noncentrality_inverts_the_distribution() -> None:
    # without noncentrality the upper 5% of chi-square with 20 degrees of freedom begin at 31.4104
    assert noncentral_chi2_cdf(31.4104328, 20.0, 0.0) == pytest.approx(0.95, abs=1e-8)
    found = noncentrality_at(40.0, 20.0, 0.05)
    assert noncentral_chi2_cdf(40.0, 20.0, found) == pytest.approx(0.05, abs=1e-12)
    assert noncentrality_at(5.0, 20.0, 0.95) == 0.0


def test_power_grows_with_respondents() -> None:
    powers = [close_fit_power(24, n) for n in (50, 100, 200, 400)]
    assert (np.diff(powers) > 0).all() and powers[0] > 0.05
    assert close_fit_power(24, 400, groups=2) == pytest.approx(powers[2])  # 200 in each


def statistics(**changes) -> FitStatistics:
    given = {
        "chi2": 60.0, "df": 24.0, "baseline_chi2": 900.0, "baseline_df": 36.0, "n": 300, "multiplier": 300.0,
        "groups": 1, "srmr": 0.05,
    }  # fmt: skip
    return FitStatistics(**(given | changes))


def test_indices_say_why_they_are_not_there() -> None:
    naive = fit_measures(statistics(), "cfa_ml")
    assert "does not adjust" in naive["cfi_scaled"].unavailable
    assert "does not adjust" in naive["rmsea_robust"].unavailable
    refused = fit_measures(statistics(no_scaled="too few", no_robust="too few"), "cfa_mlr")
    assert refused["chi2_scaled"].unavailable == refused["tli_robust"].unavailable == "too few"
    none = no_fit("no convergence", 300, "cfa_ml")
    assert {e.unavailable for e in none.values()} == {"no convergence"}
    assert set(none) == set(naive)


def test_a_scaling_factor_of_one_changes_nothing() -> None:
    base = RobustBase(chi2=60, factor=1, baseline_chi2=900, baseline_factor=1)
    found = fit_measures(statistics(scaled=60.0, baseline_scaled=900.0, trace=24.0, robust=base), "cfa_mlr")
    for index in ("cfi", "tli", "rmsea"):
        for form in ("_scaled", "_robust"):
            assert found[index + form].value == pytest.approx(found[index].value)
    assert found["rmsea_robust"].interval.low == pytest.approx(found["rmsea"].interval.low)
