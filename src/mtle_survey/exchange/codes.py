"""Option codes in a platform's spelling."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from mtle_survey.errors import Problem, problem
from mtle_survey.exchange.annotation import Annotation
from mtle_survey.exchange.losses import some
from mtle_survey.exchange.model import Option, Question, Questionnaire


def coded(options: Sequence[Option], accepts: Callable[[str], bool], prefix: str) -> tuple[Option, ...]:
    """The options under codes that the platform accepts.

    A code that it does not accept becomes the prefix and a number (``A3``): the option's place, or the next
    number that is free.
    """
    taken = {one.code for one in options if accepts(one.code)}
    codes = []
    for place, one in enumerate(options, 1):
        code, number = one.code, place
        while not accepts(one.code) and (code == one.code or code in taken):
            code, number = f"{prefix}{number}", number + 1
        taken.add(code)
        codes.append(code)
    return tuple(replace(one, code=code) for one, code in zip(options, codes, strict=True))


def note_with_codes(question: Question, name: str, options: Sequence[Option]) -> Annotation:
    """The question's annotation with its id and codes, where the platform spells them otherwise."""
    note = question.note or Annotation()
    item = note.id or question.name
    pairs = zip(options, question.options, strict=True)
    codes = {new.code: old.code for new, old in pairs if new.code != old.code}
    return replace(note, id=item if item != name else "", codes=codes)


def other_headers(questionnaire: Questionnaire, headers: dict[str, str]) -> dict[str, str]:
    """Headers that differ from the item's id, by id; ``headers`` goes by the question's name."""
    found = {}
    for question in questionnaire.questions():
        item = (question.note.id if question.note else "") or question.name
        header = headers.get(question.name, question.name)
        if header != item:
            found[item] = header
    return found


def recoding(
    questionnaire: Questionnaire, accepts: Callable[[str], bool], platform: str
) -> tuple[Problem, ...]:
    """A note on the codes that the platform does not accept."""
    codes = [
        option.code
        for question in questionnaire.questions()
        for option in question.options
        if not accepts(option.code)
    ]
    distinct = list(dict.fromkeys(codes))
    if not distinct:
        return ()
    why = "they are too long or hold other characters than it allows"
    found = some(distinct)
    return (problem("X004", found=found, count=len(distinct), platform=platform, why_other=why),)
