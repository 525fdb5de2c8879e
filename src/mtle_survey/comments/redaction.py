"""Take what identifies people out of a comment; a person reads every proposal before anything is shown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mtle_survey.comments.gazetteer import Gazetteer
from mtle_survey.comments.habits import without_habits
from mtle_survey.comments.patterns import Kind, Span, formed
from mtle_survey.comments.spelling import folded, tidied
from mtle_survey.comments.usual_words import CAPITALISED

PLACEHOLDERS: Mapping[str, Mapping[Kind, str]] = {
    "en": {
        "email": "[e-mail]",
        "web": "[web address]",
        "account": "[account]",
        "phone": "[phone number]",
        "number": "[number]",
        "date": "[date]",
        "name": "[name]",
        "place": "[place]",
        "code": "[code]",
        "word": "[left out]",
    },
    "es": {
        "email": "[correo]",
        "web": "[dirección web]",
        "account": "[cuenta]",
        "phone": "[teléfono]",
        "number": "[número]",
        "date": "[fecha]",
        "name": "[nombre]",
        "place": "[lugar]",
        "code": "[código]",
        "word": "[omitido]",
    },
}
"""What stands in place of what was taken out, by language."""

HABITS = "habits of writing"
_HELD = re.compile("|".join(re.escape(words) for own in PLACEHOLDERS.values() for words in own.values()))
_CAPITAL = re.compile(r"(?<![.!?…]\s)(?<!^)(?<![\w'’-])[^\W\d_a-z][^\W\d_]*[a-zà-ÿ][\w'’-]*")
_ONE_PERSON = re.compile(
    r"\b(?:my|our|the|mi|nuestr[oa]|el|la)\s+(?:(?:vice|assistant)\s+)?(?:principal|superintendent|director[a]?"
    r"|supervisor|boss|husband|wife|partner|son|daughter|mother|father|espos[oa]|hij[oa]"
    r"|department (?:head|chair))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Redacted:
    """A comment that may be proposed for showing.

    Attributes
    ----------
    text : str
    removed : mapping of kind to count
    look_at : tuple of str
        Words left in that may name somebody: capitals inside a sentence, and words for one single person.
    """

    text: str
    removed: Mapping[str, int]
    look_at: tuple[str, ...]


class Redactor:
    """Redacts the comments of one study.

    Parameters
    ----------
    gazetteer : Gazetteer
    keep : iterable of str
        Words that the evaluator wants left in although they look identifying.
    language : str
        Of what stands in place of what was taken out.
    """

    def __init__(self, gazetteer: Gazetteer, keep: Iterable[str] = (), language: str = "en") -> None:
        self._gazetteer = gazetteer
        self._keep = {folded(tidied(words)) for words in keep}
        self._words = PLACEHOLDERS.get(language.split("-")[0], PLACEHOLDERS["en"])

    def propose(self, original: str) -> Redacted:
        """What a comment would be shown as: redacted, and habits of writing evened out."""
        whole = tidied(original)
        redacted, removed = self._redacted(whole)
        even = without_habits(redacted)
        text, more = (even, Counter[Kind]()) if even == redacted else self._redacted(even)
        counts = {self._words[kind].strip("[]"): n for kind, n in (removed + more).items()}
        counts |= {HABITS: 1} if even != redacted else {}
        return Redacted(text=text, removed=counts, look_at=self._look_at(text))

    def redact(self, text: str) -> str:
        """The text without what identifies people; doing so twice changes nothing."""
        return self._redacted(tidied(text))[0]

    def _redacted(self, text: str) -> tuple[str, Counter[Kind]]:
        """Taking out a part can bring others together, so that the rest is looked through again."""
        removed: Counter[Kind] = Counter()
        while spans := self._spans(text):
            parts, end = [], 0
            for span in spans:
                parts += [text[end : span.start], self._words[span.kind]]
                end = span.end
                removed[span.kind] += 1
            text = "".join([*parts, text[end:]])
        return text, removed

    def _spans(self, text: str) -> list[Span]:
        """What is to be taken out, in order, none overlapping another or what stands for an earlier one."""
        held = [(m.start(), m.end()) for m in _HELD.finditer(text)]
        pieces = zip([0, *(end for _, end in held)], [*(start for start, _ in held), len(text)], strict=True)
        found: list[Span] = []
        for start, end in pieces:
            piece = text[start:end]
            for span in (*formed(piece), *self._gazetteer.found(piece)):
                if folded(piece[span.start : span.end]).strip() not in self._keep:
                    found.append(Span(span.start + start, span.end + start, span.kind))
        return _merged(found, text)

    def _look_at(self, text: str) -> tuple[str, ...]:
        shown = _HELD.sub(lambda held: "." * len(held[0]), text)
        capitals = [w for w in _CAPITAL.findall(shown) if folded(w) not in CAPITALISED | self._keep]
        persons = [found[0] for found in _ONE_PERSON.finditer(shown)]
        return tuple(dict.fromkeys((*capitals, *persons)))


def _merged(spans: Sequence[Span], text: str) -> list[Span]:
    """Overlapping spans as one, of the kind of the longest; names in a row are one name."""
    merged: list[Span] = []
    longest = 0
    for span in sorted(spans, key=lambda s: (s.start, s.start - s.end)):
        length = span.end - span.start
        if merged and (span.start < merged[-1].end or _in_a_row(merged[-1], span, text)):
            last = merged[-1]
            kind = span.kind if length > longest else last.kind
            merged[-1] = Span(last.start, max(last.end, span.end), kind)
            longest = max(longest, length)
        else:
            merged.append(span)
            longest = length
    return merged


def _in_a_row(before: Span, after: Span, text: str) -> bool:
    return before.kind == after.kind and not text[before.end : after.start].strip()
