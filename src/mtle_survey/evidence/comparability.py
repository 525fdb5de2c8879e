"""Which items of a scale every wave asked, and what that leaves out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mtle_survey.counting import counted
from mtle_survey.errors import Problem, problem
from mtle_survey.instrument.model import Instrument
from mtle_survey.responses import Responses
from mtle_survey.scores import administered_items

CommonItems = Mapping[str, tuple[str, ...]]


def common_items(instrument: Instrument, waves: Mapping[str | None, Responses]) -> CommonItems:
    """The items of each scale that were asked in every wave in which the scale can be scored.

    A scale is left out whose waves share fewer than two items, unless it has a single one.

    Parameters
    ----------
    instrument : Instrument
    waves : mapping of wave to Responses

    Returns
    -------
    mapping of scale to tuple of item
    """
    per_wave = [administered_items(instrument, frozenset(r.items)) for r in waves.values()]
    common: dict[str, tuple[str, ...]] = {}
    for scale in instrument.scored_scales():
        versions = [found[scale.id] for found in per_wave if scale.id in found]
        if not versions:
            continue
        shared = tuple(i for i in versions[0] if all(i in version for version in versions))
        if len(shared) >= min(2, len(versions[0])):
            common[scale.id] = shared
    return common


def comparability_problems(
    instrument: Instrument, waves: Mapping[str | None, Responses], common: CommonItems
) -> Iterator[Problem]:
    """Scales that cannot be compared between waves, and items that a comparison leaves out.

    Parameters
    ----------
    instrument : Instrument
    waves : mapping of wave to Responses
    common : mapping of scale to items
        From :func:`common_items`.

    Yields
    ------
    Problem
        S002 of a scale without common items; S001 of a scale that loses some.
    """
    administered = [(r.items, administered_items(instrument, frozenset(r.items))) for r in waves.values()]
    for scale in dict.fromkeys(s for _, scales in administered for s in scales):
        if scale not in common:
            yield problem("S002", item=scale, found=scale)
    for scale, items in common.items():
        own = instrument.scale_items(scale)
        asked = {i for here, scales in administered if scale in scales for i in own if i in here}
        if extra := sorted(asked.difference(items)):
            yield problem(
                "S001", item=scale, found=f"{scale}: {counted(len(items), 'item')}", left_out=", ".join(extra)
            )
