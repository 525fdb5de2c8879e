"""Mutation testing of kernels: ``python -m tests.mutation [MODULE…] [--limit N] [--seconds S]``.

Each mutant changes one operator, comparison, number, condition, slice or statement of a kernel; then the
tests that run the changed line are run. A mutant that no test notices survives and is printed, unless
``survivors.toml`` says why it computes the same. Which test runs which line is measured first, and again
with ``--measure``; ``docs/explanation/mutation-testing.md`` tells more.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from tests.mutation import reach, results
from tests.mutation.campaign import Campaign

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
    "tests/unit/screening",
    "tests/unit/test_scores.py",
    "tests/unit/report/test_disclosure.py",
]


def kernels(chosen: list[str]) -> list[str]:
    """Files below ``src/mtle_survey``: all kernels, or those of the modules or packages named."""
    every = sorted(f.relative_to(reach.SOURCE).as_posix() for f in (reach.SOURCE / "stats").rglob("*.py"))
    every += OUTSIDE_STATS
    wanted = tuple(name.replace(".", "/") for name in chosen)
    found = [f for f in every if not wanted or f.removesuffix(".py").startswith(wanted)]
    if not found:
        raise SystemExit(f"no kernel is called {', '.join(chosen)}: name one as stats.reliability.alpha")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation")
    parser.add_argument("modules", nargs="*", help="stats.reliability.alpha, stats.change; all by default")
    parser.add_argument("--limit", type=int, default=0, help="mutants to a module; all by default")
    parser.add_argument("--seconds", type=int, default=0, help="start no further mutant after this long")
    parser.add_argument("--budget", type=float, default=30, help="seconds of tests that a mutant may take")
    parser.add_argument("--seed", default="1", help="which mutants, where there is a limit")
    parser.add_argument("--jobs", type=int, default=1, help="mutants at a time")
    parser.add_argument("--again", action="store_true", help="try survivors again, on whole files of tests")
    parser.add_argument("--newer", nargs="*", default=[], help="with --again: test files that are new")
    parser.add_argument("--measure", action="store_true", help="measure anew which test runs which line")
    parser.add_argument("--output", type=Path, default=reach.KEPT.parent / "results.jsonl")
    options = parser.parse_args()
    os.chdir(reach.ROOT)
    if options.measure or not reach.KEPT.exists():
        subprocess.run([sys.executable, "-m", "tests.mutation.reach", *TESTS], check=True)
    done = results.Results(options.output, results.explained())
    files = kernels(options.modules)
    Campaign(
        source=reach.SOURCE,
        package="mtle_survey",
        reached=reach.Reach(),
        results=done,
        limit=options.limit,
        seed=options.seed,
        budget=options.budget,
        seconds=options.seconds,
        again=options.again,
        newer=options.newer,
    ).run(files, options.jobs)
    print(done.summary(files))


if __name__ == "__main__":
    main()
