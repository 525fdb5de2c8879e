"""How often the intervals of change hold the truth, and how often tests find a change that is none.

Run from the repository root; it writes docs/coverage-change.md and takes five minutes on an idle core:

    nice -n 19 python -m tests.simulation.coverage_change
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mtle_survey.stats.change.d_av import d_av
from mtle_survey.stats.change.d_z import d_z
from mtle_survey.stats.change.derrick import derrick
from mtle_survey.stats.change.lmm_change import lmm_change
from mtle_survey.stats.change.mean_change import mean_change
from mtle_survey.stats.change.probability_of_improvement import probability_of_improvement
from mtle_survey.stats.change.rank_biserial import rank_biserial
from mtle_survey.stats.change.sign_flip import sign_flip
from mtle_survey.stats.change.walsh import WalshAverages
from mtle_survey.stats.change.wilcoxon import wilcoxon
from mtle_survey.stats.clusters.cluster_sign_flip import cluster_sign_flip
from mtle_survey.stats.clusters.cr2 import cr2_mean
from mtle_survey.stats.estimate import Array, Estimate

SEED = 20251101
REPLICATES = 4000
CLUSTER_REPLICATES = 6000
SIZES = (8, 12, 20, 30, 45, 60)
ITEMS = 8
TRUTH_PEOPLE = 2_000_000
WAVE_CORRELATION = 0.7
PAGE = Path(__file__).parents[2] / "docs" / "coverage-change.md"

INTERVALS: dict[str, Callable[[Array, Array], Estimate]] = {
    "mean change (t)": mean_change,
    "d_av (Bonett)": d_av,
    "d_z (noncentral t)": d_z,
    "probability of improvement (Bonett-Price)": probability_of_improvement,
    "Hodges-Lehmann change (signed rank)": wilcoxon,
    "rank-biserial (jackknife)": rank_biserial,
}
TESTS: dict[str, Callable[[Array, Array], Estimate]] = {
    "paired t": mean_change,
    "signed rank (Pratt)": wilcoxon,
    "sign flip": lambda pre, post: sign_flip(pre, post, draws=999),
}


@dataclass(frozen=True, slots=True)
class Population:
    """Teachers who answer eight five-point items twice.

    Attributes
    ----------
    name : str
        As the page calls it.
    centre : float
        Mean of the latent answer at the first wave, on the response scale.
    shift : float
        Latent change, on the response scale.
    """

    name: str
    centre: float
    shift: float


POPULATIONS = (
    Population("middle of the scale, no change", 3.2, 0.0),
    Population("middle of the scale, change", 3.2, 0.35),
    Population("near the ceiling, no change", 4.3, 0.0),
    Population("near the ceiling, change", 4.3, 0.35),
)


def scores(rng: np.random.Generator, people: int, population: Population, cluster_shift: Array) -> Array:
    """Mean scores at both waves, (people, 2); ``cluster_shift`` is added to the latent change."""
    trait = rng.normal(size=(2, people))
    later = WAVE_CORRELATION * trait[0] + np.sqrt(1 - WAVE_CORRELATION**2) * trait[1]
    latent = population.centre + 0.6 * np.stack([trait[0], later])
    latent[1] += population.shift + cluster_shift
    total = np.zeros((2, people))
    for _ in range(ITEMS):
        total += np.clip(np.rint(latent + rng.normal(0.0, 0.7, size=latent.shape)), 1, 5)
    return np.ascontiguousarray((total / ITEMS).T)


def samples(
    rng: np.random.Generator, replicates: int, n: int, population: Population
) -> Iterator[tuple[Array, Array]]:
    """Independent samples of n pairs."""
    everyone = scores(rng, replicates * n, population, np.zeros(1)).reshape(replicates, n, 2)
    for sample in everyone:
        yield sample[:, 0].copy(), sample[:, 1].copy()


def truth(rng: np.random.Generator, population: Population) -> dict[str, float]:
    """Each estimand in a very large sample."""
    pre, post = scores(rng, TRUTH_PEOPLE, population, np.zeros(1)).T
    change = np.round(post - pre, 9)
    values = (
        change.mean(),
        change.mean() / np.sqrt((pre.var() + post.var()) / 2),
        change.mean() / change.std(),
        (change > 0).mean() + (change == 0).mean() / 2,
        WalshAverages(change).median(),
        rank_biserial(pre, post).value,
    )
    return dict(zip(INTERVALS, map(float, values), strict=True))


def one_group(rng: np.random.Generator) -> list[str]:
    """Coverage of intervals, and false positives where nothing changed."""
    lines: list[str] = []
    extremes: dict[str, list[float]] = {}
    for population in POPULATIONS:
        true = truth(rng, population)
        null = population.shift == 0.0
        columns = [*INTERVALS, *(TESTS if null else ())]
        lines += ["", f"### {population.name[0].upper()}{population.name[1:]}", "", _row("pairs", *columns)]
        lines.append(_row(*["---:"] * (len(columns) + 1)))
        for n in SIZES:
            hits, given = Counter[str](), Counter[str]()
            for pre, post in samples(rng, REPLICATES, n, population):
                for name, kernel in INTERVALS.items():
                    interval = kernel(pre, post).interval
                    given[name] += interval is not None
                    hits[name] += interval is not None and interval.low <= true[name] <= interval.high
                for name, kernel in TESTS.items() if null else ():
                    p = kernel(pre, post).p_value
                    given[name] += not np.isnan(p)
                    hits[name] += p < 0.05
            rates = {name: hits[name] / given[name] for name in columns}
            lines.append(_row(n, *(f"{rate:.3f}" for rate in rates.values())))
            for name, rate in rates.items():
                extremes.setdefault(name, []).append(rate)
    lines += [
        "",
        "### Lowest and highest",
        "",
        _row("interval or test", "lowest", "highest"),
        _row("---", "---:", "---:"),
    ]
    return lines + [_row(name, f"{min(r):.3f}", f"{max(r):.3f}") for name, r in extremes.items()]


def clustered(rng: np.random.Generator) -> list[str]:
    """False positives of a mean change when people come in clusters of unequal size."""
    tests = {
        "paired t (ignores clusters)": lambda change, _: mean_change(np.zeros_like(change), change),
        "CR2": cr2_mean,
        "cluster sign flip": lambda change, cluster: cluster_sign_flip(change, cluster),
    }
    lines = ["", _row("clusters", "ICC of change", *tests), _row(*["---:"] * 5)]
    population = POPULATIONS[0]
    for count in (4, 6, 8, 12):
        for latent_sd in (0.0, 0.15, 0.3):
            hits, given, icc = Counter[str](), Counter[str](), []
            for _ in range(CLUSTER_REPLICATES):
                cluster = np.repeat(np.arange(count), rng.integers(2, 9, size=count))
                shift = (
                    rng.normal(0.0, latent_sd, size=count)[cluster] if latent_sd else np.zeros(cluster.size)
                )
                pre, post = scores(rng, cluster.size, population, shift).T
                change = np.round(post - pre, 9)
                icc.append(latent_sd**2 / max(float(change.var(ddof=1)), 1e-9))
                for name, test in tests.items():
                    p = test(change, cluster).p_value
                    given[name] += not np.isnan(p)
                    hits[name] += p < 0.05
            rates = (_share(hits[name], given[name]) for name in tests)
            lines.append(_row(count, f"{np.median(icc):.2f}", *rates))
    return lines


def overlapping(rng: np.random.Generator) -> list[str]:
    """False positives when some respondents answered one wave only, by chance."""
    names = ("paired t (pairs only)", "partial overlap (Welch)", "mixed model (Kenward-Roger)")
    lines = []
    for population in (POPULATIONS[0], POPULATIONS[2]):
        lines += ["", f"### {population.name[0].upper()}{population.name[1:]}", ""]
        lines += [_row("pairs", "singles per wave", *names), _row(*["---:"] * 5)]
        for pairs, singles in ((8, 8), (12, 12), (24, 8), (40, 20)):
            hits, given = Counter[str](), Counter[str]()
            for pre, post in samples(rng, REPLICATES, pairs + 2 * singles, population):
                before, after = pre[pairs : pairs + singles], post[pairs + singles :]
                wide = np.column_stack([pre, post])
                wide[pairs : pairs + singles, 1] = np.nan
                wide[pairs + singles :, 0] = np.nan
                results = (
                    mean_change(pre[:pairs], post[:pairs]),
                    derrick(pre[:pairs], post[:pairs], before, after),
                    lmm_change(wide)[0],
                )
                for name, result in zip(names, results, strict=True):
                    given[name] += not np.isnan(result.p_value)
                    hits[name] += result.p_value < 0.05
            lines.append(_row(pairs, singles, *(_share(hits[name], given[name]) for name in names)))
    return lines


def _row(*cells: object) -> str:
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def _share(hits: int, given: int) -> str:
    return f"{hits / given:.3f}" if given else "not available"


def main() -> None:
    """Run every simulation and write the page."""
    started = time.perf_counter()
    rng = np.random.default_rng(SEED)
    parts = {
        "One group, two waves": one_group,
        "Clusters": clustered,
        "Respondents of one wave only": overlapping,
    }
    page = [
        "# How well the intervals and tests of change do",
        "",
        f"Simulated teachers answer {ITEMS} five-point items twice; the score is the mean of the items, and",
        f"latent answers correlate at {WAVE_CORRELATION} between the waves. Every figure is what the",
        "shipped kernels gave, at a nominal 95 percent. Columns that name an interval show how often it held",
        "the true value (.95 is right, less is too bold); columns that name a test show how often it found a",
        "change at p < .05 where there was none (.05 is right, more is too bold). The Monte Carlo error of a",
        f"figure is about .003: {REPLICATES} samples a row, {CLUSTER_REPLICATES} where there are clusters.",
        f"Seed {SEED}; made by `python -m tests.simulation.coverage_change`.",
    ]
    for title, part in parts.items():
        page += ["", f"## {title}", *part(rng)]
        print(f"{title}: {time.perf_counter() - started:.0f} s")
    PAGE.write_text("\n".join(page) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
