"""Which mutants are tried, with which tests, and how long."""

from __future__ import annotations

import functools
import importlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.mutation.install import Functions
from tests.mutation.operators import Mutation, mutations, sample
from tests.mutation.reach import Reach
from tests.mutation.results import Results
from tests.mutation.trial import Trial, Trials

QUIET = ["-q", "-s", "--no-header", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:faulthandler"]


@dataclass(frozen=True, kw_only=True)
class Campaign:
    """A choice of mutants, and where their results go.

    Attributes
    ----------
    source, package : Path, str
        The folder of the modules, and the name of the package they are imported from.
    reached : Reach
        Which tests run which lines.
    results : Results
        Mutants that have a result are not tried again.
    limit, seed : int, str
        Mutants to a module, 0 for all, and what chooses them.
    budget : float
        Seconds of tests that one mutant may take.
    seconds : float
        No mutant is started later than this; 0 for no end.
    patience : int
        Seconds of processor time that a mutant has beyond five times what its tests usually take.
    again : bool
        Try what survived without an explanation once more, on every test of the files that run the
        module: for tests that are newer than the measurement.
    newer : sequence of str
        Test files that the measurement does not know, tried again first.
    """

    source: Path
    package: str
    reached: Reach
    results: Results
    limit: int = 0
    seed: str = "1"
    budget: float = 30
    seconds: float = 0
    patience: int = 4
    again: bool = False
    newer: Sequence[str] = ()

    def run(self, files: Sequence[str], jobs: int) -> None:
        """Collect the tests of these modules once, and try the mutants."""
        tests = sorted({*self.reached.test_files(files), *self.newer})
        pytest.main([*tests, *QUIET], plugins=[Trials(self._trials(files), jobs)])

    def _trials(self, files: Sequence[str]) -> Iterator[Trial]:
        start = time.monotonic()
        for file in files:
            source = (self.source / file).read_text(encoding="utf-8")
            chosen = [
                m for m in sample(mutations(source), self.limit, f"{self.seed}/{file}") if self._open(file, m)
            ]
            if not chosen:
                continue
            functions = Functions(importlib.import_module(self._module(file)))
            for mutation in chosen:
                if self.seconds and time.monotonic() - start > self.seconds:
                    return
                if self.again:
                    yield self._on_whole_files(file, mutation, functions)
                else:
                    yield from self._trial(file, mutation, functions)

    def _open(self, file: str, mutation: Mutation) -> bool:
        """Whether this mutant is still to be tried."""
        if self.again:
            return self.results.unexplained(file, mutation)
        return not self.results.has(file, mutation)

    def _on_whole_files(self, file: str, mutation: Mutation, functions: Functions) -> Trial:
        tests, seconds = self.reached.files_of_tests(file, self.budget)
        tests = [*self.newer, *(name for name in tests if name not in self.newer)]
        return Trial(
            change=lambda: functions.install(mutation.tree(), mutation.function),
            tests=tests,
            seconds=int(60 + 10 * seconds),
            then=functools.partial(self.results.add, file, mutation, tests=len(tests)),
        )

    def _module(self, file: str) -> str:
        name = file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        return f"{self.package}.{name}" if self.package else name

    def _trial(self, file: str, mutation: Mutation, functions: Functions) -> Iterator[Trial]:
        files = [file] if mutation.function else [file, *functions.importers(self.source)]
        tests, seconds = self.reached.tests(files, mutation, self.budget)
        if not tests:
            self.results.add(file, mutation, "no test runs it", tests=0)
            return
        yield Trial(
            change=lambda: functions.install(mutation.tree(), mutation.function),
            tests=tests,
            seconds=int(self.patience + 5 * seconds),
            then=functools.partial(self.results.add, file, mutation, tests=len(tests)),
        )
