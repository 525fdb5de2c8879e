"""The whole evaluation: ``mtle report`` of the sample study beside a script in R that does its analyses.

Both are programs of their own, from their start to the files they write, with the same number of bootstrap
draws. Numbers are compared one by one, by scale, item, wave, group, contrast, statistic and method.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import Measurement, Peer
from benchmarks.same_numbers import Agreement, agreement, of_csv, of_report

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "data" / "sample"
INSTRUMENT = ROOT / "instruments" / "mtle.yaml"
IN_R = Path(__file__).parent / "evaluation_in_r"
DRAWS = 10_000
DRAWN = "bca"  # both draw at random, each in its own way
ALIKE = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a program took.

    Attributes
    ----------
    clock, processor : float
        Seconds.
    memory : float
        Peak of the whole process, in MiB.
    complaint : str
        The last line it wrote, where it failed.
    """

    clock: float
    processor: float
    memory: float
    complaint: str = ""


def run() -> list[Measurement]:
    with tempfile.TemporaryDirectory() as folder:
        ours = program(
            [sys.executable, "-m", "mtle_survey.cli.main", "report", str(SAMPLE / "study.yaml"), "-o", folder]
        )
        if ours.complaint:
            raise RuntimeError(f"mtle report failed: {ours.complaint}")
        return [
            Measurement(
                task="mtle report of the sample study, from the command to HTML, DOCX, PDF and XLSX\n"
                f"    {ours.clock:.1f} s by the clock",
                seconds=ours.processor,
                memory=ours.memory,
                others=(_in_r(Path(folder), ours),),
            )
        ]


def _in_r(folder: Path, ours: Run) -> Peer:
    if shutil.which("Rscript") is None:
        return Peer(name="R: not installed", seconds=float("nan"))
    script = ["Rscript", str(IN_R / "evaluation.R"), str(IN_R), str(SAMPLE), str(INSTRUMENT), str(folder)]
    theirs = program([*script, str(DRAWS)])
    if theirs.complaint:
        return Peer(name=f"R: {theirs.complaint}", seconds=float("nan"))
    compared = agreement(of_report(folder / "report.json"), of_csv(folder / "numbers.csv"))
    ratio = theirs.clock / ours.clock
    return Peer(
        name=f"R script, {theirs.clock:.1f} s by the clock ({ratio:.1f} times), {summary(compared)};\n   ",
        seconds=theirs.processor,
        memory=theirs.memory,
        differences=_largest(compared),
    )


def program(command: list[str], folder: str | None = None) -> Run:
    """Run a program, in a folder, and say what it took."""
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=said, stderr=said, cwd=folder)
        _, status, used = os.wait4(process.pid, 0)
        clock = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        lines = said.read().decode(errors="replace").strip().splitlines()
    failed = process.returncode != 0
    return Run(
        clock=clock,
        processor=used.ru_utime + used.ru_stime,
        memory=used.ru_maxrss / 1024,
        complaint=(lines[-1] if lines else f"exit code {process.returncode}") if failed else "",
    )


def summary(compared: Agreement) -> str:
    """How much was compared and how much of it is the same."""
    held = {place: found for place, found in compared.differences.items() if DRAWN not in place[1]}
    alike = sum(count for count, largest in held.values() if largest <= ALIKE)
    drawn = compared.numbers - sum(count for count, _ in held.values())
    return (
        f"{compared.rows:,} rows and {compared.numbers:,} numbers of both: {alike:,} within {ALIKE:g}, "
        f"{drawn:,} from random draws; {sum(compared.only_here.values()):,} rows only in the report"
    )


def _largest(compared: Agreement) -> dict[str, float]:
    """The largest difference of each statistic whose numbers are further apart, then of all others."""
    apart: dict[str, float] = {}
    closest = 0.0
    for (statistic, method, what), (_, largest) in compared.differences.items():
        if largest > ALIKE:
            apart[f"{statistic} ({method}), {what}"] = largest
        else:
            closest = max(closest, largest)
    return {**apart, "every other number": closest}
