"""Which languages a report can be in, and how each writes numbers."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

ENGLISH = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A language of reports.

    Attributes
    ----------
    code : str
        As the study file names it, and as the document declares it.
    catalogue : str
        Name of the file of messages; empty for English.
    decimal : str
        What stands between whole numbers and fractions.
    between : str
        What stands between the bounds of an interval.
    last : str
        The word before the last of several things, and ``or_`` its alternative.
    more : str
        What "3 more" ends in.
    to : str
        Between the ends of a range.
    """

    code: str
    catalogue: str = ""
    decimal: str = "."
    between: str = ","
    last: str = "and"
    or_: str = "or"
    more: str = "more"
    to: str = "to"


LANGUAGES: Mapping[str, Spoken] = {
    spoken.code: spoken
    for spoken in (
        Spoken(code=ENGLISH),
        Spoken(code="es", catalogue="es", decimal=",", between=";", last="y", or_="o", more="más", to="a"),
        Spoken(code="es-US", catalogue="es", last="y", or_="o", more="más", to="a"),
        Spoken(code="es-MX", catalogue="es", last="y", or_="o", more="más", to="a"),
    )
}


@cache
def messages(catalogue: str) -> Mapping[str, str]:
    """English messages and their translations; those without one are left out."""
    from babel.messages.pofile import read_po

    content = files("mtle_survey.report.languages").joinpath(f"{catalogue}.po").read_bytes()
    found = read_po(io.BytesIO(content), locale=catalogue, abort_invalid=True)
    return {str(m.id): str(m.string) for m in found if m.id and m.string and not m.fuzzy}
