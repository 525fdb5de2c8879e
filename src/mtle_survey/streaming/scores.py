"""Write the scores of a large table part by part; the file appears when it is whole."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

from mtle_survey.delimited import csv_rows
from mtle_survey.score_files import codebook_path
from mtle_survey.score_files.codebook import codebook, counts_of
from mtle_survey.score_records import long_columns, long_rows, scored, wide_columns, wide_rows
from mtle_survey.scores import Method, score
from mtle_survey.streaming.wave import StreamedWave
from mtle_survey.whole_files import replacing


def write_scores(
    wave: StreamedWave, output: Path, metric: Method | None = None, *, long: bool = False
) -> int:
    """Write scores and, beside them, their codebook.

    Returns
    -------
    int
        Rows written.
    """
    only = wave.common_items
    scored_parts = (scored(part, score(part, only), only, metric) for part in wave.parts)
    first = next(scored_parts)
    known = {wave.wave: first}
    columns = long_columns(wave.instrument, known) if long else wide_columns(wave.instrument, known, metric)
    rows_of = long_rows if long else wide_rows
    written, counts = 0, [0] * len(columns)
    with replacing(codebook_path(output)) as described, replacing(output) as beside:
        with beside.open("w", encoding="utf-8", newline="") as file:
            file.write(csv_rows([[column.name for column in columns]]))
            for part in chain([first], scored_parts):
                rows = list(rows_of(columns, part))
                file.write(csv_rows(rows))
                written += len(rows)
                counts = [a + b for a, b in zip(counts, counts_of(columns, rows), strict=True)]
        described.write_bytes(codebook(columns, counts))
    return written
