"""Whose answers are compared: those of the same people in several waves, or of several groups in one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mtle_survey.errors import UsageError
from mtle_survey.evidence.structure import keyed_answers
from mtle_survey.instrument.model import Instrument
from mtle_survey.linking.link import Links
from mtle_survey.responses import Responses
from mtle_survey.stats.estimate import Array
from mtle_survey.stats.structure.gates import too_few_for_invariance

WAVE = "wave"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Whose answers are compared.

    Attributes
    ----------
    kind : {"wave", "group"}
    over : str
        ``wave``, or the field of the groups.
    wave : str or None
        The wave of the groups; None where waves are compared.
    names : tuple of str
        Waves, or values of the field; the first is the reference.
    items : tuple of str
        Items asked on every occasion.
    answers : tuple of (n, p) float arrays
        Keyed answers of each occasion; waves have the same people in the same rows.
    left_out : mapping of str to int
        Groups too small to be compared, with their respondents.
    """

    kind: str
    over: str
    wave: str | None
    names: tuple[str, ...]
    items: tuple[str, ...]
    answers: tuple[Array, ...]
    left_out: Mapping[str, int]

    def contrast(self, place: int) -> str:
        """An occasion against the first, as the table names it."""
        first, other = (
            (name if self.kind == WAVE else f"{self.over}={name}")
            for name in (self.names[0], self.names[place])
        )
        return f"{other} - {first}"


def between_waves(
    instrument: Instrument, waves: Mapping[str, Responses], links: Links, scales: Sequence[str]
) -> Comparison:
    """The answers of the people who took part in every wave.

    Raises
    ------
    UsageError
        There is only one wave.
    """
    if len(waves) < 2:
        raise UsageError("invariance over waves needs at least two waves")
    keyed = {wave: keyed_answers(instrument, responses, scales) for wave, responses in waves.items()}
    items = _shared([items for items, _ in keyed.values()])
    index = links.index[:, [links.waves.index(wave) for wave in waves]]
    people = index[(index >= 0).all(axis=1)]
    answers = tuple(
        x[people[:, place]][:, [own.index(i) for i in items]] for place, (own, x) in enumerate(keyed.values())
    )
    return Comparison(
        kind=WAVE, over=WAVE, wave=None, names=tuple(waves), items=items, answers=answers, left_out={}
    )


def between_groups(
    instrument: Instrument, responses: Responses, column: str, scales: Sequence[str]
) -> Comparison:
    """The answers of the groups that a field makes in one wave; groups below the gate are named apart.

    Raises
    ------
    UsageError
        No such field, or nobody has a value in it.
    """
    if column not in responses.fields:
        known = ", ".join(responses.fields) or "none"
        raise UsageError(f"there is no field “{column}” to compare groups by; there are: {known}")
    items, x = keyed_answers(instrument, responses, scales)
    values = responses.fields[column]
    names = sorted({str(v) for v in values if v is not None})
    if len(names) < 2:
        raise UsageError(f"field “{column}” holds {len(names)} group(s); at least two are needed")
    rows = {name: _of_group(x, values, name) for name in names}
    complete = {name: int(np.isfinite(part).all(axis=1).sum()) for name, part in rows.items()}
    smallest = {name: n for name, n in complete.items() if too_few_for_invariance(n, ordinal=False)}
    kept = [name for name in names if name not in smallest]
    if len(kept) < 2:
        kept, smallest = names, {}
    return Comparison(
        kind="group",
        over=column,
        wave=responses.wave,
        names=tuple(kept),
        items=items,
        answers=tuple(rows[name] for name in kept),
        left_out=smallest,
    )


def _shared(sets: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(i for i in sets[0] if all(i in other for other in sets[1:]))


def _of_group(x: Array, values: NDArray[np.object_], name: str) -> Array:
    belongs = np.array([v is not None and str(v) == name for v in values])
    part = x[belongs]
    return np.asarray(part[np.isfinite(part).any(axis=1)])
