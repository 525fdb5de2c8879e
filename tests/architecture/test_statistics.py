"""A statistic without a reference that this project did not compute does not pass."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re

import pytest

import mtle_survey.stats
from mtle_survey.stats.estimate import Statistic
from tests.support import REPOSITORY

EXPECTED = REPOSITORY / "tests" / "oracle" / "expected"
TESTS = REPOSITORY / "tests"


def statistics() -> dict[str, Statistic]:
    found = {}
    for module in pkgutil.walk_packages(mtle_survey.stats.__path__, "mtle_survey.stats."):
        constant = getattr(importlib.import_module(module.name), "STATISTIC", None)
        if constant is not None:
            found[f"{constant.family}/{constant.name}"] = constant
    return found


STATISTICS = statistics()
SOURCES = "\n".join(p.read_text(encoding="utf-8") for p in TESTS.rglob("test_*.py"))


def test_the_core_statistics_are_there():
    assert {"reliability/alpha", "reliability/omega_total", "change/mean_change", "change/wilcoxon"} <= set(
        STATISTICS
    )


@pytest.mark.parametrize("name", STATISTICS)
def test_it_has_a_reference_from_elsewhere(name):
    document = json.loads((EXPECTED / f"{name}.json").read_text(encoding="utf-8"))
    assert document["cases"]
    if document["generator"] == "published":
        assert document["note"], "a published value names its source"
    else:
        assert (REPOSITORY / document["generator"]).is_file(), "the generator is committed beside its numbers"
        assert document["r_version"]


@pytest.mark.parametrize("name", STATISTICS)
def test_a_test_reads_its_reference(name):
    family, statistic = name.split("/")
    assert re.search(rf"\b{family}\b", SOURCES)
    assert re.search(rf"\b{statistic}\b", SOURCES)


@pytest.mark.parametrize("name", STATISTICS)
def test_it_says_what_it_is(name):
    statistic = STATISTICS[name]
    assert statistic.label
    assert statistic.formula
    assert any(year in statistic.reference for year in map(str, range(1900, 2027)))
