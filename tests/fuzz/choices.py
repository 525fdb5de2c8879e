"""Bytes as a series of choices, so that any bytes describe some table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Choices:
    """Takes decisions from bytes, one after the other; when the bytes are used up, the first option."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.place = 0

    def number(self, most: int) -> int:
        """A whole number from 0 to ``most``, which is below 256."""
        if self.place >= len(self.data):
            return 0
        self.place += 1
        return self.data[self.place - 1] % (most + 1)

    def one_of(self, options: Sequence[T]) -> T:
        """One of at most 256 options."""
        return options[self.number(len(options) - 1)]

    def text(self) -> str:
        """Up to 15 characters of any kind."""
        length = self.number(15)
        taken = self.data[self.place : self.place + length]
        self.place += length
        return taken.decode("utf-8", "replace")

    def rest(self) -> bytes:
        """All that has not been used."""
        taken = self.data[self.place :]
        self.place = len(self.data)
        return taken
