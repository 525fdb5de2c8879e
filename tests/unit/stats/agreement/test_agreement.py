"""Agreement of raters and stability over occasions, against R, published values and by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mtle_survey.stats.agreement.ac1 import ac1
from mtle_survey.stats.agreement.ac2 import ac2
from mtle_survey.stats.agreement.icc_1 import icc_1
from mtle_survey.stats.agreement.icc_a1 import icc_a1
from mtle_survey.stats.agreement.icc_ak import icc_ak
from mtle_survey.stats.agreement.icc_c1 import icc_c1
from mtle_survey.stats.agreement.icc_ck import icc_ck
from mtle_survey.stats.agreement.icc_k import icc_k
from mtle_survey.stats.agreement.kappa import kappa
from mtle_survey.stats.agreement.kappa_quadratic import kappa_quadratic
from mtle_survey.stats.agreement.kendall_w import kendall_w
from mtle_survey.stats.agreement.krippendorff_alpha import krippendorff_alpha
from mtle_survey.stats.agreement.percent_agreement import percent_agreement
from mtle_survey.stats.agreement.ratings import agreement_weights, unit_counts
from mtle_survey.stats.agreement.sdc import sdc
from mtle_survey.stats.agreement.sem_agreement import sem_agreement
from mtle_survey.stats.agreement.weighted_kappa import weighted_kappa
from mtle_survey.stats.reliability.alpha import alpha
from tests.oracle.reference import CLOSED_FORM, ITERATIVE, load_cases

ICCS = {f.__name__: f for f in (icc_1, icc_k, icc_c1, icc_ck, icc_a1, icc_ak)}
KAPPAS = {
    "kappa": kappa,
    "kappa_quadratic": kappa_quadratic,
    "kappa_linear": lambda x, categories: weighted_kappa(x, categories, "linear"),
}
HALF_DIGIT = 5e-6  # published to five decimals


@pytest.mark.parametrize("name", ICCS)
def test_every_form_and_its_interval_agrees_with_psych(name):
    for case in load_cases("agreement", name):
        result = ICCS[name](case.data)
        assert result.value == pytest.approx(case.expected["value"], abs=CLOSED_FORM), case.name
        assert result.interval.low == pytest.approx(case.expected["low"], abs=CLOSED_FORM), case.name
        assert result.interval.high == pytest.approx(case.expected["high"], abs=CLOSED_FORM), case.name
        assert result.n == len(case.data)


def test_shrout_and_fleiss_as_published():
    x = load_cases("agreement", "icc_a1")[0].data
    published = {"icc_1": 0.17, "icc_a1": 0.29, "icc_c1": 0.71, "icc_k": 0.44, "icc_ak": 0.62, "icc_ck": 0.91}
    assert {name: round(f(x).value, 2) for name, f in ICCS.items()} == published
    assert icc_a1(x).method == "anova/ICC(A,1)"
    assert sem_agreement(x).value == pytest.approx(2.5028, abs=5e-5)
    assert sem_agreement(x, kind="consistency").value == pytest.approx(1.0097, abs=5e-5)


def test_consistency_of_the_mean_is_coefficient_alpha():
    x = load_cases("agreement", "icc_ck")[2].data
    assert icc_ck(x).value == pytest.approx(alpha(x).value, abs=1e-12)
    assert icc_ck(x).interval.low == pytest.approx(alpha(x).interval.low, abs=1e-10)


def test_a_harsher_rater_costs_agreement_but_not_consistency():
    x = load_cases("agreement", "icc_a1")[1].data
    harsher = x - np.array([0.0, 1.5])
    assert icc_c1(harsher).value == pytest.approx(icc_c1(x).value, abs=1e-12)
    assert icc_a1(harsher).value < icc_a1(x).value - 0.2


def test_intraclass_correlations_say_why_they_cannot_be_given():
    x = load_cases("agreement", "icc_a1")[0].data
    for form in ICCS.values():
        assert "2 or more targets" in form(x[:1]).unavailable
        assert "2 or more targets" in form(x[:, :1]).unavailable
        assert "every rating is the same" in form(np.full((5, 3), 4.2)).unavailable
    opposed = np.array([[1.0, 3.0], [2.0, 2.0], [3.0, 1.0]])
    assert "do not differ" in icc_ck(opposed).unavailable
    assert icc_c1(opposed).value == pytest.approx(-1.0, abs=CLOSED_FORM)
    perfect = icc_a1(np.array([[1.0, 1.0], [2.0, 2.0], [4.0, 4.0]]))
    assert perfect.value == 1.0
    assert perfect.interval is None
    noise = np.array([[1.0, 5.0], [5.0, 1.1], [1.0, 5.0], [5.0, 1.0], [1.0, 5.1], [5.0, 1.0]])
    assert "less than the raters' disagreement" in icc_ak(noise).unavailable


@pytest.mark.parametrize("case", load_cases("agreement", "sem_agreement"), ids=lambda case: case.name)
def test_measurement_error_agrees_with_variance_components(case):
    for kind in ("agreement", "consistency"):
        result = sem_agreement(case.data, kind=kind)
        assert result.value == pytest.approx(case.expected[kind], abs=ITERATIVE)
        assert result.interval.low < result.value < result.interval.high
    assert result.interval.low == pytest.approx(case.expected["consistency_low"], abs=ITERATIVE)
    assert result.interval.high == pytest.approx(case.expected["consistency_high"], abs=ITERATIVE)


def test_interval_of_measurement_error_is_that_of_a_variance():
    """Six people with errors alike: the quantiles of chi-square with 15 df are those of printed tables."""
    x = np.arange(6.0)[:, None] + np.outer([1, -1, 1, -1, 1, -1], [0.5, -0.5, 0.5, -0.5])
    error = sem_agreement(x, kind="consistency")
    assert error.df == 15
    assert (error.value / error.interval.low) ** 2 * 15 == pytest.approx(27.488, abs=5e-4)
    assert (error.value / error.interval.high) ** 2 * 15 == pytest.approx(6.262, abs=5e-4)
    level_raters = sem_agreement(x - x.mean(axis=0))
    assert level_raters.value == pytest.approx(error.value * math.sqrt(5 / 6))
    assert level_raters.df == pytest.approx(15)


def test_no_error_where_both_occasions_agree():
    same = np.array([[1.0, 1.0], [2.0, 2.0], [4.0, 4.0]])
    for kind in ("agreement", "consistency"):
        error = sem_agreement(same, kind=kind)
        assert (error.value, error.interval) == (0.0, None)


def test_smallest_detectable_change_of_one_and_of_many():
    (case,) = load_cases("agreement", "sdc")
    error = sem_agreement(case.data, kind="consistency")
    one, group = sdc(error), sdc(error, people=25)
    assert one.value == pytest.approx(case.expected["consistency"], abs=CLOSED_FORM)
    assert group.value == pytest.approx(one.value / 5)
    assert group.interval.high == pytest.approx(one.interval.high / 5)
    for bound in ("low", "high"):
        assert getattr(one.interval, bound) / getattr(error.interval, bound) == pytest.approx(
            one.value / error.value
        )
    assert not sdc(sem_agreement(case.data[:1])).available
    with pytest.raises(ValueError, match="at least 1 respondent"):
        sdc(error, people=0)


@pytest.mark.parametrize("name", KAPPAS)
def test_kappas_agree_with_psych(name):
    (case,) = load_cases("agreement", name)
    result = KAPPAS[name](case.data, **case.args)
    assert result.value == pytest.approx(case.expected["value"], abs=CLOSED_FORM)
    assert result.std_error == pytest.approx(case.expected["std_error"], rel=1e-7)
    assert result.interval.low == pytest.approx(result.value - 1.959964 * result.std_error, abs=1e-6)
    assert result.n == 100


def test_agreement_of_everyone_has_no_interval():
    ratings = np.repeat([[1.0, 1.0], [2.0, 2.0]], 6, axis=0)
    for coefficient in (kappa, kappa_quadratic, ac1, ac2):
        found = coefficient(ratings, [1, 2])
        assert found.value == 1.0
        assert found.interval is None


def test_kappa_of_a_rater_with_one_category_has_no_interval():
    found = kappa(np.array([[1.0, 1.0]] * 19 + [[2.0, 1.0]]), [1, 2])
    assert found.value == pytest.approx(0.0, abs=1e-15)
    assert found.interval is None


def test_published_kappas():
    (case,) = load_cases("agreement", "kappa")
    found = {name: round(f(case.data, [1, 2, 3]).value, 5) for name, f in KAPPAS.items()}
    assert found == {"kappa": 0.79641, "kappa_linear": 0.84290, "kappa_quadratic": 0.89216}


def test_an_unused_category_widens_the_scale():
    """Quadratic weights follow the declared range, whether or not anyone used its ends."""
    (case,) = load_cases("agreement", "kappa_quadratic")
    assert kappa_quadratic(case.data, [1, 2, 3]).value == pytest.approx(
        kappa_quadratic(case.data, [1, 2, 3, 4, 5]).value, abs=CLOSED_FORM
    )
    assert ac2(case.data, [1, 2, 3]).value != pytest.approx(ac2(case.data, [1, 2, 3, 4, 5]).value)


@pytest.mark.parametrize("case", load_cases("agreement", "ac1"), ids=lambda case: case.name)
def test_ac1_as_published(case):
    result = ac1(case.data, **case.args)
    assert result.value == pytest.approx(case.expected["value"], abs=HALF_DIGIT)
    if "std_error" in case.expected:
        assert result.std_error == pytest.approx(case.expected["std_error"], abs=HALF_DIGIT)


@pytest.mark.parametrize("case", load_cases("agreement", "ac2"), ids=lambda case: case.name)
def test_ac2_as_published(case):
    for weights, value in case.expected.items():
        assert ac2(case.data, weights=weights, **case.args).value == pytest.approx(value, abs=HALF_DIGIT)


def test_ac1_survives_one_common_category_where_kappa_falls():
    ratings = np.array([[1.0, 1.0]] * 46 + [[1.0, 2.0]] * 2 + [[2.0, 1.0]] * 2)
    assert kappa(ratings, [1, 2]).value < 0.0
    assert ac1(ratings, [1, 2]).value > 0.9
    assert percent_agreement(ratings, [1, 2]).value == pytest.approx(0.92)


def test_percent_agreement():
    (case,) = load_cases("agreement", "percent_agreement")
    result = percent_agreement(case.data, **case.args)
    assert (result.value, result.n) == (case.expected["value"], case.expected["n"])
    assert result.interval.low < 0.89 < result.interval.high
    three = percent_agreement(np.array([[1.0, 1.0, 2.0]]), [1, 2])
    assert three.value == pytest.approx(1 / 3)
    assert three.interval is None
    some_with_three = percent_agreement(np.array([[1.0, 1.0, np.nan], [1.0, 1.0, 2.0]]), [1, 2])
    assert some_with_three.value == pytest.approx(2 / 3)
    assert some_with_three.interval is None


@pytest.mark.parametrize("case", load_cases("agreement", "krippendorff_alpha"), ids=lambda case: case.name)
def test_krippendorffs_alpha_agrees_with_its_definition(case):
    for metric, value in case.expected.items():
        result = krippendorff_alpha(case.data, metric=metric, **case.args)
        assert result.value == pytest.approx(value, abs=CLOSED_FORM), metric
        assert result.method == metric


def test_krippendorffs_own_example():
    (case,) = load_cases("agreement", "krippendorff_alpha_published")
    for metric, value in case.expected.items():
        result = krippendorff_alpha(case.data, metric=metric, **case.args)
        assert round(result.value, 3) == value
        assert result.n == 11


def test_krippendorffs_interval_is_that_of_resampled_units():
    (case,) = load_cases("agreement", "krippendorff_alpha_bca")
    result = krippendorff_alpha(case.data, [1, 2, 3], seed=1, draws=2000)
    assert result.interval.low < result.value < result.interval.high
    assert krippendorff_alpha(case.data, [1, 2, 3], seed=1, draws=2000) == result
    nominal = krippendorff_alpha(case.data, [1, 2, 3], "nominal", seed=1, draws=20_000)
    tolerance = 0.15 * case.expected["std_error"]
    assert nominal.interval.low == pytest.approx(case.expected["low"], abs=tolerance)
    assert nominal.interval.high == pytest.approx(case.expected["high"], abs=tolerance)


@pytest.mark.parametrize("case", load_cases("agreement", "kendall_w"), ids=lambda case: case.name)
def test_concordance_agrees_with_friedman(case):
    result = kendall_w(case.data)
    for name in ("value", "test_statistic", "df", "p_value"):
        assert getattr(result, name) == pytest.approx(case.expected[name], abs=CLOSED_FORM), name


@pytest.mark.parametrize(("rare", "given"), [(4, False), (5, True)])
def test_kappa_has_no_interval_where_a_rater_hardly_used_a_category(rare, given):
    first = np.repeat([1.0, 2.0], [rare, 30 - rare])
    second = np.roll(first, 2)
    for found in (
        kappa(np.stack([first, second], 1), [1, 2]),
        kappa(np.stack([3 - second, 3 - first], 1), [1, 2]),
    ):
        assert found.available
        assert (found.interval is not None) == given
        assert found.std_error > 0.0
    often = np.repeat([1.0, 2.0], [15, 15])
    assert (kappa(np.stack([often, first], 1), [1, 2]).interval is not None) == given, "either rater"


def test_raters_opposed_throughout_agree_less_than_minus_one_by_quadratic_weights():
    # p_a = (0 + 3/4) / 2 = 3/8, p_e = 18.75 / 20 * 3/4 = 45/64, so that AC2 = -21/19.
    opposed = np.array([[1.0, 5.0], [2.0, 4.0]] * 6)
    found = ac2(opposed, [1, 2, 3, 4, 5])
    assert found.value == pytest.approx(-21 / 19, rel=0, abs=CLOSED_FORM)
    assert found.interval.low < found.value < found.interval.high
    plain = ac1(opposed, [1, 2, 3, 4, 5])
    assert plain.value == pytest.approx(-3 / 13, rel=0, abs=CLOSED_FORM)


@given(ratings=arrays(np.float64, (9, 2), elements=st.integers(1, 5).map(float)))
def test_agreement_beyond_chance_lies_where_it_can(ratings):
    codes = [1, 2, 3, 4, 5]
    for found, least in (
        (ac1(ratings, codes), -1 / 4),
        (kappa(ratings, codes), -1.0),
        (kappa_quadratic(ratings, codes), -1.0),
        (ac2(ratings, codes), -1.34),
    ):
        if found.available:
            assert least - 1e-9 <= found.value <= 1.0 + 1e-9
        if found.interval is not None:
            assert found.interval.low <= found.value <= found.interval.high


def test_concordance_at_its_ends():
    same = kendall_w(np.array([[1.0, 2.0, 3.0]] * 4))
    assert same.value == pytest.approx(1.0, abs=CLOSED_FORM)
    assert kendall_w(np.array([[1.0, 2.0], [2.0, 1.0]])).value == pytest.approx(0.0)
    assert "ties all objects" in kendall_w(np.ones((3, 3))).unavailable
    assert "at least 2 judges" in kendall_w(np.ones((1, 3))).unavailable


def test_raters_who_never_meet_have_no_agreement():
    apart = np.array([[1.0, np.nan], [np.nan, 2.0], [np.nan, 2.0], [1.0, np.nan]])
    for result in (
        ac1(apart, [1, 2]),
        ac2(apart, [1, 2]),
        percent_agreement(apart, [1, 2]),
        krippendorff_alpha(apart, [1, 2]),
    ):
        assert math.isnan(result.value)
        assert "1 unit with 2 ratings" in result.unavailable
    assert percent_agreement(apart, [1, 2]).n == 0
    assert "at least 1 unit" in kappa(np.empty((0, 2)), [1, 2]).unavailable


def test_one_category_leaves_nothing_to_disagree_about():
    same = np.ones((12, 2))
    assert "same category" in kappa(same, [1, 2]).unavailable
    assert "same category" in krippendorff_alpha(same, [1, 2]).unavailable
    assert ac1(same, [1, 2]).value == 1.0
    assert ac1(same[:1], [1, 2]).interval is None
    assert kappa(np.array([[1.0, 2.0]]), [1, 2]).interval is None


def test_mistakes_are_errors():
    with pytest.raises(ValueError, match="none of the 2 categories"):
        kappa(np.array([[1.0, 3.0]]), [1, 2])
    with pytest.raises(ValueError, match="expected 2 raters"):
        kappa(np.ones((3, 3)), [1, 2])
    with pytest.raises(ValueError, match="complete ratings"):
        kappa(np.array([[1.0, np.nan]]), [1, 2])
    with pytest.raises(ValueError, match="different categories"):
        unit_counts(np.ones((3, 2)), [1, 1])
    with pytest.raises(ValueError, match="matrix of units"):
        unit_counts(np.ones(3), [1, 2])


def test_weights_fall_from_one_to_zero():
    for weights in ("unweighted", "linear", "quadratic", "ordinal"):
        w = agreement_weights([1, 2, 3, 4], weights)
        np.testing.assert_array_equal(np.diag(w), 1.0)
        assert w[0, 3] == 0.0
    np.testing.assert_allclose(agreement_weights([1, 2, 3, 4], "ordinal")[0], [1, 5 / 6, 3 / 6, 0])
