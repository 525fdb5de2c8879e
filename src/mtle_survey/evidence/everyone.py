"""Change with everyone who answered, the linked and those of one wave alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from mtle_survey.evidence.pairs import Contrast, people_scores
from mtle_survey.linking.link import Links
from mtle_survey.scores import Scores
from mtle_survey.stats.change.derrick import derrick
from mtle_survey.stats.change.lmm_change import DfMethod, lmm_change
from mtle_survey.table import Row, Table, row

_DF_METHODS: tuple[tuple[DfMethod, bool], ...] = (("kenward_roger", True), ("satterthwaite", False))


def everyone(scores: Mapping[str | None, Scores], links: Links, waves: Sequence[str], level: float) -> Table:
    """``lmm_change`` of every later wave from the first, and the partially overlapping t of the last.

    Parameters
    ----------
    scores : mapping of wave to Scores
    links : Links
    waves : sequence of str
        In time order, without a retrospective one.
    level : float
    """
    rows: list[Row] = []
    first = scores[waves[0]]
    for scale in first.scales:
        asked = [
            w
            for w in waves
            if scale in scores[w].scales and scores[w].administered[scale] == first.administered[scale]
        ]
        if len(asked) > 1:
            matrix = np.column_stack([people_scores(scores[w], links, w, scale) for w in asked])
            rows += _mixed(matrix, scale, asked, level)
            rows += _overlapping(matrix, scale, asked, level)
    return Table.of(rows)


def _mixed(matrix: np.ndarray, scale: str, asked: Sequence[str], level: float) -> Iterator[Row]:
    known = matrix[np.isfinite(matrix).any(axis=1)]
    for method, headline in _DF_METHODS:
        for later, estimate in zip(asked[1:], lmm_change(known, level, df_method=method), strict=True):
            name = Contrast(later, asked[0]).name
            yield row("lmm_change", estimate, headline=headline, scale=scale, contrast=name)


def _overlapping(matrix: np.ndarray, scale: str, asked: Sequence[str], level: float) -> Iterator[Row]:
    for place, later in enumerate(asked[1:], start=1):
        a, b = matrix[:, 0], matrix[:, place]
        here, there = np.isfinite(a), np.isfinite(b)
        estimate = derrick(a[here & there], b[here & there], a[here & ~there], b[there & ~here], level)
        yield row("overlapping_change", estimate, scale=scale, contrast=Contrast(later, asked[0]).name)
