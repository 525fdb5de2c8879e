"""The one catalogue of problems, a file for each layer: I, R, D, P, Q, S."""

from __future__ import annotations

from mtle_survey.catalogue.comments import COMMENTS
from mtle_survey.catalogue.data import DATA
from mtle_survey.catalogue.decisions import DECISIONS
from mtle_survey.catalogue.entry import Entry
from mtle_survey.catalogue.exchange import EXCHANGE
from mtle_survey.catalogue.instrument import INSTRUMENT
from mtle_survey.catalogue.pairing import PAIRING
from mtle_survey.catalogue.quality import QUALITY
from mtle_survey.catalogue.reading import READING
from mtle_survey.catalogue.statistics import STATISTICS
from mtle_survey.catalogue.study import STUDY

CATALOGUE: dict[str, Entry] = {
    **INSTRUMENT,
    **STUDY,
    **COMMENTS,
    **DECISIONS,
    **READING,
    **DATA,
    **PAIRING,
    **QUALITY,
    **STATISTICS,
    **EXCHANGE,
}

__all__ = ["CATALOGUE", "Entry"]
