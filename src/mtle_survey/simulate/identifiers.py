"""Self-made codes, as respondents build them from their own lives, and the ways they are mistyped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from mtle_survey.simulate.recipe import IdErrors
from mtle_survey.simulate.streams import stream

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_INITIALS = np.array([ord(c) for c in "AABBCCCDDEEFFGGHHIJJJKKKLLLMMMMNOPPQRRRSSSSTTUVWXYZ"])
_LOOKALIKE = str.maketrans({"O": "0", "0": "O", "I": "1", "1": "I"})

Code = Mapping[str, str]
"""A self-made code by element."""


def draw_codes(seed: int, respondents: int) -> tuple[Code, ...]:
    """Self-made codes, no two alike.

    Elements: ``birth_month`` (01 to 12), ``street_letter``, ``siblings`` (0 to 5), ``mother_initial``,
    ``phone_digit``, ``first_name_letter``. Real respondents may share a code; here none do, so that the code
    is the true link.
    """
    rng = stream(seed, "codes")
    codes: list[Code] = []
    taken = set()
    while len(codes) < respondents:
        code = {
            "birth_month": f"{rng.integers(1, 13):02d}",
            "street_letter": chr(int(rng.choice(_INITIALS))),
            "siblings": str(rng.choice(6, p=[0.16, 0.38, 0.26, 0.12, 0.05, 0.03])),
            "mother_initial": chr(int(rng.choice(_INITIALS))),
            "phone_digit": str(rng.integers(10)),
            "first_name_letter": chr(int(rng.choice(_INITIALS))),
        }
        if join(code) not in taken:
            taken.add(join(code))
            codes.append(code)
    return tuple(codes)


def join(code: Code) -> str:
    """The elements as one text, such as ``07K2M5A``."""
    return "".join(code.values())


def mistype(code: str, kind: str, rng: np.random.Generator, taken: frozenset[str]) -> str | None:
    """A code with one kind of error; None where this code cannot bear it.

    ``taken`` are the codes that a typo must not turn into.
    """
    if kind == "case":
        return code.lower() if code.lower() != code else None
    if kind == "blank":
        return f"{code} "
    if kind == "empty":
        return ""
    if kind == "lookalike":
        swapped = code.translate(_LOOKALIKE)
        return swapped if swapped != code and swapped not in taken else None
    return _typo(code, rng, taken)


def plan_errors(errors: IdErrors, records: int) -> tuple[str, ...]:
    """The kinds of error to plant among a wave's records, each as often as its share demands."""
    kinds = ("case", "blank", "empty", "typo", "lookalike")
    return tuple(kind for kind in kinds for _ in range(round(getattr(errors, kind) * records)))


def plant_errors(
    codes: Sequence[str],
    kinds: Sequence[str],
    order: Sequence[int],
    rng: np.random.Generator,
    taken: frozenset[str],
) -> dict[int, tuple[str, str]]:
    """Which records bear which error: record to (kind, code as written).

    Records are tried in ``order``, and none bears two errors; a kind that no code can bear is left out.
    """
    planted: dict[int, tuple[str, str]] = {}
    for kind in kinds:
        for record in order:
            written = None if record in planted else mistype(codes[record], kind, rng, taken)
            if written is not None:
                planted[record] = (kind, written)
                break
    return planted


def _typo(code: str, rng: np.random.Generator, taken: frozenset[str]) -> str | None:
    for place in rng.permutation(len(code)):
        alphabet = "0123456789" if code[place].isdigit() else _LETTERS
        others = [c for c in alphabet if c != code[place] and c.translate(_LOOKALIKE) != code[place]]
        written = code[:place] + str(rng.choice(others)) + code[place + 1 :]
        if written not in taken:
            return written
    return None
