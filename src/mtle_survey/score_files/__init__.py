"""Files of scores for people and for other programs, one kind to a module, each with its codebook."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mtle_survey.plugins import discover
from mtle_survey.score_records import ScoreColumn

Rows = Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreWriter:
    """One kind of file.

    Attributes
    ----------
    suffix : str
        ``.csv``.
    write : callable
        From the columns, the rows and a title to the bytes of the file, the same for the same input.
    check : callable
        Raises UsageError where something that the writer needs is not installed.
    """

    suffix: str
    write: Callable[[Sequence[ScoreColumn], Rows, str], bytes]
    check: Callable[[], None] = lambda: None


def writer_for(path: Path) -> ScoreWriter | None:
    """The writer that the name of a file asks for, ready to be used; None for any other name.

    Raises
    ------
    UsageError
        The writer needs a package that is not installed.
    """
    writers: dict[str, ScoreWriter] = {w.suffix: w for w in discover(__name__, "WRITER").values()}
    found = writers.get(path.suffix.casefold())
    if found is not None:
        found.check()
    return found


def codebook_path(path: Path) -> Path:
    """Where the codebook of a file of scores stands: ``scores.csv`` has ``scores.codebook.csv``."""
    return path.with_name(f"{path.stem}.codebook.csv")
