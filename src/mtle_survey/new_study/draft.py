"""The notebook that exports suggest, for somebody to confirm or change."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mtle_survey.counting import counted
from mtle_survey.errors import UsageError
from mtle_survey.instrument.model import Instrument
from mtle_survey.matching.wording_row import without_wording_row
from mtle_survey.new_study.look import (
    Candidate,
    answered_on,
    fields_in,
    fitting_instruments,
    forms_in,
    identifiers,
    items_in,
    measured_twice,
)
from mtle_survey.new_study.notebook import Notebook, WaveEntry
from mtle_survey.raw_table import RawTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What was found in the exports, and what follows from it unless somebody says otherwise.

    Attributes
    ----------
    files : tuple of Path
        In time order, like everything else.
    tables : tuple of RawTable
    instrument : Instrument
    waves : tuple of str
    candidates : tuple of Candidate
        Columns that may say who answered, the likeliest first.
    cluster : str or None
    scales : tuple of str
        Outcome scales measured in the first and the last wave.
    keep_preview : bool
        Whether responses count that the platform marks as preview or test.
    """

    files: tuple[Path, ...]
    tables: tuple[RawTable, ...]
    instrument: Instrument
    waves: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    cluster: str | None
    scales: tuple[str, ...]
    keep_preview: bool = False

    @property
    def respondent(self) -> str | None:
        """The likeliest column that says who answered; none that may only count the rows.

        A field that the instrument declares comes first, whatever it holds: that somebody has decided.
        """
        declared = self.instrument.field_with_role("respondent")
        sure = (c for c in self.candidates if not c.counts_rows or (declared and c.name == declared.id))
        return next((candidate.name for candidate in sure), None)

    def notebook(
        self,
        folder: Path,
        *,
        instrument: str,
        title: str = "",
        respondent: str | None = None,
        cluster: str | None = None,
        primary: Sequence[str] = (),
        audience: str = "internal",
    ) -> Notebook:
        """The notebook that lies in ``folder``; ``instrument`` is the id or path that it names."""
        entries = tuple(self._entry(wave, folder) for wave in dict.fromkeys(self.waves))
        return Notebook(
            title=title or f"Evaluation with {self.instrument.title}",
            instrument=instrument,
            instrument_title=f"{self.instrument.title}, version {self.instrument.version}",
            waves=entries,
            respondent=respondent,
            cluster=cluster,
            primary=tuple(primary),
            scales=tuple((scale, self.instrument.scale[scale].title) for scale in self.scales),
            audience=audience,
        )

    def _entry(self, name: str, folder: Path) -> WaveEntry:
        """A wave with all exports that bear its name."""
        places = [place for place, wave in enumerate(self.waves) if wave == name]
        tables = [self.tables[place] for place in places]
        records = counted(sum(len(table.rows) for table in tables), "record")
        items = set().union(*(items_in(table, self.instrument) for table in tables))
        return WaveEntry(
            name=name,
            files=tuple(Path(os.path.relpath(self.files[place], folder)).as_posix() for place in places),
            day=answered_on(tables[0]),
            forms=tuple(dict.fromkeys(form for table in tables for form in forms_in(table, self.instrument))),
            about=f"{' and '.join(dict.fromkeys(table.platform for table in tables))}, {records}, "
            f"{counted(len(items), 'rated item')}",
            keep_preview=self.keep_preview,
        )


def draft(
    files: Sequence[Path],
    tables: Sequence[RawTable],
    waves: Sequence[str],
    instrument: Instrument,
    *,
    keep_preview: bool = False,
) -> Draft:
    """What the exports suggest, given the instrument that they answer."""
    tables = [without_wording_row(table, instrument) for table in tables]
    by_wave = [
        [table for table, its in zip(tables, waves, strict=True) if its == wave]
        for wave in dict.fromkeys(waves)
    ]
    site = instrument.field_with_role("cluster")
    there = site is not None and all(site.id in fields_in(table, instrument) for table in tables)
    return Draft(
        files=tuple(files),
        tables=tuple(tables),
        instrument=instrument,
        waves=tuple(waves),
        candidates=identifiers(by_wave, instrument),
        cluster=site.id if there and site is not None else None,
        scales=measured_twice(by_wave, instrument),
        keep_preview=keep_preview,
    )


def best_instrument(tables: Sequence[RawTable]) -> Instrument:
    """The instrument that fits the exports best.

    Raises
    ------
    UsageError
        None of those that can be named has three of its items in the exports.
    """
    fitting = fitting_instruments(tables)
    if not fitting:
        raise UsageError(
            "none of the instruments has three of its items in these exports; name yours with -i, or start "
            "one from the platform's definition (mtle instruments new)"
        )
    return fitting[0][0]
