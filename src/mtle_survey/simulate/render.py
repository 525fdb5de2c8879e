"""How a simulated answer is written in a cell: as choice text or as a code."""

from __future__ import annotations

import numpy as np

from mtle_survey.instrument.model import Instrument
from mtle_survey.responses import Missing
from mtle_survey.simulate.missingness import nonresponse_option
from mtle_survey.simulate.records import ColumnKind, SimulatedColumn, SimulatedWave
from mtle_survey.simulate.variants import vary


def column_texts(
    instrument: Instrument, wave: SimulatedWave, column: SimulatedColumn, *, labels: bool
) -> list[str]:
    """The cells of one column, in file order."""
    if column.kind is ColumnKind.RATED:
        texts = _rated(instrument, wave, column, labels=labels)
    else:
        texts = list(wave.texts[column.header])
        if labels and column.kind is ColumnKind.FIELD:
            field = instrument.field[column.target]
            label_of = dict(zip(field.codes, field.labels, strict=False))
            texts = [label_of.get(text, text) for text in texts]
    if labels:
        for (record, header), kind in wave.variants.items():
            if header == column.header:
                texts[record] = vary(texts[record], kind)
    return texts


def has_labels(instrument: Instrument, column: SimulatedColumn) -> bool:
    """Whether the column's cells are options with labels."""
    if column.kind is ColumnKind.RATED:
        return True
    return column.kind is ColumnKind.FIELD and bool(instrument.field[column.target].labels)


def code_text(code: float) -> str:
    """A code as exports write it: 4, not 4.0."""
    return f"{code:g}"


def _rated(
    instrument: Instrument, wave: SimulatedWave, column: SimulatedColumn, *, labels: bool
) -> list[str]:
    k = wave.rated.index(column)
    response_format = instrument.format_of(column.target)
    written = {code: code_text(code) for code in response_format.codes}
    if labels:
        written |= {
            c: label for c, label in zip(response_format.codes, response_format.labels, strict=True) if label
        }
    reasons = {int(Missing.BLANK): "", int(Missing.NOT_SHOWN): ""}
    for reason in {int(r) for r in np.unique(wave.reasons[:, k])} - set(reasons) - {int(Missing.ANSWERED)}:
        option = nonresponse_option(instrument, column.target, reason) or ""
        reasons[reason] = response_format.nonresponse[option].label if labels else option
    return [
        written[code] if reason == Missing.ANSWERED else reasons[int(reason)]
        for code, reason in zip(wave.codes[:, k].tolist(), wave.reasons[:, k], strict=True)
    ]
