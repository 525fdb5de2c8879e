"""Which test runs which line: measured once with coverage.py and kept under ``build/mutation``.

A line is known by the tests whose own code runs it; what a shared fixture runs belongs to every test of
that file, because only the first of them pays for it.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import coverage
import pytest

from tests.mutation.operators import Mutation

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "mtle_survey"
KEPT = ROOT / "build" / "mutation" / "reach.json"
SETUP = "|setup"


class Recorder:
    """A pytest plugin that names each test to coverage.py and keeps how long it takes."""

    def __init__(self, source: Path) -> None:
        self.measure = coverage.Coverage(
            data_file=None, source=[str(source)], config_file=False, messages=False
        )
        self.seconds: dict[str, float] = {}
        self.failed: set[str] = set()

    def pytest_collection_finish(self) -> None:
        self.measure.start()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_setup(self, item):
        self.measure.switch_context(item.nodeid + SETUP)
        return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item):
        self.measure.switch_context(item.nodeid)
        start = time.process_time()
        try:
            return (yield)
        finally:
            self.seconds[item.nodeid] = time.process_time() - start

    def pytest_runtest_logreport(self, report) -> None:
        if not report.passed:
            self.failed.add(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        self.measure.stop()


def measure(tests: Sequence[str], source: Path = SOURCE, kept: Path = KEPT) -> None:
    """Run the tests in this process and write what lines below ``source`` each of them runs."""
    recorder = Recorder(source)
    pytest.main([*tests, "-q", "-p", "no:cacheprovider", "-p", "no:xdist"], plugins=[recorder])
    data = recorder.measure.get_data()
    contexts = sorted(recorder.seconds.keys() - recorder.failed)
    number = {name: place for place, name in enumerate(contexts)}
    of_file = defaultdict(list)
    for name, place in number.items():
        of_file[name.split("::")[0]].append(place)
    lines: dict[str, dict[int, list[int]]] = {}
    for file in data.measured_files():
        reached = {}
        for line, names in data.contexts_by_lineno(file).items():
            tests_of_line = set()
            for name in names:
                if name.endswith(SETUP):
                    tests_of_line.update(of_file[name.split("::")[0]])
                elif name in number:
                    tests_of_line.add(number[name])
            reached[line] = sorted(tests_of_line)
        lines[Path(file).relative_to(source).as_posix()] = reached
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(
        json.dumps({"tests": contexts, "seconds": [recorder.seconds[n] for n in contexts], "lines": lines}),
        encoding="utf-8",
    )


class Reach:
    """What ``measure`` kept: for a mutation, the tests to run."""

    def __init__(self, kept: Path = KEPT) -> None:
        read = json.loads(kept.read_text(encoding="utf-8"))
        self.names: list[str] = read["tests"]
        self.seconds: list[float] = read["seconds"]
        self.lines: dict[str, dict[str, list[int]]] = read["lines"]

    def tests(self, files: Sequence[str], mutation: Mutation, budget: float) -> tuple[list[str], float]:
        """Names of the tests that run a mutation, the cheapest file first, and the seconds they take.

        Defaults and constants run on import: they have all the tests of the files. What does not fit
        into the budget is left out.
        """
        found: set[int] = set()
        for file in files:
            of_line = self.lines.get(file, {})
            for line in of_line if mutation.on_import else map(str, mutation.lines):
                found.update(of_line.get(line, ()))
        of_file: dict[str, list[int]] = defaultdict(list)
        for test in sorted(found, key=lambda test: self.seconds[test]):
            of_file[self.names[test].split("::")[0]].append(test)
        cost = {name: sum(self.seconds[test] for test in tests) for name, tests in of_file.items()}
        chosen, spent = [], 0.0
        for name in sorted(of_file, key=cost.__getitem__):
            for test in of_file[name]:
                if not chosen or spent + self.seconds[test] <= budget:
                    chosen.append(self.names[test])
                    spent += self.seconds[test]
        return chosen, spent

    def files_of_tests(self, file: str, budget: float) -> tuple[list[str], float]:
        """The test files that run a module, those of its package and the cheapest first; their seconds."""
        cost: dict[str, float] = defaultdict(float)
        for name, seconds in zip(self.names, self.seconds, strict=True):
            cost[name.split("::")[0]] += seconds
        own = f"/{Path(file).parent.name}/"  # the tests of a package lie in a folder of its name
        chosen, spent = [], 0.0
        for name in sorted(self.test_files([file]), key=lambda name: (own not in name, cost[name])):
            if not chosen or spent + cost[name] <= budget:
                chosen.append(name)
                spent += cost[name]
        return chosen, spent

    def test_files(self, files: Sequence[str]) -> list[str]:
        """The test files that run anything of these modules."""
        tests = {t for file in files for found in self.lines.get(file, {}).values() for t in found}
        return sorted({self.names[test].split("::")[0] for test in tests})


if __name__ == "__main__":
    measure(sys.argv[1:])
