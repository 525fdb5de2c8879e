"""Hours planned, held and taken part in, by activity."""

from __future__ import annotations

import math
from collections.abc import Sequence

from mtle_survey.decisions.sessions import Delivered
from mtle_survey.stats.estimate import Estimate, not_available
from mtle_survey.table import Row, Table, row


def delivery(delivered: Sequence[Delivered]) -> Table:
    """``planned_hours``, ``held_hours`` and ``mean_hours`` of those who came, one group per activity.

    ``n`` is the number of people who came.
    """
    rows: list[Row] = []
    for activity in delivered:
        group = f"activity={activity.activity or 'not named'}"
        for statistic, hours, reason in (
            ("planned_hours", activity.planned, "no hours were planned for it in the study file"),
            ("held_hours", activity.held, ""),
            ("mean_hours", activity.mean_hours, "nobody came"),
        ):
            estimate = (
                not_available(reason, n=activity.people)
                if math.isnan(hours)
                else Estimate(value=hours, n=activity.people)
            )
            rows.append(row(statistic, estimate, group=group))
    return Table.of(rows)
