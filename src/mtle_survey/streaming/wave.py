"""One wave of a large table: read once, then gone through part by part."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np

from mtle_survey.checks import check_responses
from mtle_survey.errors import Problem
from mtle_survey.evidence.missing import missing_table, tally
from mtle_survey.evidence.polarity import polarity_problems
from mtle_survey.instrument.model import Instrument
from mtle_survey.matching.identification import Respondent, respondent_columns
from mtle_survey.matching.prepared import Prepared, Reading
from mtle_survey.matching.respond import prepare
from mtle_survey.reading import FileSpec, declared_names
from mtle_survey.responses import Responses, Source, WaveFacts
from mtle_survey.scores import administered_items, score
from mtle_survey.screening.rule import CarelessRule
from mtle_survey.stats.estimate import Array
from mtle_survey.stats.items.item_rest_correlation import item_rest_correlation_from_moments
from mtle_survey.streaming.table import read_coded_table
from mtle_survey.table import Row, Table, row

LARGE = 48 << 20
"""Bytes from which on a plain table is streamed."""
PART = 20_000
CONFIDENCE = 0.95

Wave = str | None


class Parts(Collection[Responses]):
    """The responses of one file in successive parts, each made when it is asked for."""

    def __init__(self, prepared: Prepared, size: int) -> None:
        self.prepared = prepared
        self.starts = range(0, max(len(prepared.table.rows), 1), size)

    def __len__(self) -> int:
        return len(self.starts)

    def __iter__(self) -> Iterator[Responses]:
        for start in self.starts:
            yield self.prepared.responses(slice(start, start + self.starts.step))

    def __contains__(self, part: object) -> bool:
        return any(part is own for own in self)


@dataclass(frozen=True)
class StreamedWave:
    """What a study knows about its only wave, computed without holding its answers.

    Attributes
    ----------
    prepared : Prepared
    parts : Parts
    """

    prepared: Prepared
    parts: Parts

    @property
    def instrument(self) -> Instrument:
        """The instrument of the wave."""
        return self.prepared.instrument

    @property
    def wave(self) -> Wave:
        """Its name, if it has one."""
        return self.prepared.reading.wave

    @property
    def seed(self) -> int:
        """The seed that a study without a study file has; nothing here draws random numbers."""
        return 1

    @property
    def inputs(self) -> tuple[tuple[Wave, Source, int], ...]:
        """The file: its wave, where it comes from, and its responses."""
        return ((self.wave, self.prepared.source, len(self.prepared.table.rows)),)

    @cached_property
    def read(self) -> Mapping[Wave, WaveFacts]:
        """What was read, by wave."""
        facts = WaveFacts(
            sources=(self.prepared.source,),
            items=self.prepared.items,
            responses=len(self.prepared.table.rows),
            answered=int(self.prepared.answers.answered().sum()),
        )
        return {self.wave: facts}

    @cached_property
    def common_items(self) -> Mapping[str, tuple[str, ...]]:
        """The items of each scale that can be scored."""
        return administered_items(self.instrument, frozenset(self.prepared.items))

    @cached_property
    def missing(self) -> Table:
        """Missing answers per item, whatever the reason and by reason."""
        return missing_table({self.wave: tally(self.prepared.items, self.parts)}, CONFIDENCE)

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Every problem of the reading and of the answers."""
        cluster = self.instrument.field_with_role("cluster")
        rule = replace(CarelessRule(), cluster=cluster.id if cluster else None)
        orders = {item: order.value for item, order in self.prepared.answers.label_order.items()}
        found = [
            *self.prepared.problems,
            *check_responses(self.parts, rule),
            *polarity_problems(self.instrument, self.items, {self.wave: orders}),
        ]
        return tuple(dict.fromkeys(found))

    @cached_property
    def items(self) -> Table:
        """Item-rest correlations of every scale."""
        sums = {scale: _Sums(len(items)) for scale, items in self.common_items.items()}
        for part in self.parts:
            keyed = score(part, self.common_items).keyed
            for scale, own in sums.items():
                own.add(keyed[scale][part.answered])
        rows: list[Row] = []
        for scale, items in self.common_items.items():
            found = item_rest_correlation_from_moments(*sums[scale].moments(), CONFIDENCE)
            rows += [
                row("item_rest_correlation", e, scale=scale, item=i, wave=self.wave)
                for i, e in zip(items, found, strict=True)
            ]
        return Table.of(rows)


class _Sums:
    """Sums over complete rows of one scale; exact for codes that are whole numbers."""

    def __init__(self, k: int) -> None:
        self.n = 0
        self.totals = np.zeros(k)
        self.products = np.zeros((k, k))

    def add(self, keyed: Array) -> None:
        complete = keyed[np.isfinite(keyed).all(axis=1)]
        self.n += len(complete)
        self.totals += complete.sum(axis=0)
        self.products += complete.T @ complete

    def moments(self) -> tuple[Array, int]:
        """Covariance matrix, denominator n - 1, and n."""
        if self.n < 2:
            return np.zeros_like(self.products), self.n
        centred = self.products - np.outer(self.totals, self.totals) / self.n
        return centred / (self.n - 1), self.n


def stream_wave(
    files: Mapping[Wave, Collection[FileSpec]], instrument: Instrument, respondent: Respondent
) -> StreamedWave | None:
    """The only wave in the only file, where that is a large plain table; None otherwise."""
    specs = [(wave, spec) for wave, own in files.items() for spec in own]
    if len(specs) != 1:
        return None
    wave, spec = specs[0]
    if spec != FileSpec(path=spec.path) or not _is_large(spec.path):
        return None
    keep = declared_names(instrument, spec, respondent_columns(instrument, respondent))
    table = read_coded_table(spec.path, keep)
    if table is None:
        return None
    prepared = prepare(table, instrument, Reading(wave=wave, columns={}, respondent=respondent))
    return StreamedWave(prepared=prepared, parts=Parts(prepared, PART))


def _is_large(path: str) -> bool:
    try:
        return Path(path).stat().st_size >= LARGE
    except OSError:
        return False
