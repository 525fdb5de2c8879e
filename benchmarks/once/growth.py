"""How cost grows with respondents, items, waves, sites and draws.

``python -m benchmarks.once.growth [FOLDER [TASK…]]`` measures processor seconds (not the clock, which others
on the machine share) and the peak of newly allocated memory of one task at rising sizes, and writes
``growth.csv`` and ``growth.svg`` into the folder. With tasks named by how they begin, only these are measured
anew. The exponent is the slope of log seconds on log size over the upper half of the sizes.
"""

from __future__ import annotations

import csv
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.measure import peak_memory
from mtle_survey.stats.change.bca_change import mean_change_bca
from mtle_survey.stats.change.lmm_change import lmm_change
from mtle_survey.stats.change.mean_change import mean_change
from mtle_survey.stats.change.wilcoxon import wilcoxon
from mtle_survey.stats.clusters.cr2 import cr2_mean
from mtle_survey.stats.items.alpha_if_dropped import alpha_if_dropped_from_moments
from mtle_survey.stats.moments import sample_moments
from mtle_survey.stats.reliability.alpha import alpha_from_moments
from mtle_survey.stats.reliability.bootstrap import alpha_bca
from mtle_survey.stats.reliability.omega_total import omega_total_from_moments
from mtle_survey.stats.structure.correlation.cross_tables import cross_tables_of_responses
from mtle_survey.stats.structure.correlation.polychoric import polychoric

