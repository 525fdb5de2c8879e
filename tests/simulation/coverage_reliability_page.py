"""The page that reports the coverage of reliability intervals; every sentence follows from the numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from tests.simulation.coverage_reliability import Cell

LABELS = {"feldt": "Feldt", "bonett": "Bonett", "bca": "BCa"}

HEAD = """# How often reliability intervals contain the truth

An interval that says 95% should contain the true coefficient in 95 of 100 samples. This page counts how often
it does. It is written by `python -m tests.simulation.coverage_reliability`; all numbers are in
`tests/simulation/coverage_reliability.csv`.

**What was simulated.** One factor with loadings from .45 to .80, so that items are of unequal worth, as real
ones are; normal latent responses cut into 3, 5 or 7 ordered categories. Symmetric items use all categories
evenly around the middle; skewed items are moved towards agreement (skewness -1.6, -1.1 and -0.9), as answers
to teacher surveys often are. {replicates} samples per population, nominal level {level:.0%}, {draws}
resamples per BCa interval, fixed seeds. The truth is the coefficient of the population of answers, computed
from the bivariate normal distribution, not the coefficient of the latent responses. A coverage counted in
{replicates} samples has a standard error of {error:.3f}.
"""

ALPHA = """
## Alpha, by number of respondents

Mean over {populations} populations (4, 8 and 12 items; 3, 5 and 7 categories; symmetric and skewed), with the
lowest and highest coverage among them. *Above* and *below* are the shares of intervals that lie wholly above
or below the truth; each should be {tail:.3f}.

"""

SHAPE = """
## Alpha, symmetric and skewed items apart

"""

OMEGA = """
## Omega, refitted in every resample

Six items of five categories. *Without* is the share of samples that got no interval: omega itself was
improper (a Heywood case) or more than 5% of the resamples could not be fitted. The coverage is that of the
others.

"""

FULL = """
## Alpha, every population

"""


def page(cells: Sequence[Cell]) -> str:
    """The page as Markdown."""
    from tests.simulation.coverage_reliability import DRAWS, LEVEL, REPLICATES

    alpha = [c for c in cells if c.coefficient == "alpha"]
    sizes = sorted({c.n for c in alpha})
    error = (LEVEL * (1 - LEVEL) / REPLICATES) ** 0.5
    populations = len(alpha) // (len(sizes) * len(LABELS))
    parts = [
        HEAD.format(replicates=f"{REPLICATES:,}", level=LEVEL, draws=f"{DRAWS:,}", error=error),
        "\n## In short\n\n",
        *(f"- {sentence}\n" for sentence in sentences(alpha, sizes)),
        ALPHA.format(populations=populations, tail=(1 - LEVEL) / 2),
        table(
            ["n", "interval", "coverage", "lowest", "highest", "above", "below", "width"],
            (
                [str(n), LABELS[i], *_over([c for c in alpha if (c.n, c.interval) == (n, i)])]
                for n in sizes
                for i in LABELS
            ),
        ),
        SHAPE,
        table(
            ["n", "items", *(f"{label} {what}" for what in ("mean", "lowest") for label in LABELS.values())],
            (_by_shape(alpha, n, shape) for n in sizes for shape in ("symmetric", "skewed")),
        ),
        OMEGA,
        table(
            ["n", "items", "omega", "coverage", "above", "below", "width", "without"],
            (
                [
                    str(c.n),
                    c.shape,
                    _3(c.truth),
                    _3(c.coverage),
                    _3(c.too_high),
                    _3(c.too_low),
                    _3(c.width),
                    _3(c.without),
                ]
                for c in cells
                if c.coefficient == "omega_total"
            ),
        ),
        FULL,
        table(
            ["n", "k", "categories", "items", "alpha", *LABELS.values()],
            _every(alpha),
        ),
    ]
    return "".join(parts)


def sentences(alpha: Sequence[Cell], sizes: Sequence[int]) -> Iterable[str]:
    """What the numbers say about each interval."""
    for interval, label in LABELS.items():
        worst = min((c for c in alpha if c.interval == interval), key=lambda c: c.coverage)
        yield (
            f"**{label}**: on average {_3(_mean(alpha, interval, sizes[0]))} at n = {sizes[0]} and "
            f"{_3(_mean(alpha, interval, sizes[-1]))} at n = {sizes[-1]}; at worst {_3(worst.coverage)} "
            f"(n = {worst.n}, {worst.k} {worst.shape} items of {worst.categories} categories)."
        )
    for n in sizes:
        means = {i: _mean(alpha, i, n) for i in LABELS}
        best = min(means, key=lambda i: abs(means[i] - 0.95))
        yield f"At n = {n} the mean coverage of {LABELS[best]} ({_3(means[best])}) comes closest to .950."
    skewed = [c for c in alpha if c.shape == "skewed"]
    for interval, label in LABELS.items():
        share = np.mean([c.coverage < 0.925 for c in skewed if c.interval == interval])
        first, last = (_3(_mean(skewed, interval, n)) for n in (sizes[0], sizes[-1]))
        yield (
            f"With skewed items {label} covers {first} at n = {sizes[0]} and {last} at n = {sizes[-1]}, "
            f"and less than .925 in {share:.0%} of the populations."
        )


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)]) + "\n"


def _mean(cells: Sequence[Cell], interval: str, n: int) -> float:
    return float(np.mean([c.coverage for c in cells if (c.interval, c.n) == (interval, n)]))


def _over(cells: Sequence[Cell]) -> list[str]:
    coverage = np.array([c.coverage for c in cells])
    rest = ([c.too_high for c in cells], [c.too_low for c in cells], [c.width for c in cells])
    return [
        _3(coverage.mean()),
        _3(coverage.min()),
        _3(coverage.max()),
        *(_3(float(np.mean(r))) for r in rest),
    ]


def _by_shape(alpha: Sequence[Cell], n: int, shape: str) -> list[str]:
    chosen = {i: [c.coverage for c in alpha if (c.n, c.shape, c.interval) == (n, shape, i)] for i in LABELS}
    means = [_3(float(np.mean(values))) for values in chosen.values()]
    return [str(n), shape, *means, *(_3(min(values)) for values in chosen.values())]


def _every(alpha: Sequence[Cell]) -> Iterable[list[str]]:
    for c in (c for c in alpha if c.interval == "feldt"):
        where = (c.n, c.k, c.categories, c.shape)
        same = {d.interval: d for d in alpha if (d.n, d.k, d.categories, d.shape) == where}
        yield [
            str(c.n),
            str(c.k),
            str(c.categories),
            c.shape,
            _3(c.truth),
            *(_3(same[i].coverage) for i in LABELS),
        ]


def _3(value: float) -> str:
    """Three decimals, without the zero before the point."""
    return f"{value:.3f}".replace("0.", ".", 1) if value < 1 else f"{value:.3f}"
