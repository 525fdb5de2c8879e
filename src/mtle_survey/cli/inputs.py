"""From the words of a command to a study."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from mtle_survey.errors import UsageError

if TYPE_CHECKING:
    from mtle_survey.instrument.model import Instrument
    from mtle_survey.responses import Responses
    from mtle_survey.study import Study

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
            raise UsageError(f"“{argument}” needs a wave when there are several files: write pre={argument}")
        waves.setdefault(wave, []).append(file)
    return waves


def open_inputs(
    arguments: list[str], instrument: str | None, respondent: str | None, *, keep_preview: bool = False
) -> Study:
    """The study that the arguments name: a study file, or exports with an instrument.

    Raises
    ------
    UsageError
        No file, a study file together with other arguments, or exports without ``-i``.
    MtleError
        A file cannot be read.
    """
    from mtle_survey.reading import FileSpec, read_wave
    from mtle_survey.study import Study
    from mtle_survey.study_file import load_study

    if any(a.endswith((".yaml", ".yml")) for a in arguments):
        if len(arguments) > 1 or instrument or respondent:
            raise UsageError(
                "a study file names its exports, instrument and respondent itself; give it alone"
            )
        return load_study(arguments[0])
    if not arguments:
        raise UsageError("name an export, or a study file")
    if instrument is None:
        raise UsageError(
            "say which instrument the export belongs to: -i INSTRUMENT (see mtle instruments list)"
        )
    model = find_instrument(instrument)
    waves: dict[str | None, Responses] = {}
    for wave, files in split_waves(arguments).items():
        specs = [FileSpec(path=file, keep_preview=keep_preview) for file in files]
        waves |= read_wave(specs, model, wave, respondent=respondent)
    return Study(model, waves, respondent=respondent)
