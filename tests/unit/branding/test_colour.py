from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtle_survey.branding.colour import (
    READABLE,
    confused_by,
    contrast,
    hex_colour,
    luminance,
    readable_shade,
    with_luminance,
)

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#767676", "#ffffff", 4.54), ("#ff0000", "#ffffff", 4.0)],
)
def test_contrast_is_that_of_the_guideline(one: str, other: str, ratio: float) -> None:
    """Published examples: W3C, Understanding SC 1.4.3, and WebAIM's table."""
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)


@given(COLOURS)
def test_a_readable_shade_reads_and_is_no_lighter(colour: str) -> None:
    shade = readable_shade(colour)
    assert contrast(shade, "#ffffff") >= READABLE
    assert luminance(shade) <= luminance(colour)
    if contrast(colour, "#ffffff") >= READABLE:
        assert shade == colour


@given(COLOURS, st.floats(0.02, 0.95))
def test_a_hue_can_be_given_any_lightness(colour: str, wanted: float) -> None:
    assert luminance(with_luminance(colour, wanted)) == pytest.approx(wanted, abs=0.012)


def test_red_and_green_are_confused_and_orange_and_blue_are_not() -> None:
    assert confused_by("#c05020", "#607020") is not None
    assert confused_by("#b35806", "#542788") is None
    assert confused_by("#b35806", "#00558c") is None
    assert confused_by("#123456", "#123456") == "most readers"


@pytest.mark.parametrize("words", ["00558C", "#00558c", " 00558c "])
def test_colours_are_six_digits_with_or_without_the_sign(words: str) -> None:
    assert hex_colour(words) == "#00558c"


@pytest.mark.parametrize("words", ["blue", "#0558c", "#00558g", "rgb(0,0,0)", "", "##00558c"])
def test_other_words_are_no_colour(words: str) -> None:
    assert hex_colour(words) is None
