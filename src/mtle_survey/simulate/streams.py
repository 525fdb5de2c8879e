"""Independent random streams, one per purpose, so that a new purpose changes none of the others."""

from __future__ import annotations

import zlib

import numpy as np


def stream(seed: int, *purpose: str) -> np.random.Generator:
    """The generator of one purpose, such as ``("unique", "post")``; the same on every machine."""
    return np.random.default_rng([seed, zlib.crc32("/".join(purpose).encode())])
