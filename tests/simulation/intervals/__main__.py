"""Count, family by family, the smallest first; then write the page.

From the repository root, an hour on one idle core; with names of families only these:

    nice -n 15 python -m tests.simulation.intervals [family ...]
    python -m tests.simulation.intervals --page      # the page alone, from what is kept
"""

from __future__ import annotations

import sys
import time

from tests.simulation.intervals.families import FAMILIES
from tests.simulation.intervals.page import write_page
from tests.simulation.intervals.tally import count, write_rows


def main(arguments: list[str]) -> None:
    """Run the families that are named, or all."""
    named = [name for name in arguments if not name.startswith("-")]
    if unknown := set(named) - set(FAMILIES):
        raise SystemExit(f"no such family: {', '.join(sorted(unknown))}; there are {', '.join(FAMILIES)}")
    for family in () if "--page" in arguments else named or FAMILIES:
        rows, started = [], time.process_time()
        for situation in FAMILIES[family]():
            rows += count(situation)
            print(
                f"{family}: {situation.population}, n = {situation.n}: {time.process_time() - started:.0f} s"
            )
            sys.stdout.flush()
        write_rows(family, rows)
    write_page()


if __name__ == "__main__":
    main(sys.argv[1:])
