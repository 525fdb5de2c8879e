"""How factor analysis does where the truth is known: recovery, error rates, and the number of factors.

Run from the repository root; it writes docs/coverage-factors.md and takes some minutes on an idle core, most
of them in R, whose psych package is asked for its answers to the same data:

    nice -n 19 python -m tests.simulation.factor_analysis
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from mtle_survey.stats.structure.cfa.cfa import cfa
from mtle_survey.stats.structure.cfa.result import Cfa
from mtle_survey.stats.structure.cfa.structure import FactorStructure
from mtle_survey.stats.structure.retention.panel import factor_panel

SEED = 20251122
SIZES = (100, 200, 400, 800)
REPLICATES = 150
DATA_SETS = 6
PERMUTATIONS = 100
PAGE = Path(__file__).parents[2] / "docs" / "coverage-factors.md"
SCRIPT = Path(__file__).with_name("number_of_factors.R")
SKEWED = (-1.8, -1.2, -0.6, 0.3)  # most answers at the top, as of teachers about their own practice
PHI = 0.4
LOADINGS = np.array([0.8, 0.7, 0.6, 0.5])
TWO = FactorStructure(n_items=8, factors=((0, 1, 2, 3), (4, 5, 6, 7)))
ESTIMATORS = ("ml", "mlr", "wlsmv")
STEEP = (-2.1, -1.7, -1.2, -0.5)  # seven in ten choose the highest answer
RELATED = np.array([[1.0, PHI], [PHI, 1.0]])
ONE, PAIR = np.full((20, 1), 0.6), np.kron(np.eye(2), np.full((6, 1), 0.65))
CASES = {
    "one factor, 20 items, n = 100": (100, ONE, np.eye(1), 1, SKEWED),
    "two factors, 12 items, n = 200": (200, PAIR, RELATED, 2, SKEWED),
    "nothing in common, 10 items, n = 150": (150, np.zeros((10, 1)), np.eye(1), 0, SKEWED),
    "one factor, 20 items, n = 100, seven in ten at the top": (100, ONE, np.eye(1), 1, STEEP),
    "two factors, 12 items, n = 200, seven in ten at the top": (200, PAIR, RELATED, 2, STEEP),
}


def main() -> None:
    parts = [
        "# How well factor analysis does",
        "Simulated answers on five-point items, most of them at the top of the scale (thresholds "
        f"{', '.join(map(str, SKEWED))}); everything is what the shipped kernels gave. Seed {SEED}; made by "
        "`python -m tests.simulation.factor_analysis`.",
        *_fit_part(np.random.default_rng(SEED)),
        *_number_part(np.random.default_rng(SEED + 1)),
    ]
    PAGE.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def _fit_part(rng: np.random.Generator) -> list[str]:
    rows = []
    for n in SIZES:
        found = {estimator: _Tally() for estimator in ESTIMATORS}
        for _ in range(REPLICATES):
            x = _answers(rng, n, np.kron(np.eye(2), LOADINGS[:, None]), np.array([[1, PHI], [PHI, 1]]))
            for estimator, tally in found.items():
                tally.add(cfa(x, TWO, estimator))
        rows.append(
            [
                str(n),
                *(f"{found[e].rejected:.3f}" for e in ESTIMATORS),
                *(f"{found[e].bias:+.3f}" for e in ESTIMATORS),
                f"{found['wlsmv'].covered:.3f}",
                f"{found['wlsmv'].improper:.3f}",
            ]
        )
    error = np.sqrt(0.05 * 0.95 / REPLICATES)
    columns = [
        "n",
        *(f"rejected, {e}" for e in ESTIMATORS),
        *(f"bias of loadings, {e}" for e in ESTIMATORS),
        "95% intervals that hold the loading, wlsmv",
        "no proper solution, wlsmv",
    ]
    return [
        "## A true model",
        "Two factors of four items each (loadings .8 .7 .6 .5) that correlate .4. *Rejected*: how often the "
        "test of the true model finds p < .05 (.05 is right; the scaled statistic for `mlr` and `wlsmv`). "
        "*Bias*: mean of estimated less true standardised loadings. Monte Carlo error of a rate about "
        f"{error:.3f}: {REPLICATES} samples a row.",
        _table(columns, rows),
        "Taking five skewed categories for numbers (`ml`, `mlr`) makes loadings too small.",
    ]


class _Tally:
    """Counts over samples."""

    def __init__(self) -> None:
        self.p_values: list[float] = []
        self.errors: list[float] = []
        self.inside: list[bool] = []
        self.lost = 0

    def add(self, fitted: Cfa) -> None:
        if not fitted.admissible or fitted.standardised is None:
            self.lost += 1
            return
        fit = fitted.fit
        test = fit["chi2_scaled"] if fit["chi2_scaled"].available else fit["chi2"]
        self.p_values.append(test.p_value)
        solution = fitted.standardised
        estimate = np.concatenate([solution.loading[:4, 0], solution.loading[4:, 1]])
        error = np.concatenate([solution.loading_se[:4, 0], solution.loading_se[4:, 1]])
        off = estimate - np.tile(LOADINGS, 2)
        self.errors += off.tolist()
        self.inside += (np.abs(off) < 1.96 * error).tolist()

    @property
    def rejected(self) -> float:
        return float(np.mean(np.array(self.p_values) < 0.05))

    @property
    def bias(self) -> float:
        return float(np.mean(self.errors))

    @property
    def covered(self) -> float:
        return float(np.mean(self.inside))

    @property
    def improper(self) -> float:
        return self.lost / (self.lost + len(self.p_values))


def _number_part(rng: np.random.Generator) -> list[str]:
    rows = []
    for name, (n, loading, phi, truth, cuts) in CASES.items():
        samples = [_answers(rng, n, loading, phi, cuts) for _ in range(DATA_SETS)]
        rows.append(_row_of(name, samples, truth))
    columns = [
        "truth",
        "ours: what most rules agree on",
        "ours: permutation, polychoric, 95%",
        "JASP: psych, polychoric matrix, factors",
        "JASP: psych, polychoric matrix, components",
        "psych, Pearson, factors",
        "psych, Pearson, components",
    ]
    return [
        "## How many factors",
        f"Mean number named (lowest to highest; share right) over {DATA_SETS} data sets of each kind. JASP "
        "hands psych the polychoric matrix, whose eigenvalues psych compares with those of normal data "
        "correlated by Pearson; the items' skewness is not in that reference. JASP's answer is at least 1. "
        "psych's are of 20 samples, its default.",
        _table(columns, rows),
    ]


def _row_of(name: str, samples: Sequence[np.ndarray], truth: int) -> list[str]:
    ours = [factor_panel(x, "polychoric", permutations=PERMUTATIONS) for x in samples]
    theirs = _in_r(samples)
    return [
        name,
        _counts((p.consensus.value for p in ours), truth),
        _counts((p.counts["parallel_analysis"].value for p in ours), truth),
        *(_counts((t[k] for t in theirs), truth) if theirs else "–" for k in range(4)),
    ]


def _in_r(samples: Sequence[np.ndarray]) -> list[list[float]]:
    if shutil.which("Rscript") is None:
        return []
    with tempfile.TemporaryDirectory() as folder:
        for k, x in enumerate(samples):
            np.savetxt(Path(folder) / f"{k:03d}.csv", x, fmt="%d", delimiter=",")
        done = subprocess.run(["Rscript", str(SCRIPT), folder], capture_output=True, text=True, check=True)
    return [[float(v) for v in line.split()[1:]] for line in done.stdout.splitlines()]


def _counts(values: Iterable[float], truth: int) -> str:
    found = np.array(list(values))
    right = float(np.mean(found == truth))
    return f"{found.mean():.1f} ({found.min():.0f}–{found.max():.0f}; {100 * right:.0f}%)"


def _answers(
    rng: np.random.Generator,
    n: int,
    loading: np.ndarray,
    phi: np.ndarray,
    cuts: Sequence[float] = SKEWED,
) -> np.ndarray:
    """Answers of n people; a sample in which an item has a single answer is drawn again."""
    unique = np.sqrt(1.0 - ((loading @ phi) * loading).sum(axis=1))
    while True:
        factors = rng.standard_normal((n, phi.shape[0])) @ np.linalg.cholesky(phi).T
        latent = factors @ loading.T + unique * rng.standard_normal((n, loading.shape[0]))
        x = np.digitize(latent, cuts) + 1.0
        if (x.std(axis=0) > 0).all():
            return x


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [columns, ["---:"] * len(columns), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


if __name__ == "__main__":
    main()
