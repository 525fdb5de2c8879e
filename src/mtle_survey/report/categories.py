"""Rule scores with a few values, such as a role or a stage: counted, and followed from person to person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mtle_survey.plugins import discover
from mtle_survey.report.format import count_of
from mtle_survey.report.view import View, Wave
from mtle_survey.rules import rule_categories

MOST_KINDS = 10
TOLD_ELSEWHERE = frozenset({"trajectory_shape"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Categories:
    """One rule score.

    Attributes
    ----------
    id, title : str
    labels : mapping of str to str
        The values that occur, in order, and what each is called.
    by_wave : mapping of wave to (n,) object array
        The value of each response as text, None where the rule gives none.
    undecided : frozenset of str
        Values that stand for "not placed".
    """

    id: str
    title: str
    labels: Mapping[str, str]
    by_wave: dict[Wave, NDArray[np.object_]]
    undecided: frozenset[str] = frozenset()

    @property
    def decided(self) -> tuple[int, ...]:
        """Places of the values that place a person."""
        return tuple(i for i, kind in enumerate(self.kinds) if kind not in self.undecided)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The values that occur, in order."""
        return tuple(self.labels)

    def counts(self, view: View, wave: Wave) -> Counter[str]:
        """How many who answered have each value."""
        return Counter(v for v in self.by_wave[wave][view.study.waves[wave].answered] if v is not None)


def categories(view: View) -> tuple[Categories, ...]:
    """The rule scores that are classes; numbers and trajectories have sections of their own."""
    study = view.study
    ruled = {wave: study.standing.ruled[wave] for wave in view.waves}
    labels = discover("mtle_survey.rules", "LABELS")
    kinds_of = rule_categories(view.instrument)
    found = []
    for declared in view.instrument.scores:
        if declared.id not in kinds_of or declared.rule in TOLD_ELSEWHERE:
            continue
        by_wave = {
            wave: _as_text(rules[declared.id]) for wave, rules in ruled.items() if declared.id in rules
        }
        kinds = {v for values in by_wave.values() for v in values if v is not None}
        if 0 < len(kinds) <= MOST_KINDS:
            names = labels[declared.rule](declared.inputs) if declared.rule in labels else {}
            order = [*(k for k in names if k in kinds), *sorted(kinds - set(names))]
            shown = {kind: names.get(kind, kind) for kind in order}
            title = declared.title or declared.id
            undecided = kinds_of[declared.id].undecided
            found.append(
                Categories(
                    id=declared.id, title=title, labels=shown, by_wave=by_wave, undecided=undecided & kinds
                )
            )
    return tuple(found)


def transitions(view: View, score: Categories) -> NDArray[np.int64] | None:
    """(k, k) people by their value in the first and in the last wave; None where nobody can be followed."""
    if view.main_contrast is None:
        return None
    about = {"item": score.id, "contrast": view.main_contrast.name}
    table = np.zeros((len(score.kinds), len(score.kinds)), dtype=np.int64)
    place = {kind: i for i, kind in enumerate(score.kinds)}
    for row in view.study.changes.stages.where(statistic="transition_share", **about):
        if row.available and row.factor in place and row.with_ in place:
            table[place[row.factor], place[row.with_]] = count_of(row)
    return table if table.any() else None


def _as_text(values: NDArray[np.object_]) -> NDArray[np.object_]:
    shown = np.full(len(values), None, dtype=object)
    for i, value in enumerate(values):
        if value is not None:
            shown[i] = f"{value:g}" if isinstance(value, int | float | np.number) else str(value)
    return shown
