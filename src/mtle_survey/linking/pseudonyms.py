"""Identifiers hashed with a secret: the same person bears the same name, and the name cannot be undone.

A pseudonym is the letter ``p`` and the first 16 hexadecimal digits of HMAC-SHA256 (RFC 2104) of the
identifier as it is compared when waves are linked. A plain hash could be undone by hashing every code there
may be; without the secret that is not possible. The letter keeps spreadsheet programs from taking a pseudonym
for a number.
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mtle_survey.counting import counted
from mtle_survey.errors import Problem
from mtle_survey.linking.identifiers import comparable_names
from mtle_survey.linking.link import Links
from mtle_survey.responses import Responses

LEAST_CHARACTERS = 16
DIGITS = 16
SHOW_IDENTIFIERS = frozenset({"D130", "D131", "D132", "D133", "D134", "D135", "T042"})
"""Problems of reading that quote the identifiers they were found in."""


@dataclass(frozen=True, slots=True)
class Secret:
    """What identifiers are hashed with; it shows itself nowhere."""

    key: bytes = field(repr=False)

    def pseudonym(self, name: str) -> str:
        """The pseudonym of an identifier as it is compared."""
        return "p" + hmac.new(self.key, name.encode("utf-8", "surrogatepass"), sha256).hexdigest()[:DIGITS]


def secret_of(text: str) -> Secret:
    """A secret without the spaces and line ends around it.

    Raises
    ------
    ValueError
        It is so short that it could be guessed.
    """
    plain = text.strip()
    if len(plain) < LEAST_CHARACTERS:
        raise ValueError(
            f"it has {len(plain)} characters and could be guessed; at least {LEAST_CHARACTERS} are needed"
        )
    return Secret(plain.encode("utf-8"))


def secret_from(file: Path | None, variable: str | None) -> Secret:
    """Read the secret from a file, or from a variable of the environment.

    Raises
    ------
    ValueError
        There is none, or it could be guessed; the message never holds any of it.
    """
    if file is None:
        text = os.environ.get(variable or "")
        if text is None:
            raise ValueError(f"the environment has no variable {variable}")
        return secret_of(text)
    try:
        return secret_of(file.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise ValueError("it is not a text file") from None
    except OSError as failure:
        raise ValueError(failure.strerror or "it cannot be read") from None


def pseudonymous(
    waves: Mapping[str | None, Responses], links: Links | None, secret: Secret, identifying: Collection[str]
) -> dict[str | None, Responses]:
    """The same responses with pseudonyms for identifiers, and without the fields that identify people.

    People who were joined although their identifiers differ bear the pseudonym of their earliest record.

    Parameters
    ----------
    waves : mapping of wave to Responses
    links : Links or None
    secret : Secret
    identifying : collection of str
        Fields, or headers, that hold the identifier or an element of a self-made code.
    """
    names = {wave: np.array(comparable_names(r), dtype=object) for wave, r in waves.items()}
    if links is not None:
        for person in links.index.tolist():
            records = [(wave, i) for wave, i in zip(links.waves, person, strict=True) if i >= 0]
            for wave, i in records[1:]:
                names[wave][i] = names[records[0][0]][records[0][1]]
    return {wave: _renamed(r, names[wave], secret, identifying) for wave, r in waves.items()}


def _renamed(
    responses: Responses, names: NDArray[np.object_], secret: Secret, identifying: Collection[str]
) -> Responses:
    ids = np.array([None if name is None else secret.pseudonym(name) for name in names], dtype=object)
    known = {name.casefold() for name in identifying}
    fields = {
        name: cells
        for name, cells in responses.fields.items()
        if name.casefold() not in known and responses.columns.get(name, name).casefold() not in known
    }
    return replace(responses, ids=ids, elements=None, fields=fields)


def without_identifiers(found: Problem) -> Problem:
    """A problem that says how many identifiers are odd, and where, but not what they are."""
    if found.code not in SHOW_IDENTIFIERS:
        return found
    return replace(found, found=counted(found.count, "ID"))
