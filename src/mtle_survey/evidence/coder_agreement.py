"""How far two coders of the same passages agree, code by code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from mtle_survey.counting import there_are
from mtle_survey.segments.model import Interviews, same_code
from mtle_survey.stats.agreement.ac1 import ac1
from mtle_survey.stats.agreement.kappa import kappa
from mtle_survey.stats.agreement.percent_agreement import percent_agreement
from mtle_survey.stats.estimate import Array, Estimate, not_available
from mtle_survey.stats.gates import AGREEMENT_REFUSED_BELOW
from mtle_survey.table import About, Row, row

MODEL = "coders"
NO, YES = 0.0, 1.0
APPLIED = (NO, YES)
ONE_SIDED = 0.8  # beyond it kappa is low although coders agree: Feinstein & Cicchetti (1990)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoderPair:
    """The passages that two coders both marked.

    Attributes
    ----------
    name : str
        ``coder 1, coder 2``: their names are not told.
    first, second : tuple of frozenset of str
        The codes that each gave to the same passages, in the same order.
    """

    name: str
    first: tuple[frozenset[str], ...]
    second: tuple[frozenset[str], ...]


def coder_pairs(interviews: Interviews) -> tuple[CoderPair, ...]:
    """Every two coders with passages in common.

    A passage is the same where source and range, number or text are; passages that one coder alone marked
    are not compared, so that agreement on where a passage begins is not part of the figures.
    """
    coders = sorted({s.coder for s in interviews.segments if s.coder})
    by_coder = {coder: _passages(interviews, coder) for coder in coders}
    found = []
    for (i, one), (j, other) in combinations(enumerate(coders, start=1), 2):
        common = sorted(by_coder[one].keys() & by_coder[other].keys())
        if common:
            found.append(
                CoderPair(
                    name=f"coder {i}, coder {j}",
                    first=tuple(by_coder[one][key] for key in common),
                    second=tuple(by_coder[other][key] for key in common),
                )
            )
    return tuple(found)


def coder_agreement(interviews: Interviews, level: float) -> Iterator[Row]:
    """``percent_agreement``, ``kappa`` and ``ac1`` of every declared code (``factor``) and pair (``with``).

    Of each passage, whether a coder gave it the code or not. Where more than 80 percent of the marks are of
    one kind, kappa is low although coders agree, and AC1 is the one to read: its row says ``headline``, and
    kappa's does otherwise.

    References
    ----------
    Feinstein, A. R., & Cicchetti, D. V. (1990). High agreement but low kappa. Journal of Clinical
    Epidemiology, 43, 543-549. https://doi.org/10.1016/0895-4356(90)90158-L
    """
    for pair in coder_pairs(interviews):
        for code in interviews.meanings:
            marks = np.column_stack([_applied(pair.first, code), _applied(pair.second, code)])
            about: About = {"model": MODEL, "factor": code, "with_": pair.name}
            share = float(marks.mean())
            one_sided = max(share, 1.0 - share) > ONE_SIDED
            few = _gated(len(marks))
            percent = few or percent_agreement(marks, APPLIED, level)
            beyond_chance = few or kappa(marks, APPLIED, level)
            yield row("percent_agreement", percent, headline=False, **about)
            yield row("kappa", beyond_chance, headline=not one_sided, **about)
            yield row("ac1", few or ac1(marks, APPLIED, level), headline=one_sided, **about)


def _passages(interviews: Interviews, coder: str) -> dict[tuple[str, str], frozenset[str]]:
    """The codes that a coder gave to each passage; one marked several times has all of them."""
    found: dict[tuple[str, str], frozenset[str]] = {}
    for segment in interviews.segments:
        if segment.coder == coder:
            key = (segment.document, segment.passage)
            found[key] = found.get(key, frozenset()) | segment.codes
    return found


def _applied(passages: Sequence[frozenset[str]], code: str) -> Array:
    return np.array([YES if any(same_code(code, met) for met in codes) else NO for codes in passages])


def _gated(n: int) -> Estimate | None:
    if n >= AGREEMENT_REFUSED_BELOW:
        return None
    return not_available(
        f"needs at least {AGREEMENT_REFUSED_BELOW} passages that both coded, and {there_are(n)}", n=n
    )
