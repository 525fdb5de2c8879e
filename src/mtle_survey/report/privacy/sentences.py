"""The last look at the sentences of a public document: none counts fewer people than allowed.

A sentence that carries its counts as data (``Counted``) is judged by these. Every other one, the evaluator's
own words among them, is judged by what it says: a number beside a word for people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtle_survey.report.inline import Counted, Inline, Text, plain, text

_END = re.compile(r"(?<=[.!?])(\s+)")
_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine")
_PALABRAS = ("dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve")
_SPELLED = {word: n for words in (_WORDS, _PALABRAS) for n, word in enumerate(words, start=2)}
_NUMBER = rf"(?<![\w.,–+\u2212-])(?P<n>\d+|(?:{'|'.join(_SPELLED)})\b)(?![\d.,–]*\d|\s?%)"
_PEOPLE = (
    r"(?:people|persons?|individuals?|adults|men|women|teachers?|respondents?|participants?|leaders?|"
    r"principals?|administrators?|educators?|coaches|mentors?|colleagues|members?|voices?|responses?|"
    r"personas?|individuos?|docentes?|maestr[oa]s?|profesor(?:a|es|as)?|participantes?|encuestad[oa]s?|"
    r"directiv[oa]s?|director(?:a|es|as)?|mujeres|hombres|colegas|voces|respuestas?)"
)
_DID = (
    r"(?:rose|fell|stayed|moved|improved|declined|gained|dropped|agreed|disagreed|answered|said|reported|"
    r"subieron|bajaron|mejoraron|empeoraron|respondieron|dijeron)"
)
_OF = r"(?:of|out of|in|de|de cada|de los|de las)(?: the| los| las)?"
# "One" is no count in "one way that teachers grow": it is read beside a single person, and in "one of them".
_PERSON = (
    r"(?:person|individual|adult|man|woman|teacher|respondent|participant|leader|principal|administrator|"
    r"educator|coach|mentor|colleague|member|voice|persona|individuo|docente|maestr[oa]|profesora?|"
    r"participante|encuestad[oa]|directiv[oa]|directora?|mujer|hombre|colega|voz)"
)
_PHRASES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_NUMBER} {_OF} (?:\w+) (?:[\w-]+ ){{0,2}}{_PEOPLE}\b",
        rf"{_NUMBER} (?:[\w-]+ ){{0,2}}{_PEOPLE}\b",
        rf"{_NUMBER} (?:{_OF} \w+ |of them |have |had |who )?{_DID}\b",
        rf"\bn ?= ?{_NUMBER}",
        rf"\b(?P<n>one|una? sol[oa]) (?:[\w-]+ )?{_PERSON}\b",
        rf"\b(?P<n>one|un[oa]) (?:of|de) (?:them|ell[oa]s|[\w-]+ (?:[\w-]+ )?{_PEOPLE})\b",
    )
)
_RULE = re.compile(
    r"\b(?:fewer than|less than|more than|at least|at most|up to|only from|from|no|"
    r"menos de|más de|al menos) $",
    re.IGNORECASE,
)


def told_sentences(content: Text, smallest: int, *, spelled: bool = False) -> Text:
    """The text with every sentence about too few people replaced by a remark that it is not shown.

    Parameters
    ----------
    content : Text
    smallest : int
        The fewest people that anything may be about.
    spelled : bool
        Whether numbers count that are written as words, as people write them; the program never does.
    """
    kept: list[Inline | Text] = []
    for sentence, space in _sentences(content):
        kept += [(remark(smallest),) if _about_few(sentence, smallest, spelled) else sentence, space]
    return text(*kept)


def may_be_told(content: Text, smallest: int) -> bool:
    """Whether no sentence of a text counts too few people."""
    return not any(_about_few(sentence, smallest, False) for sentence, _ in _sentences(content))


def remark(smallest: int) -> str:
    """What stands in place of a sentence that is not shown."""
    return f"A sentence about fewer than {smallest} people is not shown."


def _about_few(sentence: Text, smallest: int, spelled: bool) -> bool:
    counts = [part for part in sentence if isinstance(part, Counted)]
    if counts:
        return any(0 < part.n < smallest for part in counts if not part.whole_study)
    words = plain(sentence, _AnyName()).replace("\u00a0", " ").replace("\u202f", " ")
    return any(
        0 < _value(found["n"]) < smallest and not _RULE.search(words[: found.start("n")])
        for phrase in _PHRASES
        for found in phrase.finditer(words)
        if spelled or found["n"].isdigit()
    )


def _value(number: str) -> int:
    return int(number) if number.isdigit() else _SPELLED.get(number.casefold(), 1)


def _sentences(content: Text) -> Iterator[tuple[Text, str]]:
    """The sentences of a text, each with the space behind it; typed parts stay in their sentence."""
    current: list[Inline] = []
    for part in content:
        if not isinstance(part, str):
            current.append(part)
            continue
        *ended, rest = _ended(part)
        for words, space in ended:
            yield (*current, words), space
            current = []
        if rest[0]:
            current.append(rest[0])
    if current:
        yield tuple(current), ""


def _ended(words: str) -> list[tuple[str, str]]:
    """Pieces that end a sentence, with the space behind each, and what is left over."""
    pieces = _END.split(words)
    return [*zip(pieces[:-1:2], pieces[1::2], strict=True), (pieces[-1], "")]


class _AnyName(dict[str, str]):
    """Whatever a reference points at is called by its id."""

    def __missing__(self, target: str) -> str:
        return target
