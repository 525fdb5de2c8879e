"""The brand of a report, ready for every writer: nothing in it is read from a file or a network later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ACCENT = "#542788"
Paper = Literal["a4", "letter"]
PAPERS: dict[Paper, tuple[float, float]] = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}  # mm


@dataclass(frozen=True, slots=True, kw_only=True)
class Logo:
    """A picture that stands at the head of the report.

    Attributes
    ----------
    content : bytes
        The whole file.
    kind : str
        ``png`` or ``jpeg``.
    alt : str
        What people read who cannot see it.
    width, height : int
        In dots.
    """

    content: bytes
    kind: Literal["png", "jpeg"]
    alt: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """The two hues of the figures; their lightness stays that of the standard palette.

    Attributes
    ----------
    low, high : str
        ``#rrggbb`` of the low end and earlier waves, and of the high end and later waves.
    """

    low: str
    high: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TitlePage:
    """What the title page says besides the title; empty lines are left out."""

    prepared_for: str = ""
    prepared_by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """Organisation, logo, colours, title page and Word template; by default none of them.

    Attributes
    ----------
    organisation : str
    logo : Logo or None
    colour : str
        ``#rrggbb`` of headings, bars and links; reads on white.
    palette : Palette or None
    title_page : TitlePage or None
    paper : str
        Of the PDF and of the Word report without a template; a web page prints on what the printer has.
    template : bytes or None
        A Word document whose page, styles, header and footer are used.
    """

    organisation: str = ""
    logo: Logo | None = None
    colour: str = ACCENT
    palette: Palette | None = None
    title_page: TitlePage | None = None
    paper: Paper = "a4"
    template: bytes | None = None
