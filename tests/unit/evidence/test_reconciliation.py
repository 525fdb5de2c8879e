"""Other software's numbers on the same answers, plans, and what stands behind a number."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mtle_survey.evidence.reconciliation import reconcile, reconciliation_rows
from mtle_survey.evidence.reliability_explained import explain
from mtle_survey.evidence.reliability_plan import reliability_plan
from mtle_survey.stats.reliability.alpha_intervals import feldt
from tests.unit.evidence.survey import answers, evidence, instrument, responses


def reversed_model():
    scales = [s.model_dump() for s in instrument().scales]
    scales[0]["reverse_keyed"] = ("plan4",)
    return instrument(scales=tuple(scales))


def conventions(given, scale="plan", model=None):
    found = evidence(responses(given, model=model))
    return {(c.software, c.label): c for c in reconcile(found.answers, found.waves, 0.95) if c.scale == scale}


def test_every_program_is_there_and_says_why():
    found = conventions(answers(120), "whole")
    assert {software for software, _ in found} == {
        "mtle",
        "SPSS",
        "psych",
        "semTools",
        "jamovi",
        "JASP",
        "EFAtools",
    }
    for c in found.values():
        assert c.why
        assert c.estimate.available, c


def test_the_same_answers_give_other_numbers_for_stated_reasons():
    found = conventions(answers(120), "whole")
    ours = found["mtle", "omega"].estimate.value
    assert found["JASP", "coefficient omega"].estimate.value == ours
    assert found["psych", "omega.tot"].estimate.value > ours
    assert found["SPSS", "Cronbach's alpha"].estimate == found["mtle", "alpha"].estimate
    wald = found["JASP", "coefficient alpha"].estimate
    middle = (wald.interval.low + wald.interval.high) / 2
    assert middle == pytest.approx(wald.value)
    ours = found["mtle", "alpha"].estimate
    assert ours.value - ours.interval.low > ours.interval.high - ours.value


def test_a_reversed_item_whose_lowest_answer_nobody_gave_moves_their_mean_and_not_ours():
    given = answers(60)
    raw = np.clip(6 - given["plan4"], 2, 5)
    shown = given | {"plan4": raw}
    found = conventions(shown, model=reversed_model())
    keyed = np.column_stack([given["plan1"], given["plan2"], given["plan3"], 6 - raw])
    assert found["mtle", "mean of item means"].estimate.value == pytest.approx(keyed.mean())
    for software in ("jamovi", "JASP"):
        mean = found[software, "mean of item means"].estimate.value
        assert mean == pytest.approx(keyed.mean() + 1 / 4)
    assert found["psych", "mean of item means"].estimate.value == pytest.approx(keyed.mean())
    assert ("mtle", "mean of item means") not in conventions(given)


def test_two_items_have_no_omega_anywhere():
    assert not [
        label for _, label in conventions(answers(60), "pair") if "mega" in label or "compRel" in label
    ]


def test_the_rows_name_the_software_and_are_unique():
    found = evidence(responses(answers(60), model=reversed_model()))
    rows = reconciliation_rows(reconcile(found.answers, found.waves, 0.95))
    assert len({r.identity() for r in rows}) == len(rows)
    per_question: dict[tuple[object, ...], int] = {}
    for r in rows:
        key = (r.model, r.scale, r.wave, r.statistic)
        per_question[key] = per_question.get(key, 0) + bool(r.headline)
    assert set(per_question.values()) == {1}


def plan(given, width, target):
    found = evidence(responses(given))
    table = reliability_plan(found.answers, found.coefficients, width, target, 0.95)
    alpha = found.coefficients.one(statistic="alpha", scale="plan", headline=True).estimate
    return table, alpha


def test_the_planned_number_of_people_just_reaches_the_width():
    table, alpha = plan(answers(60), 0.10, 0.90)
    n = round(table.one(statistic="respondents_needed", scale="plan").estimate)
    widths = [feldt(alpha, m, 4, 0.95) for m in (n, n - 1)]
    assert widths[0].high - widths[0].low <= 0.10 < widths[1].high - widths[1].low
    assert table.one(statistic="respondents_needed", scale="plan").method == "feldt/0.1"


def test_the_planned_number_of_items_just_reaches_the_target():
    table, alpha = plan(answers(60), 0.10, 0.90)
    items = round(table.one(statistic="items_needed", scale="plan").estimate)
    reached = [k / 4 * alpha / (1 + (k / 4 - 1) * alpha) for k in (items, items - 1)]
    assert reached[0] >= 0.90 > reached[1]
    doubled = table.one(statistic="reliability_if_doubled", scale="plan").estimate
    assert doubled == pytest.approx(2 * alpha / (1 + alpha))


def test_nothing_can_be_planned_from_no_alpha():
    found = evidence(responses(answers(9)))
    table = reliability_plan(found.answers, found.coefficients, 0.10, 0.90, 0.95)
    assert all("has none" in r.unavailable for r in table)
    narrow, _ = plan(answers(60), 1e-5, 0.90)
    assert "more than" in narrow.one(statistic="respondents_needed", scale="plan").unavailable


def explained(given, scale="plan"):
    found = evidence(responses(given))
    answers_of = next(a for a in found.answers if a.scale == scale)
    rows = tuple(r for r in found.coefficients if r.scale == scale)
    return {e.statistic.name: e for e in explain(answers_of, rows)}


def test_the_inputs_give_the_number():
    """What is shown under --explain can be put into the formula by hand."""
    found = explained(answers(120))
    k, n = (dict(found["alpha"].inputs)[name] for name in ("items", "n"))
    assert (k, n) == (4, 120)
    alpha = dict(found["alpha"].inputs)
    by_hand = k / (k - 1) * (1 - alpha["sum of item variances"] / alpha["variance of the total"])
    assert by_hand == pytest.approx(found["alpha"].row.estimate, abs=1e-12)
    omega = dict(found["omega_total"].inputs)
    true = omega["sum of loadings"] ** 2
    assert true / (true + omega["sum of unique variances"]) == pytest.approx(
        found["omega_total"].row.estimate, abs=1e-9
    )
    sem = dict(found["sem"].inputs)
    assert sem["standard deviation of the score"] * math.sqrt(1 - sem["alpha"]) == pytest.approx(
        found["sem"].row.estimate, abs=1e-12
    )
    assert dict(found["mean_inter_item_correlation"].inputs)["pairs of items"] == 6
    assert dict(found["omega_categorical"].inputs)["thresholds"] == 16
    r = dict(explained(answers(120), "pair")["spearman_brown"].inputs)["r"]
    assert 2 * r / (1 + r) == pytest.approx(explained(answers(120), "pair")["spearman_brown"].row.estimate)


def test_what_is_not_available_is_not_explained():
    assert "omega_categorical" not in explained(answers(60))
    assert not explained(answers(9))
