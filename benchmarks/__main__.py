"""Run every benchmark, or those named: ``python -m benchmarks reliability``."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from pathlib import Path

from benchmarks.measure import Measurement


def modules(wanted: list[str]) -> list[str]:
    """Benchmarks of this folder, in alphabetical order."""
    found = sorted(m.name for m in pkgutil.iter_modules([str(Path(__file__).parent)]))
    chosen = [name for name in found if name not in ("__main__", "measure")]
    if unknown := set(wanted) - set(chosen):
        sys.exit(f"no benchmark called {', '.join(sorted(unknown))}; there are {', '.join(chosen)}")
    return wanted or chosen


def line(m: Measurement) -> str:
    """One measurement as people read it."""
    verdict = (
        ""
        if m.target is None
        else f"  (target {m.target:g} s: {'met' if m.seconds < m.target else 'MISSED'})"
    )
    others = "".join(f"\n    {name}: {s:.3f} s, {s / m.seconds:.0f} times as long" for name, s in m.others)
    return f"{m.task}\n    mtle_survey: {m.seconds:.4f} s{verdict}{others}"


if __name__ == "__main__":
    for name in modules(sys.argv[1:]):
        print(f"# {name}")
        for measurement in importlib.import_module(f"benchmarks.{name}").run():
            print(line(measurement))
