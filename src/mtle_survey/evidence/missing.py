"""Why answers are missing, question by question, and where "does not apply" came or went between waves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mtle_survey.evidence.pairs import Contrast
from mtle_survey.linking.link import Links
from mtle_survey.responses import Missing, Responses
from mtle_survey.stats.description.shares import METHOD, share, shares
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """People by question and state, among those who answered anything.

    Attributes
    ----------
    items : tuple of str
    counts : (k, s) int array
        Columns are the states of ``Missing``, in its order.
    """

    items: tuple[str, ...]
    counts: NDArray[np.int64]


def tally(items: tuple[str, ...], parts: Iterable[Responses]) -> Tally:
    """Count one wave, whole or in parts."""
    counts = np.zeros((len(items), len(Missing)), dtype=np.int64)
    for part in parts:
        states = part.reasons[part.answered]
        for state in Missing:
            counts[:, state] += (states == state).sum(axis=0)
    return Tally(items=items, counts=counts)


def missing_table(tallies: Mapping[str | None, Tally], level: float) -> Table:
    """Missing answers of every wave and item: whatever the reason, does not apply, and by reason."""
    return Table.of(
        r
        for wave, found in tallies.items()
        for r in (*missing_in_all(wave, found, level), *missing_by_reason(wave, found, level))
    )


def missing_by_reason(wave: str | None, found: Tally, level: float) -> Iterator[Row]:
    """Share of respondents without an answer for each reason, per item; the method is the reason.

    The share to whom the question was not shown is of all of them, the others are of those to whom it was
    shown, so that they add up to the headline ``missing``.
    """
    people = found.counts.sum(axis=1)
    shown = people - found.counts[:, Missing.NOT_SHOWN]
    for reason in REASONS:
        of = people if reason is Missing.NOT_SHOWN else shown
        what = f"a share of answers that are missing ({reason.words})"
        for k, item in enumerate(found.items):
            estimate = share(int(found.counts[k, reason]), int(of[k]), level, what)
            yield row(
                "missing",
                estimate.with_method(reason.name.lower()),
                headline=False,
                item=item,
                wave=wave,
            )


def missing_in_all(wave: str | None, found: Tally, level: float) -> Iterator[Row]:
    """Share without an answer, and share to whom the question does not apply, per item."""
    for k, item in enumerate(found.items):
        counts = found.counts[k]
        shown = int(counts.sum() - counts[Missing.NOT_SHOWN])
        away = int(counts[Missing.NOT_APPLICABLE])
        absent = shown - away - int(counts[Missing.ANSWERED])
        for statistic, count, what in (
            ("missing", absent, "a share of missing answers"),
            ("not_applicable", away, "a share of answers that do not apply"),
        ):
            yield row(statistic, share(count, shown, level, what), item=item, wave=wave)


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
