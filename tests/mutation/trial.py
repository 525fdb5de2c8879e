"""Runs tests against mutants: each in a fork of a process that has collected the tests once."""

from __future__ import annotations

import gc
import os
import resource
import shutil
import signal
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import hypothesis
import pytest

SURVIVED, FAILED, BROKEN = 0, 1, 2
WORDS = {SURVIVED: "survived", FAILED: "killed", BROKEN: "killed"}


@dataclass(frozen=True)
class Trial:
    """A change to make in the process, and the tests to run then.

    Attributes
    ----------
    change : callable
        Puts the mutant in place; an exception counts as noticed, for the module could not be imported.
    tests : sequence of str
        Node ids, in the order to run them; the name of a file stands for all its tests.
    seconds : int
        Processor time after which the trial counts as noticed: an endless loop is one.
    then : callable
        Receives "killed", "survived" or "out of time".
    """

    change: Callable[[], None]
    tests: Sequence[str]
    seconds: int
    then: Callable[[str], None]


class Trials:
    """A pytest plugin that tries mutants instead of running the collected tests."""

    def __init__(self, trials: Iterable[Trial], workers: int) -> None:
        self.trials, self.workers = trials, workers
        self.running: dict[int, Trial] = {}
        self.failed = False

    def pytest_runtest_logreport(self, report) -> None:
        self.failed = self.failed or report.failed

    def pytest_sessionstart(self) -> None:
        # No test fails for being slow beside others, and a failure is not explained to anybody.
        phases = (hypothesis.Phase.explicit, hypothesis.Phase.reuse, hypothesis.Phase.generate)
        hypothesis.settings.register_profile(
            "mutants", derandomize=True, deadline=None, database=None, phases=phases
        )
        hypothesis.settings.load_profile("mutants")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items: dict[str, list[pytest.Item]] = defaultdict(list)
        for item in session.items:
            items[item.nodeid].append(item)
            items[item.nodeid.split("::")[0]].append(item)
        room = tempfile.mkdtemp(prefix="mutants-")
        os.environ["PYTEST_DEBUG_TEMPROOT"] = room
        try:
            for trial in self.trials:
                while len(self.running) >= self.workers:
                    self._wait()
                sys.stdout.flush()
                gc.freeze()  # a collection in the child would copy every page it touches
                child = os.fork()
                if child == 0:
                    self._try(trial, [item for name in trial.tests for item in items[name]])
                self.running[child] = trial
            while self.running:
                self._wait()
        finally:
            shutil.rmtree(room, ignore_errors=True)
        return True

    def _try(self, trial: Trial, items: list[pytest.Item]) -> None:
        code = BROKEN
        try:
            _confine(trial.seconds)
            trial.change()
            for item, following in zip(items, [*items[1:], None], strict=True):
                item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
                if self.failed:
                    break
            code = FAILED if self.failed else SURVIVED
        finally:
            os._exit(code)

    def _wait(self) -> None:
        child, status = os.wait()
        trial = self.running.pop(child)
        if os.WIFSIGNALED(status):
            out_of_time = os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGALRM, signal.SIGKILL)
            trial.then("out of time" if out_of_time else "killed")
        else:
            trial.then(WORDS.get(os.WEXITSTATUS(status), "killed"))


def _confine(seconds: int) -> None:
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    memory = 6 * 2**30
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    signal.alarm(20 * seconds)
