"""Careless responses left out by a rule that the study declared before looking at results."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from mtle_survey.decisions.set_aside import set_aside
from mtle_survey.responses import Responses
from mtle_survey.screening.rule import RULE
from mtle_survey.screening.screen import Screen

KIND = "careless"
Waves = Mapping[str | None, Responses]


def left_out(waves: Waves, screens: Mapping[str | None, Screen]) -> dict[str | None, NDArray[np.bool_]]:
    """By wave, which records the declared rule leaves out.

    A record that several waves were read from, such as a retrospective page, is left out of all of them.
    """
    own = {
        wave: screens[wave].excluded if wave in screens else np.zeros(len(responses), dtype=bool)
        for wave, responses in waves.items()
    }
    return {
        wave: np.logical_or.reduce([own[w] for w, other in waves.items() if _same_records(responses, other)])
        for wave, responses in waves.items()
    }


def without(waves: Waves, out: Mapping[str | None, NDArray[np.bool_]]) -> dict[str | None, Responses]:
    """The waves without these records, which are counted with the rule."""
    rule = f"shows {RULE} (declared in the study)"
    return {wave: set_aside(responses, out[wave], KIND, rule) for wave, responses in waves.items()}


def _same_records(a: Responses, b: Responses) -> bool:
    return (
        [s.sha256 for s in a.sources] == [s.sha256 for s in b.sources]
        and np.array_equal(a.rows, b.rows)
        and np.array_equal(a.source_index, b.source_index)
    )
