"""One palette for all figures: ColorBrewer PuOr, which colour-blind readers can tell apart.

The two ends also differ in lightness, so that they stay apart in grey.
"""

from __future__ import annotations

from collections.abc import Sequence

from mtle_survey.branding.brand import Palette
from mtle_survey.branding.colour import luminance, with_luminance

INK = "#1a1a1a"
BLACK = "#000000"
MUTED = "#555555"
PAPER = "#ffffff"
NEUTRAL = "#d9d9d9"
EARLIER = "#b35806"
LATER = "#542788"
BAND = "#d8daeb"

_LOW_SIDE = ("#b35806", "#e08214", "#fdb863", "#fee0b6")  # the lowest answer first
_HIGH_SIDE = ("#d8daeb", "#b2abd2", "#8073ac", "#542788")  # the highest answer last
_ONE_WAY = ("#dedcec", "#bcbddc", "#9e9ac8", "#807dba", "#6a51a3", "#4a1486")


def two_way(categories: int) -> tuple[str, ...]:
    """Colours of answers that lean to two sides, the middle one grey where there is one."""
    side, middle = divmod(categories, 2)
    high = _spread(_HIGH_SIDE, side, from_end=True)
    low = _spread(_LOW_SIDE[::-1], side, from_end=True)[::-1]
    return (*low, *((NEUTRAL,) if middle else ()), *high)


def one_way(categories: int) -> tuple[str, ...]:
    """Colours of answers that go from little to much."""
    return _spread(_ONE_WAY, categories, from_end=False)


def ink_on(colour: str) -> str:
    """Black or white, whichever reads better on a colour; one of them always reaches 4.5 to 1."""
    light = luminance(colour) + 0.05
    return BLACK if light / 0.05 > 1.05 / light else PAPER


def in_palette(colour: str, palette: Palette) -> str:
    """A colour of this palette in the hues of another one, as light as before, so that it reads as well.

    Greys stay as they are; warm colours belong to the low side, cold ones to the high side.
    """
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    if red == green == blue:
        return colour
    return with_luminance(palette.low if red > blue else palette.high, luminance(colour))


def _spread(anchors: Sequence[str], count: int, *, from_end: bool) -> tuple[str, ...]:
    """``count`` colours spread evenly over the anchors, blending between them where they are more."""
    if count == 1:
        return (anchors[-2 if from_end else len(anchors) // 2],)
    last = len(anchors) - 1
    start = max(0, last - 1.5 * (count - 1)) if from_end else 0.0
    return tuple(_blend(anchors, start + (last - start) * i / (count - 1)) for i in range(count))


def _blend(anchors: Sequence[str], place: float) -> str:
    left = min(int(place), len(anchors) - 2)
    share = place - left
    a, b = anchors[left], anchors[left + 1]
    mixed = (round(int(a[i : i + 2], 16) * (1 - share) + int(b[i : i + 2], 16) * share) for i in (1, 3, 5))
    return "#" + "".join(f"{c:02x}" for c in mixed)
