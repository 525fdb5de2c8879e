"""Three and more waves: contrasts, growth at dates, and which score rose first."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from mtle_survey.evidence.order import Order
from mtle_survey.stats.change.holm import holm
from mtle_survey.stats.change.lmm_change import lmm_change
from tests.unit.evidence.studies import alike, make_study

DATES = {"w1": "2025-01-01", "w3": "2025-07-02", "w5": "2026-12-31"}


def wave(level, shift, seed, items=("a1", "a2", "a3")):
    generator = np.random.default_rng(seed)
    noise = generator.integers(0, 2, (len(items), len(level)))
    return {i: np.clip(level + shift + noise[k], 1, 5).tolist() for k, i in enumerate(items)}


LEVEL = np.array([1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3])


@pytest.fixture
def waves():
    return {
        name: wave(LEVEL, shift, seed)
        for seed, (name, shift) in enumerate(zip(DATES, (0, 1, 1), strict=True))
    }


def test_waves_are_compared_with_the_first_and_with_the_one_before(tmp_path, waves):
    study = make_study(tmp_path, waves)
    led = study.everyone.where(statistic="lmm_change", scale="lead", headline=True)
    assert [r.contrast for r in led] == ["w3 - w1", "w5 - w1", "w5 - w3"]
    matrix = np.column_stack([study.panel.score(w, "lead") for w in study.panel.names])
    kernel = [e.value for e in lmm_change(matrix)]
    assert [r.estimate for r in led] == pytest.approx([*kernel, kernel[1] - kernel[0]])
    turned = lmm_change(matrix[:, [1, 2, 0]])[0]
    assert led.rows[2].std_error == pytest.approx(turned.std_error, rel=1e-6)
    assert led.rows[2].df == pytest.approx(turned.df, rel=1e-6)


def test_contrasts_of_a_scale_are_adjusted_for_their_number(tmp_path, waves):
    study = make_study(tmp_path, waves)
    raw = [r.p_value for r in study.everyone.where(statistic="lmm_change", scale="lead", headline=True)]
    adjusted = [r.estimate for r in study.everyone.where(statistic="lmm_p_holm", scale="lead")]
    assert adjusted == pytest.approx(holm(np.array(raw)).tolist())
    any_change = study.everyone.one(statistic="lmm_any_change", scale="lead")
    assert any_change.method == "reml/kenward_roger/f2"
    assert any_change.p_value < 0.05


def test_two_waves_have_no_test_of_any_change(tmp_path, waves):
    two = {name: waves[name] for name in ("w1", "w3")}
    assert not make_study(tmp_path, two).everyone.where(statistic="lmm_any_change").rows


def test_growth_uses_the_dates_of_the_waves(tmp_path, waves):
    study = make_study(tmp_path, waves, dates=DATES)
    slope = study.changes.growth.one(statistic="growth_slope", scale="lead", headline=True)
    assert 0 < slope.estimate < 1
    assert study.changes.growth.one(statistic="growth_linearity", scale="lead").p_value < 0.05
    undated = make_study(tmp_path, waves).changes.growth.one(statistic="growth_slope", scale="lead")
    assert "date" in undated.unavailable
    backwards = make_study(tmp_path, waves, dates={**DATES, "w5": "2025-02-01"}).changes.growth
    assert "date" in backwards.one(statistic="growth_slope", scale="lead").unavailable


def test_growth_of_few_people_is_led_by_the_cautious_model(tmp_path, waves):
    growth = make_study(tmp_path, waves, dates=DATES).changes.growth
    common, varying, serial = growth.where(statistic="growth_slope", scale="lead")
    assert (common.headline, varying.headline, serial.headline) == (False, False, True)
    assert "at least 30 respondents, and there are 12" in varying.unavailable
    assert serial.method == "reml/ar1/kenward_roger"
    assert 0.0 < growth.one(statistic="serial_correlation", scale="lead").estimate < 1.0


def test_growth_of_many_lets_paces_differ(tmp_path):
    generator = np.random.default_rng(4)
    level, pace = generator.integers(1, 4, 60), generator.choice([0, 1, 1, 2], 60)
    many = {n: wave(level, s * pace // 2, k) for k, (n, s) in enumerate(zip(DATES, (0, 1, 2), strict=True))}
    growth = make_study(tmp_path, many, dates=DATES).changes.growth
    led = growth.one(statistic="growth_slope", scale="lead", headline=True)
    assert led.method == "reml/random_slope/kenward_roger"
    assert growth.one(statistic="growth_slope_sd", scale="lead").estimate > 0.0


def test_a_scale_asked_later_has_its_own_first_wave(tmp_path, waves):
    late = {
        "w1": waves["w1"],
        "w3": {**waves["w3"], "b1": [2] * 12, "b2": [3] * 12},
        "w5": {**waves["w5"], "b1": [3] * 12, "b2": [4] * 11 + [5]},
    }
    study = make_study(tmp_path, late)
    by_scale = {}
    for r in study.change.where(statistic="mean_change", headline=True):
        by_scale.setdefault(r.scale, []).append(r.contrast)
    assert by_scale == {"lead": ["w3 - w1", "w5 - w1"], "plan": ["w5 - w3"]}


def test_the_declared_order_and_its_reverse_are_both_told(tmp_path):
    early, late = np.array([1, 1, 2, 2, 1, 2, 1, 1, 2, 1]), np.array([0, 1, 0, 1, 1, 0, 1, 0, 1, 1])
    start = np.array([1, 2, 1, 2, 1, 2, 1, 2, 1, 2])
    lead = {w: alike(v.tolist()) for w, v in zip(DATES, (start, start + early, start + early), strict=True)}
    plan = {w: v.tolist() for w, v in zip(DATES, (start, start, start + late), strict=True)}
    waves = {w: {**lead[w], "b1": plan[w], "b2": plan[w]} for w in DATES}
    study = make_study(tmp_path, waves)
    object.__setattr__(study.changes, "orders", (Order(first="lead", then="plan", waves=tuple(DATES)),))
    order = study.changes.order
    gains = {(r.scale, r.contrast): r.estimate for r in order.where(statistic="mean_change")}
    assert gains == {
        ("lead", "w3 - w1"): pytest.approx(early.mean()),
        ("lead", "w5 - w3"): 0.0,
        ("plan", "w3 - w1"): 0.0,
        ("plan", "w5 - w3"): pytest.approx(late.mean()),
    }
    spread = start.std(ddof=1)
    difference = order.one(statistic="order_difference")
    assert difference.estimate == pytest.approx((early + late).mean() / spread)
    assert difference.conf_low > 0
    predicted = order.one(statistic="order_spearman", scale="lead", with_="plan")
    assert predicted.estimate == pytest.approx(stats.spearmanr(early, late)[0])
    assert order.one(statistic="order_spearman", scale="plan", with_="lead").unavailable
    assert (difference.contrast, predicted.contrast) == (
        "(w3 - w1) - (w5 - w3)",
        "(w3 - w1) x (w5 - w3)",
    ), "rows say between which waves they look"


def test_the_same_two_scores_may_be_expected_in_order_twice(tmp_path):
    first = {w: alike([1, 2, 3, 2, 1, 2, 3, 2, 1, 2], ("a1", "a2", "a3", "b1", "b2")) for w in "abcd"}
    study = make_study(tmp_path, first)
    orders = tuple(
        Order(first="lead", then="plan", waves=waves) for waves in (("a", "b", "c"), ("b", "c", "d"))
    )
    object.__setattr__(study.changes, "orders", orders)
    found = study.changes.order.where(statistic="order_difference")
    assert [r.contrast for r in found] == ["(b - a) - (c - b)", "(c - b) - (d - c)"]


def test_an_order_over_waves_without_the_scale_says_so(tmp_path, waves):
    study = make_study(tmp_path, waves)
    object.__setattr__(study.changes, "orders", (Order(first="lead", then="plan", waves=tuple(DATES)),))
    missing = study.changes.order.one(statistic="order_difference")
    assert "plan" in missing.unavailable
    assert missing.contrast == "(w3 - w1) - (w5 - w3)"
