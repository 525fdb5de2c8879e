"""Who was invited, agreed and answered, and how people were found again."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from mtle_survey.decisions.roster import Roster, response_status
from mtle_survey.evidence.pairs import Contrast
from mtle_survey.linking.link import Links, PairLinking
from mtle_survey.responses import Responses
from mtle_survey.stats.estimate import Estimate, not_available
from mtle_survey.table import Row, Table, row

CHANCE = "independent_elements"


def participation(
    waves: Mapping[str | None, Responses],
    roster: Roster | None,
    cohort_waves: Mapping[str, Sequence[str]],
    consented: Mapping[str | None, int] | None,
    cluster: str | None,
) -> Table:
    """Counts of every wave: ``invited``, ``consented``, ``answered``; also by site where sites are known.

    ``n`` of ``answered`` is the number invited where a roster says it, so that the two give the response
    rate; otherwise the number of responses.
    """
    rows: list[Row] = []
    for wave, responses in waves.items():
        invitations = None if roster is None else roster.of(wave, cohort_waves)
        for status in response_status(wave, responses, invitations, cluster):
            group = None if status.site is None else f"{cluster}={status.site}"
            if group is None or status.invited is not None:
                rows.append(row("invited", _invited(status.invited), wave=wave, group=group))
            out_of = len(responses) if status.invited is None else status.invited
            rows.append(row("answered", _count(status.answered, out_of), wave=wave, group=group))
        rows.append(row("consented", _consented(wave, responses, consented), wave=wave))
    return Table.of(rows)


def linking(links: Links, compared: Sequence[Contrast]) -> Table:
    """How the people of a later wave were found in an earlier one, and what chance alone would have joined.

    ``linked_exact + linked_fuzzy + linked_by_hand + ambiguous + unlinked`` are the people of the later wave,
    which is the ``n`` of each row.
    """
    rows: list[Row] = []
    for contrast in compared:
        pair = links.between.get((contrast.earlier, contrast.later))
        if pair is not None:
            rows += _pair_rows(pair, contrast.name)
    return Table.of(rows)


def _pair_rows(pair: PairLinking, contrast: str) -> Iterator[Row]:
    counts = {
        "linked_exact": pair.exact,
        "linked_fuzzy": pair.fuzzy,
        "linked_by_hand": pair.by_hand,
        "ambiguous": pair.ambiguous,
        "unlinked": pair.unlinked,
    }
    n = sum(counts.values())
    for statistic, count in counts.items():
        yield row(statistic, _count(count, n), contrast=contrast)
    for statistic, expected, found in (
        ("expected_exact_by_chance", pair.expected_exact, pair.exact),
        ("expected_fuzzy_by_chance", pair.expected_fuzzy, pair.fuzzy),
    ):
        yield row(statistic, _expected(expected, found), contrast=contrast)


def _expected(expected: float, found: int) -> Estimate:
    if math.isnan(expected):
        reason = "assigned identifiers, or waves in the same records: nothing agrees by chance"
        return not_available(reason, n=found, method=CHANCE)
    return Estimate(value=expected, n=found, method=CHANCE)


def _invited(count: int | None) -> Estimate:
    if count is None:
        return not_available("the study has no roster", n=0)
    return Estimate(value=float(count), n=count)


def _consented(
    wave: str | None, responses: Responses, consented: Mapping[str | None, int] | None
) -> Estimate:
    if consented is None:
        return not_available("the study declares no consent", n=len(responses))
    if wave not in consented:
        return not_available("this wave did not ask for consent", n=len(responses))
    refused = sum(len(e.rows) for s in responses.sources for e in s.excluded if e.kind == "not_consented")
    return _count(consented[wave], consented[wave] + refused)


def _count(count: int, out_of: int) -> Estimate:
    return Estimate(value=float(count), n=out_of)
