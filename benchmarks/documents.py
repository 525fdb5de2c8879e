"""What no other package here writes: codebooks, and reports of every site in one go."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks.evaluation import INSTRUMENT, SAMPLE, program
from benchmarks.measure import Measurement

COMMANDS = {
    "mtle codebook: an instrument as a web page": ("codebook", str(INSTRUMENT), "-o", "codebook.html"),
    "mtle report --by site: the sample study and a report of each of its six sites, HTML": (
        *("report", str(SAMPLE / "study.yaml"), "--by", "site", "--as", "html", "-o", "."),
    ),
}


def run() -> list[Measurement]:
    found = []
    for task, words in COMMANDS.items():
        with tempfile.TemporaryDirectory() as folder:
            done = program([sys.executable, "-m", "mtle_survey.cli.main", *words], folder)
            files = sum(path.is_file() for path in Path(folder).rglob("*"))
        if done.complaint:
            raise RuntimeError(f"{task}: {done.complaint}")
        found.append(Measurement(task=f"{task}; {files} files", seconds=done.processor, memory=done.memory))
    return found
