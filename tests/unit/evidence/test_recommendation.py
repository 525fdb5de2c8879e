"""One coefficient for each scale, by rules that can be said; no more said than its interval carries."""

from __future__ import annotations

import numpy as np
import pytest

from mtle_survey.evidence.cut_offs import CUT_OFFS, OWN
from mtle_survey.evidence.recommendation import Recommendation, read, recommended_rows
from mtle_survey.report.reliability_words import quoted, sentence, short_verdict
from mtle_survey.table import Row
from tests.unit.evidence.survey import answers, evidence, instrument, responses


def chosen(given, scale="plan", **options):
    found = evidence(responses(given, **options))
    return next(r for r in found.recommendations(found.intervals()) if r.scale == scale)


def test_below_fifty_alpha_with_feldts_interval_leads():
    found = chosen(answers(49))
    assert (found.row.statistic, found.row.method, found.rule) == ("alpha", "listwise/feldt", "n < 50")
    assert "Feldt" in found.reason


def test_from_fifty_on_omega_with_a_resampled_interval_leads():
    found = chosen(answers(60))
    assert (found.row.statistic, found.row.method) == ("omega_total", "ml1/implied/bca")
    assert found.row.conf_low < found.row.estimate < found.row.conf_high


def test_two_items_take_spearman_brown_whatever_the_number_of_people():
    for n in (30, 120):
        found = chosen(answers(n), "pair")
        assert (found.row.statistic, found.rule) == ("spearman_brown", "two items")


def test_coarse_answers_of_one_hundred_people_take_categorical_omega():
    given = answers(120, top=4)
    found = chosen(given)
    assert (found.row.statistic, found.row.method) == ("omega_categorical", "green_yang/observed/bca")
    assert "only" in found.remark
    few = chosen(answers(70, top=4))
    assert few.row.statistic == "omega_total"
    assert "would take 100 respondents" in few.remark


def test_lopsided_answers_are_treated_like_coarse_ones():
    given = answers(150)
    rare = np.random.default_rng(4).random(150)
    given["plan1"] = np.select([rare < 0.02, rare < 0.04, rare < 0.06, rare < 0.08], [5, 4, 3, 2], 1.0)
    given["plan1"][:12] = np.repeat([1.0, 2, 3, 4, 5, 1], 2)
    found = chosen(given)
    assert found.row.statistic == "omega_categorical"
    assert "lopsided" in found.remark


def test_a_constant_item_leaves_alpha():
    given = answers(80)
    given["plan2"] = np.full(80, 3.0)
    found = chosen(given)
    assert (found.row.statistic, found.rule) == ("alpha", "constant")


def test_an_improper_solution_leaves_alpha_and_says_so():
    given = answers(80)
    given["plan2"] = given["plan1"].copy()
    found = chosen(given)
    assert (found.row.statistic, found.rule) == ("alpha", "no omega")
    assert found.remark


def test_ten_people_are_the_fewest():
    assert chosen(answers(10)).row is not None
    few = chosen(answers(9))
    assert few.row is None
    assert "10 are needed" in few.remark


def test_one_item_has_no_internal_consistency():
    scales = [s.model_dump() for s in instrument().scales]
    scales.append({"id": "single", "title": "Single", "items": ("plan1",)})
    found = chosen(answers(60), "single", model=instrument(scales=tuple(scales)))
    assert found.row is None
    assert found.rule == "one item"


def test_a_total_over_parts_shows_omega_hierarchical_beside():
    found = chosen(answers(120), "whole")
    assert [r.statistic for r in found.beside] == ["omega_hierarchical"]
    assert found.beside[0].available
    assert not chosen(answers(120), "plan").beside


def test_the_recommended_rows_name_their_coefficient():
    found = evidence(responses(answers(49)))
    rows = recommended_rows(found.recommendations())
    row = rows.one(scale="plan")
    alpha = found.coefficients.one(statistic="alpha", scale="plan", headline=True)
    assert (row.statistic, row.with_, row.method) == ("recommended", "alpha", alpha.method)
    assert (row.estimate, row.conf_low) == (alpha.estimate, alpha.conf_low)


def bounds(low, high, value=None):
    middle = (low + high) / 2 if value is None else value
    return Row(statistic="alpha", estimate=middle, conf_low=low, conf_high=high, conf_level=0.95, n=40)


@pytest.mark.parametrize(
    ("row", "verdict", "level", "short", "words"),
    [
        (bounds(0.70, 0.86, 0.79), "reached", 0.70, "≥ .70", ".79, at least .70"),
        (bounds(0.6999, 0.86, 0.79), "open", 0.70, ".70?", ".79, not clearly above .70"),
        (bounds(0.81, 0.93, 0.88), "reached", 0.80, "≥ .80", ".88, at least .80"),
        (bounds(0.91, 0.97, 0.95), "reached", 0.90, "≥ .90", ".95, at least .90"),
        (bounds(0.40, 0.69, 0.55), "missed", 0.70, "< .70", ".55, below .70"),
        (bounds(0.40, 0.75, 0.60), "open", 0.70, ".70?", ".60, not clearly below .70"),
    ],
)
def test_a_level_counts_as_reached_only_when_the_lower_bound_reaches_it(row, verdict, level, short, words):
    reading = read(row)
    assert (reading.verdict, reading.level) == (verdict, level)
    assert short_verdict(reading) == short
    shown = Recommendation(scale="plan", wave=None, row=row, rule="", reason="")
    assert sentence(shown) == words
    assert quoted(shown).startswith("α ")


def test_without_an_interval_nothing_is_said_of_a_level():
    row = Row(statistic="omega_total", estimate=0.9, n=40)
    assert read(row).verdict == "unknown"
    assert read(None).verdict == "unknown"


def test_every_cut_off_names_who_set_it():
    for name, rule in CUT_OFFS.items():
        assert rule.meaning, name
        assert rule.source == OWN or any(str(year) in rule.source for year in range(1980, 2026)), name
