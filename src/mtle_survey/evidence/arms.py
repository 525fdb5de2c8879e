"""Who is in the program and who in each comparison group, as the study declares it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mtle_survey.evidence.pairs import Contrast
from mtle_survey.evidence.panel import Panel


@dataclass(frozen=True, slots=True, kw_only=True)
class Arms:
    """The program against one comparison group.

    Attributes
    ----------
    column : str
        The field that holds the group.
    program_name, comparison_name : str
        Its values.
    program, comparison : (r,) bool array
        Who is in which, by person.
    between : str
        The contrast as rows write it: ``program - comparison``, or the group's name where there are several.
    leads : bool
        Whether this is the first comparison group.
    """

    column: str
    program_name: str
    comparison_name: str
    program: NDArray[np.bool_]
    comparison: NDArray[np.bool_]
    between: str
    leads: bool

    def gains(self, contrast: Contrast) -> str:
        """The contrast of changes."""
        return f"({contrast.name}) x ({self.between})"


def all_arms(panel: Panel) -> Iterator[Arms]:
    """The program against each comparison group that the design declares."""
    if panel.design.get("type") != "comparison":
        return
    column, program = str(panel.design["column"]), str(panel.design["program"])
    values = panel.field(column)
    groups = np.array([None if v is None else str(v) for v in values], dtype=object)
    for k, (between, name) in enumerate(comparisons(panel.design).items()):
        yield Arms(
            column=column,
            program_name=program,
            comparison_name=name,
            program=groups == program,
            comparison=groups == name,
            between=between,
            leads=k == 0,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """People who are described apart from others.

    Attributes
    ----------
    group : str or None
        As rows name them, ``column=value``; None stands for everybody.
    people : (r,) bool array
        Who they are, by person.
    in_program : bool
        Whether the program is theirs: everybody's where no groups are compared.
    """

    group: str | None
    people: NDArray[np.bool_]
    in_program: bool


def described_apart(panel: Panel) -> tuple[Apart, ...]:
    """Everybody; where the design compares groups, the program group and then each comparison group.

    What is said of both together would be read as the program's.
    """
    arms = tuple(all_arms(panel))
    if not arms:
        return (Apart(group=None, people=np.ones(panel.people, dtype=np.bool_), in_program=True),)
    first = arms[0]
    program = Apart(group=f"{first.column}={first.program_name}", people=first.program, in_program=True)
    others = (
        Apart(group=f"{arm.column}={arm.comparison_name}", people=arm.comparison, in_program=False)
        for arm in arms
    )
    return (program, *others)


def program_group(design: Mapping[str, Any]) -> str | None:
    """The program group as rows name it; None where no groups are compared."""
    return f"{design['column']}={design['program']}" if design.get("type") == "comparison" else None


def comparisons(design: Mapping[str, Any]) -> dict[str, str]:
    """The comparison groups of a design, by how rows write the program against them."""
    if design.get("type") != "comparison":
        return {}
    names = comparison_names(design["comparison"])
    return {"program - comparison" if len(names) == 1 else f"program - {name}": name for name in names}


def comparison_names(declared: object) -> tuple[str, ...]:
    """One or several comparison groups."""
    return tuple(str(name) for name in declared) if isinstance(declared, list | tuple) else (str(declared),)
