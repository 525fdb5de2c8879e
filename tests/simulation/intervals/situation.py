"""A situation: samples from a population whose truth is known, and what is asked of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from mtle_survey.stats.estimate import Estimate, Interval

Found = Interval | Estimate | float | None


@dataclass(frozen=True, slots=True)
class Truth:
    """What an interval is to hold.

    Attributes
    ----------
    value : float
        The estimand in the population.
    error : float
        Its own standard error, where it comes from a very large sample; 0 where it is exact.
    """

    value: float
    error: float = 0.0


@dataclass(frozen=True, slots=True)
class Question:
    """What is counted over the samples of a situation.

    Attributes
    ----------
    statistic : str
        ``family/name``, as the dossier calls it.
    truth : Truth or None
        What the interval is to hold; None asks how often the test finds what is not there.
    of : str
        Which interval or test of the statistic; empty where it has one.
    nominal : float
        Level of the interval, or of the test.
    """

    statistic: str
    truth: Truth | None
    of: str = ""
    nominal: float = 0.95


@dataclass(frozen=True, slots=True)
class Situation:
    """Samples of one size from one population.

    Attributes
    ----------
    population : str
        In words, as the page shows it.
    n : int
        Respondents, units, judges or pairs in a sample.
    replicates : int
        Samples.
    questions : dict from str to Question
        What is asked.
    sample : callable
        Draws one sample and answers each question, under its name, with the kernel's interval, estimate,
        or p-value.
    """

    population: str
    n: int
    replicates: int
    questions: Mapping[str, Question]
    sample: Callable[[np.random.Generator], Mapping[str, Found]]


def coverage_of(statistic: str, truth: float | Truth, of: str = "", nominal: float = 0.95) -> Question:
    """Does the interval hold the truth?"""
    known = truth if isinstance(truth, Truth) else Truth(float(truth))
    return Question(statistic, known, of, nominal)


def false_alarms_of(statistic: str, of: str = "", nominal: float = 0.05) -> Question:
    """Does the test find what is not there?"""
    return Question(statistic, None, of, nominal)


def around(found: Estimate, truth: float) -> Interval | None:
    """The interval less the truth, where every sample has a truth of its own: it is to hold zero."""
    given = found.interval
    if given is None:
        return None
    return Interval(low=given.low - truth, high=given.high - truth, level=given.level)
