"""The harness on a kernel of its own: what a test holds is noticed, what none holds is told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.mutation.operators import mutations, sample
from tests.mutation.reach import SOURCE
from tests.mutation.results import explained

ROOT = Path(__file__).parents[2]
KERNEL = '''
"""A kernel."""

from dataclasses import dataclass

LIMIT = 3


@dataclass
class Way:
    times: int


WAYS = {"once": Way(1)}


def along(x, way):
    return WAYS[way].times * x


def scale(x, *, factor=2.0):
    """Not a number to change: 7."""
    if factor < 0:
        raise ValueError(f"below 0 by {0 - factor}")
    return x * factor


def enough(n):
    return n >= LIMIT


def forgotten(n):
    return n + 1


class Odds:
    same: float = 0.5

    @property
    def twice(self):
        return self.same * 2


def endless(n):
    while n:
        n -= 1
    return n
'''
TESTS = """
import kernel
from caller import room
from kernel import along, enough, scale

def test_along():
    assert along(2, "once") == 2

def test_scale():
    assert scale(3.0) == 6.0

def test_enough():
    assert enough(5) and not enough(1)

def test_room():
    assert room(1) == 2

def test_endless():
    assert kernel.endless(2) == 0

def test_twice():
    assert kernel.Odds().twice == 1.0
"""
CALLER = """
from kernel import LIMIT

def room(n):
    return LIMIT - n
"""
RUN = """
import sys
from pathlib import Path
from tests.mutation import reach
from tests.mutation.campaign import Campaign
from tests.mutation.results import Results

here, step = Path.cwd(), sys.argv[1]
if step == "measure":
    reach.measure(["test_kernel.py"], here, here / "reach.json")
else:
    reached, results = reach.Reach(here / "reach.json"), Results(here / "r.jsonl", {})
    Campaign(source=here, package="", reached=reached, results=results, patience=1).run(["kernel.py"], jobs=2)
"""


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """What became of each mutant of the kernel above: change by change."""
    folder = tmp_path_factory.mktemp("harness")
    (folder / "kernel.py").write_text(KERNEL, encoding="utf-8")
    (folder / "caller.py").write_text(CALLER, encoding="utf-8")
    (folder / "test_kernel.py").write_text(TESTS, encoding="utf-8")
    (folder / "run.py").write_text(RUN, encoding="utf-8")
    path = os.pathsep.join([str(ROOT), str(folder)])
    for step in ("measure", "try"):
        subprocess.run(
            [sys.executable, "run.py", step],
            cwd=folder,
            check=True,
            capture_output=True,
            env={**os.environ, "PYTHONPATH": path},
        )
    lines = (folder / "r.jsonl").read_text(encoding="utf-8").splitlines()
    return {(e["function"], e["change"]): e["result"] for e in map(json.loads, lines)}


@pytest.mark.parametrize(
    ("function", "change", "result"),
    [
        ("scale", "x * factor -> x / factor", "killed"),
        ("scale", "2.0 -> 3.0", "killed"),  # a default, though the test imported the function by name
        ("scale", "factor < 0 -> False", "survived"),
        ("enough", "n >= LIMIT -> n > LIMIT", "survived"),
        ("forgotten", "n + 1 -> n - 1", "no test runs it"),
        ("Odds.twice", "self.same * 2 -> self.same", "killed"),
        ("endless", "n -= 1 -> pass", "out of time"),
        ("", "3 -> 4", "killed"),  # a constant, though another module imported it by name
        ("", "1 -> 2", "killed"),  # a constant of the module's own class
    ],
)
def test_a_mutant_is_told_from_the_kernel_where_a_test_holds_it(results, function, change, result):
    assert results[function, change] == result


def test_text_and_messages_and_declarations_are_not_changed():
    changes = {mutation.change for mutation in mutations(KERNEL)}
    assert not any("7" in change or "0.5" in change or "0 - factor" in change for change in changes)


def test_a_sample_has_one_mutant_of_every_line_before_a_second_of_any():
    every = mutations(KERNEL)
    lines = {mutation.lines for mutation in every}
    chosen = sample(every, len(lines), "seed")
    assert {mutation.lines for mutation in chosen} == lines
    assert [m.change for m in sample(every, 5, "seed")] == [m.change for m in chosen[:5]]


def test_every_explanation_is_of_a_mutant_that_can_still_be_made() -> None:
    """A line that has changed since asks for a new look, and an entry about it explains nothing."""
    reasons = explained()
    made = {
        (module, mutation.function, mutation.text, mutation.change)
        for module in {key[0] for key in reasons}
        if (SOURCE / module).exists()
        for mutation in mutations((SOURCE / module).read_text(encoding="utf-8"))
    }
    assert not reasons.keys() - made
