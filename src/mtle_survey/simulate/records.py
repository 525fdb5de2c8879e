"""Simulated files before they are written: columns, records, codes and reasons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from mtle_survey.instrument.model import Instrument
from mtle_survey.simulate.recipe import Recipe
from mtle_survey.simulate.truth import Truth
from mtle_survey.stats.estimate import Array


class RecordKind(StrEnum):
    """What a record of a file is."""

    RESPONSE = "response"
    PREVIEW = "preview"
    BLANK = "blank"


class ColumnKind(StrEnum):
    """What a column holds."""

    FIELD = "field"
    RATED = "rated"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class SimulatedColumn:
    """One column of a file.

    Attributes
    ----------
    header : str
        Unique within the file.
    kind : ColumnKind
    target : str
        Field or item id.
    occasion : str
        The wave, or the occasion that a form answers for.
    """

    header: str
    kind: ColumnKind
    target: str
    occasion: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedWave:
    """The records of one wave, in file order.

    Attributes
    ----------
    wave : str
    columns : tuple of SimulatedColumn
        Fields, rated items, open questions.
    kinds : tuple of RecordKind
    respondents : (n,) int array
        Index into ``Truth.respondents``; -1 for previews and blank records.
    codes : (n, k) float array
        Raw codes of the rated columns; nan where missing.
    reasons : (n, k) uint8 array of ``Missing``
    texts : mapping of header to (n,) tuple of str
        Codes or texts of fields and open questions, as a file of codes holds them.
    variants : mapping of (record, header) to kind
        Cells whose choice text is to be written as an invisible variant.
    started : tuple of datetime
    seconds : (n,) int array
        Time taken.
    progress : (n,) int array
        Percent of the questionnaire that was shown.
    typographic_wording : bool
    """

    wave: str
    columns: tuple[SimulatedColumn, ...]
    kinds: tuple[RecordKind, ...]
    respondents: NDArray[np.int64]
    codes: Array
    reasons: NDArray[np.uint8]
    texts: Mapping[str, tuple[str, ...]]
    variants: Mapping[tuple[int, str], str]
    started: tuple[dt.datetime, ...]
    seconds: NDArray[np.int64]
    progress: NDArray[np.int64]
    typographic_wording: bool = False

    def __len__(self) -> int:
        return len(self.kinds)

    @property
    def responses(self) -> NDArray[np.int64]:
        """Places of the records that are responses."""
        return np.flatnonzero([kind is RecordKind.RESPONSE for kind in self.kinds])

    @property
    def rated(self) -> tuple[SimulatedColumn, ...]:
        """The columns of ``codes`` and ``reasons``."""
        return tuple(column for column in self.columns if column.kind is ColumnKind.RATED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation:
    """Synthetic files and the truth behind them.

    Attributes
    ----------
    instrument : Instrument
    recipe : Recipe
    waves : tuple of SimulatedWave
    truth : Truth
    """

    instrument: Instrument
    recipe: Recipe
    waves: tuple[SimulatedWave, ...]
    truth: Truth

    def wave(self, name: str) -> SimulatedWave:
        """One wave by name; ``KeyError`` if there is none."""
        found = next((w for w in self.waves if w.wave == name), None)
        if found is None:
            raise KeyError(name)
        return found
