"""The structure that an instrument declares, on the items that a wave asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mtle_survey.instrument.model import Instrument
from mtle_survey.stats.estimate import Array
from mtle_survey.stats.structure.cfa.structure import FactorStructure

FEWEST_ITEMS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredStructure:
    """What is to be tested on the items at hand.

    Attributes
    ----------
    names : tuple of str
        Factors: scale ids, or the names the instrument gives them.
    model : FactorStructure or None
        None where no factor has two items here.
    items : tuple of str
        Items of the model, in the order of its columns.
    left_out : tuple of str
        Factors with fewer than two items in this wave.
    """

    names: tuple[str, ...]
    model: FactorStructure | None
    items: tuple[str, ...]
    left_out: tuple[str, ...]


def declared_structure(instrument: Instrument, items: Sequence[str]) -> DeclaredStructure:
    """The instrument's structure on the items at hand; by default one factor per scale that has items."""
    own = instrument.structure
    by_scale = {s.id: s.items for s in instrument.scales if s.items}
    factors = by_scale if own is None else dict(own.factors)
    here = {name: tuple(i for i in members if i in items) for name, members in factors.items()}
    usable = {name: members for name, members in here.items() if len(members) >= FEWEST_ITEMS}
    left_out = tuple(name for name, members in here.items() if 0 < len(members) < FEWEST_ITEMS)
    if not usable:
        return DeclaredStructure(names=(), model=None, items=(), left_out=left_out)
    columns = tuple(dict.fromkeys(i for members in usable.values() for i in members))
    place, names = {item: k for k, item in enumerate(columns)}, tuple(usable)
    higher = {} if own is None else own.second_order
    model = FactorStructure(
        n_items=len(columns),
        factors=tuple(tuple(place[i] for i in members) for members in usable.values()),
        second_order=tuple(tuple(names.index(f) for f in fs if f in names) for fs in higher.values()),
        bifactor=own is not None and own.bifactor,
        residuals=tuple(
            (place[pair.items[0]], place[pair.items[1]])
            for pair in (() if own is None else own.residuals)
            if pair.items[0] in place and pair.items[1] in place
        ),
    )
    return DeclaredStructure(names=names, model=model, items=columns, left_out=left_out)


def declared_target(declared: DeclaredStructure, items: Sequence[str]) -> Array:
    """(p, k) loadings that a target rotation aims at: 0 off the declared factors, nan (free) on them."""
    target = np.zeros((len(items), len(declared.names)))
    for j, members in enumerate(declared.model.factors if declared.model is not None else ()):
        target[[items.index(declared.items[i]) for i in members], j] = np.nan
    return target
