"""Changes to bytes, made by chance from a seed, for where there is no coverage-guided fuzzer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

MARKS = (
    b'"',
    b"\r\n",
    b"\n",
    b",",
    b";",
    b"\t",
    b"\x00",
    b"\xff\xfe",
    b"\xca",
    b": ",
    b"- ",
    b"{",
    b"[",
    b"&a ",
)


def mutated(begin: Sequence[bytes], seed: int) -> Iterator[bytes]:
    """Without end: bytes that were changed in one to eight places, each from one of the given ones."""
    chance = Random(seed)
    while True:
        data = chance.choice(begin)
        for _ in range(chance.randint(1, 8)):
            data = _changed(data, begin, chance)
        yield data


def _changed(data: bytes, others: Sequence[bytes], chance: Random) -> bytes:
    low, high = sorted((chance.randint(0, len(data)), chance.randint(0, len(data))))
    near = min(high, low + 20)
    match chance.randint(0, 6):
        case 0:
            return data[:low] + bytes([chance.randrange(256)]) + data[low + 1 :]
        case 1:
            return data[:low] + data[near:]
        case 2:
            return data[:low] + data[low:high] + data[low:]
        case 3:
            return data[:low] + chance.choice(MARKS) + data[low:]
        case 4:
            other = chance.choice(others)
            return data[:low] + other[chance.randint(0, len(other)) :]
        case 5:
            return data[:low] + data[near:high] + data[low:near] + data[high:]
        case _:
            return data[:high]
