"""Texts of the report in another language; what has no translation stays English and is counted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from mtle_survey.report.format import NO_BREAK
from mtle_survey.report.inline import Formula, InEnglish, Inline, Italic, Strong, Text, text
from mtle_survey.report.languages.spoken import Spoken
from mtle_survey.report.languages.tokens import (
    Behind,
    Listed,
    Tokens,
    filled,
    has_words,
    message,
    names_pattern,
    sentences,
)

_INTERVAL = re.compile(r"\[[^\]\[]*\]")
_BARE_FRACTION = re.compile(r"(?<!\d)\.")
_ENDS = ".:;,"
_COUNT = "n = "
_UNBROKEN_COUNT = _COUNT.replace(" ", NO_BREAK)
_OUTSIDE = r" (?![^(\[]*[)\]])"  # of brackets
_SEMICOLONS, _COLONS, _COMMAS = re.compile("; "), re.compile(f":{_OUTSIDE}"), re.compile(f",{_OUTSIDE}")
_BRACKETED = re.compile(r"(?P<statement>[^()]+) \((?P<reason>.+)\)(?P<end>[.;:,]?)")
_SAYING = str | Strong | Italic | Formula  # parts that hold words of the report
_SYMBOL = 3  # letters; statistics have no more


class Translator:
    """Puts the messages of a catalogue in place of English sentences.

    Parameters
    ----------
    spoken : Spoken
    messages : mapping of English message to translation
    names : sequence of str
        Words that are nobody's to translate: waves, titles, labels and wordings of the study.
    own : iterable of Text
        Texts that the evaluator wrote.
    labels : iterable of str
        Words of the study that could be words of sentences too, as "Other" is; they stay where they stand
        alone or quoted.
    """

    def __init__(
        self,
        spoken: Spoken,
        messages: Mapping[str, str],
        names: Sequence[str],
        own: Iterable[Text] = (),
        labels: Iterable[str] = (),
    ) -> None:
        self.spoken = spoken
        self.missing: dict[str, int] = {}
        self._messages = messages
        self._labels = frozenset(labels)
        self._names = names_pattern(names, self._labels)
        self._whole = frozenset(names)
        self._own = frozenset(own)

    def words(self, words: str) -> str:
        """Plain words, as a caption or a label in a drawing has them."""
        return "".join(
            part if isinstance(part, str) else getattr(part, "text", "") for part in self.text((words,))
        )

    def text(self, content: Text) -> Text:
        """A text, sentence by sentence."""
        if content in self._own or not any(isinstance(part, _SAYING) for part in content):
            return content
        for named in (False, True):
            tokens = Tokens(self._names if named else None)
            marked = "".join(
                (tokens.marked(part) if named else tokens.numbered(part))
                if isinstance(part, str)
                else tokens.part(part)
                for part in content
            )
            marked = tokens.lists(marked) if named else marked
            whole = self._sentence(marked, tokens)
            if whole is not None:
                return self._parts(whole, tokens)
        pieces: list[Inline | Text] = []
        for piece in sentences(marked):
            found = self._sentence(piece, tokens)
            again = self._with_names_as_words(piece, tokens) if found is None else ()
            if found is not None:
                pieces.append(self._parts(found, tokens))
            elif again is not None:
                pieces.append(again)
            else:
                self.missing[message(piece, tokens)] = self.missing.get(message(piece, tokens), 0) + 1
                pieces.append(_kept(_restored(piece, tokens)))
        return text(*pieces)

    def _with_names_as_words(self, piece: str, tokens: Tokens) -> Text | None:
        """A sentence in which words of ours were taken for a name, as "Other" is; None where it is none."""
        anew = Tokens(None)
        marked = "".join(
            anew.numbered(part) if isinstance(part, str) else anew.part(part)
            for part in _restored(piece, tokens)
        )
        found = self._sentence(marked, anew)
        return None if found is None else self._parts(found, anew)

    def _sentence(self, marked: str, tokens: Tokens) -> str | None:
        """The translated sentence, its names and numbers still as characters; None where there is none."""
        if not has_words(marked, tokens):
            return marked
        asked = message(marked, tokens).strip().replace(NO_BREAK, " ")
        if asked in self._whole or self._cut_short(asked):
            return marked
        for ending in ("", *(end for end in _ENDS if asked.endswith(end))):
            found = self._messages.get(asked.removesuffix(ending).strip())
            if found is not None:
                before = marked[: len(marked) - len(marked.lstrip())]
                after = marked[len(marked.rstrip()) :]
                if NO_BREAK in marked:
                    found = found.replace(_COUNT, _UNBROKEN_COUNT)
                return before + filled(found, marked, tokens) + ending + after
        if asked in self._labels:
            return marked
        return (
            self._after_lead(marked, tokens)
            or self._ranges(marked, tokens)
            or self._clauses(marked, tokens)
            or self._with_bracket(marked, tokens)
        )

    def _ranges(self, marked: str, tokens: Tokens) -> str | None:
        """A statement in which a range stands where its message has a number."""
        shorter = tokens.ranges(marked)
        return None if shorter == marked else self._sentence(shorter, tokens)

    def _after_lead(self, marked: str, tokens: Tokens) -> str | None:
        """A bold lead-in and the statement that follows it; None where either has no translation."""
        lead, rest = marked[:1], marked[1:]
        if not rest.strip() or not tokens.is_name(lead) or not isinstance(tokens.behind(lead), Strong):
            return None
        found = self._sentence(rest, tokens)
        return None if found is None else lead + found

    def _clauses(self, marked: str, tokens: Tokens) -> str | None:
        """Several statements with signs between them; None where one is no message."""
        for between in (_SEMICOLONS, _COLONS, _COMMAS):
            clauses = between.split(marked)
            found = [self._sentence(clause, tokens) for clause in clauses] if len(clauses) > 1 else [None]
            if None not in found:
                mark = marked[len(clauses[0])]
                return f"{mark} ".join(clause for clause in found if clause is not None)
        return None

    def _with_bracket(self, marked: str, tokens: Tokens) -> str | None:
        """A statement and its reason in brackets at the end; None where either is no message."""
        found = _BRACKETED.fullmatch(marked)
        if found is None:
            return None
        statement, reason = (self._sentence(part, tokens) for part in found.group("statement", "reason"))
        return None if statement is None or reason is None else f"{statement} ({reason}){found['end']}"

    def _cut_short(self, words: str) -> bool:
        """Whether words are the beginning of a name that a drawing has no room for."""
        begun = words.removesuffix("…").rstrip()
        return words.endswith("…") and any(name.startswith(begun) for name in self._whole)

    def _parts(self, marked: str, tokens: Tokens) -> Text:
        """Names, typed parts and numbers back in their places, numbers as the language writes them."""
        between = self.spoken.between
        marked = _INTERVAL.sub(lambda match: match.group().replace(",", between), marked)
        found: list[Inline | Text] = []
        for character in marked:
            if tokens.is_number(character):
                found.append(self._number(str(tokens.behind(character))))
            elif tokens.is_name(character):
                found.append(self._behind(tokens.behind(character), tokens))
            else:
                found.append(character)
        return text(*found)

    def _number(self, english: str) -> str:
        """A number as the language writes it; before a decimal comma stands a digit."""
        words = english.replace(" to ", f" {self.spoken.to} ")
        if self.spoken.decimal == ".":
            return words
        return _BARE_FRACTION.sub("0.", words).replace(".", self.spoken.decimal)

    def _behind(self, part: Behind, tokens: Tokens) -> Inline | Text:
        match part:
            case Listed():
                words = part.marked.replace(", and ", f" {self.spoken.last} ").replace(
                    " and ", f" {self.spoken.last} "
                )
                words = words.replace(" or ", f" {self.spoken.or_} ").removesuffix(" more")
                more = f" {self.spoken.more}" if part.marked.endswith(" more") else ""
                return text(self._parts(words, tokens), more)
            case Strong() | Italic():
                return self._stressed(part)
            case Formula():
                return Formula(self._messages.get(part.text, part.text))
            case _:
                return part

    def _stressed(self, part: Strong | Italic) -> Inline:
        if len(part.text) <= _SYMBOL:
            return type(part)(self._messages.get(part.text, part.text))
        return type(part)(self.words(part.text))


def _restored(marked: str, tokens: Tokens) -> Text:
    """A sentence as it was, its names and numbers back in their places."""
    found: list[Inline | Text] = []
    for character in marked:
        ours = tokens.is_name(character) or tokens.is_number(character)
        behind = tokens.behind(character) if ours else character
        found.append(_restored(behind.marked, tokens) if isinstance(behind, Listed) else behind)
    return text(*found)


def _kept(sentence: Text) -> Text:
    """A sentence without translation, marked as English."""
    return tuple(InEnglish(part) if isinstance(part, str) else part for part in sentence)
