"""Why answers are missing, question by question, and where "does not apply" came or went between waves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from mtle_survey.evidence.pairs import Contrast
from mtle_survey.linking.link import Links
from mtle_survey.responses import Missing, Responses
from mtle_survey.stats.description.shares import METHOD, shares
from mtle_survey.table import Row, Table, row

REASONS = (
    Missing.NOT_SHOWN,
    Missing.BLANK,
    Missing.REFUSED,
    Missing.DONT_KNOW,
    Missing.OTHER,
    Missing.INVALID,
)
"""Every reason but "does not apply", which is an answer and has a statistic of its own."""


def missing_by_reason(wave: str | None, responses: Responses, level: float) -> Iterator[Row]:
    """Share of respondents without an answer for each reason, per item; the method is the reason.

    Among respondents who answered anything. The share to whom the question was not shown is of all of them,
    the others are of those to whom it was shown, so that they add up to the headline ``missing``.
    """
    reasons = responses.reasons[responses.answered]
    shown = reasons != Missing.NOT_SHOWN
    for reason in REASONS:
        counted = np.ones_like(shown) if reason is Missing.NOT_SHOWN else shown
        what = f"a share of answers that are missing ({reason.words})"
        found = shares(reasons == reason, counted, level, what)
        for item, estimate in zip(responses.items, found, strict=True):
            yield row(
                "missing",
                estimate.with_method(reason.name.lower()),
                headline=False,
                item=item,
                wave=wave,
            )


def applicability_moves(
    waves: Mapping[str | None, Responses], links: Links, contrasts: Sequence[Contrast], level: float
) -> Table:
    """Who moved from "does not apply" to an answer, and back, among people found in both waves.

    ``became_applicable`` and ``ceased_to_apply`` are shares of the people who either answered the question or
    said that it does not apply, both times. Only items to which somebody said so in either wave have rows.
    """
    rows: list[Row] = []
    for contrast in contrasts:
        earlier, later = waves[contrast.earlier], waves[contrast.later]
        a, b = links.pairs(contrast.earlier, contrast.later)
        for item in (i for i in earlier.items if i in later.items):
            before = earlier.reasons[a, earlier.items.index(item)]
            after = later.reasons[b, later.items.index(item)]
            rows += _moves(before, after, item, contrast.name, level)
    return Table.of(rows)


def _moves(
    before: NDArray[np.uint8], after: NDArray[np.uint8], item: str, contrast: str, level: float
) -> Iterator[Row]:
    away_before, away_after = before == Missing.NOT_APPLICABLE, after == Missing.NOT_APPLICABLE
    if not (away_before.any() or away_after.any()):
        return
    here_before, here_after = before == Missing.ANSWERED, after == Missing.ANSWERED
    both = (away_before | here_before) & (away_after | here_after)
    for statistic, moved in (
        ("became_applicable", away_before & here_after),
        ("ceased_to_apply", here_before & away_after),
    ):
        what = "a share of people to whom the question began or ceased to apply"
        found = shares(moved[:, None], both[:, None], level, what)[0]
        yield row(statistic, found.with_method(METHOD), item=item, contrast=contrast)
