"""Sums over people, worked out from their answers as a reader of the report could."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mtle_survey.report.privacy.claims import Claim
from mtle_survey.report.privacy.levels import Level, answers_to, codes_of, counted, told_sums
from mtle_survey.report.privacy.people import People
from mtle_survey.stats.estimate import Array

if TYPE_CHECKING:
    from mtle_survey.study import Study


def keyed(study: Study, scale: str, item: str, answers: Array) -> Array:
    """Answers to an item as they enter the score of a scale."""
    if item not in study.instrument.reverse_keyed(scale):
        return answers
    form = study.instrument.format_of(item)
    return np.asarray(form.low + form.high - answers, dtype=np.float64)


def sums_of(study: Study, people: People, claim: Claim) -> tuple[float, ...]:
    """What readers have of some people's answers.

    Parameters
    ----------
    study : Study
    people : People
    claim : Claim
        About people who are all in the study.

    Returns
    -------
    tuple of float
        Of a scale one number: over people, the sum of the means of their keyed answers. Of a question the
        sums of its counts that the level tells.
    """
    rows = people.rows[claim.wave][claim.people]
    if claim.kind == "item":
        codes = codes_of(study, claim.name)
        counts = counted(answers_to(study, claim.name, claim.wave)[rows], codes)
        return tuple((told_sums(Level(claim.level), codes) @ counts).tolist())
    given = np.column_stack(
        [
            keyed(study, claim.name, item, answers_to(study, item, claim.wave)[rows])
            for item in study.scores[claim.wave].administered[claim.name]
        ]
    )
    return (float(np.nanmean(given, axis=1).sum()),)
