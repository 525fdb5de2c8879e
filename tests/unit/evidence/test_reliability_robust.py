"""No answers, however few or odd, crash the command, break the grammar or lie outside their interval."""

from __future__ import annotations

import numpy as np
import pytest

from mtle_survey.cli.reliability import Wanted, found, rows
from mtle_survey.cli.reliability_text import reliability_text
from tests.unit.evidence.survey import answers, responses, study


def odd(kind: str, n: int) -> dict[str, np.ndarray]:
    given = answers(n)
    rng = np.random.default_rng(n)
    match kind:
        case "gaps":
            return {item: np.where(rng.random(n) < 0.4, np.nan, column) for item, column in given.items()}
        case "constant":
            return dict.fromkeys(given, np.full(n, 3.0))
        case "copies":
            return dict.fromkeys(given, given["plan1"])
        case "opposites":
            one, other = given["plan1"], 6 - given["plan1"]
            return {item: one if place % 2 else other for place, item in enumerate(given)}
        case "one item answered":
            return dict.fromkeys(given, np.full(n, np.nan)) | {"plan1": given["plan1"]}
    return given


@pytest.mark.parametrize("missing", ["listwise", "pairwise", "fiml"])
@pytest.mark.parametrize("kind", ["plain", "gaps", "constant", "copies", "opposites", "one item answered"])
@pytest.mark.parametrize("n", [1, 3, 9, 11])
def test_odd_answers_end_in_rows_with_a_number_or_a_reason(n, kind, missing):
    given = odd(kind, n)
    site = [f"s{i % 6}" for i in range(n)]
    survey = study(responses(given, "pre", site=site), responses(given, "post", site=site))
    wanted = Wanted(missing=missing, ordinal_alpha=True, explain=True, reconcile=True, plan=0.2, by=("site",))
    evidence = found(survey, wanted)
    table = rows(survey, evidence, wanted)
    headlines: dict[tuple[object, ...], int] = {}
    for r in table:
        about = (r.model, r.scale, r.item, r.factor, r.with_, r.wave, r.group, r.contrast, r.statistic)
        headlines[about] = headlines.get(about, 0) + bool(r.headline)
        assert (r.estimate is None) == (r.unavailable is not None), r
        if r.estimate is not None and r.conf_low is not None:
            assert r.conf_low - 1e-9 <= r.estimate <= r.conf_high + 1e-9, r
    assert set(headlines.values()) == {1}
    text = reliability_text(survey, evidence, wanted, lambda _: None)
    assert "nan" not in text
    assert "None" not in text
