"""A page to draw on: points from the top left, one font, text measured before it is set."""

from __future__ import annotations

import io
import re
from functools import lru_cache
from html import escape
from typing import Literal

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.textpath import text_to_path

from mtle_survey.report.figures.colours import INK, PAPER

WIDTH = 400.0
SIZE = 9.0
SMALL = 8.0
LINE = 1.3

FONT = "DejaVu Sans"  # comes with matplotlib, so that every machine draws the same


class Canvas:
    """A drawing of fixed width whose height is known once everything is placed.

    Parameters
    ----------
    name : str
        Id of the figure; prefixes every id in the SVG, so that several can share a page.

    Attributes
    ----------
    figure : matplotlib.figure.Figure
        What has been drawn; tests look here.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.figure = Figure(figsize=(WIDTH / 72, 1.0), facecolor=PAPER)
        self._axes = self.figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = SIZE,
        colour: str = INK,
        align: Literal["left", "center", "right"] = "left",
        bold: bool = False,
    ) -> None:
        """Set one line of text with its vertical middle at ``y``."""
        self._axes.text(
            x,
            y,
            words,
            fontsize=size,
            color=colour,
            ha=align,
            va="center_baseline",
            fontfamily=FONT,
            fontweight="bold" if bold else "normal",
            parse_math=False,
        )

    def paragraph(self, x: float, y: float, words: str, width: float, *, size: float = SIZE) -> float:
        """Set wrapped text from ``y`` downwards; returns where it ends."""
        for line in wrapped(words, width, size):
            self.text(x, y + size * LINE / 2, line, size=size)
            y += size * LINE
        return y

    def box(self, x: float, y: float, width: float, height: float, colour: str, *, edge: str = PAPER) -> None:
        """A filled rectangle with a thin edge that keeps it apart from its neighbours."""
        self._axes.add_patch(
            Rectangle((x, y), width, height, facecolor=colour, edgecolor=edge, linewidth=1.0)
        )

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
        self._axes.add_line(
            Line2D(
                x,
                y,
                color=colour,
                linewidth=width,
                linestyle="dashed" if dashed else "solid",
                solid_capstyle="butt",
            )
        )

    def dot(self, x: float, y: float, colour: str, *, filled: bool = True, size: float = 7.0) -> None:
        """A round marker, filled or hollow."""
        self._axes.add_line(
            Line2D(
                [x],
                [y],
                marker="o",
                markersize=size,
                linestyle="none",
                markerfacecolor=colour if filled else PAPER,
                markeredgecolor=colour,
                markeredgewidth=1.6,
            )
        )

    def svg(self, height: float, title: str, alt: str) -> str:
        """The drawing as one ``<svg>`` element that names and describes itself to screen readers."""
        self.figure.set_size_inches(WIDTH / 72, height / 72)
        self._axes.set_xlim(0, WIDTH)
        self._axes.set_ylim(height, 0)
        raw = io.StringIO()
        with mpl.rc_context({"svg.fonttype": "path", "svg.hashsalt": self.name}):
            self.figure.savefig(
                raw, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None}
            )
        return _inline(raw.getvalue(), self.name, title, alt)


@lru_cache(maxsize=4096)
def text_width(words: str, size: float = SIZE) -> float:
    """Width of a line of text, in points."""
    font = FontProperties(family=FONT, size=size)
    width, _, _ = text_to_path.get_text_width_height_descent(words, font, False)
    return float(width)


def wrapped(words: str, width: float, size: float = SIZE) -> list[str]:
    """Lines no wider than ``width``; a single word that is wider is broken."""
    lines: list[str] = []
    line, used = "", 0.0
    for word in words.split():
        needed = text_width(word, size)
        space = text_width(" ", size) if line else 0.0
        if used + space + needed <= width:
            line, used = f"{line} {word}".lstrip(), used + space + needed
            continue
        if line:
            lines.append(line)
        *broken, line = _broken(word, width, size)
        used = text_width(line, size)
        lines.extend(broken)
    return [*lines, line] if line else lines


def _broken(word: str, width: float, size: float) -> list[str]:
    parts = [""]
    for character in word:
        if parts[-1] and text_width(parts[-1] + character, size) > width:
            parts.append("")
        parts[-1] += character
    return parts


def _inline(svg: str, name: str, title: str, alt: str) -> str:
    """Strip what only a file needs, prefix ids, and give the picture its name."""
    body = re.sub(r"<!--.*?-->\s*", "", svg[svg.index("<svg") :].strip(), flags=re.DOTALL)
    body = re.sub(r'\bid="', f'id="{name}-', body)
    body = re.sub(r'href="#', f'href="#{name}-', body)
    body = body.replace("url(#", f"url(#{name}-")
    opening, drawing = body.split(">", 1)
    view_box = re.search(r'viewBox="[^"]*"', opening)
    if view_box is None:
        raise ValueError("matplotlib wrote an SVG without a viewBox")
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'{view_box.group()} role="img" aria-labelledby="{name}-title {name}-alt">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-alt">{escape(alt)}</desc>{drawing}'
    )
