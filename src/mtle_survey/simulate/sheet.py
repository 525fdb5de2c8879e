"""One synthetic file, column by column, for studies that a recipe cannot express.

A recipe draws people who answer for themselves. Several informants about one school, log books, or needs
that differ from topic to topic are declared here instead: a script states where each answer lies, and the
sheet turns it into the words of the instrument's options.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mtle_survey.instrument.model import Instrument
from mtle_survey.simulate.identifiers import draw_codes, join
from mtle_survey.simulate.ordinal import answer, ascending_codes, even_thresholds
from mtle_survey.simulate.render import code_text
from mtle_survey.simulate.streams import stream
from mtle_survey.stats.estimate import Array
from mtle_survey.whole_files import write_whole

Position = float | Sequence[float] | Array


class SyntheticSheet:
    """The columns of one file, in the order in which they are added.

    Parameters
    ----------
    instrument : Instrument
    seed : int
        The same seed and name give the same file on every machine.
    name : str
        Of the file, so that two files of one seed differ.
    rows : int
        Records.
    """

    def __init__(self, instrument: Instrument, seed: int, name: str, rows: int) -> None:
        self.instrument = instrument
        self.rows = rows
        self.columns: dict[str, list[str]] = {}
        self._seed = seed
        self._name = name

    def rng(self, purpose: str) -> np.random.Generator:
        """The random numbers of one purpose; another purpose changes none of them."""
        return stream(self._seed, self._name, purpose)

    def field(self, name: str, values: Iterable[object]) -> None:
        """A column of a declared field, given as codes or as text; options are written as their labels.

        Raises
        ------
        ValueError
            If the instrument has no such field, or the values are not one per record.
        """
        definition = self.instrument.field.get(name)
        if definition is None:
            raise ValueError(f"{self.instrument.id} has no field {name}")
        label_of = dict(zip(definition.codes, definition.labels, strict=False))
        self._add(name, [label_of.get(str(value), str(value)) for value in values])

    def text(self, name: str, values: Iterable[object]) -> None:
        """A column of a question that is not rated: the words of its answers.

        Raises
        ------
        ValueError
            If the instrument has no such item, or the values are not one per record.
        """
        if name not in self.instrument.item:
            raise ValueError(f"{self.instrument.id} has no item {name}")
        self._add(name, [str(value) for value in values])

    def rated(self, item: str, position: Position, noise: float = 0.6) -> None:
        """A column of answers to a rated item.

        Parameters
        ----------
        item : str
        position : float or (n,) floats
            Where the answers lie, in latent standard deviations: 0 is the middle of the options, and ±1.5
            are the borders of the outermost ones.
        noise : float
            Standard deviation of what moves each answer besides, in the same unit.
        """
        drawn = np.asarray(position) + noise * self.rng(item).standard_normal(self.rows)
        codes = ascending_codes(self.instrument, item)
        self.chosen(item, answer(drawn, even_thresholds(len(codes)), codes))

    def chosen(self, item: str, codes: NDArray[np.float64]) -> None:
        """A column of answers to a rated item, given as codes."""
        response_format = self.instrument.format_of(item)
        label_of = dict(zip(response_format.codes, response_format.labels, strict=True))
        self._add(item, [label_of[code] or code_text(code) for code in codes])

    def skip(self, share: float, items: Iterable[str] = ()) -> None:
        """Leave each answer of some columns, by default of every rated item, blank with a probability."""
        chosen = [name for name in (tuple(items) or self.columns) if name in self.instrument.rated_items]
        for name in chosen:
            left = self.rng(f"skip {name}").random(self.rows) < share
            self.columns[name] = [
                "" if blank else cell for cell, blank in zip(self.columns[name], left, strict=True)
            ]

    def instead(self, item: str, option: str, share: float) -> None:
        """Choose a way out of answering, given by its code, with a probability."""
        label = self.instrument.format_of(item).nonresponse[option].label
        taken = self.rng(f"{option} {item}").random(self.rows) < share
        self.columns[item] = [
            label if out else cell for cell, out in zip(self.columns[item], taken, strict=True)
        ]

    def write(self, path: Path) -> Path:
        """Write the file: one header row, then the answers."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows(zip(*self.columns.values(), strict=True))
        write_whole(path, out.getvalue().encode("utf-8"))
        return path

    def _add(self, name: str, cells: list[str]) -> None:
        if len(cells) != self.rows:
            raise ValueError(f"{name}: {len(cells)} values for {self.rows} records")
        self.columns[name] = cells


def self_made_codes(seed: int, people: int) -> tuple[str, ...]:
    """Codes as people build them from their own lives, no two alike."""
    return tuple(join(code) for code in draw_codes(seed, people))


def by_weight(rng: np.random.Generator, weights: Mapping[str, float], count: int) -> list[str]:
    """Draws from named choices, each as often as its weight says."""
    names = list(weights)
    shares = np.array([weights[name] for name in names])
    return [names[k] for k in rng.choice(len(names), size=count, p=shares / shares.sum())]
