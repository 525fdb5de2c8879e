"""Figures of a factor analysis show the numbers they are drawn from."""

from __future__ import annotations

import numpy as np
import pytest

from mtle_survey.report.figures.item_curves import ItemCurves, item_curves_figure
from mtle_survey.report.figures.residual_map import residual_map, shade
from mtle_survey.report.inline import text
from mtle_survey.stats.structure.irt.curves import category_probabilities, item_information


def residuals() -> np.ndarray:
    found = np.zeros((4, 4))
    found[2, 0] = found[0, 2] = 0.17
    found[3, 1] = found[1, 3] = -0.12
    return found


def test_the_residual_map_names_its_worst_pair_and_holds_every_pair() -> None:
    figure = residual_map("left", text("Left"), ["a", "b", "c", "d"], residuals(), n=312, note=())
    assert "2 exceed .10" in figure.alt
    assert "largest is .17, of c with a" in figure.alt
    values = {(r[0].text[0], r[1].text[0]): r[2].value for r in figure.data.rows}
    assert len(values) == 6
    assert values["d", "b"] == -0.12
    svg = figure.drawing.svg("Left", figure.alt)
    assert ">.17<" in svg
    assert ">−.12<" in svg


def test_shades_keep_the_two_directions_apart() -> None:
    assert shade(0.03) == shade(-0.03) == shade(0.0)
    assert shade(0.12) != shade(-0.12)
    assert len({shade(v) for v in (0.0, 0.06, 0.11, 0.16, 0.3)}) == 5


def test_curves_hold_the_probabilities_of_every_answer() -> None:
    theta, d = np.linspace(-4, 4, 81), np.array([1.5, -0.5])
    curves = ItemCurves(
        label="a  First", categories=("1", "2", "3"), probability=category_probabilities(theta, 1.2, d)
    )
    figure = item_curves_figure(
        "c", text("Curves"), theta, [curves], item_information(theta, 1.2, d), n=240, note=()
    )
    rows = {r[1].text[0]: [c.value for c in r[2:]] for r in figure.data.rows}
    assert np.sum([rows["1"], rows["2"], rows["3"]], axis=0) == pytest.approx(np.ones(5))
    assert rows["3"] == sorted(rows["3"])
    assert "240 people" in figure.data.caption[0]
    svg = figure.drawing.svg("Curves", figure.alt)
    assert "a  First" in svg or "a First" in svg
    assert "Reliability of all items together" in svg
