"""What a catalogue entry holds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One kind of problem.

    Attributes
    ----------
    title : str
        A few words, without an ending stop.
    severity : str
        ``error``, ``warning`` or ``note``: the default, which a call may raise or lower.
    why : str
        Why it matters; may hold ``{placeholders}``.
    fix : str
        What the reader can do about it; may hold ``{placeholders}``.
    """

    title: str
    severity: str
    why: str
    fix: str
