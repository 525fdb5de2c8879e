"""The records of one wave's file, mess included."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mtle_survey.instrument.model import Instrument
from mtle_survey.responses import Missing
from mtle_survey.simulate.attendance import second_attempts
from mtle_survey.simulate.careless import RANDOM, careless_answers, careless_records, replace_careless
from mtle_survey.simulate.fields import field_values, open_answers
from mtle_survey.simulate.identifiers import Code, join, plan_errors, plant_errors
from mtle_survey.simulate.latent import FactorModel
from mtle_survey.simulate.missingness import draw_reasons
from mtle_survey.simulate.ordinal import draw_answers
from mtle_survey.simulate.recipe import Recipe, WavePlan
from mtle_survey.simulate.records import ColumnKind, RecordKind, SimulatedColumn, SimulatedWave
from mtle_survey.simulate.render import column_texts, has_labels
from mtle_survey.simulate.streams import stream
from mtle_survey.simulate.truth import Planted
from mtle_survey.simulate.variants import plan_variants, vary
from mtle_survey.stats.estimate import Array

_DAYS_OPEN = 14
_SECONDS_PER_ITEM = 6.5
_SECONDS_PER_ITEM_UNREAD = 1.1
_PREVIEW_CODE = "TEST"


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """Everyone who answers at least once, and what they would answer.

    Attributes
    ----------
    codes : tuple of Code
        Self-made codes.
    sites : (n,) int array
    site_names : tuple of str
    dose : (n,) float array
    scores : mapping of occasion to (n, f) float array
        Factor scores.
    """

    codes: tuple[Code, ...]
    sites: NDArray[np.int64]
    site_names: tuple[str, ...]
    dose: Array
    scores: Mapping[str, Array]


class WaveBuilder:
    """Builds the records of one wave.

    Parameters
    ----------
    instrument, recipe, plan, model, thresholds, population
        What was declared and drawn before.
    columns : tuple of SimulatedColumn
    attending : (m,) int array
        Respondents in the order of their records.
    also_elsewhere : set of int
        Respondents who answer another wave too: errors in their codes matter most.
    """

    def __init__(
        self,
        instrument: Instrument,
        recipe: Recipe,
        plan: WavePlan,
        model: FactorModel,
        thresholds: Mapping[str, Array],
        population: Population,
        columns: tuple[SimulatedColumn, ...],
        attending: NDArray[np.int64],
        also_elsewhere: frozenset[int],
    ) -> None:
        self.instrument = instrument
        self.recipe = recipe
        self.plan = plan
        self.model = model
        self.thresholds = thresholds
        self.population = population
        self.columns = columns
        self.rated = [c for c in columns if c.kind is ColumnKind.RATED]
        again = second_attempts(recipe, plan.wave, plan.id_errors.duplicate, attending)
        self.first_attempts = len(attending)
        self.people = np.concatenate([attending, attending[again]])
        self.kinds, self.places = self._slots()
        self.also_elsewhere = also_elsewhere
        self.planted: list[Planted] = []

    def build(self) -> SimulatedWave:
        """Draw everything; ``planted`` then tells what was planted where."""
        codes, reasons = self._answers()
        finished = ~(reasons == Missing.NOT_SHOWN).any(axis=1)
        careless = careless_records(self.recipe.careless_share, finished, self._rng("careless"))
        replace_careless(
            self.instrument, [c.target for c in self.rated], careless, codes, reasons, self._rng("unread")
        )
        started, seconds = self._timing(careless)
        wave = SimulatedWave(
            wave=self.plan.wave,
            columns=self.columns,
            kinds=self.kinds,
            respondents=self._spread(self.people, -1),
            codes=self._with_previews(codes),
            reasons=self._states(reasons),
            texts={c.header: self._texts(c) for c in self.columns if c.kind is not ColumnKind.RATED},
            variants={},
            started=started,
            seconds=seconds,
            progress=self._progress(reasons),
            typographic_wording=self.plan.typographic_wording,
        )
        self._note_records(reasons, careless)
        return self._with_variants(wave)

    def _rng(self, purpose: str) -> np.random.Generator:
        return stream(self.recipe.seed, purpose, self.plan.wave)

    def _slots(self) -> tuple[tuple[RecordKind, ...], NDArray[np.int64]]:
        """What each record is, and where the responses stand: previews first, blanks strewn in."""
        total = len(self.people) + self.plan.blank_records
        blank = set(self._rng("blank records").permutation(total)[: self.plan.blank_records].tolist())
        kinds = [RecordKind.PREVIEW] * self.plan.previews
        kinds += [RecordKind.BLANK if slot in blank else RecordKind.RESPONSE for slot in range(total)]
        return tuple(kinds), np.flatnonzero([kind is RecordKind.RESPONSE for kind in kinds])

    def _answers(self) -> tuple[Array, NDArray[np.uint8]]:
        """Codes and states of the responses, in the columns' order."""
        place = {item: k for k, item in enumerate(self.model.items)}
        codes = np.empty((len(self.people), len(self.rated)))
        first = self.people[: self.first_attempts]
        for occasion in dict.fromkeys(c.occasion for c in self.rated):
            scores = self.population.scores[occasion]
            drawn = self._draw(scores, occasion)[first]
            if len(self.people) > self.first_attempts:
                again = self._draw(scores, occasion, "again")[self.people[self.first_attempts :]]
                drawn = np.vstack([drawn, again])
            for k, column in enumerate(self.rated):
                if column.occasion == occasion:
                    codes[:, k] = drawn[:, place[column.target]]
        items = [c.target for c in self.rated]
        reasons = draw_reasons(self.instrument, items, self.recipe.missing, len(codes), self._rng("missing"))
        return codes, reasons

    def _draw(self, scores: Array, *purpose: str) -> Array:
        return draw_answers(self.model, self.recipe, self.instrument, self.thresholds, scores, purpose)

    def _with_previews(self, codes: Array) -> Array:
        spread = np.full((len(self.kinds), len(self.rated)), np.nan)
        spread[self.places] = codes
        rng = self._rng("previews")
        for preview in range(self.plan.previews):
            spread[preview] = careless_answers(self.instrument, [c.target for c in self.rated], RANDOM, rng)
        return spread

    def _states(self, reasons: NDArray[np.uint8]) -> NDArray[np.uint8]:
        spread = np.full((len(self.kinds), len(self.rated)), Missing.BLANK, dtype=np.uint8)
        spread[self.places] = reasons
        spread[: self.plan.previews] = Missing.ANSWERED
        return spread

    def _texts(self, column: SimulatedColumn) -> tuple[str, ...]:
        if column.kind is ColumnKind.OPEN:
            answers: Sequence[str] = open_answers(
                self.instrument.item[column.target],
                stream(self.recipe.seed, "open", column.header),
                len(self.people),
            )
            return self._spread_text(answers, "")
        field = self.instrument.field[column.target]
        if field.role == "respondent":
            return self._spread_text(self._written_codes(column.header), _PREVIEW_CODE)
        values = field_values(
            field,
            self.instrument,
            self.recipe,
            codes=self.population.codes,
            sites=self.population.sites,
            names=self.population.site_names,
            dose=self.population.dose,
            wave=self.plan.wave,
            date=self.plan.date.isoformat(),
        )
        return self._spread_text([values[person] for person in self.people], "")

    def _written_codes(self, header: str) -> list[str]:
        """Every record's code as its writer typed it; the errors are noted."""
        meant = [join(self.population.codes[person]) for person in self.people]
        rng = self._rng("code errors")
        repeated = set(self.people[self.first_attempts :].tolist())
        single = [
            r for r in rng.permutation(self.first_attempts).tolist() if int(self.people[r]) not in repeated
        ]
        order = sorted(single, key=lambda r: int(self.people[r]) not in self.also_elsewhere)
        planted = plant_errors(
            meant,
            plan_errors(self.plan.id_errors, self.first_attempts),
            order,
            rng,
            frozenset(map(join, self.population.codes)),
        )
        written = list(meant)
        for record, (kind, text) in sorted(planted.items()):
            written[record] = text
            self._note(f"id_{kind}", int(self.places[record]), header, text, meant[record])
        for record in range(self.first_attempts, len(self.people)):
            self._note("id_duplicate", int(self.places[record]), header, meant[record], meant[record])
        return written

    def _timing(self, careless: Mapping[int, str]) -> tuple[tuple[dt.datetime, ...], NDArray[np.int64]]:
        """When each record was begun, in file order, and how many seconds it took."""
        rng = self._rng("timing")
        minutes = np.sort(rng.integers(0, _DAYS_OPEN * 14 * 60, len(self.kinds)))
        opening = dt.datetime.combine(self.plan.date, dt.time(7))
        started = tuple(
            opening + dt.timedelta(days=int(m) // 840, minutes=int(m) % 840, seconds=int(s))
            for m, s in zip(minutes, rng.integers(0, 60, len(self.kinds)), strict=True)
        )
        pace = _SECONDS_PER_ITEM * np.exp(0.25 * rng.standard_normal(len(self.kinds)))
        pace[self.places[list(careless)]] = _SECONDS_PER_ITEM_UNREAD
        return started, np.round(pace * max(len(self.rated), 1)).astype(np.int64)

    def _progress(self, reasons: NDArray[np.uint8]) -> NDArray[np.int64]:
        shown = 100 - np.round(100 * (reasons == Missing.NOT_SHOWN).mean(axis=1)) if self.rated else 100
        return self._spread(
            np.asarray(shown, dtype=np.int64) * np.ones(len(self.people), dtype=np.int64), 100
        )

    def _with_variants(self, wave: SimulatedWave) -> SimulatedWave:
        if not self.plan.label_variants:
            return wave
        labels: dict[str, list[str | None]] = {}
        for column in self.columns:
            if has_labels(self.instrument, column):
                texts = column_texts(self.instrument, wave, column, labels=True)
                labels[column.header] = [
                    t if kind is RecordKind.RESPONSE else None
                    for t, kind in zip(texts, self.kinds, strict=True)
                ]
        variants = plan_variants(labels, self.plan.label_variants, self._rng("label variants"))
        for (record, header), kind in sorted(variants.items()):
            label = str(labels[header][record])
            self._note(kind, record, header, vary(label, kind), label)
        return replace(wave, variants=variants)

    def _note_records(self, reasons: NDArray[np.uint8], careless: Mapping[int, str]) -> None:
        for record, kind in enumerate(self.kinds):
            if kind is RecordKind.PREVIEW:
                self._note("preview", record)
            elif kind is RecordKind.BLANK:
                self._note("blank_record", record)
        for place, row in zip(self.places, reasons, strict=True):
            if (row == Missing.NOT_SHOWN).any():
                self._note("broke_off", int(place))
        for response, how in sorted(careless.items()):
            self._note(f"careless_{how}", int(self.places[response]))

    def _note(
        self,
        kind: str,
        record: int,
        column: str | None = None,
        written: str | None = None,
        meant: str | None = None,
    ) -> None:
        self.planted.append(
            Planted(
                wave=self.plan.wave, record=record, kind=kind, column=column, written=written, meant=meant
            )
        )

    def _spread(self, values: NDArray[np.int64], elsewhere: int) -> NDArray[np.int64]:
        spread = np.full(len(self.kinds), elsewhere, dtype=np.int64)
        spread[self.places] = values
        return spread

    def _spread_text(self, values: Sequence[str], preview: str) -> tuple[str, ...]:
        spread = [preview if kind is RecordKind.PREVIEW else "" for kind in self.kinds]
        for place, value in zip(self.places.tolist(), values, strict=True):
            spread[place] = value
        return tuple(spread)
