"""Collects problems of one definition file, each with its line and column."""

from __future__ import annotations

from typing import Any

from mtle_survey.errors import Problem, Severity, problem
from mtle_survey.instrument.yaml_tree import Path, Place, Tree


class ProblemList:
    """The problems found so far in one file.

    Attributes
    ----------
    problems : list of Problem
        ``row`` is the line in the file; ``found`` names line and column.
    errors : int
        How many of them are errors.
    """

    def __init__(self, tree: Tree, file: str) -> None:
        self.tree = tree
        self.file = file
        self.problems: list[Problem] = []
        self.errors = 0

    def add(self, code: str, path: Path, found: str, *, item: str | None = None, **values: Any) -> None:
        """Add a problem at a key path; ``values`` fill the catalogue's placeholders."""
        self.add_at(code, self.tree.place(path), found, item=item, **values)

    def add_at(self, code: str, place: Place, found: str, *, item: str | None = None, **values: Any) -> None:
        """Add a problem at a known place."""
        where = f"{found} (line {place.line}, column {place.column})"
        new = problem(code, file=self.file, row=place.line, item=item, found=where, **values)
        self.problems.append(new)
        self.errors += new.severity is Severity.ERROR

    def in_file_order(self) -> tuple[Problem, ...]:
        """All problems by line; those of one line in the order they were found."""
        return tuple(sorted(self.problems, key=lambda p: p.row or 0))
