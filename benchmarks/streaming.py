"""A million rows of fifty items: read, checked and scored, beside pandas.read_csv alone; and the memory."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from benchmarks.measure import Measurement, Peer

ROWS, ITEMS = 1_000_000, 50
LABELS = ("Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree")
MOST_MEMORY = 1 << 30
AIMS = {"codes": 3.0, "labels": 10.0}
SCALES = 10

IMPORTS = """
import json, resource, sys, time
import numpy, scipy.special
from mtle_survey.cli.main import app
from mtle_survey.instrument.load import load_instrument
from mtle_survey.reading import FileSpec
from mtle_survey.streaming import wave as streaming
import mtle_survey.streaming.scores
streaming.LARGE = 0
"""
PANDAS = "pandas.read_csv({path!r})"
READ = """
wave = streaming.stream_wave({{None: [FileSpec(path={path!r})]}}, load_instrument({instrument!r}), None)
assert wave is not None and wave.read[None].answered == {rows}
"""
VALIDATE = 'app(["validate", "-i", {instrument!r}, {path!r}, "-o", {out!r} + ".json"], standalone_mode=False)'
SCORE = 'app(["score", "-i", {instrument!r}, {path!r}, "-o", {out!r} + ".csv"], standalone_mode=False)'
MEASURED = """
{imports}
start = time.perf_counter()
{task}
seconds = time.perf_counter() - start
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
sys.stderr.write("\\nMEASURED " + json.dumps([seconds, memory]) + "\\n")
"""


def run(rows: int = ROWS) -> list[Measurement]:
    with tempfile.TemporaryDirectory() as folder:
        instrument = write_instrument(Path(folder))
        found = []
        for kind in AIMS:
            path = write_answers(Path(folder), kind, rows)
            found += _measure(path, instrument, kind, rows)
            path.unlink()
        return found


def _measure(path: Path, instrument: Path, kind: str, rows: int) -> list[Measurement]:
    out = str(path.with_name(f"{kind}_out"))
    words = {"path": str(path), "instrument": str(instrument), "rows": rows, "out": out}
    pandas, _ = measured(PANDAS.format(**words), "import json, resource, sys, time, pandas")
    found = []
    for task, script, aim in (
        ("read and range-checked", READ, AIMS[kind]),
        ("mtle validate (careless indices too)", VALIDATE, None),
        ("mtle score (after validation)", SCORE, None),
    ):
        seconds, memory = measured(script.format(**words), IMPORTS)
        ratio = seconds / pandas
        verdict = "" if aim is None else f", aim {aim:g}: {'met' if ratio <= aim else 'MISSED'}"
        room = "under" if memory < MOST_MEMORY else "OVER"
        found.append(
            Measurement(
                task=f"{rows:,} rows x {ITEMS} items of {kind}, {task}\n"
                f"    {ratio:.1f} times pandas.read_csv alone{verdict}\n"
                f"    {memory / 2**20:.0f} MiB, {room} 1 GiB",
                seconds=seconds,
                others=(Peer(name="pandas.read_csv alone", seconds=pandas),),
            )
        )
    return found


def measured(task: str, imports: str) -> tuple[float, int]:
    """Seconds and peak memory of a task in a process of its own, imports left out of the time."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURED.format(imports=imports, task=task)],
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, memory = json.loads(done.stderr.rsplit("MEASURED ", 1)[1])
    return float(seconds), int(memory)


def write_instrument(folder: Path) -> Path:
    """Ten scales of five items, every fifth one reversed."""
    items = [f"q{i:02d}" for i in range(1, ITEMS + 1)]
    size = ITEMS // SCALES
    scales = [items[s * size : (s + 1) * size] for s in range(SCALES)]
    path = folder / "big.yaml"
    path.write_text(
        "id: big\nversion: 1.0.0\ntitle: Big\nresponse_formats:\n  agree5:\n    codes: [1, 2, 3, 4, 5]\n"
        f"    labels: [{', '.join(LABELS)}]\nitems:\n"
        + "".join(f"  {i}: {{text: Question {i} asks this., format: agree5}}\n" for i in items)
        + "scales:\n"
        + "".join(
            f"  s{s}: {{title: Scale {s}, items: [{', '.join(own)}], reverse_keyed: [{own[-1]}]}}\n"
            for s, own in enumerate(scales)
        ),
        encoding="utf-8",
    )
    return path


def write_answers(folder: Path, kind: str, rows: int, seed: int = 1) -> Path:
    """Answers that go together within a scale; no two records alike but by chance."""
    generator = np.random.default_rng(seed)
    path = folder / f"{kind}.csv"
    texts = np.array(
        [label.encode() for label in LABELS] if kind == "labels" else [b"1", b"2", b"3", b"4", b"5"],
        dtype=object,
    )
    turned = np.arange(ITEMS) % (ITEMS // SCALES) == ITEMS // SCALES - 1
    with path.open("wb") as file:
        file.write((",".join(f"q{i:02d}" for i in range(1, ITEMS + 1)) + "\n").encode())
        for start in range(0, rows, 20_000):
            n = min(20_000, rows - start)
            trait = np.repeat(generator.normal(size=(n, SCALES)), ITEMS // SCALES, axis=1)
            x = np.clip(np.rint(3 + 0.8 * trait + 0.8 * generator.normal(size=(n, ITEMS))), 1, 5).astype(int)
            x[:, turned] = 6 - x[:, turned]
            file.write(b"\n".join(b",".join(row) for row in texts[x - 1]) + b"\n")
    return path
