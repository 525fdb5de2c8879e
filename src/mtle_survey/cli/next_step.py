"""What somebody does next: the command that follows, with the words that were typed."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from mtle_survey.cli.output import say


def say_next(step: str) -> None:
    """The next step, on stderr."""
    say(f"Next: {step}")


def inputs_again(files: Sequence[str], instrument: str | None = None, respondent: str | None = None) -> str:
    """The words that name the same inputs to another command."""
    named = ["-i", instrument] if instrument else []
    identified = ["--id", respondent] if respondent else []
    return shlex.join([*named, *identified, *files])
