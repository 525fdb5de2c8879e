"""What each statistic is."""

from __future__ import annotations

import re

from markdown import code, page
from statistics_found import not_available_when, statistics, summary


def write() -> str:
    """The page of statistics: one entry each, by family."""
    sections: list[str] = []
    family = ""
    for name, statistic in statistics().items():
        if statistic.family != family:
            family = statistic.family
            sections.append(f"## {family.capitalize()}\n")
        lines = [f"### {statistic.name}\n", f"**{statistic.label}.** {summary(statistic)}\n"]
        lines.append(f"- Formula: {code(re.sub(r'`', '', statistic.formula))}")
        condition = not_available_when(statistic)
        if condition:
            lines.append(f"- Not available when: {condition}")
        lines.append(f"- Source: {statistic.reference}")
        lines.append(f"- Evidence: [dossier](dossier.md), row `{name}`\n")
        sections.append("\n".join(lines))
    lead = (
        "Ids are those of the column `statistic` in the [tidy table](columns.md). A statistic that cannot be honestly "
        "given keeps its row and says why."
    )
    return page("Statistics", lead, *sections)
