"""What every benchmark reports, and how it takes time."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """One task, timed here and elsewhere.

    Attributes
    ----------
    task : str
        What was computed, with its size.
    seconds : float
        Best time of this package.
    target : float or None
        What was promised.
    others : tuple of (str, float)
        Other tools and their time for the same task.
    """

    task: str
    seconds: float
    target: float | None = None
    others: tuple[tuple[str, float], ...] = ()


def best_of(repeats: int, task: Callable[[], object]) -> float:
    """Shortest of several runs, in seconds, after one to warm up."""
    task()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        task()
        times.append(time.perf_counter() - start)
    return min(times)


def r_seconds(script: str) -> float | None:
    """What an R script prints as its last number; None where R or its packages are missing."""
    if shutil.which("Rscript") is None:
        return None
    done = subprocess.run(["Rscript", "-e", script], capture_output=True, text=True, check=False)
    lines = done.stdout.split()
    return float(lines[-1]) if done.returncode == 0 and lines else None
