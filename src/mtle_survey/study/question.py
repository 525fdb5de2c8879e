"""What an evaluation asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mtle_survey.errors import UsageError
from mtle_survey.evidence.declared import target_fault
from mtle_survey.evidence.order import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the evaluation asks, the scales that answer it, the declared target and order of gains.

    Raises
    ------
    UsageError
        The target is none that could be judged.
    """

    ask: str
    measures: tuple[str, ...] = ()
    target: Mapping[str, float] | None = None
    order: Order | None = None

    def __post_init__(self) -> None:
        fault = "" if self.target is None else target_fault(self.target)
        if fault:
            raise UsageError(fault)
