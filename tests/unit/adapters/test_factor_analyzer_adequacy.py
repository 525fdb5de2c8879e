"""The second opinion agrees with our kernels, and both with R."""

import numpy as np
import pytest

from mtle_survey.adapters.factor_analyzer_adequacy import adequacy
from mtle_survey.stats.structure.adequacy.bartlett_chi2 import bartlett_chi2
from mtle_survey.stats.structure.adequacy.kmo import kmo
from tests.oracle.reference import HERE


@pytest.mark.parametrize("name", ["attitude.csv", "structure_holzinger.csv", "structure_bfi5.csv"])
def test_both_give_one_answer(name):
    x = np.genfromtxt(HERE / "data" / name, delimiter=",", skip_header=1)
    x = x[np.isfinite(x).all(axis=1)]
    theirs, R, n = adequacy(x), np.corrcoef(x, rowvar=False), len(x)
    ours = kmo(R, n)
    assert theirs.kmo == pytest.approx(ours.overall.value, abs=1e-8)
    np.testing.assert_allclose(theirs.kmo_items, [e.value for e in ours.items], rtol=0, atol=1e-8)
    assert theirs.bartlett_chi2 == pytest.approx(bartlett_chi2(R, n).value, rel=1e-8)


def test_missing_answers_are_refused_and_not_filled_in():
    with pytest.raises(ValueError, match="complete"):
        adequacy(np.array([[1.0, np.nan], [2.0, 3.0]]))
