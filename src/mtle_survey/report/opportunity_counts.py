"""Whether joint priorities and the opportunities among them may be counted in an edition."""

from __future__ import annotations

from mtle_survey.report.format import count_of
from mtle_survey.report.privacy.facts import UNITS
from mtle_survey.report.view import View
from mtle_survey.table import Row


def counts_told(view: View, wanted: Row, opportunity: Row) -> bool:
    """Whether no part of the units is small: with an opportunity, with a joint priority only, without.

    Nor may the units be a few more, or fewer, than those of an earlier public report.
    """
    if not view.release.shows_fact(UNITS, wanted.wave):
        return False
    priorities, opportunities = count_of(wanted), count_of(opportunity)
    parts = [opportunities, priorities - opportunities, (wanted.n or 0) - priorities]
    return None not in view.disclosure.counts(parts)
