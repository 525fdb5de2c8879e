"""The catalogue of problems."""

from __future__ import annotations

import re

from markdown import page

from mtle_survey.catalogue import CATALOGUE


def write() -> str:
    """The page of problems, in order of their codes."""
    sections = []
    for code, entry in sorted(CATALOGUE.items()):
        sections.append(
            f"## {code}: {_plain(entry.title)}\n\n*{entry.severity}*\n\n{_plain(entry.why)}\n\n"
            f"**What to do:** {_plain(entry.fix)}\n"
        )
    lead = (
        "Everything that `mtle` can say about a definition, an export or a study. Words in ‹…› are filled in with what "
        "was met. Errors stop scoring until they are mended or [accepted with a reason](study-file.md)."
    )
    return page("Problems", lead, *sections)


def _plain(text: str) -> str:
    """Placeholders as ‹words›; what Markdown or HTML would take for markup, escaped."""
    text = re.sub(r"\{(\w+)[^}]*\}", lambda m: f"‹{m[1].replace('_', ' ')}›", text)
    return re.sub(r"([<>*_\[\]#])", r"\\\1", text).replace("{{", "{").replace("}}", "}")
