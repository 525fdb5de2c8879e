"""The flow of respondents from the records of each file to the linked people; it reconciles or stops."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from mtle_survey.linking.link import Links
from mtle_survey.responses import Responses

OF_RESPONSES = (
    "responses",
    "unanswered",
    "answered",
    "without_id",
    "quarantined",
    "collapsed",
    "persons",
    "linked",
    "lost",
    "new",
)
"""The steps that count responses or the people behind them; those before count records of files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowStep:
    """One box of the flow diagram.

    Attributes
    ----------
    wave : str or None
    step : str
        ``invited``, ``records``; what was set aside (``header``, ``blank``, ``preview``, ``not_consented``,
        ``withdrawn`` …); ``responses``, ``unanswered``, ``answered``, ``without_id``, ``quarantined``,
        ``collapsed``, ``persons``, ``linked``, ``lost``, ``new``.
    n : int
    note : str
        The rule behind it, or what it is compared with.
    """

    wave: str | None
    step: str
    n: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """All steps of all waves, in order."""

    steps: tuple[FlowStep, ...]

    def n(self, wave: str | None, step: str) -> int:
        """The count of one step; 0 when it did not occur."""
        return sum(s.n for s in self.steps if s.wave == wave and s.step == step)

    def of(self, wave: str | None) -> tuple[FlowStep, ...]:
        """The steps of one wave."""
        return tuple(s for s in self.steps if s.wave == wave)


def respondent_flow(
    waves: Mapping[str | None, Responses],
    links: Links | None,
    invited: Mapping[str | None, int] | None = None,
) -> Flow:
    """Count every record of every wave; a flow that does not add up is a mistake of this program.

    Parameters
    ----------
    waves : mapping of wave to Responses
    links : Links or None
    invited : mapping of wave to int, optional
        How many people the roster names, where there is one.
    """
    steps: list[FlowStep] = []
    for wave, responses in waves.items():
        own = [*_reading(wave, responses), *_linking(wave, links)]
        if invited and wave in invited:
            own.insert(0, FlowStep(wave=wave, step="invited", n=invited[wave], note="by the roster"))
        _reconcile(wave, own)
        steps += own
    return Flow(tuple(steps))


def _reading(wave: str | None, responses: Responses) -> Iterator[FlowStep]:
    yield FlowStep(wave=wave, step="records", n=sum(s.records for s in responses.sources))
    for source in responses.sources:
        for excluded in source.excluded:
            yield FlowStep(wave=wave, step=excluded.kind, n=len(excluded.rows), note=excluded.rule)
    yield FlowStep(wave=wave, step="responses", n=len(responses))
    answered = int(responses.answered.sum())
    yield FlowStep(wave=wave, step="unanswered", n=len(responses) - answered, note="no rated item answered")
    yield FlowStep(wave=wave, step="answered", n=answered, note="at least one rated item answered")


def _linking(wave: str | None, links: Links | None) -> Iterator[FlowStep]:
    if links is None or wave is None or wave not in links.waves:
        return
    counts = links.counts[wave]
    for step in ("without_id", "quarantined", "collapsed", "persons"):
        yield FlowStep(wave=wave, step=step, n=getattr(counts, step))
    here = links.index[:, links.waves.index(wave)] >= 0
    baseline = links.waves[0]
    if wave != baseline:
        before = links.index[:, 0] >= 0
        for step, mask in (("linked", here & before), ("lost", ~here & before), ("new", here & ~before)):
            yield FlowStep(
                wave=wave, step=step, n=int(np.count_nonzero(mask)), note=f"compared with {baseline}"
            )


def _reconcile(wave: str | None, steps: list[FlowStep]) -> None:
    n = {step.step: 0 for step in steps}
    for step in steps:
        n[step.step] += step.n
    other = {"invited", "records", *OF_RESPONSES}
    set_aside = sum(count for name, count in n.items() if name not in other)
    sums = {
        "records": n["responses"] + set_aside,
        "responses": n["answered"] + n["unanswered"],
    }
    if "persons" in n:
        sums["linking"] = n["without_id"] + n["quarantined"] + n["collapsed"] + n["persons"]
        n["linking"] = n["answered"]
    if "linked" in n:
        sums["across"] = n["linked"] + n["new"]
        n["across"] = n["persons"]
    wrong = [name for name, total in sums.items() if n[name] != total]
    if wrong:
        raise RuntimeError(f"the flow of wave {wave} does not reconcile at: {', '.join(wrong)}")
