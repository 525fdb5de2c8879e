"""All targets in turn for some time: ``python -m tests.fuzz.session --minutes 120 --folder DIR``.

Each turn is a process of its own, so that a crash or a hang ends only that turn and is itself a finding.
"""

from __future__ import annotations

import argparse
import itertools
import json
import re
import subprocess
import sys
import time
from pathlib import Path

from tests.fuzz.targets import TARGETS
from tests.support import REPOSITORY

COVERAGE = re.compile(r"cov: (\d+) ft: (\d+)")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=120)
    parser.add_argument("--turn", type=int, default=240, help="seconds for a target before the next")
    parser.add_argument("--seed", type=int, default=1, help="of the first turn")
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--exports", type=Path)
    given = parser.parse_args()
    until = time.monotonic() + 60 * given.minutes
    given.folder.mkdir(parents=True, exist_ok=True)
    for seed, target in zip(itertools.count(given.seed), itertools.cycle(TARGETS), strict=False):
        left = int(until - time.monotonic())
        if left < 20:
            return
        turn(target, seed, min(given.turn, left), given.folder, given.exports)


def turn(target: str, seed: int, seconds: int, folder: Path, exports: Path | None) -> None:
    """One turn of one target; how it ended and the coverage it reached go to ``turns.jsonl``."""
    command = [sys.executable, "-m", "tests.fuzz", target, "--seconds", str(seconds), "--seed", str(seed)]
    folder, exports = folder.resolve(), exports.resolve() if exports else None
    command += ["--corpus", str(folder / "corpus"), "--findings", str(folder / "findings")]
    command += ["--exports", str(exports)] if exports else []
    began = time.monotonic()
    try:
        done = subprocess.run(
            command, capture_output=True, cwd=REPOSITORY, text=True, errors="replace", timeout=seconds + 300
        )
        code, output = done.returncode, done.stderr + done.stdout
    except subprocess.TimeoutExpired as hung:
        code, output = -1, (hung.stderr or b"").decode("utf-8", "replace")
    reached = COVERAGE.findall(output)
    if code != 0:
        (folder / f"ended-{target}-{seed}.txt").write_text(output, encoding="utf-8")
    record = {
        "target": target,
        "seed": seed,
        "seconds": round(time.monotonic() - began, 1),
        "exit": code,
        "coverage": int(reached[-1][0]) if reached else None,
        "features": int(reached[-1][1]) if reached else None,
    }
    with (folder / "turns.jsonl").open("a", encoding="utf-8") as log:
        log.write(json.dumps(record) + "\n")


if __name__ == "__main__":
    main()
