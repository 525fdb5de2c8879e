"""Every pair that was joined, and every near pair that was not, with the codes masked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mtle_survey.linking.codes import code_elements
from mtle_survey.linking.identifiers import linking_names, number_of_elements
from mtle_survey.linking.link import Links
from mtle_survey.linking.people import same_records
from mtle_survey.responses import CODE_SEPARATOR, Responses

NOT_JOINED = "not_joined"
MASK = "•"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLine:
    """Two records and why they are, or are not, taken for one person.

    Attributes
    ----------
    earlier, later : str
        The waves.
    kind : str
        ``exact``, ``fuzzy``, ``by_hand`` or ``not_joined``.
    file_earlier, file_later : str
    row_earlier, row_later : int
        Where the two records stand, as a spreadsheet shows them.
    code_earlier, code_later : str
        Masked but for what differs.
    """

    earlier: str
    later: str
    kind: str
    file_earlier: str
    row_earlier: int
    file_later: str
    row_later: int
    code_earlier: str
    code_later: str


def audit(links: Links, waves: Mapping[str, Responses]) -> tuple[AuditLine, ...]:
    """The pairs of every two waves; those that were joined for a reason other than the same ID come first.

    Waves that stand in the same records have nothing to be audited.
    """
    order = {"fuzzy": 0, "by_hand": 1, NOT_JOINED: 2, "exact": 3}
    lines = sorted(
        _lines(links, waves),
        key=lambda line: (order[line.kind], line.earlier, line.later, line.row_earlier, line.row_later),
    )
    return tuple(lines)


def masked(a: str, b: str, elements: int) -> tuple[str, str]:
    """Two codes in which only what differs can be read.

    Parameters
    ----------
    a, b : str
        As they were compared.
    elements : int
        How many elements a code has; 0 or 1 for a single text.
    """
    if elements > 1:
        parts = [_masked_element(x, y) for x, y in zip(code_elements(a), code_elements(b), strict=True)]
        first, second = zip(*parts, strict=True)
        return CODE_SEPARATOR.join(first), CODE_SEPARATOR.join(second)
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    end = next(
        (i for i in range(min(len(a), len(b)) - start) if a[-1 - i] != b[-1 - i]), min(len(a), len(b)) - start
    )
    return _between(a, start, end), _between(b, start, end)


def _masked_element(a: str, b: str) -> tuple[str, str]:
    return (MASK * len(a), MASK * len(b)) if a == b else (a, b)


def _between(text: str, start: int, end: int) -> str:
    return MASK * start + text[start : len(text) - end] + MASK * end


def _lines(links: Links, waves: Mapping[str, Responses]) -> Iterator[AuditLine]:
    names = {wave: linking_names(r) for wave, r in waves.items() if r.ids is not None}
    for (earlier, later), kinds in links.kinds.items():
        if earlier not in names or later not in names:
            continue
        a, b = (links.index[:, links.waves.index(wave)] for wave in (earlier, later))
        pairs = [(int(a[r]), int(b[r]), str(kinds[r])) for r in np.flatnonzero(kinds != "").tolist()]
        near = {pair for i, j in links.near for pair in ((i, j), (j, i))}
        pairs += [(int(a[i]), int(b[j]), NOT_JOINED) for i, j in near if a[i] >= 0 and b[j] >= 0]
        together = same_records(waves[earlier], waves[later])
        for i, j, kind in [] if together else pairs:
            yield _line(waves, names, (earlier, later), (i, j), kind)


def _line(
    waves: Mapping[str, Responses],
    names: Mapping[str, NDArray[np.object_]],
    pair: tuple[str, str],
    rows: tuple[int, int],
    kind: str,
) -> AuditLine:
    (first, second), (i, j) = (waves[pair[0]], waves[pair[1]]), rows
    codes = masked(names[pair[0]][i], names[pair[1]][j], number_of_elements(first))
    return AuditLine(
        earlier=pair[0],
        later=pair[1],
        kind=kind,
        file_earlier=first.sources[first.source_index[i]].file,
        row_earlier=int(first.rows[i]),
        file_later=second.sources[second.source_index[j]].file,
        row_later=int(second.rows[j]),
        code_earlier=codes[0],
        code_later=codes[1],
    )
