"""Analyses on request: filled-in answers, and how much the lost would have to differ."""

from __future__ import annotations

import numpy as np
import pytest

from mtle_survey.evidence.imputation import pooled_change
from tests.unit.evidence.studies import make_study


def gappy(n=40, seed=3, blanks=0.12):
    generator = np.random.default_rng(seed)
    trait = generator.normal(size=n)

    def wave(shift):
        answers = {}
        for item in ("a1", "a2", "a3"):
            codes = np.clip(np.rint(3 + shift + trait + 0.6 * generator.normal(size=n)), 1, 5).astype(int)
            left_out = generator.random(n) < blanks
            answers[item] = [None if gap else int(code) for code, gap in zip(codes, left_out, strict=True)]
        return answers

    return {"pre": wave(0.0), "post": wave(0.5)}


def test_filled_in_answers_give_nearly_the_change_of_the_scores(tmp_path):
    study = make_study(tmp_path, gappy(), primary=("lead",), extras=("imputation",))
    found = study.compared.one(statistic="imputed_change", scale="lead")
    led = study.change.one(statistic="mean_change", scale="lead", headline=True)
    assert found.estimate == pytest.approx(led.estimate, abs=0.08)
    assert found.n >= led.n
    assert 0 < study.compared.one(statistic="missing_information", scale="lead").estimate < 0.5
    (line,) = study.sensitivity.lines
    assert line.ways["imputed"].estimate == found.estimate


def test_nobody_who_stayed_away_is_made_up(tmp_path):
    waves = gappy()
    waves["post"] = {item: [None] * 5 + cells[5:] for item, cells in waves["post"].items()}
    study = make_study(tmp_path, waves, extras=("imputation",))
    assert study.compared.one(statistic="imputed_change", scale="lead").n <= 35


def test_nothing_left_out_is_said_and_not_filled_in(tmp_path):
    study = make_study(tmp_path, gappy(blanks=0.0), extras=("imputation",))
    reason = pooled_change(study.panel, study.panel.main_contrast, "lead")
    assert reason == "nobody who answered in both waves left out a question of this scale"
    assert study.sensitivity.lines[0].ways["imputed"].unavailable


def test_too_few_people_are_not_filled_in(tmp_path):
    waves = {w: {i: c[:8] for i, c in columns.items()} for w, columns in gappy(blanks=0.3).items()}
    study = make_study(tmp_path, waves, extras=("imputation",))
    assert study.compared.one(statistic="imputed_change", scale="lead").unavailable


def test_the_tipping_point_rests_on_everyone_and_on_those_lost(tmp_path):
    waves = gappy(blanks=0.0)
    waves["post"] = {item: [None] * 6 + cells[6:] for item, cells in waves["post"].items()}
    study = make_study(tmp_path, waves, extras=("tipping_points",))
    everyone = study.everyone.one(statistic="lmm_change", scale="lead", headline=True)
    found = study.compared.one(statistic="tipping_point", scale="lead")
    assert everyone.conf_low > 0
    assert (found.estimate, found.n) == (pytest.approx(-everyone.conf_low * 40 / 6), 40)
    whole = make_study(tmp_path, gappy(blanks=0.0), extras=("tipping_points",))
    assert "nobody was lost" in whole.compared.one(statistic="tipping_point", scale="lead").unavailable
