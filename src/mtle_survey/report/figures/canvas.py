"""A page to draw on: points from the top left, one font, text measured before it is set."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from html import escape
from typing import Any, Literal

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon, Rectangle
from matplotlib.text import Text
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Affine2D

from mtle_survey.report.characters import printable
from mtle_survey.report.figures.colours import INK, PAPER
from mtle_survey.report.languages.said import broken_into, said

WIDTH = 400.0
SIZE = 9.0
SMALL = 8.0
LINE = 1.3
FONT = "DejaVu Sans"  # comes with matplotlib, so that every machine measures the same
FONTS_LIKE_IT = f"'{FONT}', 'Bitstream Vera Sans', Verdana, sans-serif"

_NO_METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}


class Canvas:
    """A drawing of fixed width, whose height is set when everything is placed.

    Parameters
    ----------
    name : str
        Id of the figure; prefixes every id in the SVG, so that several can share a page.

    Attributes
    ----------
    figure : matplotlib.figure.Figure
        What has been drawn.
    height : float
        In points.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.height = 0.0
        self.figure = Figure(facecolor=PAPER)
        self._place = Affine2D()

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = SIZE,
        colour: str = INK,
        align: Literal["left", "center", "right"] = "left",
    ) -> None:
        """Set one line of text with its vertical middle at ``y``."""
        words = said(words)
        self._add(
            Text(
                x,
                y,
                printable(words),
                fontsize=size,
                fontfamily=FONT,
                color=colour,
                horizontalalignment=align,
                verticalalignment="center_baseline",
                parse_math=False,
            )
        )

    @property
    def words(self) -> tuple[str, ...]:
        """Every line of text that has been set."""
        return tuple(artist.get_text() for artist in self.figure.artists if isinstance(artist, Text))

    def paragraph(self, x: float, y: float, words: str, width: float, *, size: float = SIZE) -> float:
        """Set wrapped text from ``y`` downwards; returns where it ends."""
        for line in wrapped(words, width, size):
            self.text(x, y + size * LINE / 2, line, size=size)
            y += size * LINE
        return y

    def box(self, x: float, y: float, width: float, height: float, colour: str, *, edge: str = PAPER) -> None:
        """A filled rectangle with a thin edge that keeps it apart from its neighbours."""
        self._add(Rectangle((x, y), width, height, facecolor=colour, edgecolor=edge, linewidth=1.0))

    def line(
        self,
        x: tuple[float, float],
        y: tuple[float, float],
        colour: str = INK,
        *,
        width: float = 1.0,
        dashed: bool = False,
    ) -> None:
        """A straight line."""
        style: Literal["dashed", "solid"] = "dashed" if dashed else "solid"
        self._add(Line2D(x, y, color=colour, linewidth=width, linestyle=style, solid_capstyle="butt"))

    def dot(self, x: float, y: float, colour: str, *, filled: bool = True, size: float = 7.0) -> None:
        """A round marker, filled or hollow."""
        inside = colour if filled else PAPER
        self._add(
            Line2D(
                [x],
                [y],
                marker="o",
                markersize=size,
                linestyle="none",
                markerfacecolor=inside,
                markeredgecolor=colour,
                markeredgewidth=1.6,
            )
        )

    def curve(self, x: Sequence[float], y: Sequence[float], colour: str = INK, *, width: float = 1.0) -> None:
        """A line through many points."""
        self._add(Line2D(x, y, color=colour, linewidth=width, solid_capstyle="butt", solid_joinstyle="round"))

    def band(self, points: Sequence[tuple[float, float]], colour: str) -> None:
        """A filled shape without an edge, such as a stream or the ground of an interval."""
        self._add(Polygon(points, closed=True, facecolor=colour, edgecolor="none"))

    def finished(self, height: float) -> Canvas:
        """The canvas, cut to its height."""
        self.height = height
        self.figure.set_size_inches(WIDTH / 72, height / 72)
        self._place.clear().scale(1 / WIDTH, -1 / height).translate(0, 1)
        return self

    @property
    def ratio(self) -> float:
        """Height over width."""
        return self.height / WIDTH

    def svg(self, title: str, alt: str) -> str:
        """The drawing as one ``<svg>`` element that names and describes itself to screen readers.

        Letters stay letters, so that another font can show those that the font lacks.
        """
        drawn = io.StringIO()
        with mpl.rc_context():
            mpl.rcdefaults()
            mpl.rcParams["svg.hashsalt"] = self.name
            mpl.rcParams["svg.fonttype"] = "none"
            _save(self.figure, drawn, format="svg", metadata=_NO_METADATA)
        return _inline(drawn.getvalue(), self.name, title, alt)

    def repaint(self, shade: Callable[[str], str]) -> None:
        """Give everything drawn so far the colour that ``shade`` makes of its own."""
        for artist in self.figure.artists:
            if isinstance(artist, Rectangle):
                artist.set_facecolor(shade(to_hex(artist.get_facecolor())))
                artist.set_edgecolor(shade(to_hex(artist.get_edgecolor())))
            elif isinstance(artist, Polygon):
                artist.set_facecolor(shade(to_hex(artist.get_facecolor())))
            elif isinstance(artist, Line2D):
                artist.set_color(shade(to_hex(artist.get_color())))
                artist.set_markerfacecolor(shade(to_hex(artist.get_markerfacecolor())))
                artist.set_markeredgecolor(shade(to_hex(artist.get_markeredgecolor())))
            elif isinstance(artist, Text):
                artist.set_color(shade(to_hex(artist.get_color())))

    def _add(self, artist: Artist) -> None:
        artist.set_transform(self._place + self.figure.transFigure)
        artist.set_zorder(len(self.figure.get_children()))  # what is drawn later lies on top
        self.figure.add_artist(artist)


