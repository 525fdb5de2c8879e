"""What kind of picture a file is and how large, from its first bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_SIZES_OF_JPEG = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True, slots=True)
class Picture:
    """Kind and size of a picture, in dots."""

    kind: Literal["png", "jpeg"]
    width: int
    height: int


def picture(content: bytes) -> Picture | None:
    """The picture that a file holds; None where it is neither PNG nor JPEG, or is broken."""
    if content.startswith(_PNG) and content[12:16] == b"IHDR" and len(content) > 24:
        return _sized("png", content[16:20], content[20:24])
    return _jpeg(content) if content.startswith(_JPEG) else None


def _jpeg(content: bytes) -> Picture | None:
    """A JPEG states its size in the first frame header among its segments."""
    place = 2
    while place + 9 <= len(content) and content[place] == 0xFF:
        marker = content[place + 1]
        if marker in _SIZES_OF_JPEG:
            return _sized("jpeg", content[place + 7 : place + 9], content[place + 5 : place + 7])
        place += 2 + int.from_bytes(content[place + 2 : place + 4])
    return None


def _sized(kind: Literal["png", "jpeg"], width: bytes, height: bytes) -> Picture | None:
    wide, high = int.from_bytes(width), int.from_bytes(height)
    return Picture(kind, wide, high) if wide and high else None
