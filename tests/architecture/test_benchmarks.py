"""The benchmarks stay runnable: each module can be imported, and what compares numbers is right."""

from __future__ import annotations

import importlib
import math
import pkgutil

import benchmarks
import pytest
from benchmarks.same_numbers import agreement

MODULES = [
    m.name for m in pkgutil.walk_packages(benchmarks.__path__, "benchmarks.") if "__main__" not in m.name
]


@pytest.mark.parametrize("name", MODULES)
def test_every_benchmark_fits_the_program_as_it_is(name):
    assert importlib.import_module(name).__doc__


def key(statistic, wave="pre", method=""):
    return ("", "s", "", "", wave, "", "", statistic, method)


def test_numbers_are_matched_by_what_they_are():
    here = {
        key("alpha"): {"estimate": 0.8, "n": 40.0},
        key("alpha", "post"): {"estimate": 0.7},
        key("sem"): {"estimate": 0.1},
    }
    there = {
        key("alpha"): {"estimate": 0.8, "n": 41.0},
        key("alpha", "post"): {"estimate": math.nan},
        key("omega"): {"estimate": 0.9},
    }
    found = agreement(here, there)
    assert (found.rows, found.numbers) == (2, 3)
    assert found.differences["alpha", "", "estimate"] == (2, math.inf)
    assert found.differences["alpha", "", "n"] == (1, pytest.approx(1 / 40))
    assert found.only_here == {("sem", ""): 1}
    assert found.only_there == {("omega", ""): 1}
