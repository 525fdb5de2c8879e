"""Every statistic with a confidence level refuses one that is none, such as 95 for 95%."""

from __future__ import annotations

import importlib
import inspect
import pkgutil

import numpy as np
import pytest

import mtle_survey.stats
from mtle_survey.stats.categorical.transitions import transition_matrix
from mtle_survey.stats.change.paired import paired_moments
from mtle_survey.stats.estimate import Estimate
from mtle_survey.stats.linear_model import least_squares
from mtle_survey.stats.mixed.random_intercept import fit_random_intercept
from mtle_survey.stats.power.comparison_power import ComparisonDesign
from mtle_survey.stats.reliability.incomplete import incomplete_moments
from mtle_survey.stats.structure.efa.solution import efa

N = 60
CHANCE = np.random.default_rng(5)
ANSWERS = np.clip(np.rint(3 + CHANCE.normal(size=(N, 1)) + CHANCE.normal(size=(N, 6))), 1, 5)
EARLIER, LATER = ANSWERS[:, :3].mean(axis=1), ANSWERS[:, 3:].mean(axis=1)
HALF = np.arange(N) % 2 == 0
SITES = np.arange(N) % 6
DESIGN = np.column_stack([np.ones(N), HALF])
NUMBERS = {
    "n": N,
    "k": 6,
    "alpha": 0.8,
    "r": 0.5,
    "t": 2.0,
    "df": 20.0,
    "chi2": 30.0,
    "count": 20,
    "up": 9,
    "down": 4,
    "gained": 9,
    "lost": 4,
    "program_count": 12,
    "program_n": 30,
    "comparison_count": 9,
    "comparison_n": 30,
    "units": 30,
    "width": 0.2,
    "power": 0.8,
    "difference": 0.3,
    "sd_change": 0.5,
    "icc": 0.1,
    "clusters": 10,
    "cluster_size": 6.0,
    "noncentrality": 2.0,
    "smallest_effect": 0.2,
    "reliability": 0.9,
    "items": 6,
    "meaningful_step": 0.25,
    "lowest": 1.0,
    "highest": 5.0,
    "std_error": 0.1,
    "value": 0.3,
    "complete_df": 58.0,
    "seed": 1,
    "draws": 50,
    "what": "answers",
    "method": "",
    "form": "consistency",
    "df_method": "satterthwaite",
}
VALUES = NUMBERS | {
    "x": ANSWERS,
    "ratings": ANSWERS[:, :2],
    "categories": [1, 2, 3, 4, 5],
    "weights": "quadratic",
    "w": np.eye(5),
    "table": np.ones((5, 5)),
    "pre": EARLIER,
    "post": LATER,
    "then": LATER,
    "pre_only": EARLIER[:10],
    "post_only": LATER[:10],
    "change": LATER - EARLIER,
    "values": LATER - EARLIER,
    "scores": np.column_stack([EARLIER, LATER, LATER + 0.1 * CHANCE.normal(size=N)]),
    "times": np.array([0.0, 1.0, 2.0]),
    "dose": np.arange(N, dtype=float),
    "answers": ANSWERS[:, :2],
    "outcome": LATER,
    "program": HALF,
    "mask": HALF,
    "covariates": EARLIER[:, None],
    "cluster": SITES,
    "site": SITES,
    "sites": SITES,
    "flags": HALF,
    "counted": np.ones(N, dtype=bool),
    "X": DESIGN,
    "y": LATER,
    "contrast": np.array([0.0, 1.0]),
    "contrasts": np.array([[-1.0, 1.0, 0.0]]),
    "estimates": np.array([0.2, 0.3, 0.4]),
    "variances": np.array([0.1, 0.1, 0.1]),
    "S": np.cov(ANSWERS.T),
    "R": np.corrcoef(ANSWERS.T),
    "replicates": CHANCE.normal(size=500),
    "influence": CHANCE.normal(size=N),
    "coefficients": {},
    "moments": paired_moments(EARLIER, LATER),
    "transitions": transition_matrix(list(ANSWERS[:, 0]), list(ANSWERS[:, 1]), [1, 2, 3, 4, 5]),
    "design": ComparisonDesign(program_n=30, comparison_n=30, sd=1.0),
    "sem": Estimate(value=0.3, n=N, method="agreement/satterthwaite"),
    "effect": Estimate(value=0.3, n=N, method="ancova", std_error=0.1, df=50.0),
    "found": incomplete_moments(ANSWERS),
    "fitted": efa(np.corrcoef(ANSWERS.T), N, 1),
    "gamma": np.eye(15),
}
# The same name means something else there.
ELSEWHERE = {
    ("power.paired_power", "change"): 0.3,
    ("power.clustered_power", "change"): 0.3,
    ("linear_model", "fit"): least_squares(DESIGN, LATER),
    ("mixed.wave_covariance", "fit"): None,
    ("change.lmm_change", "fit"): fit_random_intercept(DESIGN, LATER, np.arange(N) // 2),
    ("content_validity.item_cvi", "ratings"): np.clip(ANSWERS[:, :3], 1, 4),
    ("content_validity.aiken_v", "ratings"): np.clip(ANSWERS[:, :3], 1, 4),
    ("items.difficulty", "x"): (ANSWERS > 3).astype(float),
    ("reliability.kr20", "x"): (ANSWERS > 3).astype(float),
}


def levelled():
    """Every function of the kernels with a usual confidence level; those without one are called by these."""
    for found in pkgutil.walk_packages(mtle_survey.stats.__path__, "mtle_survey.stats."):
        module = importlib.import_module(found.name)
        for name, function in vars(module).items():
            if inspect.isfunction(function) and function.__module__ == found.name and name[0] != "_":
                level = inspect.signature(function).parameters.get("level")
                if level is not None and level.default is not level.empty:
                    yield pytest.param(function, id=f"{found.name.removeprefix('mtle_survey.stats.')}-{name}")


@pytest.mark.parametrize("function", list(levelled()))
def test_a_level_that_is_none_is_refused(function):
    place = function.__module__.removeprefix("mtle_survey.stats.")
    needed = [p for p in inspect.signature(function).parameters.values() if p.default is p.empty]
    values = {
        p.name: ELSEWHERE[place, p.name] if (place, p.name) in ELSEWHERE else VALUES[p.name]
        for p in needed
        if p.name != "level"
    }
    assert 0.0 < inspect.signature(function).parameters["level"].default < 1.0
    for level in (95.0, 1.0, 0.0):
        with pytest.raises(ValueError, match="between 0 and 1"):
            function(**values, level=level)
