"""Mutation testing of kernels: ``python -m tests.mutation [MODULE…] [--limit N] [--seconds S]``.

Each mutant changes one operator, comparison, number, condition, slice or statement of a kernel; then the
tests that run the changed line are run. A mutant that no test notices survives and is printed, unless
``survivors.toml`` says why it computes the same. Which test runs which line is measured first, and again
with ``--measure``; ``docs/explanation/mutation-testing.md`` tells more.
"""

from __future__ import annotations

import argparse
import functools
import importlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.mutation import reach, results
from tests.mutation.install import Functions
from tests.mutation.operators import Mutation, mutations, sample
from tests.mutation.trial import Trial, Trials

OUTSIDE_STATS = [
    "scores.py",
    "linking/odds.py",
    "linking/chance.py",
    "aggregates/protect.py",
    "report/disclosure.py",
    "screening/declared.py",
    "screening/layout.py",
    "screening/rule.py",
    "screening/screen.py",
]
TESTS = [
    "tests/unit/stats",
    "tests/properties",
    "tests/unit/evidence",
    "tests/unit/linking",
    "tests/unit/aggregates",
    "tests/unit/checks",
    "tests/unit/rules",
    "tests/unit/test_scores.py",
    "tests/unit/report/test_disclosure.py",
]
QUIET = ["-q", "-s", "--no-header", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:faulthandler"]


def kernels(chosen: list[str]) -> list[str]:
    """Files below ``src/mtle_survey``: all kernels, or those of the modules or packages named."""
    every = sorted(f.relative_to(reach.SOURCE).as_posix() for f in (reach.SOURCE / "stats").rglob("*.py"))
    every += OUTSIDE_STATS
    wanted = tuple(name.replace(".", "/") for name in chosen)
    found = [f for f in every if not wanted or f.removesuffix(".py").startswith(wanted)]
    if not found:
        raise SystemExit(f"no kernel is called {', '.join(chosen)}: name one as stats.reliability.alpha")
    return found


def trials(options: argparse.Namespace, reached: reach.Reach, done: results.Results) -> Iterator[Trial]:
    """A trial for every mutation chosen that has no result yet."""
    start = time.monotonic()
    for file in kernels(options.modules):
        source = (reach.SOURCE / file).read_text(encoding="utf-8")
        chosen = sample(mutations(source), options.limit, f"{options.seed}/{file}")
        module = importlib.import_module("mtle_survey." + file.removesuffix(".py").replace("/", "."))
        functions = Functions(module)
        for mutation in chosen:
            if options.seconds and time.monotonic() - start > options.seconds:
                return
            if done.has(file, mutation):
                continue
            tests, seconds = reached.tests(file, mutation, options.budget)
            if not tests:
                done.add(file, mutation, "no test runs it", 0)
                continue
            yield Trial(
                change=functools.partial(_install, functions, mutation),
                tests=tests,
                seconds=int(10 + 5 * seconds),
                then=functools.partial(done.add, file, mutation, tests=len(tests)),
            )


def _install(functions: Functions, mutation: Mutation) -> None:
    functions.install(mutation.tree(), mutation.function)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation")
    parser.add_argument("modules", nargs="*", help="stats.reliability.alpha, stats.change; all by default")
    parser.add_argument("--limit", type=int, default=0, help="mutants to a module; all by default")
    parser.add_argument("--seconds", type=int, default=0, help="start no further mutant after this long")
    parser.add_argument("--budget", type=float, default=30, help="seconds of tests that a mutant may take")
    parser.add_argument("--seed", default="1", help="which mutants, where there is a limit")
    parser.add_argument("--jobs", type=int, default=1, help="mutants at a time")
    parser.add_argument("--measure", action="store_true", help="measure anew which test runs which line")
    parser.add_argument("--output", type=Path, default=reach.KEPT.parent / "results.jsonl")
    options = parser.parse_args()
    os.chdir(reach.ROOT)
    if options.measure or not reach.KEPT.exists():
        subprocess.run([sys.executable, "-m", "tests.mutation.reach", *TESTS], check=True)
    reached = reach.Reach(json.loads(reach.KEPT.read_text(encoding="utf-8")))
    done = results.Results(options.output)
    files = reached.test_files(kernels(options.modules))
    pytest.main([*files, *QUIET], plugins=[Trials(trials(options, reached, done), options.jobs)])
    print(done.summary(kernels(options.modules)))


if __name__ == "__main__":
    main()
