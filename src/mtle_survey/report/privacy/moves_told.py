"""Who rose and fell, beside earlier reports: told again of the same people or of quite others.

Somebody's marks in two waves say nothing of each other, so that a set of an earlier report cannot be followed
from wave to wave where it has people who are not in the study. Any sets of both waves that are partly the
same are therefore taken for one of which it was told.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from mtle_survey.report.privacy.claims import Bundle, Claim


def leaves_room(known: Iterable[Claim], change: Bundle) -> bool:
    """Whether earlier reports leave room to tell who rose and fell in a change of a score or an item.

    Parameters
    ----------
    known : iterable of Claim
        What readers have already. Of scores those count of which it was told who rose and fell; of questions
        all, since who moved is told beside the mean of the same people.
    change : Bundle
        The people who are in both waves.
    """
    about = {(claim.wave, claim.kind, claim.name) for claim in change.claims}
    partly_the_same = {
        (claim.wave, claim.kind, claim.name)
        for claim in known
        if (claim.kind == "item" or claim.level)
        and (claim.people & change.people).any()
        and not np.array_equal(claim.people, change.people)
    }
    return not about <= partly_the_same
