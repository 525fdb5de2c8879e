"""The waves of a study in time: on which occasions people answered, and which of them are compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from mtle_survey.evidence.pairs import Contrast, contrasts
from mtle_survey.instrument.model import Instrument
from mtle_survey.scores import Scores

RETROSPECTIVE = "retro"


def named_waves(waves: Iterable[str | None]) -> tuple[str, ...]:
    """Named waves in time order, without the retrospective one."""
    return tuple(w for w in waves if w is not None and w != RETROSPECTIVE)


def asked_waves(instrument: Instrument, named: Sequence[str]) -> tuple[str, ...]:
    """Waves in which people answered about the time of asking, in time order."""
    occasions = {form.occasion for form in instrument.forms}
    return tuple(w for w in named if w not in occasions)


def compared_waves(
    scores: Mapping[str | None, Scores], named: Sequence[str], asked: Sequence[str], scales: Iterable[str]
) -> tuple[Contrast, ...]:
    """Which waves are compared; a scale asked later than the first wave has its own first one.

    Parameters
    ----------
    scores : mapping of wave to Scores
    named, asked : sequence of str
        From ``named_waves`` and ``asked_waves``.
    scales : iterable of str
        Those that can be scored in some wave.
    """
    retrospective = RETROSPECTIVE if RETROSPECTIVE in scores else None
    if not asked or (len(asked) < 2 and retrospective is None):
        return ()
    found = contrasts(asked, retrospective, [w for w in named if w not in asked])
    for scale in scales:
        first, *later = [w for w in asked if scale in scores[w].scales] or asked
        if first != asked[0]:
            found += tuple(Contrast(wave, first) for wave in later)
    return tuple(dict.fromkeys(found))
