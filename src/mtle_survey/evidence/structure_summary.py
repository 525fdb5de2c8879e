"""The structure of what a study is judged by: explored, and held against what the instrument declares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtle_survey.evidence.declared_structure import DeclaredStructure, declared_structure
from mtle_survey.evidence.structure import StructureEvidence, structure_data
from mtle_survey.stats.structure.cfa.cfa import cfa
from mtle_survey.stats.structure.cfa.result import Cfa

if TYPE_CHECKING:
    from mtle_survey.study import Study

PERMUTATIONS = 200
FEWEST_ITEMS = 6
CFI, RMSEA, SRMR = 0.95, 0.06, 0.08
"""COSMIN's bounds of a sufficient structure (Prinsen et al., 2018)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureSummary:
    """What a report says about the structure of the answers.

    Attributes
    ----------
    wave : str or None
    explored : StructureEvidence
    declared : DeclaredStructure
    fit : Cfa or None
        None where it could not be fitted.
    refusal : str
        Why there is no fit; empty where there is.
    """

    wave: str | None
    explored: StructureEvidence
    declared: DeclaredStructure
    fit: Cfa | None
    refusal: str

    @property
    def indices(self) -> dict[str, float]:
        """CFI, RMSEA and SRMR, robust or scaled ones where there are such; those that could be computed."""
        if self.fit is None:
            return {}
        found = {}
        for name in ("cfi", "rmsea", "srmr"):
            for form in (f"{name}_robust", f"{name}_scaled", name):
                estimate = self.fit.fit.get(form)
                if estimate is not None and estimate.available:
                    found[name] = estimate.value
                    break
        return found

    @property
    def sufficient(self) -> bool | None:
        """Whether one of the bounds is met; None without indices."""
        found = self.indices
        if not found:
            return None
        met = (
            found.get("cfi", 0.0) > CFI,
            found.get("rmsea", 1.0) < RMSEA,
            found.get("srmr", 1.0) < SRMR,
        )
        return any(met)


def summarise(study: Study, scales: Sequence[str]) -> StructureSummary | None:
    """Explore and test the items of some scales in the first wave that asked any of them.

    None where they have fewer than six items.
    """
    waves = [w for w in study.waves if any(s in study.scores[w].scales for s in scales)]
    if not waves:
        return None
    wave = waves[0]
    leaves = _leaves(study, scales)
    data = structure_data(study.instrument, study.waves[wave], leaves)
    if len(data.items) < FEWEST_ITEMS:
        return None
    explored = study.structures.explored(wave, leaves, permutations=PERMUTATIONS)
    declared = declared_structure(study.instrument, data.items)
    if declared.model is None:
        return _summary(wave, explored, declared, None, "no declared factor has two items in this wave")
    x = data.all_rows[:, [data.items.index(i) for i in declared.items]]
    found = cfa(x, declared.model, "wlsmv")
    if found.unavailable:
        found = cfa(x, declared.model, "mlr")
    return _summary(wave, explored, declared, None if found.unavailable else found, found.unavailable)


def _summary(
    wave: str | None, explored: StructureEvidence, declared: DeclaredStructure, fit: Cfa | None, why: str
) -> StructureSummary:
    return StructureSummary(wave=wave, explored=explored, declared=declared, fit=fit, refusal=why)


def _leaves(study: Study, scales: Sequence[str]) -> tuple[str, ...]:
    """The scales with items of their own among some scales and their parts."""
    found = (part for s in scales for part in (study.instrument.scale[s].parts or (s,)))
    return tuple(dict.fromkeys(found))
