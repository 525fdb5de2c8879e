"""Fuzz with atheris: ``python -m tests.fuzz TARGET --seconds N --log LOG``.

Findings do not end the run: each place where something else than a located problem escaped is written
down once, with the bytes that led there, and the run goes on. One line of JSON per run goes to the log.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import pkgutil
import sys
import time
import traceback
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import atheris

READING = ("readers", "matching", "instrument", "decisions", "linking", "checks", "screening", "rules")
"""Packages that are imported late and must be known to the fuzzer from the start."""

with atheris.instrument_imports(include=["mtle_survey"]):
    import mtle_survey

    for module in pkgutil.walk_packages(mtle_survey.__path__, "mtle_survey."):
        if module.name.split(".")[1] in READING:
            importlib.import_module(module.name)
    from tests.fuzz.seeds import seeds
    from tests.fuzz.targets import TARGETS


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpus", type=Path, required=True, help="what was found interesting, kept")
    parser.add_argument("--findings", type=Path, required=True)
    parser.add_argument("--exports", type=Path, help="a folder of real exports to begin with")
    given = parser.parse_args()
    corpus = given.corpus / given.target
    for path in (corpus, given.findings):
        path.mkdir(parents=True, exist_ok=True)
    for content in seeds(given.target, given.exports):
        (corpus / hashlib.sha256(content).hexdigest()[:16]).write_bytes(content)
    target = TARGETS[given.target]
    known: set[str] = set()
    executions = 0
    logged = False
    began = time.monotonic()

    def once(data: bytes) -> None:
        nonlocal executions, logged
        executions += 1
        try:
            target(data)
        except Exception as error:
            where = traceback.extract_tb(error.__traceback__)[-1]
            key = f"{given.target}-{type(error).__name__}-{Path(where.filename).stem}-{where.lineno}"
            if key not in known:
                known.add(key)
                (given.findings / f"{key}.bytes").write_bytes(data)
                (given.findings / f"{key}.txt").write_text(traceback.format_exc(), encoding="utf-8")
        if not logged and time.monotonic() - began > given.seconds:
            logged = True
            record = {
                "target": given.target,
                "at": datetime.now(UTC).isoformat(timespec="seconds"),
                "seconds": round(time.monotonic() - began, 1),
                "executions": executions,
                "findings": sorted(known),
                "corpus": sum(1 for _ in corpus.iterdir()),
                "seed": given.seed,
                "python": sys.version.split()[0],
                "atheris": version("atheris"),
            }
            with (given.findings / "runs.jsonl").open("a", encoding="utf-8") as log:
                log.write(json.dumps(record) + "\n")

    options = [
        sys.argv[0],
        str(corpus),
        f"-max_total_time={given.seconds + 2}",
        f"-seed={given.seed}",
        "-timeout=60",
        "-rss_limit_mb=3000",
        "-max_len=20000",
        "-print_final_stats=1",
    ]
    atheris.Setup(options, once)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
