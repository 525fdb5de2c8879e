"""A study on the local page: its exports, what was chosen, what is wrong, and the reports made of it."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import chdir
from dataclasses import dataclass, field, replace
from pathlib import Path

from mtle_survey.app.choices import Choices
from mtle_survey.errors import MtleError, Problem, UsageError, errors_in
from mtle_survey.instrument.find import FoundInstrument, find_instrument, list_instruments
from mtle_survey.instrument.load import load_instrument
from mtle_survey.new_study.draft import Draft, draft
from mtle_survey.new_study.look import answered_on, fitting_instruments, look_at
from mtle_survey.new_study.waves import in_time_order, wave_names
from mtle_survey.raw_table import RawTable
from mtle_survey.study import Study
from mtle_survey.study_file import open_study
from mtle_survey.study_plan import plan_study
from mtle_survey.whole_files import write_whole

STUDY_FILE = "study.yaml"
REPORTS = "reports"
OWN = "own"  # stands for the instrument file that was dropped


@dataclass(slots=True)
class KeptStudy:
    """Exports that were dropped together, and what became of them.

    Attributes
    ----------
    folder : Path
    exports : tuple of Path
        As they were dropped.
    own : Path or None
        An instrument file that was dropped with them.
    tables : tuple of RawTable
    choices : Choices
    problems : tuple of Problem
        What the last check found.
    checked : bool
        Whether the choices have been checked.
    """

    folder: Path
    exports: tuple[Path, ...]
    own: Path | None
    tables: tuple[RawTable, ...]
    choices: Choices = field(default_factory=Choices)
    problems: tuple[Problem, ...] = ()
    checked: bool = False

    @classmethod
    def begun(cls, folder: Path, exports: Sequence[Path], own: Path | None) -> KeptStudy:
        """Read the exports and take what they suggest as the first choices."""
        tables = look_at(exports)
        waves = wave_names(exports)
        kept = cls(folder, tuple(exports), own, tables)
        fitting = fitting_instruments(tables)
        instrument = OWN if own else fitting[0][0].id if fitting else ""
        order = in_time_order(waves, [answered_on(table) for table in tables])
        kept.choices = Choices(waves=waves, order=order, instrument=instrument)
        if instrument:
            kept.suggest()
        return kept

    def suggest(self) -> None:
        """Take what the chosen instrument suggests for people, site and title."""
        found = self.draft()
        self.choices = replace(
            self.choices,
            title=self.choices.title or f"Evaluation with {found.instrument.title}",
            respondent=found.respondent or "",
            cluster=found.cluster or "",
            primary=(),
        )

    def draft(self) -> Draft:
        """What the exports suggest under the chosen instrument, in the chosen order.

        Raises
        ------
        UsageError
            No instrument is chosen.
        MtleError
            The instrument cannot be used.
        """
        if not self.choices.instrument:
            raise UsageError("choose the instrument that was answered")
        instrument = load_instrument(self._definition().path)
        order = self.choices.order
        return draft(
            [self.exports[place] for place in order],
            [self.tables[place] for place in order],
            [self.choices.waves[place] for place in order],
            instrument,
        )

    def instruments(self) -> list[tuple[str, str]]:
        """Value and words of every instrument that can be chosen."""
        own = [(OWN, f"{self.own.name} (yours)")] if self.own else []
        return [*own, *((found.id, found.id) for found in list_instruments())]

    def check(self) -> Study | None:
        """Write the study file, read everything and find every problem; the study, if it can be reported."""
        self.checked = True
        self._write()
        try:
            with chdir(self.folder):  # so that the report names files as people know them
                study = open_study(plan_study(STUDY_FILE))
            self.problems = tuple(study.problems)
        except MtleError as error:
            self.problems = error.problems
            return None
        return None if errors_in(self.problems) else study

    def make_reports(self) -> list[Path]:
        """Write the report in every format; nothing where an error stands."""
        from mtle_survey.report.build import write_reports, writers

        study = self.check()
        if study is None:
            return []
        names = [f"evaluation.{suffix}" for suffix in writers() if suffix != "json"]
        return write_reports(study, [self.folder / REPORTS / name for name in names])

    def reports(self) -> list[Path]:
        """The files that were made, the page first."""
        made = (self.folder / REPORTS).glob("evaluation.*")
        return sorted(made, key=lambda file: (file.suffix != ".html", file.name))

    def _write(self) -> None:
        choices, found = self.choices, self.draft()
        notebook = found.notebook(
            self.folder,
            instrument=self._instrument_beside(),
            title=choices.title,
            respondent=choices.respondent or None,
            cluster=choices.cluster or None,
            primary=choices.primary,
            audience=choices.audience,
        )
        notebook = replace(notebook, accept=dict(choices.accept))
        write_whole(self.folder / STUDY_FILE, notebook.text().encode("utf-8"))
        for report in self.reports():
            report.unlink()  # made from other choices

    def _definition(self) -> FoundInstrument:
        own = self.own if self.choices.instrument == OWN else None
        return find_instrument(own or self.choices.instrument)

    def _instrument_beside(self) -> str:
        """The instrument as the study file names it; one that is not packaged lies beside it."""
        found = self._definition()
        if found.origin == "packaged":
            return found.id
        beside = self.folder / found.path.name
        if not beside.exists():
            shutil.copy(found.path, beside)
        return beside.name
