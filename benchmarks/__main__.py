"""Run every benchmark, or those named: ``python -m benchmarks reliability``."""

from __future__ import annotations

import importlib
import math
import pkgutil
import sys
from pathlib import Path

from benchmarks.measure import Measurement

NOT_MEASURED = ("__main__", "same_numbers", "measure", "once", "samples", "survey")


def modules(wanted: list[str]) -> list[str]:
    """Benchmarks of this folder, in alphabetical order."""
    found = sorted(m.name for m in pkgutil.iter_modules([str(Path(__file__).parent)]))
    chosen = [name for name in found if name not in NOT_MEASURED]
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
    lines = [f"{m.task}", f"    mtle_survey: {m.seconds:.4f} s{memory(m.memory)}{verdict}"]
    for peer in m.others:
        if math.isnan(peer.seconds):
            lines.append(f"    {peer.name}")
            continue
        ratio = peer.seconds / m.seconds
        times = f"{ratio:.0f}" if ratio >= 10 else f"{ratio:.1f}"
        lines.append(f"    {peer.name}: {peer.seconds:.3f} s, {times} times as long{memory(peer.memory)}")
        for what, difference in (peer.differences or {}).items():
            lines.append(f"        largest difference in {what}: {difference:.1e}")
    return "\n".join(lines)


def memory(mib: float | None) -> str:
    """Peak memory as people read it."""
    return "" if mib is None else f", {mib:.0f} MiB" if mib >= 1 else ", under 1 MiB"


if __name__ == "__main__":
    for name in modules(sys.argv[1:]):
        print(f"# {name}")
        for measurement in importlib.import_module(f"benchmarks.{name}").run():
            print(line(measurement))
