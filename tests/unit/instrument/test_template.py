"""A new instrument starts sound, and only under a usable name."""

from __future__ import annotations

import pytest

from mtle_survey.errors import UsageError
from mtle_survey.instrument.template import new_instrument
from tests.unit.instrument.definitions import load


def test_the_template_bears_the_id_and_scores_its_scales() -> None:
    instrument = load(new_instrument("our_survey"))
    assert instrument.id == "our_survey"
    assert [scale.id for scale in instrument.scored_scales()] == ["leading", "math_talk"]
    assert instrument.reverse_keyed("leading") == {"lead_3"}


@pytest.mark.parametrize("name", ["1st", "our survey", "", "our-survey", "x" * 27, "é"])
def test_an_unusable_id_is_refused(name: str) -> None:
    with pytest.raises(UsageError):
        new_instrument(name)
