"""Count, family by family, the quickest first; then write the page.

From the repository root, twenty minutes on one idle core; with names of families only these:

    nice -n 15 python -m tests.simulation.intervals [family ...]
    nice -n 15 python -m tests.simulation.intervals --missing    # only what is not kept yet
    python -m tests.simulation.intervals --page                  # the page alone, from what is kept
"""

from __future__ import annotations

import sys
import time

from tests.simulation.intervals.families import FAMILIES
from tests.simulation.intervals.page import write_page
from tests.simulation.intervals.tally import count, kept_of, read_rows, results_of, write_rows


def main(arguments: list[str]) -> None:
    """Run the families that are named, or all."""
    named = [name for name in arguments if not name.startswith("-")]
    if unknown := set(named) - set(FAMILIES):
        raise SystemExit(f"no such family: {', '.join(sorted(unknown))}; there are {', '.join(FAMILIES)}")
    for family in () if "--page" in arguments else named or FAMILIES:
        run(family, only_missing="--missing" in arguments)
    write_page()


def run(family: str, *, only_missing: bool) -> None:
    """Count a family; what is kept of a situation stands if only missing ones are asked for."""
    path, started = results_of(family), time.process_time()
    before = read_rows([path]) if only_missing and path.exists() else []
    situations = list(FAMILIES[family]())
    rows = {place: kept_of(situation, before) for place, situation in enumerate(situations)}
    for place, situation in enumerate(situations):
        if not rows[place]:
            rows[place] = count(situation)
            write_rows(family, [row for some in rows.values() for row in some])
            spent = time.process_time() - started
            print(f"{family}: {situation.population}, n = {situation.n}: {spent:.0f} s", flush=True)
    write_rows(family, [row for some in rows.values() for row in some])


if __name__ == "__main__":
    main(sys.argv[1:])
