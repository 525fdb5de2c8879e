"""What every benchmark reports, and how it takes time, memory and agreement.

Times are processor seconds: the clock tells more of what else the machine does than of the program.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """Another tool at the same task on the same data.

    Attributes
    ----------
    name : str
    seconds : float
    memory : float or None
        Peak of what it newly allocated, in MiB.
    differences : mapping of str to float
        Largest absolute difference between its numbers and ours, by what they are.
    """

    name: str
    seconds: float
    memory: float | None = None
    differences: Mapping[str, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """One task, timed here and elsewhere.

    Attributes
    ----------
    task : str
        What was computed, with its size.
    seconds : float
        Best time of this package, in processor seconds.
    memory : float or None
        Peak of what this package newly allocated, in MiB.
    target : float or None
        What was promised.
    others : tuple of Peer
        Other tools at the same task.
    """

    task: str
    seconds: float
    memory: float | None = None
    target: float | None = None
    others: tuple[Peer, ...] = ()


Values = Mapping[str, object]


def best_of(
    repeats: int, task: Callable[[], object], clock: Callable[[], float] = time.process_time
) -> float:
    """Shortest of several runs after one to warm up, in processor seconds unless ``clock`` is another."""
    task()
    times = []
    for _ in range(repeats):
        start = clock()
        task()
        times.append(clock() - start)
    return min(times)


def peak_memory(task: Callable[[], object]) -> float:
    """Peak of what Python and NumPy newly allocate during a task, in MiB."""
    tracemalloc.start()
    try:
        task()
        return tracemalloc.get_traced_memory()[1] / 2**20
    finally:
        tracemalloc.stop()


def python_peer(
    name: str,
    task: Callable[[], object],
    ours: Values | None = None,
    theirs: Values | None = None,
    *,
    repeats: int = 3,
    scale: float = 1.0,
) -> Peer:
    """A Python package at the task.

    Parameters
    ----------
    name : str
    task : callable
    ours, theirs : mapping of str to number or array, optional
        What is to agree.
    repeats : int
    scale : float
        Times the task was made smaller.
    """
    return Peer(
        name=name,
        seconds=scale * best_of(repeats, task),
        memory=peak_memory(task),
        differences=None if ours is None or theirs is None else differences(ours, theirs),
    )


R_SCRIPT = """
{libraries}
x <- as.matrix(read.csv("{data}", header = FALSE)); colnames(x) <- paste0("i", seq_len(ncol(x)))
quiet <- function(expression) {{ sink(nullfile()); on.exit(sink()); expression }}
{setup}
invisible(gc(reset = TRUE)); before <- sum(gc()[, 2])
seconds <- sum(system.time(found <- quiet({{ {task} }}))[-3])  # all but the clock, children too
memory <- sum(gc()[, 6]) - before
values <- quiet(list({values}))
cat(jsonlite::toJSON(list(seconds = seconds, memory = memory, values = values), digits = NA))
"""


def r_peer(
    name: str,
    data: np.ndarray,
    task: str,
    ours: Values,
    values: Mapping[str, str],
    *,
    libraries: Sequence[str] = (),
    setup: str = "",
    scale: float = 1.0,
) -> tuple[Peer, ...]:
    """R at the task, on the same numbers, or the reason why it cannot be.

    Parameters
    ----------
    name : str
    data : (n, p) float array
        What the script finds as the matrix ``x``.
    task : str
        Its last value is ``found``.
    ours : mapping of str to number or array
        Our numbers.
    values : mapping of str to str
        The expressions that give R's numbers of the same names.
    libraries : sequence of str
        Packages that the script loads.
    setup : str
        What comes before the clock.
    scale : float
        Times the task was made smaller.
    """
    if shutil.which("Rscript") is None:
        return (Peer(name=f"{name}: R is not installed", seconds=float("nan")),)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.csv"
        np.savetxt(path, np.asarray(data, dtype=float), delimiter=",", fmt="%.17g")
        script = R_SCRIPT.format(
            data=path,
            libraries="; ".join(f"library({library})" for library in ("jsonlite", *libraries)),
            setup=setup,
            task=task,
            values=", ".join(f"{key} = {expression}" for key, expression in values.items()),
        )
        done = subprocess.run(["Rscript", "-e", script], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        said = [line for line in done.stderr.splitlines() if line.strip() and line != "Execution halted"]
        return (Peer(name=f"{name} failed: {' '.join(said[-3:])}", seconds=float("nan")),)
    found = json.loads(done.stdout)
    return (
        Peer(
            name=name,
            seconds=scale * found["seconds"][0],
            memory=found["memory"][0],
            differences=differences(ours, found["values"]),
        ),
    )


def differences(ours: Values, theirs: Values) -> dict[str, float]:
    """Largest absolute difference by name, of the names that both have."""
    found = {}
    for name in ours:
        if name in theirs:
            a = np.asarray(ours[name], dtype=float).ravel()
            b = np.asarray(theirs[name], dtype=float).ravel()
            if a.size != b.size:
                raise ValueError(f"{name}: {a.size} numbers here, {b.size} there")
            found[name] = float(np.abs(a - b).max())
    return found
