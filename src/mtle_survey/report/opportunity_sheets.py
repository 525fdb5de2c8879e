"""A sheet for the talk at each unit: what its informants both want, with room for who does what by when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from mtle_survey.errors import UsageError
from mtle_survey.evidence.opportunities import Opportunities
from mtle_survey.instrument.model import Item
from mtle_survey.report.blocks import Block, Heading, ListBlock, Paragraph, Section
from mtle_survey.report.build import writers
from mtle_survey.report.document import Document
from mtle_survey.report.inline import Text, Wording, text
from mtle_survey.report.languages.choose import in_language_of
from mtle_survey.study import Study
from mtle_survey.whole_files import write_together

FORMATS = ("html", "docx")
TO_FILL_IN = ("Who takes it up", "First step", "By when", "What was learned")
LINE = "_" * 45


def require_sheets(study: Study) -> None:
    """Raise UsageError if the study has no joint priorities of several informants."""
    if not study.standing.opportunities:
        raise UsageError(
            "sheets need an instrument with priorities, answered by several informants about one unit"
        )


def write_sheets(study: Study, folder: Path) -> list[Path]:
    """One sheet per unit with a form of every informant, as a web page and as a Word document.

    A sheet holds what all informants mark, and nobody's ratings.

    Raises
    ------
    UsageError
        If the study has no joint priorities of several informants.
    """
    require_sheets(study)
    found = study.standing.opportunities[-1]
    known = writers()
    sheets: dict[Path, bytes] = {}
    names = _file_names(found.units)
    for unit in found.units:
        document = sheet(study, found, unit)
        for suffix in FORMATS:
            sheets[folder / f"{names[unit]}.{suffix}"] = known[suffix].write(document)
    write_together(sheets)
    return list(sheets)


def _file_names(units: tuple[str, ...]) -> dict[str, str]:
    """A file name per unit, each used once."""
    names: dict[str, str] = {}
    for unit in units:
        plain = re.sub(r"[^A-Za-z0-9]+", "_", unit).strip("_") or "unit"
        name, number = plain, 2
        while name in names.values():
            name, number = f"{plain}_{number}", number + 1
        names[unit] = name
    return names


def sheet(study: Study, found: Opportunities, unit: str) -> Document:
    """The sheet of one unit, in the study's language."""
    names = [] if unit.isdecimal() else [unit]
    return in_language_of(study, lambda: _in_english(study, found, unit), names=names)


def _in_english(study: Study, found: Opportunities, unit: str) -> Document:
    title = study.instrument.field[study.unit or ""].title
    return Document(
        title=f"Opportunities: {unit}",
        subtitle=f"{title} {unit}; {study.title}" if not unit.startswith(title) else study.title,
        sections=(
            Section(id="sheet", title=text("For the talk"), blocks=tuple(_blocks(study, found, unit))),
        ),
        wording_language=study.instrument.language,
        marking="For those who answered about this place, and nobody else",
    )


def _blocks(study: Study, found: Opportunities, unit: str) -> Iterator[Block]:
    place = found.units.index(unit)
    items = [study.instrument.item[item] for item in found.of_unit(unit)]
    also = [
        study.instrument.item[item]
        for k, item in enumerate(found.ratings)
        if found.priority[place, k] and not found.opportunity[place, k]
    ]
    yield Paragraph(
        text=text(
            "Everyone who answered about this place marked these as a priority, and together rated them as "
            "not in place yet. Nobody's ratings are shown: tell each other what you saw."
        )
    )
    for item in items:
        yield Heading(text=_named(item))
        yield ListBlock(items=tuple(text(f"{label}: {LINE}") for label in TO_FILL_IN))
    if not items:
        yield Paragraph(
            text=text(
                "No indicator was marked by everyone and rated low. Begin with what each of you marked."
            )
        )
    if also:
        yield Heading(text=text("Also a priority for everyone, and further along"))
        yield ListBlock(items=tuple(_named(item) for item in also))


def _named(item: Item) -> Text:
    return text(f"{(item.base or item.id).upper()} ", Wording(item.text))
