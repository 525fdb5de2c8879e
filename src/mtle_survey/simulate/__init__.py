"""Seeded synthetic responses to any instrument, with the truth behind them."""

from mtle_survey.simulate.default_recipe import default_recipe
from mtle_survey.simulate.recipe import IdErrors, MissingShares, Recipe, WavePlan
from mtle_survey.simulate.records import SimulatedWave, Simulation
from mtle_survey.simulate.sheet import SyntheticSheet, by_weight, self_made_codes
from mtle_survey.simulate.simulation import simulate
from mtle_survey.simulate.truth import Planted, Truth
from mtle_survey.simulate.write import write_simulation

__all__ = [
    "IdErrors",
    "MissingShares",
    "Planted",
    "Recipe",
    "SimulatedWave",
    "Simulation",
    "SyntheticSheet",
    "Truth",
    "WavePlan",
    "by_weight",
    "default_recipe",
    "self_made_codes",
    "simulate",
    "write_simulation",
]
