"""Names that a platform or an instrument file accepts, each used once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from mtle_survey.instrument.parts.ids import MAX_LENGTH

RESERVED = frozenset({"row", "id", "wave"})
INSTRUCTION = "instruction"
"""What the text before the first question is called, where a platform wants a name for it."""


def identifier(name: str) -> str:
    """The name as an id: lower case, letters, digits and underscores, a letter first, not too long."""
    plain = re.sub(r"_+", "_", re.sub(r"[^a-z0-9]+", "_", name.casefold())).strip("_")
    if not plain or not plain[0].isalpha():
        plain = f"q{plain}" if plain else "q"
    if plain in RESERVED:
        plain = f"{plain}_asked"
    return plain[:MAX_LENGTH].rstrip("_")


def distinct(names: Iterable[str], spell: Callable[[str], str], most: int) -> dict[str, str]:
    """Every name in the platform's spelling, at most ``most`` characters long; clashes get a number.

    A name that needs no other spelling keeps its own.
    """
    names = list(dict.fromkeys(names))
    found = {name: name for name in names if spell(name) == name and len(name) <= most}
    taken = {name.casefold() for name in found}
    for name in names:
        if name in found:
            continue
        wanted = spell(name)[:most]
        new, number = wanted, 2
        while new.casefold() in taken:
            new = f"{wanted[: most - len(str(number))]}{number}"
            number += 1
        taken.add(new.casefold())
        found[name] = new
    return {name: found[name] for name in names}
