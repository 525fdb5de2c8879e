"""The recipe that is used when only a size is given."""

from mtle_survey.simulate import default_recipe, simulate
from tests.unit.simulate.demo import demo_instrument


def test_a_wave_that_bears_a_forms_name_answers_that_form():
    recipe = default_recipe(demo_instrument(), n=40, sites=4, waves=("short", "end"), seed=9)
    simulation = simulate(demo_instrument(), recipe)
    assert [c.target for c in simulation.wave("short").rated] == ["a1", "a2", "a3", "a4"]
    assert len(simulation.wave("end").rated) == 11
    assert len(simulation.wave("short")) == 40
    assert len(simulation.wave("end")) == 36
    assert {r.site for r in simulation.truth.respondents} == {"Site A", "Site B", "Site C", "Site D"}


def test_outcomes_grow_and_codes_are_clean():
    simulation = simulate(demo_instrument(), default_recipe(demo_instrument()))
    change = {c.scale: c.mean_change for c in simulation.truth.changes}
    assert change["a"] > 0.1
    assert not any(p.kind.startswith("id_") for p in simulation.truth.planted)
