"""How light colours are, how well they read, and whether colour-blind readers tell them apart.

References
----------
World Wide Web Consortium (2023). Web Content Accessibility Guidelines (WCAG) 2.2.
Machado, Oliveira & Fernandes (2009). A physiologically-based model for simulation of color vision
deficiency. IEEE Transactions on Visualization and Computer Graphics, 15(6), 1291-1298.
"""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

READABLE = 4.5  # to 1: WCAG 2.2, 1.4.3, for text of any size
TOLD_APART = 20.0  # of CIELAB; a just noticeable difference is about 2.3

_HEX = re.compile(r"#[0-9a-f]{6}")
_LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
_TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
_WHITE = _TO_XYZ.sum(axis=1)
_VISIONS = {
    "most readers": np.eye(3),
    "readers without red-sensitive cones": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "readers without green-sensitive cones": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
}


def hex_colour(words: str) -> str | None:
    """``#rrggbb`` in small letters, with or without the number sign; None where it is no such colour."""
    colour = "#" + words.strip().lower().removeprefix("#")
    return colour if _HEX.fullmatch(colour) else None


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it, 0 (black) to 1 (white)."""
    return float(_LUMINANCE @ _linear(colour))


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def with_luminance(colour: str, wanted: float) -> str:
    """The hue of a colour, mixed with white or black until it has the luminance ``wanted``."""
    linear, own = _linear(colour), luminance(colour)
    if wanted <= own:
        return _hex(linear * (wanted / own if own else 0.0))
    return _hex(1 - (1 - linear) * (1 - wanted) / (1 - own))


def readable_shade(colour: str) -> str:
    """The nearest darker shade of a colour that reads on white, and white on it."""
    shade, aim = colour, 1.05 / READABLE - 0.05
    while contrast(shade, "#ffffff") < READABLE:
        shade = with_luminance(colour, aim)
        aim -= 0.001
    return shade


def confused_by(one: str, other: str) -> str | None:
    """Which readers cannot tell two colours apart; None where all of them can."""
    for readers, vision in _VISIONS.items():
        seen = [_lab(np.clip(vision @ _linear(colour), 0, 1)) for colour in (one, other)]
        if float(np.linalg.norm(seen[0] - seen[1])) < TOLD_APART:
            return readers
    return None


def _linear(colour: str) -> NDArray[np.float64]:
    channels = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def _hex(linear: NDArray[np.float64]) -> str:
    linear = np.clip(linear, 0, 1)
    channels = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return "#" + "".join(f"{round(float(c) * 255):02x}" for c in channels)


def _lab(linear: NDArray[np.float64]) -> NDArray[np.float64]:
    ratio = _TO_XYZ @ linear / _WHITE
    x, y, z = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])
