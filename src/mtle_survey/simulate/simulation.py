"""Simulate a whole study: population, waves, mess, and the truth behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from mtle_survey.instrument.model import Instrument
from mtle_survey.responses import Missing
from mtle_survey.simulate.attendance import attendance, respondents_in_all
from mtle_survey.simulate.expected import ExpectedScores
from mtle_survey.simulate.fields import site_names
from mtle_survey.simulate.identifiers import draw_codes, join
from mtle_survey.simulate.latent import FactorModel, draw_factor_scores, factor_model
from mtle_survey.simulate.layout import occasions_of, wave_columns
from mtle_survey.simulate.ordinal import item_thresholds
from mtle_survey.simulate.recipe import Recipe
from mtle_survey.simulate.records import SimulatedColumn, SimulatedWave, Simulation
from mtle_survey.simulate.streams import stream
from mtle_survey.simulate.truth import Planted, Respondent, Truth
from mtle_survey.simulate.wave_records import Population, WaveBuilder
from mtle_survey.stats.estimate import Array


def simulate(instrument: Instrument, recipe: Recipe) -> Simulation:
    """Draw synthetic responses to an instrument.

    Parameters
    ----------
    instrument : Instrument
        Any; its scales, keys, formats, fields and forms shape the answers.
    recipe : Recipe
        The declared truth; the same recipe always gives the same simulation.

    Returns
    -------
    Simulation
        Records of every wave, and the truth: population values of every score, what was planted where,
        and which records belong to one person.
    """
    columns = {plan.wave: wave_columns(instrument, plan) for plan in recipe.waves}
    administered = _administered(columns)
    model = factor_model(instrument, recipe, tuple(administered))
    thresholds = item_thresholds(instrument, recipe)
    population = _population(instrument, recipe, model)
    present = attendance(recipe)
    waves, planted = [], []
    for plan in recipe.waves:
        builder = WaveBuilder(
            instrument,
            recipe,
            plan,
            model,
            thresholds,
            population,
            columns[plan.wave],
            present[plan.wave],
            _answering_elsewhere(present, plan.wave),
        )
        waves.append(builder.build())
        planted += builder.planted
    truth = _truth(instrument, recipe, model, thresholds, administered, population, waves, planted)
    return Simulation(instrument=instrument, recipe=recipe, waves=tuple(waves), truth=truth)


def _administered(columns: Mapping[str, Sequence[SimulatedColumn]]) -> dict[str, tuple[str, ...]]:
    """Rated items by occasion: the waves in time order, then the occasions that forms look back to."""
    waves: dict[str, tuple[str, ...]] = dict.fromkeys(columns, ())
    others: dict[str, tuple[str, ...]] = {}
    for of_wave in columns.values():
        for occasion, items in occasions_of(of_wave).items():
            (waves if occasion in waves else others)[occasion] = items
    return waves | others


def _population(instrument: Instrument, recipe: Recipe, model: FactorModel) -> Population:
    people = respondents_in_all(recipe)
    sites = stream(recipe.seed, "sites").permutation(np.arange(people) % recipe.sites)
    dose = stream(recipe.seed, "dose").standard_normal(people)
    return Population(
        codes=draw_codes(recipe.seed, people),
        sites=sites,
        site_names=site_names(instrument, recipe.sites),
        dose=dose,
        scores=draw_factor_scores(model, recipe, sites, dose),
    )


def _answering_elsewhere(present: Mapping[str, NDArray[np.int64]], wave: str) -> frozenset[int]:
    return frozenset(int(person) for other, people in present.items() if other != wave for person in people)


def _truth(
    instrument: Instrument,
    recipe: Recipe,
    model: FactorModel,
    thresholds: Mapping[str, Array],
    administered: Mapping[str, tuple[str, ...]],
    population: Population,
    waves: Sequence[SimulatedWave],
    planted: Sequence[Planted],
) -> Truth:
    expected = ExpectedScores(model, instrument, thresholds, administered)
    baseline = recipe.waves[0].wave
    return Truth(
        instrument={"id": instrument.id, "version": instrument.version},
        recipe=recipe,
        factors=model.factors,
        factor_correlations=model.correlation,
        factor_of={i: model.factors[f] for i, f in zip(model.items, model.factor_of, strict=True) if f >= 0},
        loadings=dict(zip(model.items, model.loading.tolist(), strict=True)),
        thresholds=thresholds,
        item_means={o: {i: expected.item_mean(o, i) for i in items} for o, items in administered.items()},
        scores=expected.scores(),
        changes=expected.changes((occasion, baseline) for occasion in administered if occasion != baseline),
        missing={wave.wave: _reasons(wave) for wave in waves},
        respondents=_respondents(population, waves),
        planted=tuple(planted),
    )


def _reasons(wave: SimulatedWave) -> dict[str, int]:
    tally = Counter(wave.reasons[wave.responses].ravel().tolist())
    return {Missing(reason).name.lower(): count for reason, count in sorted(tally.items())}


def _respondents(population: Population, waves: Sequence[SimulatedWave]) -> tuple[Respondent, ...]:
    records: list[dict[str, tuple[int, ...]]] = [{} for _ in population.codes]
    for wave in waves:
        for record in wave.responses.tolist():
            own = records[int(wave.respondents[record])]
            own[wave.wave] = (*own.get(wave.wave, ()), record)
    return tuple(
        Respondent(code=join(code), site=population.site_names[site], dose=float(dose), records=own)
        for code, site, dose, own in zip(
            population.codes, population.sites, population.dose, records, strict=True
        )
    )
