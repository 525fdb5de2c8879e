"""A plausible recipe for any instrument, when only its size is given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from mtle_survey.instrument.model import Instrument
from mtle_survey.simulate.recipe import MissingShares, Recipe, WavePlan

_FIRST_DAY = dt.date(2025, 9, 1)
_BETWEEN_WAVES = dt.timedelta(weeks=17)


def default_recipe(
    instrument: Instrument,
    *,
    n: int = 60,
    sites: int = 6,
    waves: Sequence[str] = ("pre", "post"),
    seed: int = 1,
) -> Recipe:
    """A study of one group with modest growth, attrition and missing answers, and clean identifiers.

    Parameters
    ----------
    instrument : Instrument
    n, sites : int
        Respondents of the first wave, and sites.
    waves : sequence of str
        In time order; a wave that bears the name of a form answers that form, another one every item.
        The first wave opens on 1 September 2025, the next ones 17 weeks apart.
    seed : int
    """
    return Recipe(
        n=n,
        seed=seed,
        sites=sites,
        site_share=0.05,
        growth=0.4,
        dose_growth=0.25,
        missing=MissingShares(skipped=0.02, not_applicable=0.03),
        waves=tuple(
            WavePlan(
                wave=wave,
                date=_FIRST_DAY + place * _BETWEEN_WAVES,
                forms=(wave,) if wave in instrument.form else (),
                attrition=0.1,
            )
            for place, wave in enumerate(waves)
        ),
    )
