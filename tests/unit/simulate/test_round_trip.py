"""Every shipped instrument can be simulated, and what was written is read back as it was meant."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from mtle_survey.instrument.load import load_instrument
from mtle_survey.reading import read_responses
from mtle_survey.responses import Missing
from mtle_survey.simulate import MissingShares, Recipe, WavePlan, simulate, write_simulation
from tests.support import REPOSITORY

INSTRUMENTS = sorted(path.stem for path in (REPOSITORY / "instruments").glob("*.yaml"))


@pytest.mark.parametrize("labels", [True, False])
@pytest.mark.parametrize("style", ["qualtrics", "plain"])
@pytest.mark.parametrize("name", INSTRUMENTS)
def test_what_was_written_is_read_back(name, style, labels, tmp_path):
    instrument = load_instrument(REPOSITORY / "instruments" / f"{name}.yaml")
    if not instrument.rated_items:
        pytest.skip(f"{name} has no rated items")
    recipe = Recipe(
        n=40,
        seed=2,
        sites=4,
        waves=(WavePlan(wave="pre", date=dt.date(2025, 9, 1)),),
        missing=MissingShares(skipped=0.02, not_applicable=0.05, refused=0.02, dont_know=0.02, other=0.02),
    )
    simulation = simulate(instrument, recipe)
    path = write_simulation(simulation, tmp_path, style=style, labels=labels)[0]
    responses = read_responses(path, instrument, wave="pre")
    wave = simulation.waves[0]
    assert responses.items == tuple(column.target for column in wave.rated)
    np.testing.assert_array_equal(responses.reasons, wave.reasons)
    answered = wave.reasons == Missing.ANSWERED
    np.testing.assert_array_equal(responses.values[answered], wave.codes[answered])
    assert not np.isfinite(responses.values[~answered]).any()
    if responses.ids is not None:
        people = [simulation.truth.respondents[i].code for i in wave.respondents]
        assert responses.ids.tolist() == people
