"""Take a column apart while it is read: each distinct text once, and a small number for every cell."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from mtle_survey.raw_table import CodedColumn
from mtle_survey.streaming.lines import text_of

MOST_SHORT = 2
_UNSEEN = -1


class _Places(dict[str, int]):
    """The place of each text, in the order in which they were first met."""

    def __missing__(self, text: str) -> int:
        place = self[text] = len(self)
        return place


class ColumnCoder:
    """One column under construction."""

    def __init__(self) -> None:
        self.places = _Places()
        self.parts: list[NDArray[np.integer]] = []
        self.short = np.full(1 << 16, _UNSEEN, dtype=np.int32)
        self.bytes: dict[bytes, int] = {}

    def add_texts(self, cells: Iterable[str], count: int) -> None:
        """Cells as text."""
        self._keep(np.fromiter(map(self.places.__getitem__, cells), dtype=np.int64, count=count))

    def add_bytes(self, cells: list[bytes]) -> None:
        """Cells as UTF-8 bytes."""
        known = self.bytes
        for cell in set(cells) - known.keys():
            known[cell] = self.places[text_of(cell)]
        self._keep(np.fromiter(map(known.__getitem__, cells), dtype=np.int64, count=len(cells)))

    def add_short(self, keys: NDArray[np.uint16]) -> None:
        """Cells of at most two bytes, the first in the lower half; 0 is a blank cell."""
        found = self.short[keys]
        if found.min(initial=0) == _UNSEEN:
            for key in np.unique(keys[found == _UNSEEN]).tolist():
                cell = bytes(b for b in (key & 255, key >> 8) if b)
                self.short[key] = self.places[text_of(cell)]
            found = self.short[keys]
        self._keep(found)

    def finished(self) -> CodedColumn:
        """The column; nothing can be added afterwards."""
        index = np.concatenate(self.parts) if self.parts else np.zeros(0, dtype=np.uint8)
        self.parts = []
        return CodedColumn(tuple(self.places), index)

    def _keep(self, index: NDArray[np.integer]) -> None:
        size = len(self.places)
        small = np.uint8 if size <= 1 << 8 else np.uint16 if size <= 1 << 16 else np.uint32
        self.parts.append(index.astype(small))
