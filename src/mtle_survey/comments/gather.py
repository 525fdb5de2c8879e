"""From responses to comments: redacted, matched with what the reviewer decided, in no order of rows."""

from __future__ import annotations

import hmac
from collections import defaultdict
from collections.abc import Collection, Mapping
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from mtle_survey.comments.gazetteer import Gazetteer
from mtle_survey.comments.model import Comment, DeclaredComments, OpenQuestion, Review
from mtle_survey.comments.redaction import Redactor
from mtle_survey.comments.spelling import says_something, tidied
from mtle_survey.instrument.model import Instrument
from mtle_survey.responses import Responses

Waves = Mapping[str | None, Responses]
DIGITS = 16
_ROLES_OF_PLACES = ("cluster", "unit")
_SEPARATOR = "\x1f"


def comments_of(waves: Waves, review: Review) -> tuple[Comment, ...]:
    """Every comment that the study declares, question by question and wave by wave.

    Within a wave comments stand in the order of their keys, which has nothing to do with that of the rows.
    """
    return tuple(
        comment
        for question in review.declared.questions
        for wave, responses in waves.items()
        for comment in _of_wave(question, wave, responses, review)
    )


def cells_of(question: OpenQuestion, responses: Responses) -> NDArray[np.object_] | None:
    """(n,) what people wrote; None where the question was not asked."""
    held = responses.comments if question.column else responses.texts
    return held.get(question.id)


def wrote(cells: NDArray[np.object_]) -> NDArray[np.bool_]:
    """(n,) who wrote something."""
    return np.array([cell is not None and says_something(str(cell)) for cell in cells], dtype=np.bool_)


def key_of(wave: str | None, question: str, original: str, secret: bytes) -> str:
    """The key of a comment: ``c`` and 16 hexadecimal digits of an HMAC-SHA256 (RFC 2104).

    With the study's secret the text cannot be guessed from it; without one, somebody who suspects a certain
    text could confirm it, as anybody could who has the sheet and the exports.
    """
    message = _SEPARATOR.join((wave or "", question, tidied(original)))
    return "c" + hmac.new(secret, message.encode("utf-8", "surrogatepass"), sha256).hexdigest()[:DIGITS]


def redactor_for(declared: DeclaredComments, waves: Waves, instrument: Instrument) -> Redactor:
    """What redacts the comments of a study, from the names, places and identifiers in its exports.

    Parameters
    ----------
    declared : DeclaredComments
    waves : mapping of wave to Responses
        With everybody in them, also those whose answers are not used.
    instrument : Instrument
    """
    gazetteer = Gazetteer(
        names=sorted(_names(waves, instrument)),
        places=sorted(_places(waves, instrument)),
        codes=sorted({str(i) for r in waves.values() if r.ids is not None for i in r.ids if i}),
        words=declared.redact,
    )
    return Redactor(gazetteer, declared.keep, instrument.language)


def _of_wave(question: OpenQuestion, wave: str | None, responses: Responses, review: Review) -> list[Comment]:
    cells = cells_of(question, responses)
    if cells is None:
        return []
    writers: dict[str, list[int]] = defaultdict(list)
    originals: dict[str, str] = {}
    for place in np.flatnonzero(wrote(cells)):
        original = str(cells[place])
        key = key_of(wave, question.id, original, review.secret)
        originals[key] = original
        writers[key].append(int(place))
    return [
        Comment(
            key=key,
            question=question.id,
            wave=wave,
            writers=np.array(writers[key], dtype=np.int64),
            proposed=review.redactor.propose(originals[key]),
            reviewed=review.lines.get(key),
        )
        for key in sorted(writers)
    ]


def _names(waves: Waves, instrument: Instrument) -> set[str]:
    """What stood in columns that were emptied as personal, and in fields declared so."""
    personal = [declared.id for declared in instrument.fields if declared.personal]
    found = {text for responses in waves.values() for text in responses.personal_texts}
    for responses in waves.values():
        for name in personal:
            found.update(str(cell) for cell in responses.fields.get(name, ()) if cell)
    return found


def _places(waves: Waves, instrument: Instrument) -> Collection[str]:
    """Sites, units and whatever group is given by its name: schools, districts, partners."""
    found: set[str] = set()
    for declared in instrument.fields:
        named = declared.role in _ROLES_OF_PLACES or (declared.role == "group" and declared.type == "text")
        if not named:
            continue
        found.update(declared.labels)
        for responses in waves.values():
            cells = responses.fields.get(declared.id, ())
            found.update(str(cell) for cell in cells if cell and str(cell) not in declared.codes)
    return found
