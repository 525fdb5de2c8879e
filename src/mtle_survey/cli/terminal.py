"""Lines that fit the terminal; what goes to a file or another program is left whole."""

from __future__ import annotations

import re
import shutil
import textwrap
from typing import TextIO

NARROWEST = 40
_COLUMNS = re.compile(r"\S {3,}\S|─{3}")  # what only tables have


def width_of(stream: TextIO | None) -> int | None:
    """How many characters a line may have; None where the lines do not go to a terminal."""
    if stream is None or not stream.isatty():
        return None
    return max(shutil.get_terminal_size().columns, NARROWEST)


def wrapped(line: str, width: int | None, indent: int) -> list[str]:
    """A line in as many as it takes, the later ones indented; a word that is too long stays whole."""
    if width is None or len(line) <= width:
        return [line]
    return textwrap.wrap(
        line, width, subsequent_indent=" " * indent, break_long_words=False, break_on_hyphens=False
    )


def fitted(text: str, width: int | None) -> str:
    """A text whose sentences are wrapped under their beginnings; lines of tables are left as they are."""
    if width is None:
        return text
    lines: list[str] = []
    for line in text.split("\n"):
        if _COLUMNS.search(line):
            lines.append(line)
        else:
            begins = len(line) - len(line.lstrip())
            lines += wrapped(line, width, begins + 2) if line.strip() else [line]
    return "\n".join(lines)
