"""Plausible values of the columns that are not rated: fields and open questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from mtle_survey.instrument.model import FieldDefinition, Instrument, Item, NumberRange
from mtle_survey.simulate.identifiers import Code
from mtle_survey.simulate.recipe import Recipe
from mtle_survey.simulate.streams import stream
from mtle_survey.stats.estimate import Array

_DEFAULT_RANGE = (0.0, 40.0)
_NESTED = {"cluster": 1, "unit": 1, "group": 2}
"""How many sites share one value of a text field with this role."""
_COMMENTING = 0.6
"""Share of records with an answer to an open question."""


def site_names(instrument: Instrument, sites: int) -> tuple[str, ...]:
    """What the sites are called: the codes of the cluster field, else ``Site A`` …"""
    field = instrument.field_with_role("cluster")
    if field is not None and field.codes:
        return tuple(field.codes[site % len(field.codes)] for site in range(sites))
    return tuple(f"Site {_letters(site)}" for site in range(sites))


def field_values(
    field: FieldDefinition,
    instrument: Instrument,
    recipe: Recipe,
    *,
    codes: Sequence[Code],
    sites: NDArray[np.int64],
    names: Sequence[str],
    dose: Array,
    wave: str,
    date: str,
) -> tuple[str, ...]:
    """What every respondent gives in one wave, as codes.

    The respondent's identifier is not made here, since it is written anew, and wrongly, in every wave.
    Personal data other than the identifier stay blank. A number that never exceeds another one is brought
    down to it where it would.

    Parameters
    ----------
    codes, sites, dose : by respondent
    names : sequence of str
        By site.
    """
    if field.id in codes[0]:
        return tuple(code[field.id] for code in codes)
    if field.role == "cluster":
        return tuple(names[site] for site in sites)
    if field.type == "date":
        return (date,) * len(codes)
    if field.role == "dose":
        return _doses(field, recipe, dose)
    if field.role == "consent" and field.codes:
        return (field.codes[0],) * len(codes)
    if field.role == "session":
        return (wave,) * len(codes)
    if field.codes or field.type == "number":
        values = _stable(field, recipe, wave, len(codes))
        if field.at_most is None:
            return values
        limits = field_values(
            instrument.field[field.at_most],
            instrument,
            recipe,
            codes=codes,
            sites=sites,
            names=names,
            dose=dose,
            wave=wave,
            date=date,
        )
        return tuple(min(pair, key=float) for pair in zip(values, limits, strict=True))
    if field.role in _NESTED:
        word = field.title.split()[0]
        return tuple(f"{word} {_letters(int(site) // _NESTED[field.role])}" for site in sites)
    return ("",) * len(codes)


def open_answers(item: Item, rng: np.random.Generator, records: int) -> tuple[str, ...]:
    """Answers to a question that is not rated; comments say that they are synthetic."""
    if item.type == "number":
        low, high = _limits(item.range, _DEFAULT_RANGE)
        return tuple(str(value) for value in rng.integers(round(low), round(high) + 1, records))
    if item.type == "rank":
        return tuple(
            ",".join(item.options[k] for k in rng.permutation(len(item.options))) for _ in range(records)
        )
    if item.type == "multiple":
        chosen = rng.random((records, len(item.options))) < 0.4
        return tuple(",".join(o for o, yes in zip(item.options, row, strict=True) if yes) for row in chosen)
    return tuple(_comment(number) if rng.random() < _COMMENTING else "" for number in range(1, records + 1))


def _comment(number: int) -> str:
    """A placeholder; every tenth holds a line break, as real comments do."""
    more = "\nIt has a second line." if number % 10 == 0 else ""
    return f"Synthetic comment {number}.{more}"


def _doses(field: FieldDefinition, recipe: Recipe, dose: Array) -> tuple[str, ...]:
    """Doses in the field's unit: the range's middle, a sixth of it for one standard deviation."""
    low, high = _limits(field.range, recipe.field_ranges.get(field.id, _DEFAULT_RANGE))
    values = np.clip(np.round((low + high) / 2 + dose * (high - low) / 6), low, high)
    return tuple(f"{value:g}" for value in values)


def _stable(field: FieldDefinition, recipe: Recipe, wave: str, respondents: int) -> tuple[str, ...]:
    """The same answer in every wave, apart from the declared share that changes in the last one."""
    values = _draw(field, recipe, respondents, "first")
    share = recipe.field_changes.get(field.id, 0.0)
    if share and wave == recipe.waves[-1].wave:
        anew = _draw(field, recipe, respondents, "last")
        movers = stream(recipe.seed, "movers", field.id).permutation(respondents)[
            : round(share * respondents)
        ]
        for respondent in movers:
            values[respondent] = anew[respondent]
    return tuple(values)


def _draw(field: FieldDefinition, recipe: Recipe, respondents: int, time: str) -> list[str]:
    rng = stream(recipe.seed, "field", field.id, time)
    if not field.codes:
        low, high = _limits(field.range, recipe.field_ranges.get(field.id, _DEFAULT_RANGE))
        return [str(value) for value in rng.integers(round(low), round(high) + 1, respondents)]
    weights = _weights(field.codes, recipe.field_weights.get(field.id))
    return [field.codes[k] for k in rng.choice(len(field.codes), size=respondents, p=weights)]


def _weights(codes: Sequence[str], declared: Mapping[str, float] | None) -> Array:
    weights = np.ones(len(codes)) if declared is None else np.array([declared.get(c, 0.0) for c in codes])
    shares: Array = weights / weights.sum()
    return shares


def _limits(declared: NumberRange | None, default: tuple[float, float]) -> tuple[float, float]:
    if declared is None:
        return default
    low = default[0] if declared.low is None else declared.low
    return low, max(low, default[1]) if declared.high is None else declared.high


def _letters(number: int) -> str:
    """0 is A, 25 is Z, 26 is AA."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name
