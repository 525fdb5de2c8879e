"""From the words of a command to a study."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mtle_survey.errors import UsageError

if TYPE_CHECKING:
    from mtle_survey.instrument.model import Instrument
    from mtle_survey.matching.identification import Respondent
    from mtle_survey.reading import FileSpec
    from mtle_survey.responses import Responses
    from mtle_survey.streaming.wave import StreamedWave
    from mtle_survey.study import Study
    from mtle_survey.study_plan import StudyPlan

_WAVE = re.compile(r"^(?P<wave>[A-Za-z][\w-]*)=(?P<file>.+)$")


def find_instrument(name: str) -> Instrument:
    """Load an instrument by id or path, announcing one that is found in ./instruments."""
    from mtle_survey.cli.output import say
    from mtle_survey.instrument.find import find_instrument as find
    from mtle_survey.instrument.load import load_instrument

    found = find(name)
    if found.origin == "local":
        say(f"Using {found.shown} from this folder.")
    return load_instrument(found.path)


def split_waves(arguments: list[str]) -> dict[str | None, list[str]]:
    """``[WAVE=]FILE…`` in time order; several files need a wave each."""
    waves: dict[str | None, list[str]] = {}
    for argument in arguments:
        match = None if Path(argument).exists() else _WAVE.match(argument)
        wave, file = (match["wave"], match["file"]) if match else (None, argument)
        if wave is None and len(arguments) > 1:
            raise UsageError(
                f"“{argument}” needs a wave when there are several files: write pre={argument}, with the "
                "same wave before each of its files"
            )
        waves.setdefault(wave, []).append(file)
    return waves


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedInputs:
    """What the words of a command name, before any export is read.

    Attributes
    ----------
    instrument : Instrument
    waves : mapping of wave to its files
    respondent : str, tuple of str or None
    plan : StudyPlan or None
        Where a study file says all this.
    """

    instrument: Instrument
    waves: Mapping[str | None, Sequence[FileSpec]]
    respondent: Respondent
    plan: StudyPlan | None = None

    @property
    def files(self) -> list[FileSpec]:
        """The files of all waves."""
        return [spec for specs in self.waves.values() for spec in specs]

    def streamed(self) -> StreamedWave | None:
        """The one wave of one large plain table; None where the exports are to be opened."""
        if self.plan is not None or len(self.files) != 1:
            return None
        from mtle_survey.streaming.wave import stream_wave

        return stream_wave(self.waves, self.instrument, self.respondent)

    def open(self) -> Study:
        """Read every export.

        Raises
        ------
        MtleError
            A file cannot be read.
        """
        from mtle_survey.reading import read_wave
        from mtle_survey.study import Study
        from mtle_survey.study_file import open_study

        if self.plan is not None:
            return open_study(self.plan)
        waves: dict[str | None, Responses] = {}
        for wave, specs in self.waves.items():
            waves |= read_wave(specs, self.instrument, wave, respondent=self.respondent)
        return Study(
            self.instrument, waves, respondent=self.respondent if isinstance(self.respondent, str) else None
        )


def named_inputs(
    arguments: list[str], instrument: str | None, respondent: str | None, *, keep_preview: bool = False
) -> NamedInputs:
    """What the arguments name: a study file, or exports with an instrument.

    Raises
    ------
    UsageError
        No file, a study file together with other arguments, or exports without ``-i``.
    MtleError
        The study file or the instrument cannot be used.
    """
    from mtle_survey.reading import FileSpec
    from mtle_survey.study_plan import plan_study

    if any(a.endswith((".yaml", ".yml")) for a in arguments):
        if len(arguments) > 1 or instrument or respondent or keep_preview:
            raise UsageError(
                "a study file names its exports, instrument and respondent itself, and keeps previews by "
                "`preview: keep`; give it alone"
            )
        plan = plan_study(arguments[0])
        waves: dict[str | None, Sequence[FileSpec]] = dict(plan.waves.items())
        return NamedInputs(instrument=plan.instrument, waves=waves, respondent=plan.respondent, plan=plan)
    if not arguments:
        raise UsageError("name an export, or a study file")
    if instrument is None:
        raise UsageError(
            "say which instrument the export belongs to: -i INSTRUMENT (see mtle instruments list)"
        )
    named = {
        wave: [FileSpec(path=file, keep_preview=keep_preview) for file in files]
        for wave, files in split_waves(arguments).items()
    }
    return NamedInputs(instrument=find_instrument(instrument), waves=named, respondent=respondent)


def open_inputs(
    arguments: list[str], instrument: str | None, respondent: str | None, *, keep_preview: bool = False
) -> Study:
    """The study that the arguments name, read; raises as ``named_inputs`` and ``NamedInputs.open`` do."""
    return named_inputs(arguments, instrument, respondent, keep_preview=keep_preview).open()
