"""How often the intervals of alpha and omega contain the truth; writes docs/coverage-reliability.md.

Not part of the test suite. From the repository root, about 20 minutes on one core at low priority:

    python -m tests.simulation.coverage_reliability          # simulate, then write
    python -m tests.simulation.coverage_reliability --page   # write the page again from the stored numbers
"""

from __future__ import annotations

import csv
import itertools
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import numpy as np

from mtle_survey.stats.estimate import Array, Interval
from mtle_survey.stats.reliability.alpha import alpha_of_covariance
from mtle_survey.stats.reliability.alpha_intervals import bonett, feldt
from mtle_survey.stats.reliability.bootstrap import bca_intervals, omega_of_covariance, omega_total_bca
from mtle_survey.stats.reliability.omega_categorical import summed_covariance

REPLICATES = 2000
DRAWS = 1000
LEVEL = 0.95
SEED = 20250301

SIZES = (15, 30, 60, 150, 400)
ITEMS = (4, 8, 12)
CATEGORIES = (3, 5, 7)
SHAPES = ("symmetric", "skewed")
OMEGA_CELLS = ((30, "symmetric"), (30, "skewed"), (60, "skewed"), (150, "skewed"))

# Outermost thresholds of symmetric items, and how far skewed ones are moved towards agreement.
WIDTH = {3: 0.8, 5: 1.5, 7: 1.8}
SHIFT = 1.6

HERE = Path(__file__).parent
RESULTS = HERE / "coverage_reliability.csv"
PAGE = HERE.parents[1] / "docs" / "coverage-reliability.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Coverage of one interval in one population.

    Attributes
    ----------
    coefficient, interval : str
        What was estimated, and how its interval was made.
    n, k, categories : int
        Respondents, items and response options.
    shape : str
        Symmetric or skewed items.
    truth : float
        The coefficient in the population of answers.
    coverage, too_high, too_low : float
        Shares of the intervals that contain the truth, lie above it, and lie below it.
    width : float
        Mean width.
    without : float
        Share of the samples without an interval.
    """

    coefficient: str
    interval: str
    n: int
    k: int
    categories: int
    shape: str
    truth: float
    coverage: float
    too_high: float
    too_low: float
    width: float
    without: float


@dataclass(frozen=True, slots=True)
class Population:
    """One factor with unequal loadings, answered in ordered categories."""

    k: int
    categories: int
    shape: str

    @property
    def loadings(self) -> Array:
        return np.linspace(0.45, 0.80, self.k)

    @property
    def cuts(self) -> Array:
        edge = WIDTH[self.categories]
        return np.linspace(-edge, edge, self.categories - 1) - (SHIFT if self.shape == "skewed" else 0.0)

    def covariance(self) -> Array:
        """Covariance matrix of the answers, by the bivariate normal distribution."""
        latent = np.outer(self.loadings, self.loadings)
        np.fill_diagonal(latent, 1.0)
        return summed_covariance([self.cuts] * self.k, latent)

    def samples(self, n: int, generator: np.random.Generator) -> Array:
        """(REPLICATES, n, k) answers."""
        factor = generator.normal(size=(REPLICATES, n, 1))
        latent = factor * self.loadings + generator.normal(size=(REPLICATES, n, self.k)) * np.sqrt(
            1.0 - self.loadings**2
        )
        return np.digitize(latent, self.cuts).astype(np.float64) + 1.0


def summary(found: list[Interval | None], truth: float, **where: object) -> Cell:
    """Coverage, misses on either side, and width."""
    given = [i for i in found if i is not None]
    low, high = np.array([i.low for i in given]), np.array([i.high for i in given])
    return Cell(
        truth=truth,
        coverage=float(((low <= truth) & (truth <= high)).mean()),
        too_high=float((low > truth).mean()),
        too_low=float((high < truth).mean()),
        width=float((high - low).mean()),
        without=1.0 - len(given) / len(found),
        **where,
    )


def alpha_cells(population: Population, n: int, seed: int) -> Iterator[Cell]:
    """Feldt, Bonett and BCa in one population."""
    truth = float(alpha_of_covariance(population.covariance()))
    samples = population.samples(n, np.random.default_rng([SEED, seed]))
    where = {"n": n, **asdict_of(population), "coefficient": "alpha"}
    centred = samples - samples.mean(axis=1, keepdims=True)
    alphas = alpha_of_covariance(np.einsum("rni,rnj->rij", centred, centred, optimize=True) / (n - 1))
    for name, interval in (("feldt", feldt), ("bonett", bonett)):
        found = [interval(float(a), n, population.k, LEVEL) for a in alphas]
        yield summary(found, truth, interval=name, **where)
    found = [
        bca_intervals(x, {"alpha": alpha_of_covariance}, seed=r, draws=DRAWS, level=LEVEL)["alpha"]
        for r, x in enumerate(samples)
    ]
    yield summary(found, truth, interval="bca", **where)


def omega_cell(population: Population, n: int, seed: int) -> Cell:
    """BCa of omega, refitted in every resample; samples without a proper fit have no interval."""
    truth = float(omega_of_covariance()(population.covariance()))
    samples = population.samples(n, np.random.default_rng([SEED, seed]))
    found = [omega_total_bca(x, seed=r, draws=DRAWS, level=LEVEL).interval for r, x in enumerate(samples)]
    return summary(found, truth, coefficient="omega_total", interval="bca", n=n, **asdict_of(population))


def asdict_of(population: Population) -> dict[str, object]:
    return {"k": population.k, "categories": population.categories, "shape": population.shape}


def simulate() -> list[Cell]:
    """All cells, with progress on stderr."""
    cells: list[Cell] = []
    start = time.perf_counter()
    grid = list(itertools.product(SIZES, ITEMS, CATEGORIES, SHAPES))
    for seed, (n, k, categories, shape) in enumerate(grid):
        cells += alpha_cells(Population(k, categories, shape), n, seed)
        print(f"alpha {seed + 1}/{len(grid)} {time.perf_counter() - start:.0f} s", file=sys.stderr)
    for seed, (n, shape) in enumerate(OMEGA_CELLS, start=len(grid)):
        cells.append(omega_cell(Population(6, 5, shape), n, seed))
        print(f"omega {cells[-1]} {time.perf_counter() - start:.0f} s", file=sys.stderr)
    return cells


def write_results(cells: list[Cell]) -> None:
    """All numbers as CSV."""
    with RESULTS.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        names = [field.name for field in fields(Cell)]
        writer.writerow(names)
        writer.writerows(
            [f"{v:.4f}" if isinstance(v, float) else v for v in asdict(cell).values()] for cell in cells
        )


def read_results() -> list[Cell]:
    """The stored numbers."""
    with RESULTS.open(encoding="utf-8", newline="") as file:
        kinds = {
            field.name: {"int": int, "float": float, "str": str}[str(field.type)] for field in fields(Cell)
        }
        return [Cell(**{name: kinds[name](v) for name, v in row.items()}) for row in csv.DictReader(file)]


if __name__ == "__main__":
    from tests.simulation.coverage_reliability_page import page

    if "--page" not in sys.argv:
        write_results(simulate())
    PAGE.write_text(page(read_results()), encoding="utf-8")
