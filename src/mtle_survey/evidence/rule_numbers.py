"""Description of scores by rule that are numbers: counts, differences, breadths."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from mtle_survey.instrument.model import Instrument
from mtle_survey.responses import Responses
from mtle_survey.rules import Column, rule_categories
from mtle_survey.stats.description.max import max as largest
from mtle_survey.stats.description.mean import mean
from mtle_survey.stats.description.median import median
from mtle_survey.stats.description.min import min as smallest
from mtle_survey.stats.description.sd import sd
from mtle_survey.stats.estimate import Array
from mtle_survey.table import About, Row, Table, row

MODEL = "rules"
Ruled = Mapping[str | None, Mapping[str, Column]]


def rule_numbers(
    instrument: Instrument,
    waves: Mapping[str | None, Responses],
    ruled: Ruled,
    informant: str | None,
    level: float,
) -> Table:
    """Mean, spread and extremes of every rule score that is a number, in every wave that gives one.

    Where several kinds of informants answer, each kind (``group``) has a mean of its own beside that of all.
    How many answers a count rests on (``…_of``) is no score and is left out, and so are classes.
    """
    rows: list[Row] = []
    for wave, columns in ruled.items():
        for name in numeric_columns(instrument, columns):
            values = np.where(waves[wave].answered, numbers(columns[name]), np.nan)
            rows += _described(values, name, wave, level)
            for kind, here in _kinds(waves[wave].fields.get(informant or "")):
                about: About = {"model": MODEL, "scale": name, "wave": wave, "group": f"{informant}={kind}"}
                rows.append(row("mean", mean(values[here], level)[0], **about))
    return Table.of(rows)


def numeric_columns(instrument: Instrument, columns: Mapping[str, Column]) -> tuple[str, ...]:
    """The columns of rule scores that hold numbers to be averaged."""
    classes = rule_categories(instrument)
    return tuple(
        name
        for name, values in columns.items()
        if name not in classes and not name.endswith("_of") and not any(isinstance(v, str) for v in values)
    )


def numbers(column: Column) -> Array:
    """(n,) floats; nan where the rule gives nothing."""
    return np.array([np.nan if value is None else float(value) for value in column], dtype=float)


def _kinds(given: Column | None) -> list[tuple[str, NDArray[np.bool_]]]:
    """The kinds of informants and who is of each, if there are several kinds."""
    if given is None:
        return []
    names = [None if one is None else str(one) for one in given]
    kinds = sorted({name for name in names if name is not None})
    if len(kinds) < 2:
        return []
    return [(kind, np.array([name == kind for name in names], dtype=np.bool_)) for kind in kinds]


def _described(values: Array, name: str, wave: str | None, level: float) -> Iterator[Row]:
    about: About = {"model": MODEL, "scale": name, "wave": wave}
    yield row("mean", mean(values, level)[0], **about)
    yield row("sd", sd(values)[0], **about)
    yield row("median", median(values)[0], **about)
    yield row("min", smallest(values)[0], **about)
    yield row("max", largest(values)[0], **about)
