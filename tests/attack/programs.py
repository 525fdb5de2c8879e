"""One linear program over everything that is told of some cells."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack

SLACK = 1e-6


@dataclass
class Linear:
    """Cells that hold people, and the sums of them that are told.

    Attributes
    ----------
    truth : (c,) array
        How many people each cell holds. Used for values of sums that are exact by themselves (how many people
        are alike), for checking that what was read is true, and as one population that agrees with all.
    """

    truth: np.ndarray
    rows: list[csr_array] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    limited: list[csr_array] = field(default_factory=list)
    limits: list[float] = field(default_factory=list)

    def tell(self, weights: np.ndarray, value: float) -> None:
        """Enter a sum that is told; it must be true, or the attack reads the files wrongly."""
        own = float(weights @ self.truth)
        assert abs(own - value) < 1e-6, f"a sum of {own} is told as {value}"
        self.rows.append(csr_array(weights[None]))
        self.values.append(own)

    def limit(self, weights: np.ndarray, most: float) -> None:
        """Enter that a sum is told to be at most so large; it must be true."""
        own = float(weights @ self.truth)
        assert own <= most + 1e-6, f"a sum of {own} is told as at most {most}"
        self.limited.append(csr_array(weights[None]))
        self.limits.append(most)

    def ranges(self, asked: np.ndarray, enough: float) -> np.ndarray:
        """(q, 2) the least and the most of each sum; those found wide enough are not followed to the end."""
        told, values = vstack(self.rows, format="csr"), np.array(self.values)
        below = (vstack(self.limited, format="csr"), np.array(self.limits)) if self.limited else (None, None)
        own = asked @ self.truth
        seen = np.column_stack([own, own])
        rng = np.random.default_rng(1)

        def look(aim: np.ndarray) -> None:
            for sign in (1.0, -1.0):
                solved = linprog(sign * aim, *below, told, values, bounds=(0, None), method="highs")
                assert solved.success, solved.message
                counts = asked @ solved.x
                seen[:, 0] = np.minimum(seen[:, 0], counts)
                seen[:, 1] = np.maximum(seen[:, 1], counts)

        def narrow() -> np.ndarray:
            return np.flatnonzero(seen[:, 1] - seen[:, 0] < enough - SLACK)

        for _ in range(3):
            if (few := narrow()).size:
                look(rng.choice([-1.0, 1.0], few.size) @ asked[few])
        for place in narrow():
            if seen[place, 1] - seen[place, 0] < enough - SLACK:
                look(asked[place])
        return seen
