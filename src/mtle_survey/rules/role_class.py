"""Formal or informal mathematics teacher leader, from duties and never from a self-label."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from mtle_survey.rules import NO_OR_YES, Categories, Column, lacking, truth


def role_class(inputs: Mapping[str, Column | None], _params: Mapping[str, Any], n: int) -> dict[str, Column]:
    """Classify each respondent.

    ``CBMTL``: full-time classroom teacher of mathematics who leads colleagues, without a titled role, or
    with one but without released time (then ``formal_title`` is 1). ``FORMAL``: a titled role and not a
    full-time classroom teacher. ``TEACHER``: full-time in the classroom and not leading. ``REVIEW``:
    everything else, an unanswered question among them; it is never guessed.

    Inputs are answered Yes or No: ``teaches_math``, ``full_time``, ``title``, ``released``, ``leads``.
    """
    yes, no = {}, {}
    for name in ("teaches_math", "full_time", "title", "released", "leads"):
        answers = lacking(inputs, name, n)
        yes[name] = np.array([truth(a) is True for a in answers], dtype=bool)
        no[name] = np.array([truth(a) is False for a in answers], dtype=bool)
    leader = yes["full_time"] & yes["teaches_math"] & yes["leads"]
    titled_leader = leader & yes["title"] & no["released"]
    role = np.full(n, "REVIEW", dtype=object)
    role[yes["full_time"] & no["leads"]] = "TEACHER"
    role[yes["title"] & no["full_time"]] = "FORMAL"
    role[(leader & no["title"]) | titled_leader] = "CBMTL"
    silent = ~np.logical_or.reduce([*yes.values(), *no.values()])
    role[silent] = None
    formal_title = titled_leader.astype(int).astype(object)
    formal_title[silent] = None
    return {"": role, "formal_title": formal_title}


def role_labels(_inputs: Mapping[str, Any]) -> dict[str, str]:
    """What each role is called in a report."""
    return {
        "CBMTL": "Classroom-based mathematics teacher leader",
        "FORMAL": "Mathematics leader in a titled role",
        "TEACHER": "Classroom teacher, not leading colleagues",
        "REVIEW": "Not placed by the rule; needs a look",
    }


def role_categories(_inputs: Mapping[str, Any]) -> dict[str, Categories]:
    """The roles, of which ``REVIEW`` is none, and whether a leader bears a title."""
    roles = Categories(values=("TEACHER", "CBMTL", "FORMAL", "REVIEW"), undecided=frozenset({"REVIEW"}))
    return {"": roles, "formal_title": NO_OR_YES}


RULE = role_class
CATEGORIES = role_categories
LABELS = role_labels
