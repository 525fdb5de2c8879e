from __future__ import annotations

from dataclasses import replace

import pytest

from mtle_survey.report.changes import ScaleChange, change_of
from mtle_survey.report.inline import plain
from mtle_survey.report.view import View
from mtle_survey.report.wording import change_sentence
from tests.unit.report.studies import two_waves


def changes(rise: float, n: int = 24) -> list[ScaleChange]:
    view = View(two_waves(n, rise=rise))
    assert view.main_contrast is not None
    found = [change_of(view, scale, view.main_contrast) for scale in view.leading_scales]
    return [c for c in found if c is not None]


def words(c: ScaleChange) -> str:
    return plain(change_sentence(c), {}).replace("\u00a0", " ")


def test_a_rise_says_from_where_to_where_with_interval_and_n() -> None:
    (c,) = changes(0.6)
    m = c.mean_earlier.estimate, c.mean_later.estimate
    assert m[0] is not None and m[1] is not None and c.change.estimate is not None
    assert words(c).startswith(
        f"Leading and growing rose from {m[0]:.2f} to {m[1]:.2f} on a scale from 1 to 5 (+"
    )
    assert "95% CI [" in words(c)
    assert words(c).endswith(f"n = {c.n}).")


def test_a_fall_is_called_a_fall() -> None:
    (c,) = changes(-0.6)
    assert " fell from " in words(c)


def test_an_interval_around_zero_is_neither_rise_nor_fall_nor_no_change() -> None:
    (c,) = changes(0.0)
    assert c.direction == 0
    assert " went from " in words(c)
    assert "do not show whether it rose or fell" in words(c)
    assert "no change" not in words(c)


def test_too_few_pairs_give_the_reason_instead_of_a_number() -> None:
    (c,) = changes(0.6, n=7)
    assert "cannot be given" in words(c)
    assert "at least 5" in words(c)


def test_rows_about_different_people_cannot_be_put_together() -> None:
    (c,) = changes(0.6)
    with pytest.raises(ValueError, match="different people"):
        replace(c, standardized=replace(c.standardized, n=99))
