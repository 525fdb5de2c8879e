"""What somebody chose on the local page, checked before it is used."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

WAVE = re.compile(r"[A-Za-z][\w-]*")
AUDIENCES = ("internal", "public")
ACCEPT = "accept-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The answers to the few questions.

    Attributes
    ----------
    title : str
    instrument : str
        Id or path; empty for the one that fits best.
    waves : tuple of str
        One for each export, in the order of the files.
    order : tuple of int
        Places of the exports in time order.
    respondent, cluster : str
        Empty for none.
    primary : tuple of str
    audience : str
    accept : mapping of problem code to reason
    """

    title: str = ""
    instrument: str = ""
    waves: tuple[str, ...] = ()
    order: tuple[int, ...] = ()
    respondent: str = ""
    cluster: str = ""
    primary: tuple[str, ...] = ()
    audience: str = "internal"
    accept: Mapping[str, str] = field(default_factory=dict)

    def faults(self) -> tuple[str, ...]:
        """What about the names and order of the waves cannot be."""
        found = [
            f"“{wave}” is no name of a wave: begin with a letter" for wave in self.waves if not _named(wave)
        ]
        if len({wave.casefold() for wave in self.waves}) < len(self.waves):
            found.append("give each export a wave of its own")
        return tuple(found)


def chosen(form: Mapping[str, str], several: Mapping[str, Sequence[str]], exports: int) -> Choices:
    """The choices that a submitted form holds; ``several`` holds fields that may be ticked more than once."""
    waves = tuple(form.get(f"wave-{place}", "").strip() for place in range(exports))
    ranks = [_number(form.get(f"order-{place}", ""), place + 1) for place in range(exports)]
    audience = form.get("audience", "")
    reasons = {
        key.removeprefix(ACCEPT): words.strip() for key, words in form.items() if key.startswith(ACCEPT)
    }
    return Choices(
        title=form.get("title", "").strip(),
        instrument=form.get("instrument", ""),
        waves=waves,
        order=tuple(sorted(range(exports), key=lambda place: (ranks[place], place))),
        respondent=form.get("respondent", ""),
        cluster=form.get("cluster", ""),
        primary=tuple(several.get("primary", ())),
        audience=audience if audience in AUDIENCES else AUDIENCES[0],
        accept={code: reason for code, reason in reasons.items() if reason},
    )


def _named(wave: str) -> bool:
    return WAVE.fullmatch(wave) is not None


def _number(words: str, otherwise: int) -> int:
    return int(words) if words.isdecimal() else otherwise
