"""Start an instrument file from a platform's definition."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from mtle_survey.errors import MtleError, Problem, UsageError, problem
from mtle_survey.exchange.drafting import draft_of
from mtle_survey.exchange.instrument_text import instrument_text
from mtle_survey.exchange.model import Definition, Platform
from mtle_survey.exchange.write import platforms
from mtle_survey.instrument.grammar import IDENTIFIER
from mtle_survey.instrument.load import read_instrument
from mtle_survey.instrument.parts.ids import MAX_LENGTH
from mtle_survey.readers.common.open import open_source


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """A new instrument file.

    Attributes
    ----------
    text : str
        Loads without errors.
    platform : str
        Where the definition is from, as people write it.
    problems : tuple of Problem
        What was left out, and what has to be decided.
    """

    text: str
    platform: str
    problems: tuple[Problem, ...]


def start_from(path: str | Path, instrument_id: str) -> Started:
    """The text of an instrument file with all that a platform's definition says.

    Scales and keys, which no platform knows, are left as commented lines, unless the definition was written
    from an instrument. Options that look like a way out of answering are written under ``nonresponse`` and
    listed for decision.

    Raises
    ------
    UsageError
        If the id cannot be one.
    MtleError
        X010, if the file is no definition of a known platform; R-codes, if it cannot be read.
    """
    if not re.fullmatch(IDENTIFIER, instrument_id) or len(instrument_id) > MAX_LENGTH:
        raise UsageError(
            f"“{instrument_id}” cannot be an instrument's id: begin with a letter, use letters, digits and "
            f"underscores, at most {MAX_LENGTH} characters."
        )
    platform, definition = read_definition(path)
    draft = draft_of(definition)
    name = Path(path).name
    text = instrument_text(instrument_id, name, platform.label, definition.questionnaire, draft)
    problems = draft.problems
    if not any(one.question.note is not None for one in draft.questions):
        problems += (problem("X014", found=name, platform=platform.label),)
    read_instrument(text.encode("utf-8"), source=f"the file started from {name}")
    return Started(text=text, platform=platform.label, problems=problems)


def read_definition(path: str | Path) -> tuple[Platform, Definition]:
    """A platform's definition and the platform that wrote it.

    Raises
    ------
    MtleError
        X010, if the file is no definition of a known platform; R-codes, if it cannot be read.
    """
    source = open_source(path)
    known = [one for one in platforms().values() if one.read is not None]
    for platform in known:
        if platform.recognises is not None and platform.read is not None and platform.recognises(source):
            return platform, platform.read(source)
    names = ", ".join(f"{one.label} (.{one.suffix})" for one in known)
    raise MtleError([problem("X010", file=str(path), found=Path(path).name, known=names)])
