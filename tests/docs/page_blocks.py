"""Reads the runnable parts of a documentation page.

A page is followed from top to bottom in an empty folder. HTML comments, which readers do not see, steer it:

``<!-- test: file NAME -->``    the next code block is written to that file
``<!-- test: exit N -->``       the next commands end with this exit code
``<!-- test: copy PATH as NAME -->``    a folder or file of the repository, as the reader has it
``<!-- test: needs NAME -->``   an export that is not part of the repository; without it the page is skipped
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

STEP = re.compile(r"^<!-- test: (\w+) ?(.*?) -->$|^```(\w*)\n(.*?)^```$", flags=re.M | re.S)
HERE = re.compile(r" <<'(\w+)'$")


@dataclass
class Command:
    """One ``$`` line, what is typed into it, and the lines that the page shows below it."""

    line: str
    typed: str | None = None
    shown: list[str] = field(default_factory=list)

    @property
    def words(self) -> list[str]:
        """What this Python runs, for ``mtle`` and ``python``; nothing for another program."""
        program, *arguments = shlex.split(HERE.sub("", self.line), comments=True)
        match program:
            case "mtle":
                return ["-m", "mtle_survey.cli.main", *arguments]
            case "python":
                return arguments
        return []


@dataclass
class Step:
    """A directive (``what`` file, exit, copy, needs), or a code block (``what`` is its language)."""

    what: str
    text: str
    directive: bool


def steps(page: Path) -> list[Step]:
    """Directives and code blocks in order."""
    found = []
    for match in STEP.finditer(page.read_text(encoding="utf-8")):
        directive = match[1] is not None
        found.append(Step(match[1] or match[3], match[2] if directive else match[4], directive))
    return found


def commands(block: str) -> list[Command]:
    """The commands of a console block."""
    found: list[Command] = []
    lines = iter(block.splitlines())
    for line in lines:
        if line.startswith("$ "):
            found.append(Command(line[2:]))
            if here := HERE.search(line):
                found[-1].typed = "\n".join(iter(partial(next, lines), here[1]))
        elif found and line.strip():
            found[-1].shown.append(line)
    return found


def same_line(shown: str) -> re.Pattern[str]:
    """A shown line as a pattern: spacing and rules are free, ``…`` stands for anything."""
    parts = [re.escape(part) for part in re.sub(r"[─\s]+", " ", shown).strip().split("…")]
    return re.compile(".*?".join(parts))
