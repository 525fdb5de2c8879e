"""Test-retest is given only for waves that the study declares to have nothing between them."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from mtle_survey import load_study
from mtle_survey.cli.main import app
from mtle_survey.errors import MtleError
from mtle_survey.stats.agreement.icc_a1 import icc_a1
from tests.support import put_study
from tests.unit.study.test_study import STUDY, people

RETEST = STUDY + "retest: [pre, post]\n"


def test_it_is_the_agreement_of_the_linked_scores(tmp_path):
    study = load_study(put_study(tmp_path, RETEST, pre=people(20), post=people(20, shift=1, start=4)))
    (found,) = study.stability.where(statistic="icc_a1", scale="voice").rows
    import numpy as np

    a, b = study.links.pairs("pre", "post")
    x = np.column_stack([study.scores["pre"].of("voice")[a], study.scores["post"].of("voice")[b]])
    assert found.n == 16
    assert found.estimate == pytest.approx(icc_a1(x).value)
    assert found.contrast == "post - pre"


def test_a_program_between_the_waves_is_no_retest(tmp_path):
    study = load_study(put_study(tmp_path, STUDY, pre=people(20), post=people(20, shift=1)))
    assert len(study.stability) == 0


def test_people_read_it_after_the_coefficients(tmp_path):
    path = put_study(tmp_path, RETEST, pre=people(20), post=people(20, shift=1))
    text = CliRunner().invoke(app, ["reliability", str(path)]).stdout
    assert "Test-retest, pre and post" in text
    assert "Smallest detectable change" in text


def test_an_unknown_wave_is_located(tmp_path):
    path = put_study(tmp_path, STUDY + "retest: [pre, later]\n", pre=people(9), post=people(9))
    with pytest.raises(MtleError) as caught:
        load_study(path)
    assert "T004" in {p.code for p in caught.value.problems}
