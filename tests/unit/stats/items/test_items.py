"""Item-rest correlations and alpha without each item, against R and by hand."""

import numpy as np
import pytest

from mtle_survey.stats.items.alpha_if_dropped import alpha_if_dropped
from mtle_survey.stats.items.item_rest_correlation import item_rest_correlation
from mtle_survey.stats.items.omega_if_dropped import omega_if_dropped
from mtle_survey.stats.reliability.alpha import alpha
from mtle_survey.stats.reliability.omega_total import omega_total
from tests.oracle.reference import CLOSED_FORM, ITERATIVE, load_cases

rng = np.random.default_rng(5)
ONE_FACTOR = rng.normal(size=(30, 1)) + rng.normal(size=(30, 4))


@pytest.mark.parametrize("statistic", [item_rest_correlation, alpha_if_dropped], ids=lambda f: f.__name__)
def test_every_item_agrees_with_psych(statistic):
    for case in load_cases("items", statistic.__name__):
        result = statistic(case.data)
        for name, found in {
            "value": [item.value for item in result],
            "low": [item.interval.low for item in result],
            "high": [item.interval.high for item in result],
        }.items():
            np.testing.assert_allclose(
                found, case.expected[name], rtol=0, atol=CLOSED_FORM, err_msg=case.name
            )
        assert {item.n for item in result} == {len(case.data)}


def test_the_item_is_not_part_of_its_rest():
    rest = ONE_FACTOR[:, 1:].sum(axis=1)
    by_hand = np.corrcoef(ONE_FACTOR[:, 0], rest)[0, 1]
    assert item_rest_correlation(ONE_FACTOR)[0].value == pytest.approx(by_hand, abs=1e-12)


def test_without_an_item_is_alpha_of_the_others():
    for position, dropped in enumerate(alpha_if_dropped(ONE_FACTOR)):
        others = alpha(np.delete(ONE_FACTOR, position, axis=1))
        assert dropped.value == pytest.approx(others.value, abs=1e-12)
        assert dropped.interval.low == pytest.approx(others.interval.low, abs=1e-12)


def test_a_wrongly_keyed_item_stands_out_below_zero():
    wrong = np.column_stack([ONE_FACTOR[:, :3], -ONE_FACTOR[:, 3]])
    last = item_rest_correlation(wrong)[3]
    assert last.interval.high < 0.0
    assert all(item.value > 0 for item in item_rest_correlation(ONE_FACTOR))


def test_a_constant_item_alone_loses_its_correlation():
    with_constant = np.column_stack([ONE_FACTOR, np.full(30, 2.0)])
    *others, last = item_rest_correlation(with_constant)
    assert "everyone gave the same answer" in last.unavailable
    found = [item.value for item in others]
    np.testing.assert_allclose(
        found, [item.value for item in item_rest_correlation(ONE_FACTOR)], rtol=0, atol=1e-12
    )
    assert alpha_if_dropped(with_constant)[4].value == pytest.approx(alpha(ONE_FACTOR).value, abs=1e-12)


def test_what_cannot_be_computed_says_why():
    one = item_rest_correlation(ONE_FACTOR[:, :1])
    assert len(one) == 1
    assert "at least 2 items" in one[0].unavailable
    assert all("at least 3 complete" in item.unavailable for item in item_rest_correlation(ONE_FACTOR[:2]))
    assert all("must leave at least 2" in item.unavailable for item in alpha_if_dropped(ONE_FACTOR[:, :2]))
    assert all("at least 2 complete" in item.unavailable for item in alpha_if_dropped(ONE_FACTOR[:1]))
    first = ONE_FACTOR[:, :1]
    opposite = np.hstack([ONE_FACTOR[:, 1:2], first, -first])
    assert "other items does not vary" in item_rest_correlation(opposite)[0].unavailable
    assert "remaining items does not vary" in alpha_if_dropped(opposite)[0].unavailable


def test_three_respondents_give_a_correlation_without_an_interval():
    assert item_rest_correlation(ONE_FACTOR[:3])[0].interval is None


@pytest.mark.parametrize("case", load_cases("items", "omega_if_dropped"), ids=lambda case: case.name)
def test_omega_without_an_item_is_lavaans(case):
    found = [item.value for item in omega_if_dropped(case.data)]
    np.testing.assert_allclose(found, case.expected["value"], rtol=0, atol=ITERATIVE)


def test_omega_without_an_item_is_omega_of_the_others():
    for position, dropped in enumerate(omega_if_dropped(ONE_FACTOR)):
        others = omega_total(np.delete(ONE_FACTOR, position, axis=1))
        assert dropped.value == pytest.approx(others.value, abs=1e-12)
    assert all("leave at least 3" in item.unavailable for item in omega_if_dropped(ONE_FACTOR[:, :3]))