def text_width(words: str, size: float = SIZE) -> float:
    """Width of a line of text, in points, as it will be said."""
    return _measured(said(words), size)


@lru_cache(maxsize=4096)
def _measured(words: str, size: float) -> float:
    font = FontProperties(family=FONT, size=size)
    with _quiet_about_letters():
        width, _, _ = text_to_path.get_text_width_height_descent(printable(words), font, False)
    return float(width)


def wrapped(words: str, width: float, size: float = SIZE) -> list[str]:
    """Lines no wider than ``width``; a single word that is wider is broken."""
    lines: list[str] = []
    line, used = "", 0.0
    for word in said(words).split():
        needed = _measured(word, size)
        space = _measured(" ", size) if line else 0.0
        if used + space + needed <= width:
            line, used = f"{line} {word}".lstrip(), used + space + needed
            continue
        if line:
            lines.append(line)
        *broken, line = _broken(word, width, size)
        used = _measured(line, size)
        lines.extend(broken)
    lines = [*lines, line] if line else lines
    broken_into(lines)
    return lines


def _broken(word: str, width: float, size: float) -> list[str]:
    parts = [""]
    for character in word:
        if parts[-1] and _measured(parts[-1] + character, size) > width:
            parts.append("")
        parts[-1] += character
    return parts


def _save(figure: Figure, target: io.StringIO, **options: Any) -> None:
    with _quiet_about_letters():
        figure.savefig(target, **options)


@contextmanager
def _quiet_about_letters() -> Iterator[None]:
    """Letters that the font lacks are left to another font, or shown as a box: nothing to warn about."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        yield


def _inline(svg: str, name: str, title: str, alt: str) -> str:
    """Strip what only a file needs, prefix ids, and give the picture its name."""
    body = re.sub(r"<!--.*?-->\s*", "", svg[svg.index("<svg") :].strip(), flags=re.DOTALL)
    opening, drawing = body.split(">", 1)
    view_box = re.search(r'viewBox="[^"]*"', opening)
    if view_box is None:
        raise ValueError("matplotlib wrote an SVG without a viewBox")
    drawing = re.sub(r"<defs>\s*<style.*?</style>\s*</defs>\s*", "", drawing, count=1, flags=re.DOTALL)
    drawing = re.sub(r'<g id="[^"]*"', "<g", drawing)
    drawing = re.sub(r'(<[^>]*\bid=")', rf"\1{name}-", drawing)
    drawing = re.sub(r'(<[^>]*\bhref="#)', rf"\1{name}-", drawing)
    drawing = re.sub(r"(<[^>]*\burl\(#)", rf"\1{name}-", drawing)
    drawing = re.sub(r"(<text [^>]*?) font-family: [^;\"]*;?", r"\1", drawing)
    name_of, description = escape(printable(title)), escape(printable(alt))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'{view_box.group()} font-family="{FONTS_LIKE_IT}" stroke-linejoin="round" role="img" '
        f'aria-labelledby="{name}-title {name}-alt"><title id="{name}-title">{name_of}</title>'
        f'<desc id="{name}-alt">{description}</desc>{drawing}'
    )
