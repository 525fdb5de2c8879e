"""Which scores a public edition may tell without telling how their questions were answered.

The mean of a scale is a sum of answers to its questions. Of few people, near an end of the scale, it says of
every question that hardly anybody can have given an answer far from that end, though no answers are shown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from mtle_survey.report.disclosure import Disclosure
from mtle_survey.report.privacy.additive import SLACK, any_narrow, widths
from mtle_survey.report.privacy.answer_tables import AnswerTables, Place
from mtle_survey.report.privacy.claims import Bundle, Claim, Key
from mtle_survey.report.privacy.levels import Question
from mtle_survey.report.privacy.released import Known

if TYPE_CHECKING:
    from mtle_survey.study import Study


def telling_of_answers(
    study: Study,
    known: Known,
    bundles: Sequence[Bundle],
    rule: Disclosure,
    told: Collection[Question],
    by: str = "",
) -> set[Key]:
    """The results whose scores would narrow a hidden count of answers below the smallest group.

    Results are taken in the order of their weight; one that would narrow a count too far beside those before
    it is left out.

    Parameters
    ----------
    study : Study
    known : Known
        What readers have already.
    bundles : sequence of Bundle
        What would be told, what matters most first.
    rule : Disclosure
    told : collection of (item, wave)
        Questions of which every answer is told, because fifty people or more answered them.
    by : str, optional
        The field by whose values there are reports of parts, of whom the answers are hidden as well.
    """
    tables = AnswerTables(study, known, rule, told, by)
    doubtful = list(_narrowed(tables, bundles, rule))
    kept: dict[Place, list[Claim]] = {place: [] for place in doubtful}
    left_out: set[Key] = set()
    for bundle in bundles:
        more = {place: new for place in kept if (new := _sums(tables, [bundle], place, beside=kept[place]))}
        tried = {place: [*kept[place], *new] for place, new in more.items()}
        if any(_narrow(tables, place, told) for place, told in tried.items()):
            left_out.add(bundle.key)
        else:
            kept |= tried
    return left_out


def _narrowed(tables: AnswerTables, bundles: Sequence[Bundle], rule: Disclosure) -> Iterator[Place]:
    """Where all scores together say too much."""
    told = {place: scores for place in tables.places if (scores := _sums(tables, bundles, place))}
    found = {place: tables.table(place, scores) for place, scores in told.items()}
    wide = widths([table.program({}) for table in found.values()], rule.smallest)
    for (place, table), width in zip(found.items(), wide, strict=True):
        narrow = np.flatnonzero(width < rule.smallest - SLACK)
        if narrow.size:
            hidden = table.hidden({})
            if (width[narrow] < tables.needed(place, [hidden[k] for k in narrow]) - SLACK).any():
                yield place


def _narrow(tables: AnswerTables, place: Place, scores: Sequence[Claim]) -> bool:
    """Whether some scores say too much."""
    table = tables.table(place, scores)
    return any_narrow(table.program({}), tables.needed(place, table.hidden({})))


def _sums(
    tables: AnswerTables, bundles: Iterable[Bundle], place: Place, beside: Iterable[Claim] = ()
) -> list[Claim]:
    """The sums of scores in a place that some results tell, each once, without those told already."""
    told = {(c.name, c.people.tobytes()) for c in (*beside, *tables.known(place))}
    found = {
        (c.name, c.people.tobytes()): c
        for bundle in bundles
        for c in bundle.claims
        if c.kind == "scale" and tables.of(c) == place[:2]
    }
    return [claim for key, claim in found.items() if key not in told]