LEAST_SECONDS = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One task at rising sizes.

    Attributes
    ----------
    task, axis : str
        What is computed; what grows.
    sizes : tuple of int
    make : callable
        From a size to the task.
    """

    task: str
    axis: str
    sizes: tuple[int, ...]
    make: Callable[[int], Callable[[], object]]


def likert(n: int, k: int) -> np.ndarray:
    """Five-point answers to k items of one factor, made in parts so that many fit."""
    rng = np.random.default_rng(1)
    x = np.empty((n, k))
    for start in range(0, n, 100_000):
        stop = min(start + 100_000, n)
        latent = rng.normal(size=(stop - start, 1)) + rng.normal(size=(stop - start, k))
        x[start:stop] = np.digitize(latent, [-2.0, -0.7, 0.7, 2.0]) + 1.0
    return x


def reliability(n: int, k: int) -> Callable[[], object]:
    x = likert(n, k)

    def task() -> None:
        S, people = sample_moments(x)
        alpha_from_moments(S, people)
        alpha_if_dropped_from_moments(S, people)
        omega_total_from_moments(S, people)

    return task


def change(n: int) -> Callable[[], object]:
    x = likert(n, 8)
    pre, post = x[:, :4].mean(axis=1), x[:, 4:].mean(axis=1) + 0.25

    def task() -> None:
        mean_change(pre, post)
        wilcoxon(pre, post)

    return task


def tables(n: int, k: int) -> Callable[[], object]:
    x = likert(n, k)
    return lambda: cross_tables_of_responses(x)


def correlations(k: int) -> Callable[[], object]:
    x = likert(2_000, k)
    return lambda: polychoric(x)


def waves(w: int) -> Callable[[], object]:
    rng = np.random.default_rng(1)
    scores = rng.normal(size=(200, 1)) + rng.normal(size=(200, w))
    scores[rng.random(scores.shape) < 0.1] = np.nan
    return lambda: lmm_change(scores)


def sites(j: int) -> Callable[[], object]:
    rng = np.random.default_rng(1)
    site = np.repeat(np.arange(j), 10)
    values = rng.normal(size=10 * j) + rng.normal(size=j)[site]
    return lambda: cr2_mean(values, site)


def draws_of_alpha(b: int) -> Callable[[], object]:
    x = likert(400, 6)
    return lambda: alpha_bca(x, seed=1, draws=b)


def draws_of_change(b: int) -> Callable[[], object]:
    x = likert(60, 2)
    return lambda: mean_change_bca(x[:, 0], x[:, 1], draws=b)


SERIES = (
    Series(
        task="alpha, items, omega (10 items)",
        axis="respondents",
        sizes=(100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000),
        make=lambda n: reliability(n, 10),
    ),
    Series(
        task="mean change, signed-rank test",
        axis="respondents",
        sizes=(100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000),
        make=change,
    ),
    Series(
        task="all two-way tables (10 items)",
        axis="respondents",
        sizes=(100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000),
        make=lambda n: tables(n, 10),
    ),
    Series(
        task="alpha, items, omega (n = 2,000)",
        axis="items",
        sizes=(5, 10, 20, 50, 100, 200),
        make=lambda k: reliability(2_000, k),
    ),
    Series(
        task="polychoric correlations (n = 2,000)",
        axis="items",
        sizes=(5, 10, 20, 50, 100, 200),
        make=correlations,
    ),
    Series(task="mixed model (200 people)", axis="waves", sizes=(2, 3, 5, 8, 12, 16), make=waves),
    Series(task="CR2 mean (10 to a site)", axis="sites", sizes=(5, 20, 100, 500, 2_000), make=sites),
    Series(
        task="BCa of alpha (n = 400)",
        axis="draws",
        sizes=(500, 2_000, 10_000, 50_000),
        make=draws_of_alpha,
    ),
    Series(
        task="BCa of mean change (60 pairs)",
        axis="draws",
        sizes=(500, 2_000, 10_000, 50_000),
        make=draws_of_change,
    ),
)


def seconds(task: Callable[[], object]) -> float:
    """Processor seconds: the shortest of three runs, short ones repeated until they can be timed."""
    repeats = 1
    while True:
        start = time.process_time()
        for _ in range(repeats):
            task()
        spent = time.process_time() - start
        if spent >= LEAST_SECONDS:
            break
        repeats *= 4
    if spent > 2:
        return spent / repeats
    best = spent
    for _ in range(2):
        start = time.process_time()
        for _ in range(repeats):
            task()
        best = min(best, time.process_time() - start)
    return best / repeats


Found = list[tuple[int, float, float]]


def measured(series: Series) -> Found:
    """Size, processor seconds and MiB, at every size."""
    found = []
    for size in series.sizes:
        task = series.make(size)
        found.append((size, seconds(task), peak_memory(task)))
        print(
            f"{series.task}: {series.axis} {size:,}: {found[-1][1]:.2g} s, {found[-1][2]:.1f} MiB",
            flush=True,
        )
    return found


def known(path: Path) -> dict[str, Found]:
    """What was measured before, by task."""
    found: dict[str, Found] = {}
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                entry = (int(row["size"]), float(row["seconds"]), float(row["peak_mib"]))
                found.setdefault(row["task"], []).append(entry)
    return found


def exponent(found: Found) -> float:
    """Slope of log seconds on log size over the upper half of the sizes."""
    upper = np.log([[size, spent] for size, spent, _ in found[len(found) // 2 - 1 :]])
    return float(np.polyfit(upper[:, 0], upper[:, 1], 1)[0])


def chart(rows: list[tuple[Series, Found]], path: Path) -> None:
    import matplotlib as mpl

    mpl.use("svg")
    from matplotlib import pyplot as plt

    mpl.rcParams.update({"svg.hashsalt": "growth", "svg.fonttype": "none", "font.size": 8})
    axes_names = list(dict.fromkeys(series.axis for series, _ in rows))
    figure, axes = plt.subplots(1, len(axes_names), figsize=(3 * len(axes_names), 3.2), sharey=True)
    for axis, name in zip(axes, axes_names, strict=True):
        for series, found in rows:
            if series.axis == name:
                sizes, spent, _ = zip(*found, strict=True)
                axis.loglog(
                    sizes, spent, marker="o", markersize=3, label=f"{series.task}: {exponent(found):.2f}"
                )
        if sizes[-1] < 100:  # less than two powers of ten: the sizes themselves
            axis.set_xticks(sizes, [str(size) for size in sizes])
            axis.minorticks_off()
        axis.set_xlabel(name)
        axis.grid(True, which="major", linewidth=0.3)
        axis.legend(fontsize=6, loc="upper left", title="task: exponent", title_fontsize=6)
    axes[0].set_ylabel("processor seconds")
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/static")
    anew = tuple(sys.argv[2:])
    before = known(folder / "growth.csv") if anew else {}
    rows = [
        (series, before[series.task])
        if series.task in before and not series.task.startswith(anew)
        else (series, measured(series))
        for series in SERIES
    ]
    with (folder / "growth.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["task", "axis", "size", "seconds", "peak_mib", "exponent"])
        for series, found in rows:
            for size, spent, memory in found:
                writer.writerow(
                    [
                        series.task,
                        series.axis,
                        size,
                        f"{spent:.4g}",
                        f"{memory:.1f}",
                        f"{exponent(found):.2f}",
                    ]
                )
    chart(rows, folder / "growth.svg")


if __name__ == "__main__":
    main()
