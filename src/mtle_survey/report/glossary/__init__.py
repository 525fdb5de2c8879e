"""How statistics are shown to people: name, symbol, decimals, and what they mean in plain words."""

from __future__ import annotations

from mtle_survey.report.display import Display
from mtle_survey.report.glossary.agreement import AGREEMENT
from mtle_survey.report.glossary.change import CHANGE
from mtle_survey.report.glossary.comparison import COMPARISON
from mtle_survey.report.glossary.description import DESCRIPTION
from mtle_survey.report.glossary.reliability import RELIABILITY
from mtle_survey.report.glossary.structure import STRUCTURE

STATISTICS: dict[str, Display] = {
    **DESCRIPTION,
    **CHANGE,
    **COMPARISON,
    **AGREEMENT,
    **RELIABILITY,
    **STRUCTURE,
}


def display(statistic: str) -> Display:
    """How a statistic is shown; one that the glossary does not know shows its id, two decimals."""
    return STATISTICS.get(statistic, Display(label=statistic.replace("_", " ").capitalize()))
