"""``brand:`` of a study file: its grammar, and the brand it makes, with every misfit located."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mtle_survey.branding.brand import PAPERS, Brand, Logo, Palette, TitlePage
from mtle_survey.branding.colour import READABLE, confused_by, contrast, hex_colour, readable_shade
from mtle_survey.branding.picture import picture
from mtle_survey.instrument.file_grammar import PROSE
from mtle_survey.instrument.grammar import Either, Key, Record, Text

LARGEST = 5_000_000  # bytes; a logo beyond that is a photograph that nobody meant to put on every page

LOGO = Record(
    "logo",
    {
        "file": Key(PROSE, "A PNG or JPEG picture, relative to the study file.", required=True),
        "alt": Key(PROSE, "What stands for it where it cannot be seen; default the organisation."),
    },
)

PALETTE = Record(
    "palette",
    {
        "low": Key(PROSE, "Colour of the low end and of earlier waves, such as 'b35806'.", required=True),
        "high": Key(PROSE, "Colour of the high end and of later waves.", required=True),
    },
)

TITLE_PAGE = Record(
    "title page",
    {
        "prepared_for": Key(PROSE, "Whom the report is for."),
        "prepared_by": Key(PROSE, "Who wrote it."),
        "note": Key(PROSE, "One more line, such as the number of the grant."),
    },
)

BRAND = Record(
    "brand",
    {
        "organisation": Key(PROSE, "Whose report it is."),
        "logo": Key(Either(text=PROSE, mapped=LOGO), "A PNG or JPEG picture; it is put into the report."),
        "colour": Key(PROSE, "Colour of headings, bars and links, such as '00558c'; it must read on white."),
        "palette": Key(PALETTE, "The two hues of the figures."),
        "title_page": Key(TITLE_PAGE, "What stands on a page of its own before the report."),
        "paper": Key(Text(choices=tuple(PAPERS)), "Paper of the PDF and of the Word report; default a4."),
        "template": Key(PROSE, "A Word document whose page, styles, header and footer are used."),
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Misfit:
    """What cannot be used: the problem's code, its place under ``brand``, what was met, and its texts."""

    code: str
    place: tuple[str, ...]
    found: str
    texts: Mapping[str, str]


def declared_brand(values: Mapping[str, Any], folder: Path) -> tuple[Brand, tuple[Misfit, ...]]:
    """The brand that a study file declares, and what in it cannot be used."""
    given: dict[str, Any] = {key: value for key, value in values.items() if isinstance(value, str | Mapping)}
    misfits = tuple(_misfits(given, folder))
    if misfits:
        return Brand(), misfits
    colours = given.get("palette")
    return (
        Brand(
            organisation=given.get("organisation", ""),
            logo=_logo(given, folder),
            colour=hex_colour(given["colour"]) or "" if "colour" in given else Brand().colour,
            palette=Palette(**{k: hex_colour(c) or "" for k, c in colours.items()}) if colours else None,
            title_page=TitlePage(**given["title_page"]) if "title_page" in given else None,
            paper=given.get("paper", "a4"),
            template=(folder / given["template"]).read_bytes() if "template" in given else None,
        ),
        (),
    )


def _misfits(given: Mapping[str, Any], folder: Path) -> Iterator[Misfit]:
    if "colour" in given:
        yield from _colour_misfits(("colour",), given["colour"], readable=True)
    if palette := given.get("palette"):
        unusable = [
            misfit
            for side, colour in palette.items()
            for misfit in _colour_misfits(("palette", side), colour, readable=False)
        ]
        yield from unusable
        if not unusable:
            yield from _alike(palette)
    if "logo" in given:
        yield from _logo_misfits(given, folder)
    if "template" in given:
        yield from _template_misfits(folder / given["template"], given["template"])


def _colour_misfits(place: tuple[str, ...], words: str, *, readable: bool) -> Iterator[Misfit]:
    colour = hex_colour(words)
    if colour is None:
        reason = "A colour is six hexadecimal digits in quotation marks, such as '00558c'."
        yield Misfit(code="T003", place=place, found=f"“{words}”", texts={"reason": reason})
    elif readable and (ratio := contrast(colour, "#ffffff")) < READABLE:
        shade = readable_shade(colour)
        found = f"“{words}”, {ratio:.1f} to 1 on white"
        texts = {"needed": f"{READABLE:g}", "shade": shade, "ratio": f"{contrast(shade, '#ffffff'):.1f}"}
        yield Misfit(code="T030", place=place, found=found, texts=texts)


def _alike(palette: Mapping[str, str]) -> Iterator[Misfit]:
    low, high = (hex_colour(palette[side]) or "" for side in ("low", "high"))
    if readers := confused_by(low, high):
        found = f"“{palette['low']}” and “{palette['high']}”"
        yield Misfit(code="T031", place=("palette",), found=found, texts={"readers": readers})


def _logo_misfits(given: Mapping[str, Any], folder: Path) -> Iterator[Misfit]:
    name, alt = _logo_words(given)
    content = _content(folder / name)
    reason = ""
    if content is None:
        reason = "There is no such file."
    elif len(content) > LARGEST:
        reason = f"It is larger than {LARGEST // 1_000_000} MB."
    elif picture(content) is None:
        reason = "It is neither a PNG nor a JPEG picture."
    elif not alt:
        reason = "Readers who cannot see it need words: name the organisation, or give alt."
    if reason:
        yield Misfit(code="T032", place=("logo",), found=f"“{name}”", texts={"reason": reason})


def _template_misfits(file: Path, name: str) -> Iterator[Misfit]:
    content = _content(file)
    if content is None:
        reason = "There is no such file."
    elif not _is_word(content):
        reason = "It is not a Word document (.docx)."
    else:
        return
    yield Misfit(code="T032", place=("template",), found=f"“{name}”", texts={"reason": reason})


def _is_word(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            kinds = archive.read("[Content_Types].xml")
    except (zipfile.BadZipFile, KeyError):
        return False
    return b"wordprocessingml.document.main+xml" in kinds


def _content(file: Path) -> bytes | None:
    return file.read_bytes() if file.is_file() else None


def _logo_words(given: Mapping[str, Any]) -> tuple[str, str]:
    """The file of the logo and its words."""
    logo = given["logo"]
    entry = {"file": logo} if isinstance(logo, str) else logo
    return entry["file"], entry.get("alt") or given.get("organisation", "")


def _logo(given: Mapping[str, Any], folder: Path) -> Logo | None:
    if "logo" not in given:
        return None
    name, alt = _logo_words(given)
    content = (folder / name).read_bytes()
    found = picture(content)
    if found is None:
        raise ValueError(f"{name} was found to be a picture before")
    return Logo(content=content, kind=found.kind, alt=alt, width=found.width, height=found.height)
