"""Counts over samples, as rows that are kept."""

from __future__ import annotations

import csv
import math
import platform
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, fields
from functools import cache
from importlib.metadata import version
from pathlib import Path

import numpy as np

from mtle_survey.stats.estimate import Estimate, Interval
from tests.simulation.intervals.situation import Found, Question, Situation

SEED = 20251122
FIRST = 10
ROUNDING = 1e-9
RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What was counted about one interval or test in one situation.

    Attributes
    ----------
    statistic, of : str
        ``family/name``, and which of its intervals or tests.
    kind : str
        ``interval`` or ``test``.
    nominal : float
        Its level.
    population : str
        Where samples came from.
    n, replicates : int
        Size and number of samples.
    given : int
        Samples that had an interval, or a p-value; in the others the kernel says why not.
    hits : int
        Intervals that hold the truth; tests that find what is not there.
    above, below : int
        Intervals wholly above, and wholly below the truth.
    width : float
        Median width of the intervals.
    truth, truth_error : float
        What intervals are to hold, and its standard error; nan for tests.
    first_given, first_hits : int
        Of the first ten samples: enough to see that a row can be had again.
    seed : int
        Of numpy's default generator, beside a checksum of population and n.
    versions : str
        Of what computed it.
    """

    statistic: str
    of: str
    kind: str
    nominal: float
    population: str
    n: int
    replicates: int
    given: int
    hits: int
    above: int
    below: int
    width: float
    truth: float
    truth_error: float
    first_given: int
    first_hits: int
    seed: int
    versions: str

    @property
    def rate(self) -> float:
        """Share of intervals that hold the truth, or of tests that reject; nan where none was given."""
        return self.hits / self.given if self.given else math.nan


@dataclass(slots=True)
class Tally:
    """Running counts of one question."""

    question: Question
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)

    def add(self, found: Found) -> None:
        """One more sample; nan where it had no interval or no p-value."""
        if self.question.truth is None:
            self.low.append(_p_value(found))
            return
        given = found.interval if isinstance(found, Estimate) else found
        if isinstance(given, float):
            raise TypeError(f"{self.question.statistic} was asked for an interval and answered {given}")
        self.low.append(math.nan if given is None else given.low)
        self.high.append(math.nan if given is None else given.high)

    def counts(self, first: int | None = None) -> tuple[int, int, int, int]:
        """Given, hits, above and below, of all samples or of the first ones."""
        low = np.array(self.low[:first])
        given = ~np.isnan(low)
        if self.question.truth is None:
            return int(given.sum()), int((low[given] <= self.question.nominal + ROUNDING).sum()), 0, 0
        low, high = low[given], np.array(self.high[:first])[given]
        slack = ROUNDING * max(1.0, abs(self.question.truth.value))
        above = int((low > self.question.truth.value + slack).sum())
        below = int((high < self.question.truth.value - slack).sum())
        return low.size, low.size - above - below, above, below

    def width(self) -> float:
        widths = np.array(self.high) - np.array(self.low[: len(self.high)])
        return float(np.median(widths[~np.isnan(widths)])) if np.isfinite(widths).any() else math.nan


def _p_value(found: Found) -> float:
    if isinstance(found, Interval):
        raise TypeError(f"a p-value was asked for and {found} answered")
    if found is None:
        return math.nan
    return found.p_value if isinstance(found, Estimate) else float(found)


def count(situation: Situation, replicates: int | None = None) -> list[Row]:
    """Draw the samples, ask the questions, count."""
    generator = np.random.default_rng([SEED, zlib.crc32(f"{situation.population}/{situation.n}".encode())])
    tallies = {name: Tally(question) for name, question in situation.questions.items()}
    drawn = situation.replicates if replicates is None else replicates
    for _ in range(drawn):
        found = situation.sample(generator)
        for name, tally in tallies.items():
            tally.add(found[name])
    return [_row(situation, tally, drawn) for tally in tallies.values()]


def _row(situation: Situation, tally: Tally, replicates: int) -> Row:
    question, truth = tally.question, tally.question.truth
    given, hits, above, below = tally.counts()
    first_given, first_hits, _, _ = tally.counts(FIRST)
    return Row(
        statistic=question.statistic,
        of=question.of,
        kind="test" if truth is None else "interval",
        nominal=question.nominal,
        population=situation.population,
        n=situation.n,
        replicates=replicates,
        given=given,
        hits=hits,
        above=above,
        below=below,
        width=tally.width(),
        truth=math.nan if truth is None else truth.value,
        truth_error=math.nan if truth is None else truth.error,
        first_given=first_given,
        first_hits=first_hits,
        seed=SEED,
        versions=versions(),
    )


@cache
def versions() -> str:
    """Python, numpy and scipy that count."""
    return f"Python {platform.python_version()}, numpy {np.__version__}, scipy {version('scipy')}"


def results_of(family: str) -> Path:
    """Where the rows of a family are kept."""
    return RESULTS / f"{family}.csv"


def kept_of(situation: Situation, kept: Sequence[Row]) -> list[Row]:
    """The rows that are kept of a situation, in the order of its questions; none unless all are."""
    found = {
        (row.statistic, row.of, row.kind, row.nominal): row
        for row in kept
        if (row.population, row.n, row.replicates)
        == (situation.population, situation.n, situation.replicates)
    }
    asked = [
        (q.statistic, q.of, "test" if q.truth is None else "interval", q.nominal)
        for q in situation.questions.values()
    ]
    return [found[question] for question in asked] if set(asked) <= set(found) else []


def write_rows(family: str, rows: Iterable[Row]) -> Path:
    """Keep the rows of a family."""
    RESULTS.mkdir(exist_ok=True)
    path = results_of(family)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, [f.name for f in fields(Row)], lineterminator="\n")
        writer.writeheader()
        for row in rows:
            values = asdict(row)
            writer.writerow({k: f"{v:.6g}" if isinstance(v, float) else v for k, v in values.items()})
    return path


def read_rows(paths: Sequence[Path] | None = None) -> list[Row]:
    """All that was counted, or what these files hold."""
    kinds = {f.name: {"int": int, "float": float, "str": str}[str(f.type)] for f in fields(Row)}
    rows = []
    for path in sorted(RESULTS.glob("*.csv")) if paths is None else paths:
        with path.open(encoding="utf-8", newline="") as file:
            rows += [
                Row(**{name: kinds[name](value) for name, value in line.items()})
                for line in csv.DictReader(file)
            ]
    return rows
