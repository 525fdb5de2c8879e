"""Small pieces of Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

MADE = "<!-- Made by `make docs`; edit the code that it describes, not this page. -->\n"


def cell(text: object) -> str:
    """Text that stays inside its table cell."""
    return re.sub(r"\s*\n\s*", " ", str(text)).replace("|", "\\|").strip()


def code(text: object) -> str:
    """A code span, or nothing."""
    return f"`{text}`" if str(text) else ""


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A pipe table."""
    lines = [f"| {' | '.join(header)} |", f"|{'---|' * len(header)}"]
    lines += [f"| {' | '.join(cell(value) for value in row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def page(title: str, lead: str, *sections: str) -> str:
    """A generated page."""
    return "\n".join([MADE, f"# {title}\n", lead.strip() + "\n", *sections]).rstrip() + "\n"
