"""How much of one person shows in the best combination of several published numbers.

Every published mean is a sum over people of what they answered, each answer with a known weight. Whoever
holds several such numbers can add and subtract them at will: what can be had are exactly the vectors in the
space that the numbers' weights span. For the person p let lambda_p be the largest share of a vector of that
space, in squared length, that can fall on p's own answers. A combination about m people only has at least
1/m of its length on one of them. So where no lambda_p exceeds 1/k, no linear combination whatsoever of what
is published is about fewer than k people.

References
----------
Hundepool et al. (2012). Statistical disclosure control. Wiley. Section 4 (linear attacks on linked tables).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mtle_survey.stats.estimate import Array

SLACK = 1e-9
SAME = 1e-7


class Published:
    """The space spanned by what is published about one set of variables, and everybody's share in it.

    People with the same weights in every number can never be told apart and are treated as one class.

    Parameters
    ----------
    sizes : (c,) int array
        People in each class.
    variables : int
        Answers that each person may have given, v.
    smallest : int
        The fewest people that a combination may be about, k.
    """

    def __init__(self, sizes: NDArray[np.int64], variables: int, smallest: int) -> None:
        self._root = np.sqrt(sizes)[:, None]
        self._limit = 1.0 / smallest + SLACK
        self._basis: Array = np.zeros((0, len(sizes) * variables))
        self._blocks: Array = np.zeros((len(sizes), variables, variables))

    def try_to_add(self, weights: Array) -> bool:
        """Publish some numbers together, unless that would be too much.

        Parameters
        ----------
        weights : (m, c, v) float array
            Of one person of each class in each of m numbers.

        Returns
        -------
        bool
            False when somebody's share would be too large; then nothing is published.
        """
        directions = self._directions(weights)
        blocks = self._blocks + self._blocks_of(directions)
        if not self._bearable(blocks):
            return False
        self._basis, self._blocks = np.vstack([self._basis, directions]), blocks
        return True

    def would_bear(self, weights: Array) -> bool:
        """Whether ``try_to_add`` would publish these numbers."""
        return self._bearable(self._blocks + self._blocks_of(self._directions(weights)))

    def add(self, weights: Array) -> None:
        """Take note of numbers that are out already, whatever they give away."""
        directions = self._directions(weights)
        self._basis = np.vstack([self._basis, directions])
        self._blocks = self._blocks + self._blocks_of(directions)

    def shares(self) -> Array:
        """(c,) the largest share of one person of each class."""
        return _largest(self._blocks)

    def _directions(self, weights: Array) -> Array:
        """(d, c v) what some numbers add to those already out, as vectors of length one at right angles."""
        vectors = (weights * self._root).reshape(len(weights), -1)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        vectors = vectors[lengths[:, 0] > 0.0] / lengths[lengths[:, 0] > 0.0]
        for _ in range(2):  # the second time takes away what rounding left
            vectors = vectors - (vectors @ self._basis.T) @ self._basis
        _, spread, turned = np.linalg.svd(vectors, full_matrices=False)
        return np.asarray(turned[spread > SAME], dtype=np.float64)

    def _blocks_of(self, directions: Array) -> Array:
        """(c, v, v) what each direction holds of one person of each class."""
        per_person = directions.reshape(len(directions), *self._blocks.shape[:2]) / self._root
        return np.asarray(np.einsum("dcv,dcw->cvw", per_person, per_person, optimize=True), dtype=np.float64)

    def _bearable(self, blocks: Array) -> bool:
        traces = np.trace(blocks, axis1=1, axis2=2)
        doubtful = blocks[traces > self._limit]
        return doubtful.size == 0 or bool(_largest(doubtful).max() <= self._limit)


def _largest(blocks: Array) -> Array:
    return np.asarray(np.linalg.eigvalsh(blocks)[:, -1], dtype=np.float64)
