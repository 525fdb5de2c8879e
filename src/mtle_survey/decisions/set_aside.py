"""Leave responses out, counted and with the rule, as readers do with records that are no responses."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from mtle_survey.raw_table import ExcludedRecords
from mtle_survey.responses import Responses


def set_aside(responses: Responses, out: NDArray[np.bool_], kind: str, rule: str) -> Responses:
    """The responses without those of ``out``, which join the excluded records of their files.

    Parameters
    ----------
    responses : Responses
    out : (n,) bool array
    kind : str
        Such as ``not_consented``.
    rule : str
        The rule, in words.
    """
    if not out.any():
        return responses
    sources = []
    for s, source in enumerate(responses.sources):
        rows = responses.rows[out & (responses.source_index == s)]
        if len(rows):
            entry = ExcludedRecords(kind=kind, rows=tuple(rows.tolist()), rule=rule)
            source = replace(source, excluded=(*source.excluded, entry))
        sources.append(source)
    return replace(responses, sources=tuple(sources)).subset(~out)


def field_cells(responses: Responses, name: str) -> NDArray[np.object_] | None:
    """A field by its id, or by the header that it stands under; None where the file has none."""
    if name in responses.fields:
        return responses.fields[name]
    under = (
        field
        for field, header in responses.columns.items()
        if field in responses.fields and header.strip().casefold() == name.strip().casefold()
    )
    found = next(under, None)
    return None if found is None else responses.fields[found]
