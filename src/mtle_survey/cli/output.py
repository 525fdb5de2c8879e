"""What a command prints and writes: results to stdout, everything else to stderr; whole or not at all."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol

from mtle_survey.cli.terminal import fitted, width_of
from mtle_survey.whole_files import write_whole

if TYPE_CHECKING:
    from mtle_survey.errors import Problem
    from mtle_survey.instrument.model import Instrument
    from mtle_survey.responses import Source

SCHEMA = "mtle/1"


class AboutStudy(Protocol):
    """What is said of a study besides its results."""

    @property
    def instrument(self) -> Instrument:
        """The instrument."""

    @property
    def seed(self) -> int:
        """The seed of everything that draws random numbers."""

    @property
    def inputs(self) -> Sequence[tuple[str | None, Source, int]]:
        """Every file: its wave, where it comes from, and its responses."""


class Format(StrEnum):
    """What is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def by_suffix(output: Path | None, form: Format) -> Format:
    """What the name of the output file asks for, where the format was left open."""
    if output is None or form is not Format.TABLE:
        return form
    return {".csv": Format.CSV, ".json": Format.JSON}.get(output.suffix.casefold(), form)


def say(text: str) -> None:
    """A line for people, on stderr."""
    sys.stderr.write(text + "\n")


def paced(seconds: float = 1.0) -> Callable[[str], None]:
    """Something to tell progress to, which says no more than a line in so many seconds, and none at first."""
    last = monotonic()

    def tell(text: str) -> None:
        nonlocal last
        now = monotonic()
        if now - last >= seconds:
            last = now
            say(f"{text} …")

    return tell


def write_result(text: str, output: Path | None) -> None:
    """Print a result, or write it whole to a file."""
    if output is None:
        shown = fitted(text, width_of(sys.stdout))
        sys.stdout.write(shown if shown.endswith("\n") else shown + "\n")
    else:
        write_whole(output, text.encode("utf-8"))
        say(f"Wrote {output}")


def envelope(
    command: str, study: AboutStudy | None, rows: Sequence[Mapping[str, Any]], problems: Iterable[Problem]
) -> str:
    """The JSON document of a command."""
    document = {
        "schema": SCHEMA,
        "command": command,
        "instrument": None
        if study is None
        else {
            "id": study.instrument.id,
            "version": study.instrument.version,
            "sha256": study.instrument.sha256,
        },
        "inputs": [
            {"wave": wave, "file": source.file, "sha256": source.sha256, "rows": rows}
            for wave, source, rows in (study.inputs if study else ())
        ],
        "seed": None if study is None else study.seed,
        "rows": list(rows),
        "problems": [problem_record(p) for p in problems],
    }
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)


def problem_record(p: Problem) -> dict[str, Any]:
    """A problem as the table grammar writes it."""
    return {
        "code": p.code,
        "severity": str(p.severity),
        "file": p.file,
        "row": p.row,
        "column": p.column,
        "item": p.item,
        "found": p.found,
        "why": p.why,
        "fix": p.fix,
        "count": p.count,
    }
