"""Coded segments of interviews, whatever software they were coded in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Says = Literal["improved", "same", "declined"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One passage as one coder coded it.

    Attributes
    ----------
    document : str
        The interview or other source it stands in.
    passage : str
        What tells the passage from the others of its document: its range, its id, or a digest of its text.
        The text itself is not kept.
    coder : str
        Who coded it; empty where the export does not say.
    codes : frozenset of str
        Paths of the codes applied, levels parted by a backslash; none where a coder marked and did not code.
    """

    document: str
    passage: str
    coder: str
    codes: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What a code says about a scale."""

    scale: str
    says: Says


@dataclass(frozen=True, slots=True, kw_only=True)
class Interviews:
    """What a study file says about coded interviews, read.

    Attributes
    ----------
    segments : tuple of Segment
    people : mapping of document to respondent
        As the evaluator wrote it down; other documents bear the respondent's id as their name.
    meanings : mapping of code to tuple of Meaning
        As declared; a code may speak to several scales.
    files : tuple of str
        Where they were read.
    """

    segments: tuple[Segment, ...] = ()
    people: Mapping[str, str] = field(default_factory=dict)
    meanings: Mapping[str, tuple[Meaning, ...]] = field(default_factory=dict)
    files: tuple[str, ...] = ()

    @property
    def documents(self) -> tuple[str, ...]:
        """Every source with a segment, in the order met."""
        return tuple(dict.fromkeys(s.document for s in self.segments))

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code applied, in alphabetical order."""
        return tuple(sorted({code for s in self.segments for code in s.codes}))


def same_code(declared: str, applied: str) -> bool:
    """Whether a code as declared is the one applied: by its whole path, or by its last level."""
    declared, applied = (" ".join(name.split()).casefold() for name in (declared, applied))
    return declared in (applied, applied.rsplit("\\", 1)[-1])
