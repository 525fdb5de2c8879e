"""Two arms of a comparison: checked, split, and their pooled spread."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mtle_survey.stats.clusters.labels import Labels, clusters_of
from mtle_survey.stats.estimate import Array
from mtle_survey.stats.gates import UNITS_PER_ARM_REFUSED_BELOW

Program = Sequence[bool] | NDArray[Any]


def program_mask(program: Program, n: int) -> NDArray[np.bool_]:
    """Who is in the program, as n booleans; values other than true and false are a ValueError."""
    array = np.asarray(program)
    if array.shape != (n,):
        raise ValueError(f"needs one arm for each of {n} rows, not {array.shape}")
    if array.dtype != bool and not np.isin(array, (0, 1)).all():
        raise ValueError("the arm is true or 1 for the program, false or 0 for the comparison group")
    return array.astype(bool)


def too_few_units(mask: NDArray[np.bool_], cluster: Labels | None = None) -> str:
    """Why the arms cannot be compared, or an empty text.

    A single respondent, or a single cluster where clusters were given, cannot be told from its arm.
    """
    noun = "respondent" if cluster is None else "cluster"
    for arm, name in ((mask, "program"), (~mask, "comparison")):
        rows = int(arm.sum())
        units = rows if cluster is None else clusters_of(np.asarray(cluster)[arm], rows).count
        if units < UNITS_PER_ARM_REFUSED_BELOW:
            return (
                f"needs at least {UNITS_PER_ARM_REFUSED_BELOW} {noun}s in each arm, and the {name} group "
                f"has {units}"
            )
    return ""


def pooled_sd(values: Array, mask: NDArray[np.bool_]) -> float:
    """Standard deviation within arms, denominator N - 2."""
    squares = sum(float(np.sum((values[arm] - values[arm].mean()) ** 2)) for arm in (mask, ~mask))
    return math.sqrt(squares / (values.size - 2))


def wwc_omega(n: int) -> float:
    """Small-sample correction 1 - 3/(4N - 9) of the What Works Clearinghouse."""
    return 1.0 - 3.0 / (4.0 * n - 9.0)
