"""What interviews say about a scale: one voice for each source, and the voice of them all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from mtle_survey.segments.model import Interviews, Meaning, Says, Segment, same_code

Voice = Literal["improved", "same", "declined", "both"]
VOICES: tuple[Voice, ...] = ("improved", "same", "declined", "both")

LEAST_SOURCES = 2  # one voice is no pattern
MAJORITY = 2 / 3


def voices_of(
    interviews: Interviews, person: Mapping[str, int], scale: str
) -> tuple[dict[int | str, Voice], int]:
    """What each source, or person, says about a scale, and in how many passages.

    Several sources of one person are one voice. A passage that several coders marked counts once.
    """
    said: dict[int | str, set[Says]] = {}
    passages = set()
    for segment in interviews.segments:
        for meaning in _meanings(interviews, segment):
            if meaning.scale == scale:
                said.setdefault(person.get(segment.document, segment.document), set()).add(meaning.says)
                passages.add((segment.document, segment.passage))
    voices: dict[int | str, Voice] = {
        who: next(iter(words)) if len(words) == 1 else "both" for who, words in said.items()
    }
    return voices, len(passages)


def _meanings(interviews: Interviews, segment: Segment) -> Iterator[Meaning]:
    for code, meanings in interviews.meanings.items():
        if any(same_code(code, met) for met in segment.codes):
            yield from meanings


def heard(voices: Mapping[Voice, int]) -> Voice | None:
    """Two thirds of two or more sources make a voice; otherwise they say different things.

    References
    ----------
    Farmer, T., Robinson, K., Elliott, S. J., & Eyles, J. (2006). Developing and implementing a triangulation
    protocol for qualitative health research. Qualitative Health Research, 16, 377-394.
    https://doi.org/10.1177/1049732305285708
    """
    total = sum(voices.values())
    if total < LEAST_SOURCES:
        return None
    clear = [v for v in VOICES if v != "both" and voices.get(v, 0) >= MAJORITY * total]
    return clear[0] if clear else "both"
