"""Words of this one study that identify people: schools, names, identifiers, the evaluator's list."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from mtle_survey.comments.patterns import Kind, Span
from mtle_survey.comments.spelling import folded, tidied
from mtle_survey.comments.usual_words import ALSO_WORDS, GENERIC

TOKEN = re.compile(r"[^\W_]+")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_BETWEEN = re.compile(r"[\s.,'’_-]{0,3}")
LEAST_LETTERS = 3
LEAST_CODE = 4


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in a row, folded.

    Attributes
    ----------
    tokens : tuple of str
    kind : str
    capital : bool
        Whether it counts only with a capital letter, since it is a usual word as well.
    """

    tokens: tuple[str, ...]
    kind: Kind
    capital: bool = False


class Gazetteer:
    """Finds the phrases of a study in a text, whatever their accents, capitals and hyphens.

    Parameters
    ----------
    names : iterable of str
        Names and addresses of people, as in the columns that are emptied on reading.
    places : iterable of str
        Sites, schools, districts.
    codes : iterable of str
        Identifiers of respondents.
    words : iterable of str
        What the evaluator lists.
    """

    def __init__(
        self,
        names: Iterable[str] = (),
        places: Iterable[str] = (),
        codes: Iterable[str] = (),
        words: Iterable[str] = (),
    ) -> None:
        self._by_first: Mapping[str, set[Phrase]] = defaultdict(set)
        self._unspaced: dict[str, Kind] = {}
        for text in names:
            self._add(text, "name")
            self._add_parts(text.partition("@")[0], "name")
        for text in places:
            self._add(text, "place")
            self._add_parts(text, "place")
        for text in codes:
            if len(text) >= LEAST_CODE or (len(text) >= LEAST_LETTERS and not text.isdigit()):
                self._add(text, "code")
        for text in words:
            self._add(text, "word", least=1)

    def found(self, text: str) -> Iterator[Span]:
        """Every place where a phrase stands."""
        plain = folded(text)
        tokens = list(TOKEN.finditer(plain))
        for place, token in enumerate(tokens):
            for phrase in self._by_first.get(token[0], ()):
                last = place + len(phrase.tokens) - 1
                if last < len(tokens) and self._stands(phrase, plain, tokens[place : last + 1]):
                    start, end = token.start(), tokens[last].end()
                    if not phrase.capital or text[start].isupper():
                        yield Span(start, end, phrase.kind)
        for phrase_text, kind in self._unspaced.items():
            for match in re.finditer(re.escape(phrase_text), plain):
                yield Span(match.start(), match.end(), kind)

    def _stands(self, phrase: Phrase, plain: str, tokens: list[re.Match[str]]) -> bool:
        if any(token[0] != word for token, word in zip(tokens, phrase.tokens, strict=True)):
            return False
        return all(_BETWEEN.fullmatch(plain, a.end(), b.start()) for a, b in pairwise(tokens))

    def _add(self, text: str, kind: Kind, least: int = LEAST_LETTERS) -> None:
        plain = folded(tidied(text))
        if _UNSPACED.search(plain):
            self._unspaced[plain] = kind
            return
        tokens = tuple(TOKEN.findall(plain))
        if len("".join(tokens)) < least or (kind != "word" and set(tokens) <= GENERIC):
            return
        usual = kind in ("name", "place") and len(tokens) == 1 and tokens[0] in ALSO_WORDS
        self._by_first[tokens[0]].add(Phrase(tokens, kind, capital=usual))

    def _add_parts(self, text: str, kind: Kind) -> None:
        for part in TOKEN.findall(folded(tidied(text))):
            if len(part) >= LEAST_LETTERS and not part.isdigit() and part not in GENERIC:
                self._by_first[part].add(Phrase((part,), kind, capital=part in ALSO_WORDS))
