"""Which leadership roles a person holds, from what that person does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from mtle_survey.rules import NO_OR_YES, Categories, Column, lacking, truth

CLASSROOM = "classroom"


def roles_held(inputs: Mapping[str, Column | None], params: Mapping[str, Any], n: int) -> dict[str, Column]:
    """List the roles held, in the order of the inputs.

    Every input but ``classroom`` is a role, with the scores of its activities; it is held when one of them
    reaches ``threshold``. ``breadth`` is the number of roles held, None where a role cannot be decided.
    ``nexus`` is 1 for a current classroom teacher (``classroom`` answered Yes) who holds a role, None where
    that is unknown. The list is ``none`` where no role is held, and None where that cannot be decided.
    """
    threshold = float(params["threshold"])
    names = tuple(name for name in inputs if name != CLASSROOM)
    held = np.zeros((n, len(names)), dtype=bool)
    unknown = np.zeros((n, len(names)), dtype=bool)
    for k, name in enumerate(names):
        scores = lacking(inputs, name, n).reshape(n, -1).astype(float)
        held[:, k] = (scores >= threshold).any(axis=1)
        unknown[:, k] = np.isnan(scores).any(axis=1) & ~held[:, k]
    roles, breadth, nexus = (np.full(n, None, dtype=object) for _ in range(3))
    for i, answer in enumerate(lacking(inputs, CLASSROOM, n)):
        number, decided, teaches = int(held[i].sum()), not unknown[i].any(), truth(answer)
        if decided:
            breadth[i] = number
        if number or decided:
            roles[i] = ", ".join(np.array(names)[held[i]]) or "none"
            nexus[i] = None if teaches is None else int(teaches and number > 0)
    return {"": roles, "breadth": breadth, "nexus": nexus}


def nexus_categories(_inputs: Mapping[str, Any]) -> dict[str, Categories]:
    """Whether classroom teaching stands at the center of the roles; the roles themselves are a list."""
    return {"nexus": NO_OR_YES}


RULE = roles_held
CATEGORIES = nexus_categories
