"""Item response models in a terminal: when a model from few people comes with a warning."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from mtle_survey.cli.item_response_text import item_response_text
from mtle_survey.evidence.item_response import ItemResponseEvidence, TraitEvidence
from mtle_survey.stats.structure.irt.graded_response import graded_response
from mtle_survey.stats.structure.irt.item_fit import item_fit
from mtle_survey.stats.structure.irt.precision import trait_precision
from mtle_survey.table import Table

ITEMS = ("a", "b", "c")


@pytest.fixture(scope="module")
def trait() -> TraitEvidence:
    rng = np.random.default_rng(1)
    answers = np.digitize(rng.standard_normal((200, 1)) + rng.standard_normal((200, 3)), (-0.7, 0.7))
    fitted = graded_response(answers.astype(float))
    return TraitEvidence(
        factor="f", items=ITEMS, fitted=fitted, precision=trait_precision(fitted), fit=item_fit(fitted),
        bias=(), bias_holm=(),
    )  # fmt: skip


@pytest.mark.parametrize(("n", "rough"), [(499, True), (500, False)])
def test_slopes_from_fewer_than_five_hundred_people_are_called_rough(trait, n, rough) -> None:
    study = SimpleNamespace(
        instrument=SimpleNamespace(item={i: SimpleNamespace(text=f"Item {i}") for i in ITEMS})
    )
    own = replace(trait, fitted=replace(trait.fitted, n=n))
    lines = item_response_text(study, ItemResponseEvidence(traits=(own,), groups=None, table=Table(())))
    assert ("With fewer than 500 people slopes are rough (Reise & Yu, 1990)." in lines) is rough
