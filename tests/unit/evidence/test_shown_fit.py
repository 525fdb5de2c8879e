"""Which estimator's fit is shown where nobody asked for one."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from mtle_survey.evidence.confirmatory import shown_fit
from mtle_survey.stats.structure.cfa.result import Cfa, no_solution
from mtle_survey.stats.structure.cfa.structure import FactorStructure

ONE = FactorStructure(n_items=3, factors=((0, 1, 2),))


def fit(estimator: str, n: int, reason: str = "") -> Cfa:
    """A fit without numbers: whether it is admissible is all that counts here."""
    return no_solution(ONE, f"cfa_{estimator}", n, reason)


@pytest.mark.parametrize(("n", "shown"), [(199, "mlr"), (200, "wlsmv")])
def test_ordered_items_are_for_wlsmv_from_two_hundred_respondents_on(n, shown) -> None:
    found = SimpleNamespace(fits={name: fit(name, n) for name in ("ml", "mlr", "wlsmv")})
    assert shown_fit(found)[0] == shown
    assert shown_fit(found, "ml")[0] == "ml"


def test_what_has_no_solution_is_not_shown() -> None:
    found = SimpleNamespace(
        fits={"ml": fit("ml", 300), "mlr": fit("mlr", 300, "no"), "wlsmv": fit("wlsmv", 300, "no")}
    )
    assert shown_fit(found, "wlsmv")[0] == "ml"
    assert shown_fit(SimpleNamespace(fits={"mlr": fit("mlr", 300, "no")})) is None
