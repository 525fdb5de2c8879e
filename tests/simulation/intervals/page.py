"""The page that shows what was counted, and what the program does where it is too little."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from docs.tools.statistics_found import statistics

from tests.simulation.intervals.remedies import PARTS, REMEDIES
from tests.simulation.intervals.shortfalls import by_statistic, error_of, too_bold, too_careful
from tests.simulation.intervals.tally import Row, read_rows

PAGE = Path(__file__).parents[3] / "docs" / "coverage-intervals.md"

LEAD = """# How often every interval holds the truth

An interval that says 95% should hold the true value in 95 of 100 samples; a test at the 5% level should find
a difference in 5 of 100 samples where there is none. This page counts both, in over {samples:,} simulated
samples whose truth is known: from the formula of the population wherever there is one, so that nothing but
the counting is uncertain. It is made by `python -m tests.simulation.intervals`; the numbers, with seeds,
numbers of samples and versions, are in `tests/simulation/intervals/results`. Other counts are on the pages of
[reliability](coverage-reliability.md), [change](coverage-change.md), [models of
change](coverage-change-models.md) and [factor analysis](coverage-factors.md).

**The populations.** *Normal*: what the method assumes. *Five-point answers, middle*: answers spread over the
scale. *Near the ceiling*: six or more in ten choose the top two answers, as teachers often do about their own
practice. *Scales* are means of eight such questions. n is the number of people (or units, or judges) in a
sample.

**How to read a table.** Rates of intervals: .95 is right. **Bold** is too bold: below .93 (an interval at
90%: below .88), or a test above 1.4 times its level (.07 of .05). *Slanted* is more careful than it need be:
above .98. "(of .60)" says that only that share of the samples had an interval at all: in the others the
program says why there is none. The Monte Carlo error of a rate (its standard error, since samples are finite
in number) is {usual}, and {worst} at most.
"""

SHORT = """## Where they fall short

Every interval or test of this page that is too bold anywhere, and what the program does about it.
"""


def write_page() -> None:
    """Write the page from the rows that are kept."""
    PAGE.write_text(page(read_rows()), encoding="utf-8")


def page(rows: Sequence[Row]) -> str:
    """The page as Markdown."""
    found = by_statistic(rows)
    names = labels()
    errors = sorted(error_of(row) for row in rows if row.given)
    lead = LEAD.format(
        samples=sum(row.replicates for row in first_of_each(rows)),
        worst=_rate(errors[-1]),
        usual=f"mostly about {_rate(errors[len(errors) // 2])}",
    )
    parts = [lead, SHORT, _shortfalls(found, names)]
    family = ""
    for statistic in sorted(found, key=lambda name: (name.partition("/")[0], names[name].lower())):
        if statistic.partition("/")[0] != family:
            family = statistic.partition("/")[0]
            parts.append(f"## {family.replace('_', ' ').capitalize()}\n")
        parts.append(f"### {names[statistic]}\n")
        parts += _tables(found[statistic])
    return "\n".join(parts).rstrip() + "\n"


def first_of_each(rows: Iterable[Row]) -> Iterator[Row]:
    """One row of each situation: the samples are the same for all its questions."""
    seen = set()
    for row in rows:
        where = (row.population, row.n)
        if where not in seen:
            seen.add(where)
            yield row


def labels() -> dict[str, str]:
    """How people call each statistic."""
    return {name: statistic.label for name, statistic in statistics().items()} | PARTS


def _shortfalls(found: dict[str, list[Row]], names: dict[str, str]) -> str:
    lines = []
    for statistic, rows in found.items():
        short = [row for row in rows if too_bold(row)]
        if short:
            worst = max(short, key=lambda row: abs(row.rate - row.nominal))
            of = f", {worst.of}" if worst.of else ""
            where = f"{worst.population}, n = {worst.n}"
            lines.append([names[statistic] + of, _rate(worst.rate), where, REMEDIES[statistic]])
    head = ["interval or test", "at worst", "where", "what the program does"]
    return _table(head, lines, ["---", "---:", "---", "---"])


def _tables(rows: Sequence[Row]) -> Iterator[str]:
    """A table for each level of intervals and of tests, populations in rows and sizes in columns."""
    heads = {"interval": "{}% interval of", "test": "test at {}%, nothing to find"}
    for kind, level in sorted({(row.kind, row.nominal) for row in rows}):
        some = [row for row in rows if (row.kind, row.nominal) == (kind, level)]
        sizes = sorted({row.n for row in some})
        cells = {(row.of, row.population, row.n): row for row in some}
        lines = []
        for of, population in dict.fromkeys((row.of, row.population) for row in some):
            here = [cells.get((of, population, n)) for n in sizes]
            lines.append([f"{of}: {population}" if of else population, *(_cell(row) for row in here)])
        head = [heads[kind].format(f"{100 * level:g}"), *(f"n = {n}" for n in sizes)]
        yield _table(head, lines, ["---", *["---:"] * len(sizes)])


def _cell(row: Row | None) -> str:
    if row is None:
        return ""
    if not row.given:
        return "none given"
    text = _rate(row.rate)
    marked = f"**{text}**" if too_bold(row) else f"*{text}*" if too_careful(row) else text
    share = row.given / row.replicates
    return marked if share > 0.995 else f"{marked} (of {_rate(share)})"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], align: Sequence[str]) -> str:
    return "\n".join("| " + " | ".join(line) + " |" for line in (head, align, *rows)) + "\n"


def _rate(value: float) -> str:
    """Three decimals, without the zero before the point."""
    if math.isnan(value):
        return "–"
    return f"{value:.3f}".removeprefix("0") if value < 1 else "1"
