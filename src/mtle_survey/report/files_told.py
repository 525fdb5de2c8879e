"""The files that a report was made from, as its edition may tell of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from mtle_survey.report.disclosure import Disclosure

if TYPE_CHECKING:
    from mtle_survey.responses import Source
    from mtle_survey.study import Study

SHOWN_OF_A_HASH = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class FileTold:
    """One file.

    Attributes
    ----------
    wave : str or None
    source : Source
    name : str
        Without folders; the beginning of its hash where the name is not told.
    records, responses : int or None
        None where that is not told.
    """

    wave: str | None
    source: Source
    name: str
    records: int | None
    responses: int | None


def files_told(study: Study) -> tuple[FileTold, ...]:
    """Every file, in order.

    Where the sites of a wave send a file each, a file is a site: a public edition names none of them, and
    counts nobody in them, where one is of a few people. The hash tells which file it was to whoever has it.
    """
    return tuple(told for wave in study.waves for told in _of_wave(study, wave))


def _of_wave(study: Study, wave: str | None) -> Iterator[FileTold]:
    rule = Disclosure(public=study.audience == "public", smallest=study.small_cell)
    files = [(source, responses) for at, source, responses in study.inputs if at == wave]
    named = len(files) == 1 or None not in rule.counts([responses for _, responses in files])
    counted = named and (not rule.public or study.part.flow_told)
    for source, responses in files:
        yield FileTold(
            wave=wave,
            source=source,
            name=PurePath(source.file).name if named else source.sha256[:SHOWN_OF_A_HASH],
            records=source.records if named else None,
            responses=responses if counted else None,
        )
